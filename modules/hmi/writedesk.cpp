// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/writedesk.h"

#include "core/future.h"
#include "hmi/hmicontext.h"
#include "hmi/tagtext.h"
#include "session/approvaldesk.h"

#include <QCoreApplication>
#include <QHash>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class WritesText
{
    Q_DECLARE_TR_FUNCTIONS(Writes)
};

/// The refusals that name a limit of the tag; null: it is none of them.
QString limitText(const WriteReply &reply, const Tag &tag)
{
    if (reply.problem == QLatin1String("stepTooLarge"))
        return WritesText::tr("At most %1 away from the present value.")
            .arg(textWithUnit(tag, Value(tag.write.maxStep.value_or(0))));
    if (reply.problem == QLatin1String("rateTooHigh"))
        return WritesText::tr("Changes by at most %1 per second. Try again.")
            .arg(textWithUnit(tag, Value(tag.write.maxRate.value_or(0))));
    return {};
}

QString refusalText(const WriteReply &reply)
{
    static const QHash<QString, const char *> texts{
        {QStringLiteral("unknownTag"), QT_TRANSLATE_NOOP("Writes", "This value does not exist.")},
        {QStringLiteral("readOnly"), QT_TRANSLATE_NOOP("Writes", "This value is read only.")},
        {QStringLiteral("wrongType"), QT_TRANSLATE_NOOP("Writes", "Not a value of this kind.")},
        {QStringLiteral("outOfRange"), QT_TRANSLATE_NOOP("Writes", "Outside the permitted range.")},
        {QStringLiteral("offStep"), QT_TRANSLATE_NOOP("Writes", "Does not fit the step.")},
        {QStringLiteral("notFitting"),
         QT_TRANSLATE_NOOP("Writes", "Does not fit the device's registers.")},
        {QStringLiteral("presentUnknown"),
         QT_TRANSLATE_NOOP("Writes",
                           "Not sent: without a good present value the step cannot be judged.")},
        {QStringLiteral("tooFast"),
         QT_TRANSLATE_NOOP("Writes", "Too soon after the last write. Try again.")},
        {QStringLiteral("needsConfirmation"), QT_TRANSLATE_NOOP("Writes", "Needs a confirmation.")},
        {QStringLiteral("needsReason"), QT_TRANSLATE_NOOP("Writes", "Needs a reason.")},
        {QStringLiteral("notAudited"),
         QT_TRANSLATE_NOOP("Writes", "Not sent: it could not be recorded.")},
        {QStringLiteral("expired"),
         QT_TRANSLATE_NOOP("Writes", "Not sent: the device could not be reached in time.")},
        {QStringLiteral("superseded"),
         QT_TRANSLATE_NOOP("Writes", "Not sent: a newer value took its place.")},
        {QStringLiteral("notReadable"),
         QT_TRANSLATE_NOOP("Writes",
                           "Not sent: a register that has to be read first could not be read.")},
        {QStringLiteral("revoked"),
         QT_TRANSLATE_NOOP("Writes", "Not sent: the right to write ended while it waited.")},
        {QStringLiteral("approvalWaiting"),
         QT_TRANSLATE_NOOP("Writes", "Another write of this value waits for approval.")},
        {QStringLiteral("approvalOver"),
         QT_TRANSLATE_NOOP("Writes", "Not sent: the request does not wait any more.")},
        {QStringLiteral("notSecondPerson"),
         QT_TRANSLATE_NOOP("Writes", "Another person than who asked for it must approve.")},
        {QStringLiteral("busy"), QT_TRANSLATE_NOOP("Writes", "Too many writes are waiting.")},
    };
    const char *known = texts.value(reply.problem);
    return known ? WritesText::tr(known) : reply.detail;
}

} // namespace

QString exceptionText(quint8 code)
{
    switch (code) {
    case 1:
        return WritesText::tr("Exception 1: illegal function");
    case 2:
        return WritesText::tr("Exception 2: illegal data address");
    case 3:
        return WritesText::tr("Exception 3: illegal data value");
    case 4:
        return WritesText::tr("Exception 4: device failure");
    case 5:
        return WritesText::tr("Exception 5: accepted, still working");
    case 6:
        return WritesText::tr("Exception 6: device busy");
    case 8:
        return WritesText::tr("Exception 8: memory parity error");
    case 10:
        return WritesText::tr("Exception 10: gateway path unavailable");
    case 11:
        return WritesText::tr("Exception 11: device behind the gateway does not answer");
    default:
        return WritesText::tr("Exception %1").arg(code);
    }
}

