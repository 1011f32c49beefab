// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/guard.h"

namespace mws::api
{

namespace
{

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

/// Browsers tell where a request comes from; a foreign page has no business here. Sec-Fetch-Site
/// only denies: what it says stands for no Origin that is missing.
bool isForeign(const http::Request &request)
{
    if (request.headers.contains("origin") && !isSameOrigin(request))
        return true;
    const QByteArray site = request.header("sec-fetch-site");
    return site == "cross-site" || site == "same-site";
}

bool isJson(const http::Request &request)
{
    const QByteArray type = request.header("content-type").split(';').first();
    return type.trimmed().compare("application/json", Qt::CaseInsensitive) == 0;
}

/// What a foreign page makes a browser send must not use up what people here sign in with.
RateClass chargeOf(const http::Request &request, RateClass own)
{
    return isForeign(request) ? RateClass::Page : own;
}

/// Of "Authorization: Bearer"; other schemes are for what stands before the server.
std::optional<QByteArray> bearerOf(const http::Request &request)
{
    const QByteArray value = request.header("authorization");
    const qsizetype end = (value + ' ').indexOf(' ');
    if (value.left(end).compare("bearer", Qt::CaseInsensitive) != 0)
        return std::nullopt;
    return value.mid(end + 1);
}

Permission permissionFor(http::Access access)
{
    switch (access) {
    case http::Access::Public:
    case http::Access::SignedIn:
    case http::Access::View:
        return Permission::View;
    case http::Access::Write:
        return Permission::Write;
    case http::Access::Configure:
        return Permission::Configure;
    case http::Access::Administer:
    case http::Access::Undeclared:
        break;
    }
    return Permission::Administer;
}

} // namespace

QByteArray cookieName(const http::Request &request)
{
    if (!request.secure)
        return QByteArrayLiteral("mws");
    return request.basePath.isEmpty() ? QByteArrayLiteral("__Host-mws")
                                      : QByteArrayLiteral("__Secure-mws");
}

QByteArray sessionIdOf(const http::Request &request)
{
    return request.cookie(cookieName(request));
}

bool isProgram(const http::Request &request)
{
    return bearerOf(request).has_value();
}

void DenialBudget::record(Session &session, const QString &action, const QString &target,
                          const QString &code)
{
    const Identity &who = session.identity();
    const auto others
        = m_rows.take(session.isSignedIn() ? QStringLiteral("user ") + who.user
                                           : QStringLiteral("address ") + networkOf(who.address));
    if (others)
        session.recordDenial(action, target, code + *others);
}

Guard::Guard(const Services &services, LiveModel &model)
    : m_services(services)
    , m_model(model)
    , m_budget(services.clock)
    , m_rates(services.clock)
{
}

void Guard::setRates(const Rates &rates)
{
    m_rates = RateLimits(m_services.clock, rates);
}

std::optional<http::Response> Guard::admit(const http::Request &request, const http::Route *route)
{
    return checkAddress(request, rateClassOf(route),
                        route ? route->operationId : QStringLiteral("getPage"));
}

std::optional<http::Response> Guard::checkAddress(const http::Request &request, RateClass kind,
                                                  const QString &action)
{
    const auto taken = m_rates.takeByAddress(chargeOf(request, kind), request.peer);
    if (taken.wait == Milliseconds(0))
        return std::nullopt;
    if (taken.isFirst)
        recordDenial(*sessionOf(request), action, request.path, QStringLiteral("tooMany"));
    return tooManyRequests(taken.wait);
}

std::optional<http::Response> Guard::checkRate(Session &session, const http::Request &request,
                                               RateClass kind, const QString &action)
{
    const auto taken = m_rates.takeByAccount(kind, session.identity());
    if (taken.wait == Milliseconds(0))
        return std::nullopt;
    if (taken.isFirst)
        recordDenial(session, action, request.path, QStringLiteral("tooMany"));
    return tooManyRequests(taken.wait);
}

std::unique_ptr<Session> Guard::sessionOf(const http::Request &request) const
{
    auto session = std::make_unique<Session>(m_services, m_model,
                                             isProgram(request) ? Origin::Program : Origin::Remote,
                                             request.peer.toString());
    if (isProgram(request))
        (void)bool(session->resumeToken(*bearerOf(request)));
    else if (const QByteArray id = sessionIdOf(request); !id.isEmpty())
        (void)bool(session->resume(id, false));
    const bool isSomebody = session->isSignedIn();
    return isSomebody && !fitsConnection(*session, request) ? newSession(request)
                                                            : std::move(session);
}

bool Guard::fitsConnection(const Session &session, const http::Request &request) const
{
    const AccessControl &access = m_services.access;
    if (!request.certificate.isEmpty())
        return access.userOfCertificate(request.certificate) == session.identity().user;
    return isProgram(request) || !access.isBound(sessionIdOf(request));
}

std::optional<http::Response> Guard::checkSignIn(const http::Request &request, const QString &user)
{
    if (request.certificate.isEmpty()
        || m_services.access.userOfCertificate(request.certificate) == user)
        return std::nullopt;
    return deny(*newSession(request), request, QStringLiteral("signIn"), 403,
                QStringLiteral("wrongCertificate"),
                QStringLiteral("the certificate of this connection is not this user's"));
}

void Guard::recordPeerRefusal(const QHostAddress &peer, const QString &why)
{
    Session nobody(m_services, m_model, Origin::Remote, peer.toString());
    recordDenial(nobody, QStringLiteral("connect"), QStringLiteral("certificate"), why);
}

std::unique_ptr<Session> Guard::newSession(const http::Request &request) const
{
    return std::make_unique<Session>(m_services, m_model, Origin::Remote, request.peer.toString());
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
    const auto session = sessionOf(request);
    if (!session->recheck())
        return deny(*session, request, route.operationId, 401, QStringLiteral("notSignedIn"),
                    QStringLiteral("sign in first"));
    if (auto refusal = checkRate(*session, request, rateClassOf(&route), route.operationId))
        return refusal;
    if (isProgram(request) && (route.access == http::Access::SignedIn || route.confirmed))
        return deny(*session, request, route.operationId, 403, QStringLiteral("notForPrograms"),
                    QStringLiteral("this needs a person who has signed in"));
    if (!isProgram(request)) {
        if (auto refusal = checkBrowser(*session, request, route.operationId))
            return refusal;
    }
    if (route.access != http::Access::SignedIn && !session->may(permissionFor(route.access)))
        return deny(*session, request, route.operationId, 403, QStringLiteral("denied"),
                    QStringLiteral("your role does not allow this, or you must choose a password "
                                   "first"));
    if (route.confirmed && !m_services.access.isConfirmed(sessionIdOf(request)))
        return deny(*session, request, route.operationId, 403, QStringLiteral("notConfirmed"),
                    QStringLiteral("give your password again"));
    return std::nullopt;
}

std::optional<http::Response> Guard::checkBrowser(Session &session, const http::Request &request,
                                                  const QString &action)
{
    if (!isUnsafe(request.method))
        return std::nullopt;
    if (!request.headers.contains("origin"))
        return deny(session, request, action, 403, QStringLiteral("noOrigin"),
                    QStringLiteral("the request does not say where it comes from"));
    if (!m_services.access.checkCsrf(sessionIdOf(request), request.header("x-csrf-token")))
        return deny(session, request, action, 403, QStringLiteral("csrf"),
                    QStringLiteral("the header X-CSRF-Token does not fit the session"));
    return std::nullopt;
}

std::optional<http::Response> Guard::checkUpgrade(const http::Request &request)
{
    const QString action = QStringLiteral("liveFeed");
    if (auto refusal = checkAddress(request, RateClass::Read, action))
        return refusal;
    const auto session = sessionOf(request);
    if (!session->isSignedIn())
        return deny(*session, request, action, 401, QStringLiteral("notSignedIn"),
                    QStringLiteral("sign in first"));
    if ((!isProgram(request) && !request.headers.contains("origin")) || isForeign(request))
        return deny(*session, request, action, 403, QStringLiteral("foreignOrigin"),
                    QStringLiteral("the request comes from another site"));
    if (auto refusal = checkRate(*session, request, RateClass::Read, action))
        return refusal;
    if (!session->may(Permission::View))
        return deny(*session, request, action, 403, QStringLiteral("denied"),
                    QStringLiteral("your role does not allow this"));
    return std::nullopt;
}

http::Response Guard::deny(Session &session, const http::Request &request, const QString &action,
                           int status, const QString &code, const QString &detail)
{
    recordDenial(session, action, request.path, code);
    return http::Response::problem(status, code, detail);
}

void Guard::recordDenial(Session &session, const QString &action, const QString &target,
                         const QString &code)
{
    m_budget.record(session, action, target, code);
}

} // namespace mws::api
