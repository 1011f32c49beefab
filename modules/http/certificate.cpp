// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificate.h"

#include "http/selfsigned.h"
#include "trust/opensslptr.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>

namespace mws::http
{

namespace
{

/// Where the translations of this file's messages live.
class CertificateText
{
    Q_DECLARE_TR_FUNCTIONS(Certificate)
};

QList<QSslCipher> aeadCiphers()
{
    QList<QSslCipher> chosen;
    const QList<QSslCipher> all = QSslConfiguration::supportedCiphers();
    for (const QSslCipher &cipher : all) {
        const QString name = cipher.name();
        const bool aead
            = name.contains(QLatin1String("GCM")) || name.contains(QLatin1String("CHACHA20"));
        if (aead
            && (name.startsWith(QLatin1String("TLS_")) || name.startsWith(QLatin1String("ECDHE"))))
            chosen.append(cipher);
    }
    return chosen;
}

bool isKeyOf(const QSslCertificate &certificate, const QSslKey &key)
{
    const QByteArray certificateDer = certificate.toDer();
    const QByteArray keyDer = key.toDer();
    const auto *certificateBytes = reinterpret_cast<const unsigned char *>(certificateDer.data());
    const auto *keyBytes = reinterpret_cast<const unsigned char *>(keyDer.data());
    const X509Ptr parsed(d2i_X509(nullptr, &certificateBytes, long(certificateDer.size())));
    const KeyPtr parsedKey(d2i_AutoPrivateKey(nullptr, &keyBytes, long(keyDer.size())));
    return parsed && parsedKey && X509_check_private_key(parsed.get(), parsedKey.get()) == 1;
}

QSslKey keyFrom(const QByteArray &pem)
{
    const QSslKey key(pem, QSsl::Ec);
    return key.isNull() ? QSslKey(pem, QSsl::Rsa) : key;
}

QSslConfiguration configurationOf(const QList<QSslCertificate> &chain, const QSslKey &key)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(chain);
    tls.setPrivateKey(key);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setCiphers(aeadCiphers());
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    tls.setAllowedNextProtocols({"http/1.1"});
    tls.setSslOption(QSsl::SslOptionDisableCompression, true);
    tls.setSslOption(QSsl::SslOptionDisableServerCipherPreference, false);
    return tls;
}

Timestamp timestampOf(const QDateTime &time)
{
    return fromMsSinceEpoch(time.toMSecsSinceEpoch());
}

QStringList namesOf(const QSslCertificate &certificate)
{
    const auto all = certificate.subjectAlternativeNames();
    QStringList names = all.values(QSsl::DnsEntry) + all.values(QSsl::IpAddressEntry);
    names.sort();
    return names;
}

} // namespace

Result<QSslConfiguration> tlsFrom(const CertificatePem &pem)
{
    const ErrorScope errors;
    const QList<QSslCertificate> chain = QSslCertificate::fromData(pem.certificate);
    if (chain.isEmpty())
        return Error{ErrorCode::Invalid,
                     CertificateText::tr("The certificate is not valid: it is no PEM text.")};
    const QSslKey key = keyFrom(pem.key);
    if (key.isNull())
        return Error{
            ErrorCode::Invalid,
            CertificateText::tr("The key is not an RSA or EC key in PEM without a passphrase.")};
    if (!isKeyOf(chain.first(), key))
        return Error{
            ErrorCode::Invalid,
            CertificateText::tr("The key does not belong to the first certificate of the chain.")};
    return configurationOf(chain, key);
}

bool endsSoon(const CertificateInfo &certificate, Timestamp now)
{
    return now + kWarnBeforeEnd > certificate.ends;
}

CertificatePem pemOf(const QSslConfiguration &tls)
{
    CertificatePem pem;
    const QList<QSslCertificate> chain = tls.localCertificateChain();
    for (const QSslCertificate &one : chain)
        pem.certificate += one.toPem();
    pem.key = tls.privateKey().toPem();
    return pem;
}

Result<QSslConfiguration> serverTls(const QString &dataFolder, const QStringList &names,
                                    Timestamp now)
{
    finishInstall(dataFolder);
    const CertificateFiles files = certificateFilesIn(dataFolder);
    const bool isFirstRun = !QFile::exists(files.certificate) && !QFile::exists(files.key);
    if (isFirstRun) {
        const auto lock = CertificateLock::take(dataFolder);
        if (!lock)
            return lock.error();
        const auto made = makeSelfSigned(names, now);
        if (!made)
            return made.error();
        if (auto installed = installPem(*lock, *made); !installed)
            return installed.error();
    }
    const auto pem = readPem(files);
    return pem ? tlsFrom(*pem) : Result<QSslConfiguration>(pem.error());
}

CertificateInfo infoOf(const QSslConfiguration &tls)
{
    const QSslCertificate own = tls.localCertificate();
    const auto first = [](const QStringList &texts) { return texts.value(0); };
    CertificateInfo info;
    info.fingerprint
        = QString::fromLatin1(own.digest(QCryptographicHash::Sha256).toHex(':').toUpper());
    info.subject = first(own.subjectInfo(QSslCertificate::CommonName));
    info.issuer = first(own.issuerInfo(QSslCertificate::CommonName));
    info.names = namesOf(own);
    info.begins = timestampOf(own.effectiveDate());
    info.ends = timestampOf(own.expiryDate());
    // Not isSelfSigned(): that wants a certificate that may sign others.
    const auto isOurs = [&first](const QStringList &organization) {
        return first(organization) == QLatin1String(kSelfSignedMark);
    };
    info.selfSigned = isOurs(own.subjectInfo(QSslCertificate::Organization))
        && isOurs(own.issuerInfo(QSslCertificate::Organization));
    return info;
}

} // namespace mws::http
