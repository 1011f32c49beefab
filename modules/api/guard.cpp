// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/guard.h"

namespace mws::api
{

namespace
{

constexpr int kMaxAddresses = 4096;

bool isUnsafe(http::Method method)
{
    return method != http::Method::Get && method != http::Method::Head
        && method != http::Method::Options;
}

bool wantsBody(http::Method method)
{
    return isUnsafe(method) && method != http::Method::Delete;
}

bool isSameOrigin(const http::Request &request)
{
    const QByteArray own = (request.secure ? "https://" : "http://") + request.header("host");
    return request.header("origin").compare(own, Qt::CaseInsensitive) == 0;
}

/// Browsers tell where a request comes from; a foreign page has no business here.
bool isForeign(const http::Request &request)
{
    if (request.headers.contains("origin") && !isSameOrigin(request))
        return true;
    const QByteArray site = request.header("sec-fetch-site");
    return site == "cross-site" || site == "same-site";
}

bool showsOrigin(const http::Request &request)
{
    return request.headers.contains("origin") || request.header("sec-fetch-site") == "same-origin";
}

bool isJson(const http::Request &request)
{
    const QByteArray type = request.header("content-type").split(';').first();
    return type.trimmed().compare("application/json", Qt::CaseInsensitive) == 0;
}

Permission permissionFor(http::Access access)
{
    switch (access) {
    case http::Access::Public:
    case http::Access::View:
        return Permission::View;
    case http::Access::Write:
        return Permission::Write;
    case http::Access::Configure:
        return Permission::Configure;
    case http::Access::Administer:
        break;
    }
    return Permission::Administer;
}

} // namespace

QByteArray cookieName(const http::Request &request)
{
    return request.secure ? QByteArrayLiteral("__Host-mws") : QByteArrayLiteral("mws");
}

QByteArray sessionIdOf(const http::Request &request)
{
    return request.cookie(cookieName(request));
}

std::optional<int> DenialBudget::take(const QString &address)
{
    const Milliseconds now = m_clock.monotonic();
    if (m_buckets.size() >= kMaxAddresses)
        forgetFullOnes();
    auto bucket = m_buckets.find(address);
    if (bucket == m_buckets.end())
        bucket = m_buckets.insert(address, {kBurst, 0, now});
    const qint64 refilled = (now - bucket->filled) / kRefill;
    bucket->rows = int(std::min<qint64>(kBurst, bucket->rows + refilled));
    bucket->filled += refilled * kRefill;
    if (bucket->rows == 0) {
        ++bucket->leftOut;
        return std::nullopt;
    }
    --bucket->rows;
    return std::exchange(bucket->leftOut, 0);
}

void DenialBudget::forgetFullOnes()
{
    const Milliseconds now = m_clock.monotonic();
    m_buckets.removeIf([now](const QHash<QString, Bucket>::iterator &it) {
        return it->rows + (now - it->filled) / kRefill >= kBurst;
    });
    if (m_buckets.size() >= kMaxAddresses)
        m_buckets.clear();
}

Guard::Guard(const Services &services, LiveModel &model)
    : m_services(services)
    , m_model(model)
    , m_budget(services.clock)
{
}

std::unique_ptr<Session> Guard::sessionOf(const http::Request &request) const
{
    auto session
        = std::make_unique<Session>(m_services, m_model, Origin::Remote, request.peer.toString());
    if (const QByteArray id = sessionIdOf(request); !id.isEmpty())
        (void)bool(session->resume(id, false));
    return session;
}

std::optional<http::Response> Guard::check(const http::Request &request, const http::Route &route)
{
    const bool guarded = isUnsafe(request.method) || route.access != http::Access::Public;
    if (guarded && isForeign(request))
        return deny(*sessionOf(request), request, route.operationId, 403,
                    QStringLiteral("foreignOrigin"),
                    QStringLiteral("the request comes from another site"));
    if (wantsBody(request.method) && !isJson(request))
        return deny(*sessionOf(request), request, route.operationId, 415,
                    QStringLiteral("unsupportedMediaType"),
                    QStringLiteral("the body must be application/json"));
    if (route.access == http::Access::Public)
        return std::nullopt;
    return checkSession(request, route);
}

std::optional<http::Response> Guard::checkSession(const http::Request &request,
                                                  const http::Route &route)
{
    const QByteArray id = sessionIdOf(request);
    Session session(m_services, m_model, Origin::Remote, request.peer.toString());
    if (id.isEmpty() || !session.resume(id))
        return deny(session, request, route.operationId, 401, QStringLiteral("notSignedIn"),
                    QStringLiteral("sign in first"));
    if (isUnsafe(request.method) && !showsOrigin(request))
        return deny(session, request, route.operationId, 403, QStringLiteral("noOrigin"),
                    QStringLiteral("the request does not say where it comes from"));
    if (isUnsafe(request.method)
        && !m_services.access.checkCsrf(id, request.header("x-csrf-token")))
        return deny(session, request, route.operationId, 403, QStringLiteral("csrf"),
                    QStringLiteral("the header X-CSRF-Token does not fit the session"));
    if (!session.may(permissionFor(route.access)))
        return deny(session, request, route.operationId, 403, QStringLiteral("denied"),
                    QStringLiteral("your role does not allow this"));
    return std::nullopt;
}

std::optional<http::Response> Guard::checkUpgrade(const http::Request &request)
{
    const QString action = QStringLiteral("liveFeed");
    const auto session = sessionOf(request);
    if (!session->isSignedIn())
        return deny(*session, request, action, 401, QStringLiteral("notSignedIn"),
                    QStringLiteral("sign in first"));
    if (!request.headers.contains("origin") || isForeign(request))
        return deny(*session, request, action, 403, QStringLiteral("foreignOrigin"),
                    QStringLiteral("the request comes from another site"));
    if (!session->may(Permission::View))
        return deny(*session, request, action, 403, QStringLiteral("denied"),
                    QStringLiteral("your role does not allow this"));
    return std::nullopt;
}

http::Response Guard::deny(Session &session, const http::Request &request, const QString &action,
                           int status, const QString &code, const QString &detail)
{
    const auto leftOut = m_budget.take(request.peer.toString());
    if (session.isSignedIn() || leftOut) {
        const int others = leftOut.value_or(0);
        session.recordDenial(action, request.path,
                             others == 0 ? code
                                         : QStringLiteral("%1; %2 more from this address were not "
                                                          "recorded")
                                               .arg(code)
                                               .arg(others));
    }
    return http::Response::problem(status, code, detail);
}

} // namespace mws::api
