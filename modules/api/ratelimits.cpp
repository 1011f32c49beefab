// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/ratelimits.h"

#include <QSet>

#include <algorithm>

namespace mws::api
{

namespace
{

bool takesSecret(const QString &operation)
{
    static const QSet<QString> kOperations{
        QStringLiteral("createSession"),      QStringLiteral("completeSetup"),
        QStringLiteral("changePassword"),     QStringLiteral("confirmPassword"),
        QStringLiteral("resetPassword"),      QStringLiteral("activateSecondFactor"),
        QStringLiteral("removeSecondFactor"),
    };
    return kOperations.contains(operation);
}

bool isLong(const QString &operation)
{
    static const QSet<QString> kOperations{
        QStringLiteral("exportAudit"),     QStringLiteral("exportHistory"),
        QStringLiteral("verifyAudit"),     QStringLiteral("getCapture"),
        QStringLiteral("createBackup"),    QStringLiteral("downloadBackup"),
        QStringLiteral("getProjectFiles"), QStringLiteral("replaceProjectFiles"),
    };
    return kOperations.contains(operation);
}

} // namespace

Rates Rates::unlimited()
{
    Rates rates;
    rates.classes.fill({});
    return rates;
}

RateClass rateClassOf(const http::Route *route)
{
    if (!route)
        return RateClass::Page;
    if (takesSecret(route->operationId))
        return RateClass::SignIn;
    if (isLong(route->operationId))
        return RateClass::Heavy;
    return route->method == http::Method::Get ? RateClass::Read : RateClass::Write;
}

RateLimits::RateLimits(const Clock &clock, const Rates &rates)
{
    for (const ClassRates &one : rates.classes)
        m_classes.push_back({TokenBuckets(one.address, clock), TokenBuckets(one.account, clock)});
}

TokenBuckets::Taken RateLimits::takeByAddress(RateClass kind, const QHostAddress &client)
{
    return m_classes[std::size_t(kind)].address.take(networkOf(client.toString()));
}

TokenBuckets::Taken RateLimits::takeByAccount(RateClass kind, const Identity &who)
{
    const QString key = who.token.isEmpty()
        ? QStringLiteral("user ") + who.user
        : QStringLiteral("token ") + QString::fromLatin1(who.token);
    return m_classes[std::size_t(kind)].account.take(key);
}

http::Response tooManyRequests(Milliseconds wait)
{
    auto response = http::Response::problem(429, QStringLiteral("tooMany"),
                                            QStringLiteral("too many requests"));
    const qint64 seconds = std::max<qint64>(1, (wait.count() + 999) / 1000);
    response.headers.emplaceBack("Retry-After", QByteArray::number(seconds));
    return response;
}

} // namespace mws::api
