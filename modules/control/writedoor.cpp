// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/writedoor.h"

#include "audit/auditlog.h"
#include "audit/rowbudget.h"
#include "control/approvalbook.h"
#include "control/unreadtags.h"
#include "control/writecheck.h"
#include "control/writedoor_p.h"
#include "control/writerates.h"
#include "core/future.h"
#include "tags/tagtable.h"

#include <QPointer>

#include <algorithm>

namespace mws
{

namespace
{

/// The requested value, cut to what fits an audit row.
QString textOf(const QJsonValue &value)
{
    constexpr qsizetype kMaxText = 100;
    if (value.isString())
        return value.toString().left(kMaxText);
    if (value.isDouble())
        return Value(value.toDouble()).toString();
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    return value.isNull() ? QStringLiteral("null") : QStringLiteral("(no single value)");
}

WriteReply::Outcome outcomeOf(FieldWriteResult::Outcome outcome)
{
    switch (outcome) {
    case FieldWriteResult::Outcome::Ok:
        return WriteReply::Outcome::Ok;
    case FieldWriteResult::Outcome::Differs:
        return WriteReply::Outcome::Differs;
    case FieldWriteResult::Outcome::Unverified:
        return WriteReply::Outcome::Unverified;
    case FieldWriteResult::Outcome::DeviceException:
        return WriteReply::Outcome::DeviceException;
    case FieldWriteResult::Outcome::Timeout:
        return WriteReply::Outcome::Timeout;
    case FieldWriteResult::Outcome::Refused:
        break;
    }
    return WriteReply::Outcome::Refused;
}

QString revokedProblem()
{
    return QStringLiteral("revoked");
}

QString problemOf(FieldWriteResult::Refusal refusal)
{
    switch (refusal) {
    case FieldWriteResult::Refusal::Busy:
        return QStringLiteral("busy");
    case FieldWriteResult::Refusal::Superseded:
        return QStringLiteral("superseded");
    case FieldWriteResult::Refusal::NotFitting:
        return QStringLiteral("notFitting");
    case FieldWriteResult::Refusal::NotReadable:
        return QStringLiteral("notReadable");
    case FieldWriteResult::Refusal::Revoked:
        return revokedProblem();
    case FieldWriteResult::Refusal::None:
    case FieldWriteResult::Refusal::Expired:
        break;
    }
    return QStringLiteral("expired");
}

ErrorCode codeOf(FieldWriteResult::Refusal refusal)
{
    switch (refusal) {
    case FieldWriteResult::Refusal::Busy:
        return ErrorCode::Busy;
    case FieldWriteResult::Refusal::Superseded:
        return ErrorCode::Conflict;
    case FieldWriteResult::Refusal::NotFitting:
        return ErrorCode::Invalid;
    case FieldWriteResult::Refusal::Revoked:
        return ErrorCode::Denied;
    default:
        return ErrorCode::Unavailable;
    }
}

std::shared_ptr<Promise<WriteReply>> startedPromise()
{
    auto promise = std::make_shared<Promise<WriteReply>>();
    return promise;
}

WriteReply stopped()
{
    return refusal(ErrorCode::Unavailable, QStringLiteral("expired"),
                   QStringLiteral("the station was stopped"));
}

/// As the audit says it.
QString outcomeText(const WriteReply &reply)
{
    return reply.problem == revokedProblem() ? QStringLiteral("dropped") : nameOf(reply.outcome);
}

void answer(const std::shared_ptr<Promise<WriteReply>> &promise, const WriteReply &reply)
{
    promise->finish(reply);
}

} // namespace

QLatin1String nameOf(WriteReply::Outcome outcome)
{
    switch (outcome) {
    case WriteReply::Outcome::Ok:
        return QLatin1String("ok");
    case WriteReply::Outcome::Differs:
        return QLatin1String("differs");
    case WriteReply::Outcome::Unverified:
        return QLatin1String("unverified");
    case WriteReply::Outcome::Refused:
        return QLatin1String("refused");
    case WriteReply::Outcome::DeviceException:
        return QLatin1String("deviceException");
    case WriteReply::Outcome::Timeout:
        return QLatin1String("timeout");
    case WriteReply::Outcome::Waiting:
        return QLatin1String("waiting");
    }
    return QLatin1String("refused");
}

WriteDoor::WriteDoor(TagTable &tags, FieldBus &bus, AccessControl &access, AuditLog &audit,
                     const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_tags(tags)
    , m_bus(bus)
    , m_access(access)
    , m_audit(audit)
    , m_clock(clock)
    , m_rates(std::make_unique<WriteRates>(tags.project().data().writesPerMinute))
    , m_unread(std::make_unique<UnreadTags>())
    , m_refusals(std::make_unique<RowBudget>(clock))
    , m_approvals(std::make_unique<ApprovalBook>(clock))
    , m_approvalTimer(this)
{
    connect(&bus, &FieldBus::valuesRead, this,
            [this](const ValueBatch &batch) { m_unread->take(batch); });
    connect(&bus, &FieldBus::writeFinished, this, &WriteDoor::finish);
    m_approvalTimer.setInterval(kLookAtApprovals);
    connect(&m_approvalTimer, &QTimer::timeout, this, &WriteDoor::lookAtApprovals);
}

WriteDoor::~WriteDoor()
{
    for (const auto &pending : std::as_const(m_pending))
        answer(pending->promise, stopped());
}

Future<WriteReply> WriteDoor::submit(const WriteRequest &request)
{
    const auto promise = startedPromise();
    QMetaObject::invokeMethod(
        this, [this, request, promise] { begin({request}, {promise}); }, Qt::QueuedConnection);
    return promise->future();
}

Future<QList<WriteReply>> WriteDoor::submitAll(const QList<WriteRequest> &requests)
{
    QList<PromisePtr> promises;
    QList<Future<WriteReply>> replies;
    for (qsizetype i = 0; i < requests.size(); ++i) {
        promises.append(startedPromise());
        replies.append(promises.last()->future());
    }
    QMetaObject::invokeMethod(
        this, [this, requests, promises] { begin(requests, promises); }, Qt::QueuedConnection);
    return Future<WriteReply>::all(replies).then([](const QList<std::optional<WriteReply>> &done) {
        QList<WriteReply> all;
        for (const std::optional<WriteReply> &reply : done)
            all.append(reply.value_or(stopped()));
        return all;
    });
}

std::optional<WriteReply> WriteDoor::checkAccess(const Identity &who, TagIndex index) const
{
    const auto unknown = refusal(ErrorCode::NotFound, QStringLiteral("unknownTag"),
                                 QStringLiteral("there is no such tag"));
    if (index == kNoTag)
        return unknown;
    const Tag &tag = m_tags.project().tag(index);
    const auto allowed = m_access.mayWrite(who, tag);
    if (!allowed && allowed.error().code == ErrorCode::NotFound)
        return unknown; // to one who may not see it
    if (m_tags.project().isDisabled(index))
        return refusal(ErrorCode::Denied, QStringLiteral("readOnly"),
                       QStringLiteral("the tag is disabled: the project has a fault there"));
    const auto unlocked = m_lockout.check(who.origin, tag.area());
    if (allowed && unlocked)
        return std::nullopt;
    if (allowed)
        return refusal(ErrorCode::Denied, QStringLiteral("localOnly"), unlocked.error().detail);
    return refusal(ErrorCode::Denied,
                   tag.write.enabled ? QStringLiteral("denied") : QStringLiteral("readOnly"),
                   allowed.error().detail);
}

std::optional<WriteReply> WriteDoor::checkStep(TagIndex index, const Value &value) const
{
    const Tag &tag = m_tags.project().tag(index);
    if (auto unread = m_unread->check(tag, index))
        return unread;
    if (auto refused = checkChange(tag, value, m_tags.value(index)))
        return refused;
    for (const auto &pending : m_pending) {
        if (pending->tag != index)
            continue;
        const TagValue coming{pending->value, {Quality::Good, 0}, {}};
        if (auto refused = checkChange(tag, value, coming))
            return refused;
    }
    return std::nullopt;
}

CheckedWrite WriteDoor::checkTag(const WriteRequest &request, TagIndex index) const
{
    const Tag &tag = m_tags.project().tag(index);
    CheckedWrite checked = checkValue(tag, request.value);
    if (checked.refusal)
        return checked;
    if (const auto fits = m_bus.fits(index, checked.value); !fits)
        checked.refusal
            = refusal(ErrorCode::Invalid, QStringLiteral("notFitting"), fits.error().detail);
    if (!checked.refusal)
        checked.refusal = checkStep(index, checked.value);
    if (!checked.refusal)
        checked.refusal = m_rates->check(tag, index, checked.value, m_clock.monotonic());
    if (!checked.refusal)
        checked.refusal = checkConsent(tag, request);
    return checked;
}

CheckedWrite WriteDoor::check(const WriteRequest &request) const
{
    const TagIndex index = m_tags.project().indexOf(request.tagId);
    if (auto barred = checkAccess(request.who, index))
        return {{}, std::move(barred)};
    CheckedWrite checked = checkTag(request, index);
    if (!checked.refusal)
        checked.refusal = checkWaiting(request.who, index);
    return checked;
}

void WriteDoor::begin(const QList<WriteRequest> &requests, const QList<PromisePtr> &promises)
{
    const bool isFull = m_pending.size() + requests.size() > kMaxPendingWrites;
    QList<CheckedWrite> all;
    for (const WriteRequest &request : requests) {
        auto tooMany = m_rates->charge(request.who, m_clock.monotonic());
        all.append(tooMany ? CheckedWrite{{}, std::move(tooMany)} : check(request));
        if (!all.last().refusal && isFull)
            all.last().refusal = refusal(ErrorCode::Busy, QStringLiteral("busy"),
                                         QStringLiteral("too many writes are waiting"));
    }
    const bool anyRefused = std::any_of(
        all.begin(), all.end(), [](const CheckedWrite &one) { return one.refusal.has_value(); });
    const WriteReply others
        = refusal(ErrorCode::Conflict, QStringLiteral("groupRefused"),
                  QStringLiteral("another write of the same request was refused"));
    for (qsizetype i = 0; i < requests.size(); ++i) {
        const TagIndex index = m_tags.project().indexOf(requests[i].tagId);
        if (anyRefused)
            refuse(requests[i], all[i].refusal.value_or(others), promises[i]);
        else if (m_tags.project().tag(index).write.secondPerson)
            askForApproval(requests[i], index, all[i].value, promises[i]);
        else
            intend({requests[i], index, all[i].value, promises[i], newCorrelation()});
    }
}

void WriteDoor::intend(Pending pending)
{
    const Milliseconds now = m_clock.monotonic();
    const WriteId id = m_nextId++;
    pending.before = m_tags.value(pending.tag).value;
    pending.expires = now + kTimeToLive;
    m_rates->note(id, pending.tag, pending.value, now);
    AuditEntry entry = entryFor(pending.request.who, m_tags.project().tag(pending.tag).path);
    entry.action = QStringLiteral("write.intended");
    entry.outcome = QStringLiteral("pending");
    entry.correlation = pending.correlation;
    entry.detail = pending.intention();
    const Durability durability = pending.durability();
    m_pending.insert(id, std::make_shared<Pending>(std::move(pending)));
    whenDone(m_audit.append(entry, durability), this,
             [this, id](const Result<qint64> &stored) { onIntended(id, bool(stored)); });
}

void WriteDoor::onIntended(WriteId id, bool stored)
{
    const auto pending = m_pending.value(id);
    if (!pending)
        return;
    const auto allowed = permit(*pending);
    if (stored && allowed) {
        m_bus.write({id, pending->tag, pending->value, pending->expires,
                     [door = QPointer<WriteDoor>(this), pending] {
                         return door ? door->permit(*pending) : Error{ErrorCode::Denied, {}};
                     },
                     newWriterOf(*pending)});
        return;
    }
    m_pending.remove(id);
    m_rates->unsent(pending->tag, id);
    if (stored)
        conclude(*pending, refusal(ErrorCode::Denied, revokedProblem(), allowed.error().detail));
    else
        answer(pending->promise, notAudited(m_audit.health()));
}

QString WriteDoor::newWriterOf(const Pending &pending) const
{
    const Identity &who = pending.request.who;
    if (m_writers.knows(m_tags.project().tag(pending.tag).device, who))
        return {};
    return QStringLiteral("%1 (%2)").arg(who.user, originText(who));
}

Result<void> WriteDoor::permit(const Pending &pending) const
{
    const Identity &first = pending.request.who;
    const Identity &second = pending.consent.who;
    auto barred = checkAccess(first, pending.tag);
    if (!barred && pending.hasSecondPerson())
        barred = checkAccess(second, pending.tag);
    if (!barred && pending.hasSecondPerson()
        && (m_access.isShared(first.user) || m_access.isShared(second.user)))
        barred = refusal(ErrorCode::Denied, QStringLiteral("needsSecondPerson"),
                         QStringLiteral("one of the two accounts is shared now"));
    return barred ? Result<void>(Error{barred->code, barred->detail}) : Result<void>();
}

void WriteDoor::refuse(const WriteRequest &request, const WriteReply &reply,
                       const PromisePtr &promise)
{
    const auto others = takeRow(request.who);
    if (!others) {
        answer(promise, reply);
        return;
    }
    const TagIndex index = m_tags.project().indexOf(request.tagId);
    const QString target
        = index == kNoTag ? request.tagId.left(100) : m_tags.project().tag(index).path;
    AuditEntry entry = entryFor(request.who, target);
    const bool denied = reply.code == ErrorCode::Denied;
    entry.action = denied ? QStringLiteral("denied") : QStringLiteral("write.refused");
    entry.outcome = reply.problem;
    entry.detail = QStringLiteral("%1: %2%3").arg(textOf(request.value), reply.detail, *others);
    m_audit.append(entry, durabilityFor(request.who))
        .then([promise, reply](const Result<qint64> &) { answer(promise, reply); });
}

std::optional<QString> WriteDoor::takeRow(const Identity &who)
{
    if (who.origin == Origin::Panel)
        return QString();
    if (!who.token.isEmpty())
        return m_refusals->take(QStringLiteral("token ") + QString::fromLatin1(who.token));
    return m_refusals->take(who.isSignedIn() ? QStringLiteral("user ") + who.user
                                             : QStringLiteral("address ") + networkOf(who.address));
}

void WriteDoor::finish(const FieldWriteResult &result)
{
    const auto pending = m_pending.take(result.id);
    if (!pending)
        return;
    WriteReply reply;
    reply.outcome = outcomeOf(result.outcome);
    reply.detail = result.detail;
    reply.exception = result.exception;
    reply.written = pending->value;
    reply.readBack = result.readBack;
    if (reply.outcome == WriteReply::Outcome::Refused) {
        reply.code = codeOf(result.refusal);
        reply.problem = problemOf(result.refusal);
        m_rates->unsent(pending->tag, result.id);
    } else if (leavesDoubt(result.outcome)) {
        m_rates->doubted(pending->tag, result.id, m_clock.monotonic());
    } else {
        m_rates->sent(pending->tag, result.id);
    }
    if (reply.outcome != WriteReply::Outcome::Refused) // the sign was raised, whatever came of it
        m_writers.note(m_tags.project().tag(pending->tag).device, pending->request.who);
    if (m_unread->note(m_tags.project().tag(pending->tag), pending->tag, result.outcome))
        m_bus.refresh({pending->tag});
    conclude(*pending, reply);
}

void WriteDoor::conclude(const Pending &pending, const WriteReply &reply)
{
    AuditEntry entry = entryFor(pending.request.who, m_tags.project().tag(pending.tag).path);
    entry.action = QStringLiteral("write.result");
    entry.outcome = outcomeText(reply);
    entry.correlation = pending.correlation;
    entry.detail = QStringLiteral("%1 -> %2, read back %3 %4")
                       .arg(pending.before.toString(), pending.value.toString(),
                            reply.readBack.toString(), reply.detail)
                       .trimmed();
    const auto promise = pending.promise;
    m_audit.append(entry, Durability::MayWait).then([promise, reply](const Result<qint64> &) {
        answer(promise, reply);
    });
}

} // namespace mws
