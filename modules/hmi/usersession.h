// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "hmi/usermodel.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

class QJSEngine;
class QQmlEngine;

namespace mws
{

/// Who is signed in at the panel. Signs out by itself when the panel is not used for the time that
/// the project sets, and when the account is disabled meanwhile.
class UserSession final : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(bool signedIn READ signedIn NOTIFY changed)
    Q_PROPERTY(QString user READ user NOTIFY changed)
    Q_PROPERTY(QString displayName READ displayName NOTIFY changed)
    Q_PROPERTY(QString roleName READ roleName NOTIFY changed)
    Q_PROPERTY(bool configures READ configures NOTIFY changed) ///< may, somewhere
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    Q_PROPERTY(QString error READ error NOTIFY errorChanged) ///< why the last sign-in failed
    /// Until the sign-out when nobody touches the panel; 0 when nobody is signed in.
    Q_PROPERTY(int secondsLeft READ secondsLeft NOTIFY secondsLeftChanged)
    /// The last half minute before the sign-out.
    Q_PROPERTY(bool leaving READ leaving NOTIFY secondsLeftChanged)
    Q_PROPERTY(mws::UserModel *users READ users CONSTANT)
    /// What is to be read before the sign-in, plain text; empty: nothing. refreshNotice() reads it.
    Q_PROPERTY(QString notice READ notice NOTIFY noticeChanged)

public:
    explicit UserSession(Session &session, QObject *parent = nullptr);
    static UserSession *create(QQmlEngine *engine, QJSEngine *);

    [[nodiscard]] bool signedIn() const { return m_session.isSignedIn(); }
    [[nodiscard]] QString user() const { return m_session.identity().user; }
    [[nodiscard]] QString displayName() const;
    [[nodiscard]] QString roleName() const;
    [[nodiscard]] bool configures() const { return m_session.may(Permission::Configure); }
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] QString error() const { return m_error; }
    [[nodiscard]] int secondsLeft() const { return m_secondsLeft; }
    [[nodiscard]] bool leaving() const { return signedIn() && m_secondsLeft <= kWarning.count(); }
    [[nodiscard]] QString notice() const { return m_notice; }
    [[nodiscard]] UserModel *users() { return &m_users; }

    Q_INVOKABLE void signIn(const QString &user, const QString &password);
    Q_INVOKABLE void signInWithPin(const QString &user, const QString &pin);
    Q_INVOKABLE void signOut();
    /// Somebody uses the panel: the time until the sign-out begins anew.
    Q_INVOKABLE void activity();
    Q_INVOKABLE void refreshUsers() { m_users.refresh(); }
    Q_INVOKABLE void refreshNotice();
    Q_INVOKABLE void clearError() { setError({}); }

    /// Looks at the clock; called once a second.
    void tick();

Q_SIGNALS:
    /// Somebody else, or nobody, is signed in, or may do other things than before.
    void changed();
    void busyChanged();
    void errorChanged();
    void secondsLeftChanged();
    void noticeChanged();
    /// The sign-in that was asked for is done; error() tells why it failed.
    void signInFinished(bool ok);

private:
    static constexpr std::chrono::seconds kWarning{30};
    void await(Future<Result<SignedIn>> signingIn, const QString &whyNot);
    void finish(const Result<SignedIn> &result, const QString &whyNot);
    void takeIdentity();
    void setBusy(bool busy);
    void setError(const QString &error);
    void refreshSecondsLeft();
    [[nodiscard]] Milliseconds limit() const;

    Session &m_session;
    UserModel m_users;
    Milliseconds m_lastUse{0};
    QByteArray m_sessionId;
    QString m_lastUser;
    int m_secondsLeft = 0;
    bool m_busy = false;
    QString m_error;
    QString m_notice;
};

} // namespace mws
