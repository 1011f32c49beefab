// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/selfsigned.h"

#include "trust/opensslptr.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QSysInfo>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace mws::http
{

namespace
{

constexpr int kDays = 397;

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
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData()));
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
    const NumberPtr number(BN_new());
    return number && BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1
        && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool addToSubject(X509 *certificate, const char *field, const QByteArray &value)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(value.constData());
    return X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), field, MBSTRING_UTF8,
                                      bytes, int(value.size()), -1, 0)
        == 1;
}

bool setSubject(X509 *certificate, const QByteArray &name)
{
    return addToSubject(certificate, "O", kSelfSignedMark) && addToSubject(certificate, "CN", name)
        && X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1;
}

bool setTime(ASN1_TIME *time, Timestamp now, int days)
{
    time_t seconds
        = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    return X509_time_adj_ex(time, days, 0, &seconds) != nullptr;
}

X509Ptr signedByItself(EVP_PKEY *key, const QStringList &names, Timestamp now)
{
    X509Ptr certificate(X509_new());
    X509 *raw = certificate.get();
    const QByteArray subject = names.value(0, QSysInfo::machineHostName()).left(64).toUtf8();
    const bool made = raw && X509_set_version(raw, X509_VERSION_3) == 1 && setSerial(raw)
        && setTime(X509_getm_notBefore(raw), now, -1)
        && setTime(X509_getm_notAfter(raw), now, kDays - 1) && X509_set_pubkey(raw, key) == 1
        && setSubject(raw, subject) && addExtension(raw, NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(raw, NID_key_usage, "critical,digitalSignature")
        && addExtension(raw, NID_ext_key_usage, "serverAuth")
        && addExtension(raw, NID_subject_alt_name, alternativeNames(names))
        && X509_sign(raw, key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : X509Ptr();
}

} // namespace

Result<CertificatePem> makeSelfSigned(const QStringList &names, Timestamp now)
{
    const ErrorScope errors;
    const KeyPtr key(EVP_EC_gen("P-256"));
    const X509Ptr certificate = key ? signedByItself(key.get(), names, now) : X509Ptr();
    const MemoryPtr keyText(BIO_new(BIO_s_mem()));
    const MemoryPtr certificateText(BIO_new(BIO_s_mem()));
    const bool made = certificate
        && PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
            == 1
        && PEM_write_bio_X509(certificateText.get(), certificate.get()) == 1;
    if (!made)
        return Error{ErrorCode::Internal, CertificateText::tr("The certificate cannot be made.")};
    return CertificatePem{textOf(certificateText.get()), textOf(keyText.get())};
}

} // namespace mws::http
