// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/idempotency.h"

#include "api/context.h"
#include "core/future.h"

#include <QCryptographicHash>
#include <algorithm>

namespace mws::api
{

namespace
{

constexpr qsizetype kLongestKey = 64;

bool isKey(const QByteArray &key)
{
    const auto isPrintable = [](char c) { return c > ' ' && c <= '~'; };
    return key.size() <= kLongestKey && std::all_of(key.cbegin(), key.cend(), isPrintable);
}

QByteArray digestOf(const http::Request &request)
{
    return QCryptographicHash::hash(request.path.toUtf8() + '\n' + request.body,
                                    QCryptographicHash::Sha256);
}

void give(Promise<http::Response> &promise, const http::Response &response)
{
    promise.finish(response);
}

std::shared_ptr<Promise<http::Response>> startedPromise()
{
    auto promise = std::make_shared<Promise<http::Response>>();
    return promise;
}

} // namespace

IdempotencyBook::Answer IdempotencyBook::answer(const QString &user, const PlantViewPtr &view,
                                                const http::Request &request,
                                                const std::function<Answer()> &perform)
{
    const QByteArray key = request.header("idempotency-key");
    if (key.isEmpty())
        return perform();
    if (!isKey(key))
        return now(http::Response::problem(
            400, QStringLiteral("invalidParameter"),
            QStringLiteral("Idempotency-Key must be 1 to %1 printable characters without blanks")
                .arg(kLongestKey)));
    forgetOldOnes();
    const QByteArray digest = digestOf(request);
    Entries &entries = m_users[user];
    const auto entry = entries.find(key);
    if (entry == entries.end())
        return begin(user, key, {digest, view, m_clock.monotonic()}, perform);
    if (entry->digest != digest)
        return now(http::Response::problem(
            422, QStringLiteral("keyReused"),
            QStringLiteral("this Idempotency-Key belongs to another request")));
    if (*entry->view != *view)
        return now(http::Response::problem(
            403, QStringLiteral("denied"),
            QStringLiteral("what you may see has changed since this Idempotency-Key was used")));
    if (entry->response)
        return now(*entry->response);
    entry->waiting.append(startedPromise());
    return entry->waiting.last()->future();
}

IdempotencyBook::Answer IdempotencyBook::begin(const QString &user, const QByteArray &key,
                                               const Entry &entry,
                                               const std::function<Answer()> &perform)
{
    if (m_users[user].size() >= kMaxKeys)
        return now(http::Response::problem(
            429, QStringLiteral("tooMany"),
            QStringLiteral("at most %1 Idempotency-Keys in ten minutes").arg(kMaxKeys)));
    m_users[user].insert(key, entry);
    return perform().then(&m_owner, [this, user, key](const http::Response &response) {
        finish(user, key, response);
        return response;
    });
}

void IdempotencyBook::finish(const QString &user, const QByteArray &key,
                             const http::Response &response)
{
    Entry &entry = m_users[user][key];
    const auto waiting = std::exchange(entry.waiting, {});
    entry.response = response;
    if (response.status == 429 || response.status == 503)
        m_users[user].remove(key);
    for (const auto &promise : waiting)
        give(*promise, response);
}

void IdempotencyBook::forgetOldOnes()
{
    const Milliseconds present = m_clock.monotonic();
    for (Entries &entries : m_users)
        entries.removeIf([present](const auto &item) {
            return item.value().response && present - item.value().at >= kKept;
        });
    m_users.removeIf([](const auto &item) { return item.value().isEmpty(); });
}

} // namespace mws::api
