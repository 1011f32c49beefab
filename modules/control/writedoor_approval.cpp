// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/approvalbook.h"
#include "control/writecheck.h"
#include "control/writedoor_p.h"
#include "control/writerates.h"
#include "core/future.h"
#include "tags/tagtable.h"

#include <QUuid>

namespace mws
{

namespace
{

constexpr qsizetype kMaxReason = 500;

QString fullName(const Identity &who)
{
    return QStringLiteral("%1 (%2)").arg(who.user, originText(who));
}

QString withReason(const QString &text, const QString &reason)
{
    const QString trimmed = reason.trimmed();
    return trimmed.isEmpty() ? text : text + QStringLiteral("; reason: ") + trimmed;
}

bool isPerson(const Identity &who)
{
    return who.token.isEmpty() && (who.origin == Origin::Panel || who.origin == Origin::Remote);
}

AuditEntry systemEntry(const QString &target)
{
    AuditEntry entry;
    entry.actor = QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.target = target;
    return entry;
}

WriteReply unknownApproval()
{
    return refusal(ErrorCode::NotFound, QStringLiteral("unknownApproval"),
                   QStringLiteral("there is no such request"));
}

WriteReply waitingReply(const Approval &approval)
{
    WriteReply reply;
    reply.outcome = WriteReply::Outcome::Waiting;
    reply.detail = QStringLiteral("waits for the approval of another person");
    reply.written = approval.value;
    reply.approval = approval.id;
    return reply;
}

/// The reason is the requester's.
std::optional<WriteReply> checkConfirmed(const Tag &tag, const Consent &consent)
{
    if (tag.write.confirm == Confirm::None || consent.confirmed)
        return std::nullopt;
    return refusal(ErrorCode::Invalid, QStringLiteral("needsConfirmation"),
                   QStringLiteral("this tag is written after a confirmation only"));
}

Result<void> failure(const WriteReply &reply)
{
    return Error{reply.code, reply.detail};
}

} // namespace

QString WriteDoor::Pending::intention() const
{
    const QString own = withReason(
        QStringLiteral("%1 -> %2").arg(before.toString(), value.toString()), request.reason);
    if (!hasSecondPerson())
        return own;
    return withReason(own + QStringLiteral("; approved by ") + fullName(consent.who),
                      consent.reason);
}

Durability WriteDoor::Pending::durability() const
{
    const bool both = !hasSecondPerson() || durabilityFor(consent.who) == Durability::MayWait;
    return both ? durabilityFor(request.who) : Durability::Demanded;
}

AuditEntry entryFor(const Identity &who, const QString &target)
{
    AuditEntry entry;
    entry.actor = who.user;
    entry.origin = originText(who);
    entry.target = target;
    return entry;
}

Durability durabilityFor(const Identity &who)
{
    return who.origin == Origin::Panel ? Durability::MayWait : Durability::Demanded;
}

WriteReply notAudited(const AuditHealth &health)
{
    return refusal(
        ErrorCode::Unavailable, QStringLiteral("notAudited"),
        QStringLiteral("the write could not be recorded and was not sent: %1").arg(health.reason));
}

QString newCorrelation()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

std::optional<WriteReply> WriteDoor::checkWaiting(const Identity &who, TagIndex index) const
{
    if (!m_tags.project().tag(index).write.secondPerson)
        return std::nullopt;
    if (who.origin == Origin::Modbus)
        return refusal(ErrorCode::Denied, QStringLiteral("needsSecondPerson"),
                       QStringLiteral("this tag is written with a second person only"));
    // Whoever approves it may be the one who asked.
    if (m_access.isShared(who.user))
        return refusal(ErrorCode::Denied, QStringLiteral("needsSecondPerson"),
                       QStringLiteral("a shared account cannot ask for a write that wants a second "
                                      "person"));
    return m_approvals->refusalOf(index, who.user);
}

void WriteDoor::askForApproval(const WriteRequest &request, TagIndex index, const Value &value,
                               const PromisePtr &promise)
{
    const Milliseconds patience = std::chrono::seconds(m_tags.project().data().approvalS);
    const Timestamp now = m_clock.now();
    Approval approval{newCorrelation(),
                      request,
                      index,
                      value,
                      now,
                      now + patience,
                      m_clock.monotonic() + patience};
    AuditEntry entry = entryFor(request.who, m_tags.project().tag(index).path);
    entry.action = QStringLiteral("approval.requested");
    entry.outcome = QStringLiteral("pending");
    entry.correlation = approval.id;
    entry.detail = withReason(value.toString(), request.reason);
    m_approvals->add(approval);
    if (!m_approvalTimer.isActive()) // or requests that keep coming put the look off
        m_approvalTimer.start();
    whenDone(m_audit.append(entry, durabilityFor(request.who)), this,
             [this, promise, approval](const Result<qint64> &stored) {
                 if (!stored)
                     m_approvals->end(approval.id, ApprovalState::Dropped, {}, {});
                 promise->finish(stored ? waitingReply(approval) : notAudited(m_audit.health()));
             });
}

Future<WriteReply> WriteDoor::approve(const QString &id, const Consent &consent)
{
    const auto promise = std::make_shared<Promise<WriteReply>>();
    QMetaObject::invokeMethod(
        this, [this, id, consent, promise] { decide(id, consent, promise); }, Qt::QueuedConnection);
    return promise->future();
}

Future<Result<void>> WriteDoor::decline(const QString &id, const Consent &consent)
{
    const Promise<Result<void>> promise;
    QMetaObject::invokeMethod(
        this, [this, id, consent, promise] { promise.finish(declineNow(id, consent)); },
        Qt::QueuedConnection);
    return promise.future();
}

Future<Result<void>> WriteDoor::withdraw(const QString &id, const Identity &who)
{
    const Promise<Result<void>> promise;
    QMetaObject::invokeMethod(
        this, [this, id, who, promise] { promise.finish(withdrawNow(id, who)); },
        Qt::QueuedConnection);
    return promise.future();
}

std::optional<WriteReply> WriteDoor::checkSecondPerson(const Identity &who,
                                                       const Approval &approval) const
{
    if (!isPerson(who))
        return refusal(ErrorCode::Denied, QStringLiteral("notSecondPerson"),
                       QStringLiteral("this needs a person who has signed in"));
    if (who.user == approval.request.who.user)
        return refusal(ErrorCode::Denied, QStringLiteral("notSecondPerson"),
                       QStringLiteral("this needs another person than who asked for it"));
    if (m_access.isShared(who.user))
        return refusal(ErrorCode::Denied, QStringLiteral("notSecondPerson"),
                       QStringLiteral("a shared account cannot approve"));
    return checkAccess(who, approval.tag);
}

std::optional<WriteReply> WriteDoor::checkIsWaiting(const std::optional<Approval> &approval,
                                                    const Identity &who) const
{
    if (!approval)
        return unknownApproval();
    const auto barred = checkAccess(who, approval->tag);
    if (barred && barred->code == ErrorCode::NotFound)
        return unknownApproval(); // to one who may not see the tag
    if (approval->state == ApprovalState::Waiting)
        return std::nullopt;
    return refusal(
        ErrorCode::Conflict, QStringLiteral("approvalOver"),
        QStringLiteral("the request does not wait any more: %1").arg(mws::nameOf(approval->state)));
}

std::optional<WriteReply> WriteDoor::checkDecision(const std::optional<Approval> &approval,
                                                   const Consent &consent)
{
    auto barred = m_rates->charge(consent.who, m_clock.monotonic());
    if (!barred)
        barred = checkIsWaiting(approval, consent.who);
    if (!barred)
        barred = checkSecondPerson(consent.who, *approval);
    if (!barred)
        barred = checkConfirmed(m_tags.project().tag(approval->tag), consent);
    if (!barred && m_pending.size() >= kMaxPendingWrites)
        barred = refusal(ErrorCode::Busy, QStringLiteral("busy"),
                         QStringLiteral("too many writes are waiting"));
    return barred;
}

void WriteDoor::decide(const QString &id, const Consent &consent, const PromisePtr &promise)
{
    lookAtApprovals();
    const auto approval = m_approvals->find(id);
    if (const auto barred = checkDecision(approval, consent)) {
        refuseConsent(approval, consent.who, *barred);
        promise->finish(*barred);
        return;
    }
    const CheckedWrite again = checkTag(approval->request, approval->tag);
    if (again.refusal) {
        endApproval(*approval, ApprovalState::Dropped, {}, again.refusal->detail);
        promise->finish(*again.refusal);
        return;
    }
    endApproval(*approval, ApprovalState::Approved, consent.who, consent.reason);
    letGo(*approval, again.value, consent, promise);
}

void WriteDoor::letGo(const Approval &approval, const Value &value, const Consent &consent,
                      const PromisePtr &promise)
{
    const auto written = std::make_shared<Promise<WriteReply>>();
    whenDone(written->future(), this, [this, id = approval.id, promise](const WriteReply &reply) {
        m_approvals->conclude(id, reply);
        promise->finish(reply);
    });
    intend({approval.request, approval.tag, value, written, approval.id, consent});
}

Result<void> WriteDoor::declineNow(const QString &id, const Consent &consent)
{
    lookAtApprovals();
    const auto approval = m_approvals->find(id);
    auto barred = checkIsWaiting(approval, consent.who);
    if (!barred)
        barred = checkSecondPerson(consent.who, *approval);
    if (barred) {
        refuseConsent(approval, consent.who, *barred);
        return failure(*barred);
    }
    endApproval(*approval, ApprovalState::Declined, consent.who, consent.reason);
    return {};
}

Result<void> WriteDoor::withdrawNow(const QString &id, const Identity &who)
{
    lookAtApprovals();
    const auto approval = m_approvals->find(id);
    auto barred = checkIsWaiting(approval, who);
    if (!barred && approval->request.who.user != who.user)
        barred = refusal(ErrorCode::Denied, QStringLiteral("denied"),
                         QStringLiteral("only who asked for it takes it back"));
    if (barred) {
        refuseConsent(approval, who, *barred);
        return failure(*barred);
    }
    endApproval(*approval, ApprovalState::Withdrawn, who, {});
    return {};
}

void WriteDoor::lookAtApprovals()
{
    const QList<Approval> waiting = m_approvals->waiting();
    for (const Approval &one : waiting) {
        if (m_clock.monotonic() >= one.expires)
            endApproval(one, ApprovalState::Expired, {},
                        QStringLiteral("nobody approved it in time"));
        else if (const auto barred = checkAccess(one.request.who, one.tag))
            endApproval(one, ApprovalState::Dropped, {}, barred->detail);
        else if (m_access.isShared(one.request.who.user))
            endApproval(one, ApprovalState::Dropped, {},
                        QStringLiteral("who asked for it is a shared account now"));
    }
    if (waiting.isEmpty())
        m_approvalTimer.stop();
}

void WriteDoor::endApproval(const Approval &approval, ApprovalState state, const Identity &by,
                            const QString &why)
{
    const QString reason = why.trimmed().left(kMaxReason);
    if (!m_approvals->end(approval.id, state, by.user, reason))
        return;
    const QString target = m_tags.project().tag(approval.tag).path;
    AuditEntry entry = by.isSignedIn() ? mws::entryFor(by, target) : systemEntry(target);
    entry.action = QStringLiteral("approval.") + mws::nameOf(state);
    entry.outcome = by.isSignedIn() ? QStringLiteral("ok") : QStringLiteral("dropped");
    entry.correlation = approval.id;
    entry.detail = withReason(QStringLiteral("%1, asked for by %2")
                                  .arg(approval.value.toString(), fullName(approval.request.who)),
                              reason);
    m_audit.append(entry, Durability::MayWait);
}

void WriteDoor::refuseConsent(const std::optional<Approval> &approval, const Identity &who,
                              const WriteReply &reply)
{
    const auto others = takeRow(who);
    if (!others)
        return;
    AuditEntry entry
        = entryFor(who, approval ? m_tags.project().tag(approval->tag).path : QString());
    entry.action = QStringLiteral("denied");
    entry.outcome = reply.problem;
    entry.correlation = approval ? approval->id : QString();
    entry.detail = QStringLiteral("approval: %1%2").arg(reply.detail, *others);
    m_audit.append(entry, Durability::MayWait);
}

} // namespace mws