bool isSuccess(WriteReply::Outcome outcome)
{
    return outcome == WriteReply::Outcome::Ok || outcome == WriteReply::Outcome::Unverified
        || outcome == WriteReply::Outcome::Waiting;
}

QString textOf(const WriteReply &reply, const Tag &tag)
{
    switch (reply.outcome) {
    case WriteReply::Outcome::Ok:
        return WritesText::tr("Written: %1").arg(textWithUnit(tag, reply.readBack));
    case WriteReply::Outcome::Unverified:
        return WritesText::tr("Sent: %1").arg(textWithUnit(tag, reply.written));
    case WriteReply::Outcome::Differs:
        return WritesText::tr("The device holds %1 instead of %2.")
            .arg(textWithUnit(tag, reply.readBack), textWithUnit(tag, reply.written));
    case WriteReply::Outcome::DeviceException:
        return WritesText::tr("Refused by the device. %1.").arg(exceptionText(reply.exception));
    case WriteReply::Outcome::Timeout:
        return WritesText::tr("No answer: it is unknown whether the device took the value.");
    case WriteReply::Outcome::Waiting:
        return WritesText::tr("Waits for the approval of another person.");
    case WriteReply::Outcome::Refused:
        break;
    }
    const QString limit = limitText(reply, tag);
    return limit.isNull() ? refusalText(reply) : limit;
}

QString textOf(const Approval &approval, const Tag &tag)
{
    switch (approval.state) {
    case ApprovalState::Declined:
        return WritesText::tr("Not sent: declined by %1.").arg(approval.by);
    case ApprovalState::Withdrawn:
        return WritesText::tr("Not sent: taken back.");
    case ApprovalState::Expired:
        return WritesText::tr("Not sent: nobody approved it in time.");
    case ApprovalState::Dropped:
        return WritesText::tr("Not sent: what allowed it ended while it waited.");
    case ApprovalState::Waiting:
    case ApprovalState::Approved:
        break;
    }
    return approval.reply ? textOf(*approval.reply, tag) : QString();
}

WriteDesk::WriteDesk(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session.services().control.approvals(), &ApprovalBook::changed, this,
            &WriteDesk::lookAtApprovals);
}

WriteDesk *WriteDesk::create(QQmlEngine *engine, QJSEngine *)
{
    return lend(&HmiContext::of(engine)->writes());
}

void WriteDesk::submit(const QString &tagId, const QJsonValue &value, bool confirmed,
                       const QString &reason)
{
    ++m_pending[tagId];
    Q_EMIT pendingChanged(tagId);
    whenDone(m_session.write(tagId, value, confirmed, reason), this,
             [this, tagId](const WriteReply &reply) { finish(tagId, reply); });
}

bool WriteDesk::isPending(const QString &tagId) const
{
    return m_pending.contains(tagId);
}

void WriteDesk::finish(const QString &tagId, const WriteReply &reply)
{
    if (--m_pending[tagId] <= 0)
        m_pending.remove(tagId);
    Q_EMIT pendingChanged(tagId);
    if (reply.outcome == WriteReply::Outcome::Waiting)
        m_waiting.insert(reply.approval, tagId);
    tell(tagId, isSuccess(reply.outcome), [&reply](const Tag &tag) { return textOf(reply, tag); });
    lookAtApprovals();
}

void WriteDesk::lookAtApprovals()
{
    for (const Approval &one : ApprovalDesk(m_session).list()) {
        const bool isKnown = one.reply || one.state != ApprovalState::Approved;
        if (one.state == ApprovalState::Waiting || !isKnown || !m_waiting.remove(one.id))
            continue;
        tell(one.request.tagId, one.reply && isSuccess(one.reply->outcome),
             [&one](const Tag &tag) { return textOf(one, tag); });
    }
}

void WriteDesk::tell(const QString &tagId, bool ok, const std::function<QString(const Tag &)> &text)
{
    const Tag tag = tagOf(m_session.project(), tagId);
    Q_EMIT finished(tagId, shortName(tag), ok, text(tag));
}

} // namespace mws
