// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"
#include "modbus/requests.h"
#include "modbus/scheduler.h"

#include <QSet>

namespace mws::modbus
{

namespace
{

constexpr int kAcknowledge = 5;

QString tooLateText()
{
    return Scheduler::tr("The write waited too long and was not sent.");
}

bool isWritable(Table table)
{
    return table == Table::Coil || table == Table::HoldingRegister;
}

} // namespace

void Scheduler::write(const FieldWrite &write)
{
    const int unit = m_unitOf.value(write.tag, -1);
    const Tag &tag = m_project->tag(write.tag);
    if (!m_running || unit < 0 || !isWritable(tag.table)) {
        refuse(write, Refusal::Expired, tr("Nothing can be written there now."));
        return;
    }
    if (!isGood(m_scales.powerOf(write.tag).quality)) {
        refuse(write, Refusal::NotReadable, noScaleText());
        return;
    }
    if (const auto fitting = m_maker.fits(write.tag, write.value); !fitting) {
        refuse(write, Refusal::NotFitting, fitting.error().detail);
        return;
    }
    const auto older = tag.write.momentary ? std::nullopt : m_queue.replace({write, unit});
    if (!older && m_queue.isFull(unit)) {
        refuse(write, Refusal::Busy, tr("Too many writes are waiting for this device."));
        return;
    }
    if (older)
        refuse(older->write, Refusal::Superseded, tr("A newer value took its place."));
    else
        m_queue.append({write, unit});
    m_units[unit].breaker.probeSoon(m_clock.monotonic());
    if (m_inside || !m_units[unit].device->mergeWrites)
        return tick();
    m_wakeAt = m_clock.monotonic(); // others may follow in the same turn
    m_wake.start(0);
}

std::optional<Job> Scheduler::nextWrite()
{
    const Milliseconds now = m_clock.monotonic();
    const auto mayGo
        = [this, now](int unit) { return m_rules.mayWrite(unit, now) && isItsTurn(unit); };
    if (const auto due = m_readBacks.takeDue(now, [&](const ReadBacks::Item &item) {
            return mayGo(item.unit) && isDistinct(readBackJob(item));
        }))
        return readBackJob(*due);
    while (const WriteQueue::Item *next = m_jobs.isWriting() ? nullptr : firstWrite()) {
        const WriteQueue::Item item = *next;
        if (!mayGo(item.unit))
            break; // nobody overtakes it
        (void)m_queue.takeFirst(
            [&item](const WriteQueue::Item &other) { return other.write.id == item.write.id; });
        if (isRevoked(item.write))
            continue;
        if (auto job = jobOf(item.write, writeJob(item.write, item.unit))) {
            m_maker.takeAdjacent(*job, now, [this, unit = item.unit](const QByteArray &request) {
                return isDistinct(unit, request);
            });
            return job;
        }
    }
    return std::nullopt;
}

const WriteQueue::Item *Scheduler::firstWrite()
{
    QSet<int> waiting;
    return m_queue.first([this, &waiting](const WriteQueue::Item &item) {
        if (m_units[item.unit].breaker.isDead() || waiting.contains(item.unit)
            || item.write.expires <= m_clock.monotonic())
            return false;
        const bool goes = mayStart(item);
        if (!goes)
            waiting.insert(item.unit);
        return goes;
    });
}

bool Scheduler::mayStart(const WriteQueue::Item &item)
{
    const Milliseconds now = m_clock.monotonic();
    if (m_owed.nextEnd(now) == Milliseconds::max())
        return true; // nothing is owed
    const WriteMaker::Made made = writeJob(item.write, item.unit);
    return item.notBefore <= now && (!made.job || isDistinct(*made.job));
}

WriteMaker::Made Scheduler::writeJob(const FieldWrite &write, int unit)
{
    if (!sharesRegister(m_project->tag(write.tag)))
        return m_maker.whole(write, unit);
    if (!m_units[unit].usesMask(m_clock.monotonic()))
        return {preReadJob(write, unit)};
    return m_maker.masked(write, unit);
}

std::optional<Job> Scheduler::jobOf(const FieldWrite &write, const WriteMaker::Made &made)
{
    if (!made.job)
        refuse(write, made.refusal, made.detail);
    return made.job;
}

Job Scheduler::preReadJob(const FieldWrite &write, int unit) const
{
    Job job = readJob(Purpose::PreRead, unit, m_maker.blockOf({write}));
    job.writes = {write};
    return job;
}

Job Scheduler::readBackJob(const ReadBacks::Item &item) const
{
    Job job = readJob(Purpose::ReadBack, item.unit, m_maker.blockOf({item.write}));
    job.writes = {item.write};
    return job;
}

/// The next step of a write. What was read for it is old when it may go: it begins anew then.
void Scheduler::goOn(Job job)
{
    if (isDistinct(job)) {
        m_jobs.follow(std::move(job));
        return;
    }
    putBack(job.writes.first(), job.unit, m_owed.nextEnd(m_clock.monotonic()));
}

void Scheduler::putBack(const FieldWrite &write, int unit, Milliseconds notBefore)
{
    const auto isNewer
        = [&write](const WriteQueue::Item &item) { return item.write.tag == write.tag; };
    if (!m_project->tag(write.tag).write.momentary && m_queue.first(isNewer))
        refuse(write, Refusal::Superseded, tr("A newer value took its place."));
    else
        m_queue.putBack({write, unit, notBefore});
}

bool Scheduler::mayGo(const Job &job) const
{
    return m_maker.mayGo(job, job.isRepeat, m_clock.monotonic());
}

void Scheduler::giveBack(const Job &job)
{
    if (!job.isRepeat) {
        dropUnsent(job);
        return;
    }
    // the silence before it counts now
    const Answer silence{Ending::Silence, 0, {}, tr("No answer in time."), false};
    rate(job.unit, silence);
    conclude(job, silence);
    reopenSilentLink();
}

void Scheduler::settleUnsent(const Job &job, const TransportReply &reply)
{
    m_isFresh = m_isFresh || job.isFirst;
    if (reply.status == TransportReply::Status::LinkLost) {
        m_keeper.broke(m_clock.monotonic());
        m_open = false;
    }
    giveBack(job);
}

/// Those that go out with one that may not have their own turn.
void Scheduler::dropUnsent(const Job &job)
{
    const Milliseconds now = m_clock.monotonic();
    for (auto write = job.writes.crbegin(); write != job.writes.crend(); ++write) {
        if (write->expires <= now)
            refuse(*write, Refusal::Expired, tooLateText());
        else if (!isRevoked(*write))
            putBack(*write, job.unit, now);
    }
}

bool Scheduler::isRevoked(const FieldWrite &write)
{
    const auto permitted = write.mayGo();
    if (!permitted)
        refuse(write, Refusal::Revoked, permitted.error().detail);
    return !permitted;
}

void Scheduler::dropRevoked()
{
    QStringList reasons;
    const auto revoked = m_queue.takeAll([&reasons](const WriteQueue::Item &item) {
        const auto permitted = item.write.mayGo();
        if (!permitted)
            reasons.append(permitted.error().detail);
        return !permitted;
    });
    for (qsizetype i = 0; i < revoked.size(); ++i)
        refuse(revoked[i].write, Refusal::Revoked, reasons[i]);
}

void Scheduler::concludePreRead(const Job &job, const Answer &reply)
{
    const FieldWrite &write = job.writes.first();
    if (reply.ending == Ending::Data) {
        if (auto next
            = jobOf(write, m_maker.whole(write, job.unit, registersOf(reply.pdu).first())))
            goOn(std::move(*next));
    } else if (reply.isRefusal()) {
        answer(write, Outcome::DeviceException, reply.detail, {}, reply.exception);
    } else {
        refuse(write, Refusal::NotReadable,
               tr("The register, which holds other values too, could not be read first: %1")
                   .arg(reply.detail));
    }
}

void Scheduler::concludeWrite(const Job &job, const Answer &reply)
{
    if (m_maker.isMasked(job) && m_units[job.unit].refusesMask(reply, m_clock.monotonic())) {
        // nothing was written
        goOn(preReadJob(job.writes.first(), job.unit));
        return;
    }
    const QString detail = job.writes.size() == 1
        ? reply.detail
        : tr("%1 (one request for %2 tags)").arg(reply.detail).arg(job.writes.size());
    for (const FieldWrite &write : job.writes) {
        if (reply.ending == Ending::Sent)
            answer(write, Outcome::Unverified,
                   tr("It was sent to all devices of the line: nobody acknowledges a broadcast."));
        else if (reply.ending == Ending::Data || reply.exception == kAcknowledge)
            acknowledge(job, write, reply);
        else if (reply.isRefusal())
            answer(write, Outcome::DeviceException, detail, {}, reply.exception);
        else // the target of a gateway (exceptions 10 and 11) may have taken it, too
            answer(write, Outcome::Timeout, detail, {}, reply.exception);
    }
}

/// After exception 5 the device works on it still. FC 23 brings what the device holds now; where
/// that is not what was written yet, it has its settle time as after any other write.
void Scheduler::acknowledge(const Job &job, const FieldWrite &write, const Answer &reply)
{
    dropReadBacks(tr("A newer value was written before it was read back."),
                  [&write](const auto &older) { return older.write.tag == write.tag; });
    const WriteRule &rule = m_project->tag(write.tag).write;
    if (rule.momentary) {
        answer(write, Outcome::Unverified, tr("A command is not read back."));
        return;
    }
    if (reply.ending == Ending::Data && job.request.at(0) == kReadWriteRegisters
        && verify(job, write, reply.pdu, rule.readBackMs == 0))
        return;
    m_readBacks.append({write, job.unit, m_clock.monotonic() + Milliseconds(rule.readBackMs)});
}

void Scheduler::concludeReadBack(const Job &job, const Answer &reply)
{
    const FieldWrite &write = job.writes.first();
    if (reply.ending == Ending::Data)
        (void)verify(job, write, reply.pdu, true);
    else
        answer(write, Outcome::Unverified, tr("It could not be read back: %1").arg(reply.detail));
}

bool Scheduler::verify(const Job &job, const FieldWrite &write, const QByteArray &pdu,
                       bool mayDiffer)
{
    const Tag &tag = m_project->tag(write.tag);
    const ScaleBook::Power power = m_scales.powerOf(write.tag);
    if (!isGood(power.quality)) {
        answer(write, Outcome::Unverified, noScaleText());
        return true;
    }
    ReadBlock read = job.read;
    read.tags.removeIf([&write](const BlockTag &item) { return item.tag != write.tag; });
    const int offset = read.tags.first().offset;
    const Value held = tag.isBitTable()
        ? decodeBit(bitsOf(pdu, read.count).at(offset)).value
        : decodeUnclamped(tag, registersOf(pdu).mid(offset, tag.span()), power.value).value;
    const bool same = sameOnWire(tag, write.value, held, power.value);
    if (!same && !mayDiffer)
        return false;
    publish(read, pdu, true);
    answer(write, same ? Outcome::Ok : Outcome::Differs, {}, held);
    return true;
}

void Scheduler::abandon(const Job &job, const QString &why, bool sent)
{
    for (const FieldWrite &write : job.writes) {
        if (job.purpose == Purpose::PreRead)
            refuse(write, Refusal::NotReadable, why);
        else if (job.purpose == Purpose::ReadBack)
            answer(write, Outcome::Unverified, why);
        else if (sent)
            answer(write, Outcome::Timeout, why);
        else
            refuse(write, Refusal::Expired, why);
    }
}

void Scheduler::dropReadBacks(const QString &why, const ReadBacks::Condition &isOver)
{
    const QList<ReadBacks::Item> dropped = m_readBacks.take(isOver);
    for (const ReadBacks::Item &readBack : dropped)
        answer(readBack.write, Outcome::Unverified, why);
}

void Scheduler::refuse(const FieldWrite &write, Refusal why, const QString &detail)
{
    Q_EMIT writeFinished({write.id, Outcome::Refused, why, 0, {}, detail});
}

void Scheduler::refuse(const QList<WriteQueue::Item> &items, Refusal why, const QString &detail)
{
    for (const WriteQueue::Item &item : items)
        refuse(item.write, why, detail);
}

void Scheduler::expire()
{
    const Milliseconds now = m_clock.monotonic();
    if (m_queue.nextExpiry() > now)
        return;
    refuse(m_queue.takeAll([now](const auto &item) { return item.write.expires <= now; }),
           Refusal::Expired, tooLateText());
}

void Scheduler::answer(const FieldWrite &write, Outcome outcome, const QString &detail,
                       const Value &readBack, quint8 exception)
{
    Q_EMIT writeFinished({write.id, outcome, Refusal::None, exception, readBack, detail});
}

} // namespace mws::modbus
