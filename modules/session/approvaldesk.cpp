// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session/approvaldesk.h"

#include "core/future.h"

#include <memory>

namespace mws
{

namespace
{

using SessionPtr = std::shared_ptr<Session>; // shared with the continuations

/// A continuation of the session's own may still run when the last holder lets go.
SessionPtr sessionBeside(const Session &session)
{
    return SessionPtr(new Session(session.services(), session.model(), Origin::Panel, {}),
                      [](Session *gone) { gone->deleteLater(); });
}

/// Signs in, acts and signs out.
template <typename T, typename Act>
Future<Result<T>> beside(const Session &session, const QString &user, const QString &pin, Act act)
{
    const SessionPtr second = sessionBeside(session);
    return second->signInWithPin(user, pin)
        .then(second.get(),
              [second, act](const Result<SignedIn> &signedIn) {
                  if (!signedIn)
                      return Future<Result<T>>::ready(signedIn.error());
                  return act(ApprovalDesk(*second));
              })
        .unwrap()
        .then(second.get(), [second](const Result<T> &result) {
            second->signOut();
            return result;
        });
}

} // namespace

bool ApprovalDesk::isOwn(const Approval &approval) const
{
    return m_session.isSignedIn() && approval.request.who.user == m_session.identity().user;
}

bool ApprovalDesk::mayDecide(const Approval &approval) const
{
    return approval.state == ApprovalState::Waiting
        && !m_session.services().control.checkSecondPerson(m_session.identity(), approval);
}

QStringList ApprovalDesk::deciders(const Approval &approval) const
{
    QStringList names;
    for (const User &user : m_session.services().access.users()) {
        const Identity who{user.name, user.role, Origin::Panel, {}};
        const bool comesIn = user.enabled && user.hasPin;
        if (comesIn && !m_session.services().control.checkSecondPerson(who, approval))
            names.append(user.name);
    }
    return names;
}

bool ApprovalDesk::maySee(const Approval &approval, const PlantView &view) const
{
    if (view.indexOf(approval.request.tagId) == kNoTag)
        return false;
    return m_session.identity().origin == Origin::Panel || isOwn(approval)
        || m_session.mayWrite(approval.tag);
}

QList<Approval> ApprovalDesk::list() const
{
    QList<Approval> seen = m_session.services().control.approvals().all();
    const PlantViewPtr view = m_session.view();
    seen.removeIf([&](const Approval &one) { return !maySee(one, *view); });
    return seen;
}

Future<WriteReply> ApprovalDesk::approve(const QString &id, bool confirmed, const QString &reason)
{
    return m_session.services().control.approve(id, {m_session.identity(), confirmed, reason});
}

Future<Result<void>> ApprovalDesk::decline(const QString &id, const QString &reason)
{
    return m_session.services().control.decline(id, {m_session.identity(), true, reason});
}

Future<Result<void>> ApprovalDesk::withdraw(const QString &id)
{
    return m_session.services().control.withdraw(id, m_session.identity());
}

Future<Result<WriteReply>> ApprovalDesk::approveAs(const QString &user, const QString &pin,
                                                   const QString &id)
{
    return beside<WriteReply>(m_session, user, pin, [id](ApprovalDesk desk) {
        return desk.approve(id, true).then(
            [](const WriteReply &reply) { return Result<WriteReply>(reply); });
    });
}

Future<Result<void>> ApprovalDesk::declineAs(const QString &user, const QString &pin,
                                             const QString &id)
{
    return beside<void>(m_session, user, pin, [id](ApprovalDesk desk) { return desk.decline(id); });
}

} // namespace mws
