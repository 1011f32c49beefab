// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "selftests.h"

#include "http/certificatefiles.h"
#include "http/selfsigned.h"
#include "trust/opensslptr.h"

#include <QCoreApplication>
#include <openssl/pem.h>

namespace mws::ctl
{

namespace
{

using http::CertificatePem;
using ConnectionPtr = std::unique_ptr<SSL, Freeing<SSL_free>>;

constexpr int kMaxRounds = 20;

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

X509Ptr firstOf(const QByteArray &pem)
{
    const MemoryPtr text(BIO_new_mem_buf(pem.constData(), int(pem.size())));
    return X509Ptr(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
}

/// OpenSSL would ask at the terminal.
int noPassword(char *, int, int, void *)
{
    return 0;
}

KeyPtr keyOf(const QByteArray &pem)
{
    const MemoryPtr text(BIO_new_mem_buf(pem.constData(), int(pem.size())));
    return KeyPtr(PEM_read_bio_PrivateKey(text.get(), nullptr, noPassword, nullptr));
}

ContextPtr serverWith(const CertificatePem &pem)
{
    ContextPtr context(SSL_CTX_new(TLS_server_method()));
    const X509Ptr certificate = firstOf(pem.certificate);
    const KeyPtr key = keyOf(pem.key);
    const bool done = context && certificate && key
        && SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) == 1
        && SSL_CTX_use_certificate(context.get(), certificate.get()) == 1
        && SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1
        && SSL_CTX_check_private_key(context.get()) == 1;
    return done ? std::move(context) : nullptr;
}

/// Takes that certificate and no other, whoever has signed it.
ContextPtr clientTrusting(const QByteArray &pem)
{
    ContextPtr context(SSL_CTX_new(TLS_client_method()));
    const X509Ptr certificate = firstOf(pem);
    if (!context || !certificate)
        return nullptr;
    X509_STORE *store = SSL_CTX_get_cert_store(context.get());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    const bool done = X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN) == 1
        && X509_STORE_add_cert(store, certificate.get()) == 1;
    return done ? std::move(context) : nullptr;
}

/// Over a pipe in memory.
bool shakesHands(SSL_CTX *server, SSL_CTX *client)
{
    if (!server || !client)
        return false;
    const ErrorScope errors;
    const ConnectionPtr listening(SSL_new(server));
    const ConnectionPtr calling(SSL_new(client));
    BIO *ends[2] = {nullptr, nullptr};
    if (!listening || !calling || BIO_new_bio_pair(&ends[0], 0, &ends[1], 0) != 1)
        return false;
    SSL_set_bio(listening.get(), ends[0], ends[0]);
    SSL_set_bio(calling.get(), ends[1], ends[1]);
    SSL_set_accept_state(listening.get());
    SSL_set_connect_state(calling.get());
    for (int round = 0; round < kMaxRounds; ++round) {
        const int called = SSL_do_handshake(calling.get());
        const int answered = SSL_do_handshake(listening.get());
        if (called == 1 && answered == 1)
            return SSL_version(calling.get()) >= TLS1_2_VERSION;
    }
    return false;
}

Result<CertificatePem> pairOf(const QString &data)
{
    if (data.isEmpty())
        return http::makeSelfSigned({QStringLiteral("localhost")}, SystemClock().now());
    return http::readPem(http::certificateFilesIn(data));
}

Result<void> checkTls(const QString &data)
{
    const auto own = pairOf(data);
    const auto other = pairOf({});
    if (!own || !other)
        return own ? other.error() : own.error();
    const ContextPtr server = serverWith(*own);
    if (!shakesHands(server.get(), clientTrusting(own->certificate).get()))
        return Error{ErrorCode::Internal, QStringLiteral("no handshake with the certificate")};
    if (shakesHands(server.get(), clientTrusting(other->certificate).get()))
        return Error{ErrorCode::Internal, QStringLiteral("an unknown certificate is taken")};
    return {};
}

} // namespace

SelfTest tlsSelfTest(const QString &data)
{
    return {"tls",
            data.isEmpty() ? CtlText::tr("TLS with a new certificate, and with no other")
                           : CtlText::tr("TLS with the station's certificate, and with no other"),
            [data](const QString &) { return checkTls(data); }};
}

} // namespace mws::ctl
