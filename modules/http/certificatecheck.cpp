// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificatecheck.h"

#include "trust/opensslptr.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QSslCertificate>
#include <QSslKey>

#include <openssl/x509v3.h>
#include <vector>

namespace mws::http
{

namespace
{

/// Where the translations of this file's messages live.
class CertificateText
{
    Q_DECLARE_TR_FUNCTIONS(Certificate)
};

Error invalid(const QString &what)
{
    return {ErrorCode::Invalid, what};
}

QString nameOf(const QSslCertificate &certificate)
{
    return certificate.subjectDisplayName();
}

Result<void> checkTimes(const QList<QSslCertificate> &chain, Timestamp now)
{
    const qint64 ms = toMsSinceEpoch(now);
    for (const QSslCertificate &one : chain) {
        if (ms < one.effectiveDate().toMSecsSinceEpoch())
            return invalid(
                CertificateText::tr("The certificate of '%1' is good from %2 on only.")
                    .arg(nameOf(one), one.effectiveDate().toUTC().toString(Qt::ISODate)));
        if (ms >= one.expiryDate().toMSecsSinceEpoch())
            return invalid(CertificateText::tr("The certificate of '%1' has ended on %2.")
                               .arg(nameOf(one), one.expiryDate().toUTC().toString(Qt::ISODate)));
    }
    return {};
}

/// Browsers do not look at the common name.
bool namesAHost(const QSslCertificate &certificate)
{
    const auto names = certificate.subjectAlternativeNames();
    return names.contains(QSsl::DnsEntry) || names.contains(QSsl::IpAddressEntry);
}

X509Ptr parsed(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.data());
    return X509Ptr(d2i_X509(nullptr, &bytes, long(der.size())));
}

bool isSignedBy(X509 *certificate, X509 *issuer)
{
    return X509_check_issued(issuer, certificate) == X509_V_OK
        && X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;
}

Result<void> checkOrder(const std::vector<X509Ptr> &chain, const QList<QSslCertificate> &names)
{
    for (std::size_t i = 1; i < chain.size(); ++i) {
        if (!isSignedBy(chain[i - 1].get(), chain[i].get()))
            return invalid(
                CertificateText::tr("The chain is not in order: '%1' has not signed '%2'.")
                    .arg(nameOf(names[qsizetype(i)]), nameOf(names[qsizetype(i) - 1])));
    }
    return {};
}

/// What OpenSSL says when a server is to use them; this knows its own limits of strength.
Result<void> tryOut(const std::vector<X509Ptr> &chain, const QSslKey &key)
{
    const QByteArray der = key.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.data());
    const KeyPtr parsedKey(d2i_AutoPrivateKey(nullptr, &bytes, long(der.size())));
    const ContextPtr context(SSL_CTX_new(TLS_server_method()));
    ERR_clear_error();
    bool isTaken = context && parsedKey
        && SSL_CTX_use_certificate(context.get(), chain.front().get()) == 1
        && SSL_CTX_use_PrivateKey(context.get(), parsedKey.get()) == 1;
    for (std::size_t i = 1; isTaken && i < chain.size(); ++i)
        isTaken = SSL_CTX_add1_chain_cert(context.get(), chain[i].get()) == 1;
    if (isTaken)
        return {};
    const char *reason = ERR_reason_error_string(ERR_get_error());
    return invalid(CertificateText::tr("The certificate cannot be used: %1.")
                       .arg(QString::fromLatin1(reason ? reason : "unknown")));
}

} // namespace

Result<void> checkCertificate(const QSslConfiguration &tls, Timestamp now)
{
    const ErrorScope errors;
    const QList<QSslCertificate> names = tls.localCertificateChain();
    std::vector<X509Ptr> chain;
    for (const QSslCertificate &one : names)
        chain.push_back(parsed(one));
    if (chain.empty() || !chain.front())
        return invalid(CertificateText::tr("There is no certificate."));
    if (auto inTime = checkTimes(names, now); !inTime)
        return inTime;
    if (!namesAHost(names.first()))
        return invalid(CertificateText::tr(
            "The certificate names no host (it has no subject alternative name)."));
    if (X509_check_purpose(chain.front().get(), X509_PURPOSE_SSL_SERVER, 0) != 1)
        return invalid(CertificateText::tr("The certificate is not for servers."));
    if (auto ordered = checkOrder(chain, names); !ordered)
        return ordered;
    return tryOut(chain, tls.privateKey());
}

} // namespace mws::http
