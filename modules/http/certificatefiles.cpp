// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificatefiles.h"

#include "trust/opensslptr.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cstdio>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mws::http
{

namespace
{

constexpr QFile::Permissions kOwner = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
    | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

/// Where the translations of this file's messages live.
class CertificateText
{
    Q_DECLARE_TR_FUNCTIONS(Certificate)
};

Error unusable(ErrorCode code, const QString &file, const QString &why)
{
    return {code, QStringLiteral("%1: %2").arg(QFileInfo(file).fileName(), why)};
}

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(ErrorCode::Unavailable, path, file.errorString());
    return file.readAll();
}

bool giveToOwner(const QSaveFile &file, const QString &folder)
{
    struct stat owner = {};
    return ::geteuid() != 0
        || (::stat(QFile::encodeName(folder).constData(), &owner) == 0
            && ::fchown(file.handle(), owner.st_uid, owner.st_gid) == 0);
}

Result<void> writePem(const QString &path, const QByteArray &pem, QFile::Permissions permissions)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(permissions)
        || !giveToOwner(file, QFileInfo(path).path()) || file.write(pem) != pem.size()
        || !file.commit())
        return Error{
            ErrorCode::Unavailable,
            CertificateText::tr("The certificate cannot be written: %1").arg(file.errorString())};
    return {};
}

QString waitingCertificate(const CertificateFiles &files)
{
    return files.certificate + QStringLiteral(".new");
}

/// PEM texts of any kind; false too when one of them is none.
bool fit(const QByteArray &certificate, const QByteArray &key)
{
    const ErrorScope errors;
    const MemoryPtr certificateText(BIO_new_mem_buf(certificate.data(), int(certificate.size())));
    const MemoryPtr keyText(BIO_new_mem_buf(key.data(), int(key.size())));
    const X509Ptr x509(PEM_read_bio_X509(certificateText.get(), nullptr, nullptr, nullptr));
    // The empty passphrase: without one OpenSSL would ask at the terminal.
    char none[] = "";
    const KeyPtr pkey(PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, none));
    return x509 && pkey && X509_check_private_key(x509.get(), pkey.get()) == 1;
}

} // namespace

CertificateFiles certificateFilesIn(const QString &dataFolder)
{
    return {dataFolder + QStringLiteral("/certificate.pem"),
            dataFolder + QStringLiteral("/key.pem")};
}

void protectKey(const QString &dataFolder)
{
    QFile::setPermissions(certificateFilesIn(dataFolder).key, kOwner);
}

Result<CertificatePem> readPem(const CertificateFiles &files)
{
    auto certificate = readFile(files.certificate);
    if (!certificate)
        return certificate.error();
    auto key = readFile(files.key);
    if (!key)
        return key.error();
    if (QFileInfo(files.key).permissions() & kOthers)
        return unusable(ErrorCode::Denied, files.key,
                        CertificateText::tr("others may read it; want mode 0600"));
    return CertificatePem{*certificate, *key};
}

CertificateLock::CertificateLock(const QString &dataFolder)
    : m_folder(dataFolder)
    , m_file(std::make_shared<QLockFile>(dataFolder + QStringLiteral("/certificate.lock")))
{
    m_file->setStaleLockTime(0);
}

Result<CertificateLock> CertificateLock::take(const QString &dataFolder, Milliseconds wait)
{
    CertificateLock lock(dataFolder);
    if (lock.m_file->tryLock(int(wait.count())))
        return lock;
    if (lock.m_file->error() == QLockFile::LockFailedError)
        return Error{ErrorCode::Conflict,
                     CertificateText::tr("Another program is installing a certificate.")};
    return Error{ErrorCode::Unavailable, CertificateText::tr("The data folder cannot be written.")};
}

Result<void> installPem(const CertificateLock &lock, const CertificatePem &pem)
{
    const QString &dataFolder = lock.folder();
    const CertificateFiles files = certificateFilesIn(dataFolder);
    // The new key decides: from then on the certificate that waits is the one that fits.
    if (auto written = writePem(waitingCertificate(files), pem.certificate,
                                kOwner | QFile::ReadGroup | QFile::ReadOther);
        !written)
        return written;
    if (auto written = writePem(files.key, pem.key, kOwner); !written)
        return written;
    finishInstall(dataFolder);
    const auto now = readFile(files.certificate);
    if (!now || *now != pem.certificate)
        return Error{ErrorCode::Unavailable,
                     CertificateText::tr("The certificate cannot be put in place.")};
    return {};
}

void finishInstall(const QString &dataFolder)
{
    const CertificateFiles files = certificateFilesIn(dataFolder);
    const QString waiting = waitingCertificate(files);
    const auto certificate = readFile(waiting);
    const auto key = readFile(files.key);
    if (certificate && key && fit(*certificate, *key))
        std::rename(QFile::encodeName(waiting).constData(),
                    QFile::encodeName(files.certificate).constData());
}

} // namespace mws::http
