// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/usersession.h"

#include "core/future.h"
#include "hmi/hmicontext.h"

#include <utility>

namespace mws
{

UserSession::UserSession(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_users(session)
{
    connect(&session, &Session::identityChanged, this, &UserSession::takeIdentity);
}

UserSession *UserSession::create(QQmlEngine *engine, QJSEngine *)
{
    return lend(&HmiContext::of(engine)->user());
}

QString UserSession::displayName() const
{
    return displayNameOf(m_session, user());
}

QString UserSession::roleName() const
{
    return signedIn() ? mws::roleName(m_session.project(), m_session.identity().role) : QString();
}

void UserSession::refreshNotice()
{
    const QString notice = m_session.notice();
    if (std::exchange(m_notice, notice) != notice)
        Q_EMIT noticeChanged();
}

void UserSession::signIn(const QString &user, const QString &password)
{
    if (!m_busy)
        await(m_session.signIn(user, password), tr("Wrong user or password"));
}

void UserSession::signInWithPin(const QString &user, const QString &pin)
{
    if (!m_busy)
        await(m_session.signInWithPin(user, pin), tr("Wrong PIN"));
}

void UserSession::await(Future<Result<SignedIn>> signingIn, const QString &whyNot)
{
    setBusy(true);
    setError({});
    whenDone(std::move(signingIn), this,
             [this, whyNot](const Result<SignedIn> &result) { finish(result, whyNot); });
}

void UserSession::finish(const Result<SignedIn> &result, const QString &whyNot)
{
    setBusy(false);
    if (result)
        m_sessionId = result->sessionId;
    else
        setError(result.error().code == ErrorCode::Unauthenticated ? whyNot
                                                                   : result.error().detail);
    Q_EMIT signInFinished(bool(result));
}

void UserSession::takeIdentity()
{
    if (m_lastUser != user()) {
        m_lastUser = user();
        activity();
    }
    Q_EMIT changed();
}

void UserSession::signOut()
{
    m_sessionId.clear();
    m_session.signOut();
}

void UserSession::activity()
{
    m_lastUse = m_session.services().clock.monotonic();
    refreshSecondsLeft();
}

void UserSession::tick()
{
    if (signedIn() && m_session.services().clock.monotonic() - m_lastUse >= limit())
        signOut();
    else if (signedIn() && !m_sessionId.isEmpty() && !m_session.resume(m_sessionId))
        m_sessionId.clear();
    refreshSecondsLeft();
}

void UserSession::refreshSecondsLeft()
{
    const Milliseconds idle = m_session.services().clock.monotonic() - m_lastUse;
    const auto left = std::chrono::ceil<std::chrono::seconds>(limit() - idle);
    const int seconds = signedIn() ? int(qMax<qint64>(0, left.count())) : 0;
    if (seconds == m_secondsLeft)
        return;
    m_secondsLeft = seconds;
    Q_EMIT secondsLeftChanged();
}

Milliseconds UserSession::limit() const
{
    return std::chrono::seconds(m_session.project().data().panelLogoutS);
}

void UserSession::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged();
}

void UserSession::setError(const QString &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

} // namespace mws
