// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/tlsfiles.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSslKey>
#include <QSslSocket>

namespace mws::modbus
{

namespace
{

/// Texts of this file.
class TlsText
{
    Q_DECLARE_TR_FUNCTIONS(TlsText)
};

constexpr qint64 kLargestFile = 1 << 20;

/// "modbus-tls/plc/key.pem"
QString shown(const QString &path)
{
    return path.section(u'/', -3);
}

Result<QByteArray> contentOf(QFile &file)
{
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::NotFound,
            TlsText::tr("%1 cannot be read: %2").arg(shown(file.fileName()), file.errorString())};
    return file.read(kLargestFile);
}

Result<QList<QSslCertificate>> certificatesIn(const QString &path)
{
    QFile file(path);
    const auto pem = contentOf(file);
    if (!pem)
        return pem.error();
    const QList<QSslCertificate> list = QSslCertificate::fromData(*pem);
    if (list.isEmpty())
        return Error{ErrorCode::Invalid, TlsText::tr("%1 holds no certificate.").arg(shown(path))};
    return list;
}

Result<QSslKey> keyIn(const QString &path)
{
    QFile file(path);
    const auto pem = contentOf(file);
    if (!pem)
        return pem.error();
    constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
        | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    if (file.permissions() & kOthers)
        return Error{ErrorCode::Denied,
                     TlsText::tr("%1 is open to others; set its mode to 0600.").arg(shown(path))};
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        const QSslKey key(*pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return Error{ErrorCode::Invalid,
                 TlsText::tr("%1 holds no key, or one with a password.").arg(shown(path))};
}

} // namespace

Result<QSslConfiguration> tlsConfiguration(const QString &folder)
{
    if (!QSslSocket::supportsSsl())
        return Error{ErrorCode::Unavailable, TlsText::tr("There is no TLS on this computer.")};
    const auto authorities = certificatesIn(folder + QStringLiteral("/ca.pem"));
    if (!authorities)
        return authorities.error();
    const auto chain = certificatesIn(folder + QStringLiteral("/certificate.pem"));
    if (!chain)
        return chain.error();
    const auto key = keyIn(folder + QStringLiteral("/key.pem"));
    if (!key)
        return key.error();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(*authorities); // and with it not those of the system
    tls.setLocalCertificateChain(*chain);
    tls.setPrivateKey(*key);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setSslOption(QSsl::SslOptionDisableCompression, true);
    tls.setSslOption(QSsl::SslOptionDisableLegacyRenegotiation, true);
    return tls;
}

} // namespace mws::modbus
