// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificate.h"

#include <QCoreApplication>
#include <QFile>
#include <QHostInfo>
#include <QSaveFile>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>

#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace mws::http
{

namespace
{

constexpr long kSecondsPerDay = 24 * 60 * 60;
constexpr long kDays = 397;

template <auto Free> struct Freeing {
    template <typename T> void operator()(T *object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freeing<X509_free>>;
using Memory = std::unique_ptr<BIO, Freeing<BIO_free>>;
using Number = std::unique_ptr<BIGNUM, Freeing<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freeing<X509_EXTENSION_free>>;

/// Where the translations of this file's messages live.
class CertificateText
{
    Q_DECLARE_TR_FUNCTIONS(Certificate)
};

QByteArray textOf(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return QByteArray(data, size);
}

bool addExtension(X509 *certificate, int nid, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// "DNS:name,IP:192.0.2.1", loopback always included.
QByteArray alternativeNames(const QStringList &names)
{
    QStringList all = names;
    all << QStringLiteral("localhost") << QStringLiteral("127.0.0.1") << QStringLiteral("::1");
    all.removeDuplicates();
    QByteArrayList parts;
    for (const QString &name : std::as_const(all)) {
        const bool isAddress = !QHostAddress(name).isNull();
        parts.append((isAddress ? "IP:" : "DNS:") + name.toLatin1());
    }
    return parts.join(',');
}

bool setSerial(X509 *certificate)
{
    const Number number(BN_new());
    return number && BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1
        && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setSubject(X509 *certificate, const QByteArray &name)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    const auto *bytes = reinterpret_cast<const unsigned char *>(name.constData());
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, bytes, int(name.size()), -1, 0)
        == 1
        && X509_set_issuer_name(certificate, subject) == 1;
}

Certificate selfSigned(EVP_PKEY *key, const QStringList &names)
{
    Certificate certificate(X509_new());
    X509 *raw = certificate.get();
    const QByteArray subject = names.value(0, QSysInfo::machineHostName()).left(64).toUtf8();
    const bool made = raw && X509_set_version(raw, X509_VERSION_3) == 1 && setSerial(raw)
        && X509_gmtime_adj(X509_getm_notBefore(raw), -kSecondsPerDay) != nullptr
        && X509_gmtime_adj(X509_getm_notAfter(raw), (kDays - 1) * kSecondsPerDay) != nullptr
        && X509_set_pubkey(raw, key) == 1 && setSubject(raw, subject)
        && addExtension(raw, NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(raw, NID_key_usage, "critical,digitalSignature")
        && addExtension(raw, NID_ext_key_usage, "serverAuth")
        && addExtension(raw, NID_subject_alt_name, alternativeNames(names))
        && X509_sign(raw, key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : Certificate();
}

Result<void> writePem(const QString &path, const QByteArray &pem, QFile::Permissions permissions)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(permissions)
        || file.write(pem) != pem.size() || !file.commit())
        return Error{
            ErrorCode::Unavailable,
            CertificateText::tr("The certificate cannot be written: %1").arg(file.errorString())};
    return {};
}

Result<void> makeCertificate(const QString &certificateFile, const QString &keyFile,
                             const QStringList &names)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = key ? selfSigned(key.get(), names) : Certificate();
    const Memory keyText(BIO_new(BIO_s_mem()));
    const Memory certificateText(BIO_new(BIO_s_mem()));
    const bool made = certificate
        && PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
            == 1
        && PEM_write_bio_X509(certificateText.get(), certificate.get()) == 1;
    if (!made)
        return Error{ErrorCode::Internal, CertificateText::tr("The certificate cannot be made.")};
    constexpr QFile::Permissions kOwner = QFile::ReadOwner | QFile::WriteOwner;
    // The key first: a certificate without key would look like one that somebody brought.
    if (auto written = writePem(keyFile, textOf(keyText.get()), kOwner); !written)
        return written;
    return writePem(certificateFile, textOf(certificateText.get()),
                    kOwner | QFile::ReadGroup | QFile::ReadOther);
}

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
    const Certificate parsed(d2i_X509(nullptr, &certificateBytes, long(certificateDer.size())));
    const Key parsedKey(d2i_AutoPrivateKey(nullptr, &keyBytes, long(keyDer.size())));
    return parsed && parsedKey && X509_check_private_key(parsed.get(), parsedKey.get()) == 1;
}

Result<QSslConfiguration> configurationFrom(const QString &certificateFile, const QString &keyFile)
{
    QFile file(keyFile);
    if (!file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || !file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable,
                     CertificateText::tr("The key of the certificate cannot be read.")};
    const QByteArray pem = file.readAll();
    QSslKey key(pem, QSsl::Ec);
    if (key.isNull())
        key = QSslKey(pem, QSsl::Rsa);
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(certificateFile);
    if (chain.isEmpty() || key.isNull())
        return Error{
            ErrorCode::Invalid,
            CertificateText::tr("certificate.pem or key.pem in the data folder is not valid.")};
    if (!isKeyOf(chain.first(), key))
        return Error{
            ErrorCode::Invalid,
            CertificateText::tr("key.pem in the data folder does not belong to certificate.pem.")};
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

} // namespace

Result<QSslConfiguration> serverTls(const QString &dataFolder, const QStringList &names)
{
    const QString certificateFile = dataFolder + QStringLiteral("/certificate.pem");
    const QString keyFile = dataFolder + QStringLiteral("/key.pem");
    if (!QFile::exists(certificateFile)) {
        if (QFile::exists(keyFile))
            return Error{
                ErrorCode::Conflict,
                CertificateText::tr("The data folder has a key.pem without its certificate.pem.")};
        if (auto made = makeCertificate(certificateFile, keyFile, names); !made)
            return made.error();
    }
    return configurationFrom(certificateFile, keyFile);
}

QString fingerprint(const QSslCertificate &certificate)
{
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper());
}

} // namespace mws::http
