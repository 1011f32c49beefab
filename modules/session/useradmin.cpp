// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session/useradmin.h"

#include "audit/auditlog.h"
#include "core/future.h"

#include <algorithm>

namespace mws
{

namespace
{

using Done = UserAdmin::Done;

template <typename T = void> Future<Result<T>> ready(std::type_identity_t<Result<T>> result)
{
    return Future<Result<T>>::ready(std::move(result));
}

QString textOf(bool flag)
{
    return flag ? QStringLiteral("yes") : QStringLiteral("no");
}

QString textOf(Timestamp time)
{
    return time == Timestamp() ? QStringLiteral("never") : toIsoString(time);
}

/// "role viewer to operator, enabled yes to no".
QString difference(const User &before, const User &after)
{
    QStringList changes;
    const auto note = [&changes](const char *what, const QString &old, const QString &now) {
        if (old != now)
            changes.append(QStringLiteral("%1 %2 to %3").arg(QLatin1String(what), old, now));
    };
    note("display name", before.displayName, after.displayName);
    note("role", before.role, after.role);
    note("enabled", textOf(before.enabled), textOf(after.enabled));
    note("must change the password", textOf(before.mustChangePassword),
         textOf(after.mustChangePassword));
    note("expires", textOf(before.expires), textOf(after.expires));
    note("shared", textOf(before.isShared), textOf(after.isShared));
    return changes.join(QStringLiteral(", "));
}

/// The change, with what it says in the audit log.
Future<Result<QString>> telling(const QString &detail, Done change)
{
    return change.then([detail](const Result<void> &changed) {
        return changed ? Result<QString>(detail) : Result<QString>(changed.error());
    });
}

Done record(AuditLog &audit, AuditEntry entry, const QString &detail, const Result<void> &result)
{
    entry.outcome = result ? QStringLiteral("ok") : QStringLiteral("failed");
    entry.detail = result ? detail : result.error().detail;
    return audit.append(entry).then([result](const Result<qint64> &stored) -> Result<void> {
        if (result && !stored)
            return stored.error();
        return result;
    });
}

} // namespace

Done UserAdmin::add(const User &user, const QString &password)
{
    return act(QStringLiteral("user.add"), user.name, [&] {
        const QString detail = user.isShared ? user.role + QStringLiteral(", shared") : user.role;
        return telling(detail, access().addUser(user, password));
    });
}

Done UserAdmin::change(const QString &name, const UserChange &change)
{
    using Seen = Result<QPair<User, User>>;
    return act(QStringLiteral("user.change"), name, [&] {
        return access().changeUser(name, change).then([](const Seen &seen) {
            return seen ? Result<QString>(difference(seen->first, seen->second))
                        : Result<QString>(seen.error());
        });
    });
}

Done UserAdmin::remove(const QString &name)
{
    return act(QStringLiteral("user.remove"), name,
               [&] { return telling({}, access().removeUser(name)); });
}

Done UserAdmin::setPassword(const QString &name, const QString &password)
{
    return act(QStringLiteral("user.reset"), name,
               [&] { return telling({}, access().setPassword(name, password, true)); });
}

Done UserAdmin::setPin(const QString &name, const QString &pin)
{
    return act(QStringLiteral("user.pin"), name, [&] {
        return telling(pin.isEmpty() ? QStringLiteral("removed") : QString(),
                       access().setPin(name, pin));
    });
}

Done UserAdmin::unlock(const QString &name)
{
    return act(QStringLiteral("user.unlock"), name,
               [&] { return telling({}, ready(access().unlock(name))); });
}

Done UserAdmin::removeFactor(const QString &name)
{
    return act(QStringLiteral("secondFactor.remove"), name,
               [&] { return telling({}, access().removeFactor(name)); });
}

Future<Result<UserCertificate>> UserAdmin::addCertificate(const QString &name, const QString &label,
                                                          const QByteArray &pem)
{
    using Added = Result<UserCertificate>;
    const UserCertificate given{{}, name, label, {}, {}, m_session.identity().user};
    const auto made = std::make_shared<UserCertificate>();
    return act(QStringLiteral("user.certificate.add"), name,
               [&] {
                   return access().addCertificate(given, pem).then([made](const Added &added) {
                       if (!added)
                           return Result<QString>(added.error());
                       *made = *added;
                       return Result<QString>(QStringLiteral("%1, %2").arg(
                           fingerprintText(made->fingerprint), made->name));
                   });
               })
        .then(
            [made](const Result<void> &done) { return done ? Added(*made) : Added(done.error()); });
}

Done UserAdmin::removeCertificate(const QString &name, const QByteArray &fingerprint)
{
    return act(QStringLiteral("user.certificate.remove"), name, [&] {
        return telling(fingerprintText(fingerprint), access().removeCertificate(name, fingerprint));
    });
}

QList<SessionInfo> UserAdmin::sessions() const
{
    QList<SessionInfo> all = access().sessions();
    if (!m_session.may(Permission::Administer))
        all.removeIf([this](const SessionInfo &session) {
            return session.user != m_session.identity().user;
        });
    return all;
}

Done UserAdmin::endSession(const QByteArray &publicId)
{
    const QList<SessionInfo> known = sessions();
    const auto found
        = std::find_if(known.cbegin(), known.cend(), [&publicId](const SessionInfo &session) {
              return session.publicId == publicId;
          });
    if (found == known.cend())
        return ready(Error{ErrorCode::NotFound, tr("There is no such session.")});
    return record(m_session.services().audit,
                  m_session.entryFor(QStringLiteral("session.end"), found->user),
                  QString::fromLatin1(publicId), access().revoke(publicId));
}

QList<Token> UserAdmin::tokens() const
{
    QList<Token> all = access().tokens();
    if (!m_session.may(Permission::Administer))
        all.removeIf(
            [this](const Token &token) { return token.user != m_session.identity().user; });
    return all;
}

Future<Result<QByteArray>> UserAdmin::addToken(Token token)
{
    token.user = m_session.identity().user;
    if (!m_session.may(Permission::View)) {
        m_session.recordDenial(QStringLiteral("token.add"), token.name, {});
        return ready<QByteArray>(Error{ErrorCode::Denied, tr("You may not make tokens.")});
    }
    const QString detail
        = QStringLiteral("%1, %2, from %3, until %4")
              .arg(token.mayWrite ? QStringLiteral("read and write") : QStringLiteral("read"),
                   token.areas.isEmpty() ? QStringLiteral("all areas")
                                         : token.areas.join(QLatin1Char(' ')),
                   token.network.isEmpty() ? QStringLiteral("anywhere") : token.network,
                   toIsoString(token.expires));
    const auto done = [&audit = m_session.services().audit,
                       entry = m_session.entryFor(QStringLiteral("token.add"), token.name),
                       detail](const Result<QByteArray> &made) {
        const Result<void> result = made ? Result<void>() : Result<void>(made.error());
        return record(audit, entry, detail, result).then([made](const Result<void> &recorded) {
            return recorded ? made : Result<QByteArray>(recorded.error());
        });
    };
    return access().addToken(token).then(done).unwrap();
}

Done UserAdmin::removeToken(const QByteArray &id)
{
    const QList<Token> known = tokens();
    const auto found = std::find_if(known.cbegin(), known.cend(),
                                    [&id](const Token &token) { return token.id == id; });
    if (found == known.cend())
        return ready(Error{ErrorCode::NotFound, tr("There is no such token.")});
    const auto done
        = [&audit = m_session.services().audit,
           entry = m_session.entryFor(QStringLiteral("token.remove"), found->name),
           detail = QStringLiteral("%1 of %2").arg(QString::fromLatin1(id), found->user)](
              const Result<void> &result) { return record(audit, entry, detail, result); };
    return access().removeToken(id).then(done).unwrap();
}

Done UserAdmin::act(const QString &action, const QString &target,
                    const std::function<Future<Result<QString>>()> &change)
{
    if (!m_session.may(Permission::Administer)) {
        m_session.recordDenial(action, target, {});
        return ready(Error{ErrorCode::Denied, tr("You may not change accounts.")});
    }
    const auto done = [&audit = m_session.services().audit,
                       entry = m_session.entryFor(action, target)](const Result<QString> &told) {
        return record(audit, entry, told ? *told : QString(),
                      told ? Result<void>() : Result<void>(told.error()));
    };
    return change().then(done).unwrap();
}

} // namespace mws
