// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trust/peertrust.h"

#include "trust/revocationlist.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QSslSocket>

#include <algorithm>
#include <openssl/x509v3.h>

namespace mws
{

namespace
{

constexpr qint64 kLargestFile = 1 << 20;

/// Where the translations of this file's messages live.
class TrustText
{
    Q_DECLARE_TR_FUNCTIONS(Trust)
};

/// The certificates that others have signed, or nobody.
struct ChainFree {
    void operator()(STACK_OF(X509) * chain) const { sk_X509_pop_free(chain, X509_free); }
};
using ChainPtr = std::unique_ptr<STACK_OF(X509), ChainFree>;

X509Ptr parsed(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    return X509Ptr(d2i_X509(nullptr, &bytes, long(der.size())));
}

ChainPtr parsed(const QList<QSslCertificate> &certificates)
{
    ChainPtr chain(sk_X509_new_null());
    for (const QSslCertificate &one : certificates) {
        X509Ptr x509 = parsed(one);
        if (x509 && sk_X509_push(chain.get(), x509.get()) > 0)
            (void)x509.release();
    }
    return chain;
}

/// Without a word that the peer has chosen: it stands in logs.
QString refusalFor(int error)
{
    switch (error) {
    case X509_V_ERR_CERT_REVOKED:
        return TrustText::tr("The certificate has been revoked.");
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
        return TrustText::tr("The revocation list of the certificate's authority is out of date; "
                             "bring a new one.");
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
        return TrustText::tr("The revocation list is not one of the certificate's authority.");
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return TrustText::tr("The certificate has expired.");
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return TrustText::tr("The certificate is not valid yet; is the clock right?");
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        return TrustText::tr("The certificate is from an authority that ca.pem does not hold.");
    default:
        return TrustText::tr("The certificate is not accepted: %1")
            .arg(QLatin1String(X509_verify_cert_error_string(error)));
    }
}

/// What changes when one of the files does.
QString stateOf(const QString &folder)
{
    const QFileInfoList files = QDir(folder).entryInfoList(
        {QStringLiteral("ca.pem"), QStringLiteral("*.crl")}, QDir::Files, QDir::Name);
    QString state;
    for (const QFileInfo &file : files)
        state += QStringLiteral("%1 %2 %3 %4\n")
                     .arg(file.fileName())
                     .arg(file.size())
                     .arg(file.lastModified().toMSecsSinceEpoch())
                     .arg(file.metadataChangeTime().toMSecsSinceEpoch());
    return state;
}

} // namespace

PeerTrust::PeerTrust(QString folder, Peer peer)
    : m_folder(std::move(folder))
    , m_peer(peer)
{
}

Result<QList<QSslCertificate>> PeerTrust::authorities()
{
    if (auto fresh = refresh(); !fresh)
        return fresh.error();
    return m_authorities;
}

Result<void> PeerTrust::refresh()
{
    const QString state = stateOf(m_folder);
    if (m_revision > 0 && state == m_state)
        return m_loaded;
    ++m_revision;
    m_state = state;
    m_loaded = load();
    return m_loaded;
}

int PeerTrust::revision()
{
    (void)bool(refresh());
    return m_revision;
}

Result<void> PeerTrust::load()
{
    m_authorities.clear();
    m_lists.clear();
    QFile file(m_folder + QStringLiteral("/ca.pem"));
    const QString shown = file.fileName().section(u'/', -2);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound,
                     TrustText::tr("%1 cannot be read: %2").arg(shown, file.errorString())};
    m_authorities = QSslCertificate::fromData(file.read(kLargestFile));
    if (m_authorities.isEmpty())
        return Error{ErrorCode::Invalid, TrustText::tr("%1 holds no certificate.").arg(shown)};
    auto lists = readRevocationLists(m_folder);
    if (!lists)
        return lists.error();
    m_lists = std::move(lists).value();
    return {};
}

Result<StorePtr> PeerTrust::makeStore() const
{
    StorePtr store(X509_STORE_new());
    bool isWhole = store != nullptr;
    for (const QSslCertificate &authority : m_authorities)
        isWhole = isWhole && X509_STORE_add_cert(store.get(), parsed(authority).get()) == 1;
    for (const auto &[file, list] : m_lists)
        isWhole = isWhole && X509_STORE_add_crl(store.get(), list.get()) == 1;
    if (!isWhole)
        return Error{ErrorCode::Internal, TrustText::tr("The authorities cannot be used.")};
    if (!m_lists.empty())
        X509_STORE_set_flags(store.get(), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    return store;
}

bool PeerTrust::hasListOf(const X509_NAME *issuer) const
{
    return std::any_of(m_lists.cbegin(), m_lists.cend(), [issuer](const auto &list) {
        return X509_NAME_cmp(X509_CRL_get_issuer(list.second.get()), issuer) == 0;
    });
}

/// OpenSSL wants a list of every authority on the way; one that has none here revokes nothing.
int PeerTrust::judge(int isGood, X509_STORE_CTX *context)
{
    if (isGood == 1 || X509_STORE_CTX_get_error(context) != X509_V_ERR_UNABLE_TO_GET_CRL)
        return isGood;
    const auto *self = static_cast<const PeerTrust *>(X509_STORE_CTX_get_app_data(context));
    const X509 *certificate = X509_STORE_CTX_get_current_cert(context);
    return certificate && !self->hasListOf(X509_get_issuer_name(certificate)) ? 1 : 0;
}

Result<void> PeerTrust::check(const QList<QSslCertificate> &chain, Timestamp now)
{
    const ErrorScope errors;
    if (auto fresh = refresh(); !fresh)
        return fresh;
    const auto store = makeStore();
    if (!store)
        return store.error();
    const X509Ptr first = chain.isEmpty() ? nullptr : parsed(chain.first());
    const ChainPtr others = parsed(chain.mid(1));
    const StoreContextPtr context(X509_STORE_CTX_new());
    if (!first || !others || !context
        || X509_STORE_CTX_init(context.get(), store->get(), first.get(), others.get()) != 1)
        return Error{ErrorCode::Denied, TrustText::tr("There is no certificate.")};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    X509_STORE_CTX_set_time(context.get(), 0, time_t(seconds));
    X509_STORE_CTX_set_purpose(
        context.get(), m_peer == Peer::Client ? X509_PURPOSE_SSL_CLIENT : X509_PURPOSE_SSL_SERVER);
    X509_STORE_CTX_set_app_data(context.get(), this);
    X509_STORE_CTX_set_verify_cb(context.get(), &PeerTrust::judge);
    if (X509_verify_cert(context.get()) == 1)
        return {};
    return Error{ErrorCode::Denied, refusalFor(X509_STORE_CTX_get_error(context.get()))};
}

Result<void> PeerTrust::check(const QSslSocket &socket, Timestamp now)
{
    QList<QSslCertificate> chain = socket.peerCertificateChain();
    if (const QSslCertificate own = socket.peerCertificate(); chain.value(0) != own)
        chain.prepend(own);
    return check(chain, now);
}

} // namespace mws
