// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sessionbook.h"

#include "access/password.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <algorithm>

namespace mws
{

namespace
{

constexpr int kSecretBytes = 32;
constexpr qsizetype kMaxPerUser = 16;

QByteArray publicIdOf(const QByteArray &key)
{
    constexpr qsizetype kLength = 12;
    return key.toHex().left(kLength);
}

} // namespace

QByteArray AccessControl::publicId(const QByteArray &sessionId)
{
    return publicIdOf(SessionBook::keyOf(sessionId));
}

QByteArray SessionBook::keyOf(const QByteArray &sessionId)
{
    return QCryptographicHash::hash(sessionId, QCryptographicHash::Sha256);
}

SessionBook::SessionBook(AccessControl::Limits limits)
    : m_limits(limits)
    , m_csrfKey(randomToken(kSecretBytes))
{
}

QByteArray SessionBook::begin(const Session &session)
{
    m_sessions.removeIf([&](const auto &item) { return isExpired(item.value(), session.begun); });
    makeRoom(session.user);
    const QByteArray id = randomToken(kSecretBytes);
    m_sessions.insert(keyOf(id), session);
    return id;
}

void SessionBook::makeRoom(const QString &user)
{
    qsizetype count = 0;
    auto oldest = m_sessions.end();
    for (auto it = m_sessions.begin(); it != m_sessions.end(); ++it) {
        if (it->user != user)
            continue;
        ++count;
        if (oldest == m_sessions.end() || it->used < oldest->used)
            oldest = it;
    }
    if (count >= kMaxPerUser)
        m_sessions.erase(oldest);
}

bool SessionBook::isExpired(const Session &session, Milliseconds now) const
{
    return now - session.used >= m_limits.idle || now - session.begun >= m_limits.absolute;
}

const SessionBook::Session *SessionBook::find(const QByteArray &sessionId, Milliseconds now) const
{
    return findKey(keyOf(sessionId), now);
}

const SessionBook::Session *SessionBook::findKey(const QByteArray &key, Milliseconds now) const
{
    const auto session = m_sessions.constFind(key);
    if (session == m_sessions.cend() || isExpired(*session, now))
        return nullptr;
    return &*session;
}

void SessionBook::touch(const QByteArray &sessionId, Milliseconds now, Timestamp time)
{
    const auto session = m_sessions.find(keyOf(sessionId));
    if (session == m_sessions.end())
        return;
    session->used = now;
    session->lastUsed = time;
}

void SessionBook::bind(const QByteArray &sessionId)
{
    if (const auto session = m_sessions.find(keyOf(sessionId)); session != m_sessions.end())
        session->isBound = true;
}

void SessionBook::confirm(const QByteArray &sessionId, Milliseconds now)
{
    if (const auto session = m_sessions.find(keyOf(sessionId)); session != m_sessions.end())
        session->confirmed = now;
}

bool SessionBook::isConfirmed(const QByteArray &sessionId, Milliseconds now) const
{
    const Session *session = find(sessionId, now);
    return session && session->confirmed && now - *session->confirmed < m_limits.confirmed;
}

void SessionBook::end(const QByteArray &sessionId)
{
    m_sessions.remove(keyOf(sessionId));
}

bool SessionBook::endPublic(const QByteArray &publicId)
{
    return m_sessions.removeIf([&publicId](const auto &item) {
        return publicIdOf(item.key()) == publicId;
    }) > 0;
}

void SessionBook::endOthers(const QString &user, const QByteArray &sessionId)
{
    m_sessions.removeIf([&user, key = keyOf(sessionId)](const auto &item) {
        return item.value().user == user && item.key() != key;
    });
}

void SessionBook::endIf(const std::function<bool(const Session &)> &picks)
{
    m_sessions.removeIf([&picks](const auto &item) { return picks(item.value()); });
}

QList<SessionInfo> SessionBook::list(Milliseconds now) const
{
    QList<SessionInfo> all;
    for (auto it = m_sessions.cbegin(); it != m_sessions.cend(); ++it) {
        if (!isExpired(*it, now))
            all.append({publicIdOf(it.key()), it->user, it->origin, it->address, it->started,
                        it->lastUsed});
    }
    std::sort(all.begin(), all.end(), [](const SessionInfo &a, const SessionInfo &b) {
        return std::tie(a.started, a.publicId) < std::tie(b.started, b.publicId);
    });
    return all;
}

QByteArray SessionBook::csrfToken(const QByteArray &sessionId) const
{
    return QMessageAuthenticationCode::hash(sessionId, m_csrfKey, QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace mws
