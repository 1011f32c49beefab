// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"
#include "modbus/requests.h"
#include "modbus/scheduler.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kIllegalFunction = 1;
constexpr int kAcknowledge = 5;
constexpr int kMaskSilences = 2;

QString noScale()
{
    return Scheduler::tr("The scale factor of the tag is not known now.");
}

bool isWritable(Table table)
{
    return table == Table::Coil || table == Table::HoldingRegister;
}

} // namespace

Result<void> Scheduler::fits(TagIndex tag, const Value &value) const
{
    const ScaleBook::Power power = m_scales.powerOf(tag);
    if (!isGood(power.quality))
        return {};
    const auto encoded = encodeRegisters(m_project->tag(tag), value, 0, power.value);
    return encoded ? Result<void>() : Result<void>(encoded.error());
}

void Scheduler::write(const FieldWrite &write)
{
    const int unit = m_unitOf.value(write.tag, -1);
    const Tag &tag = m_project->tag(write.tag);
    if (!m_running || unit < 0 || !isWritable(tag.table)) {
        refuse(write, Refusal::Expired, tr("Nothing can be written there now."));
        return;
    }
    if (!isGood(m_scales.powerOf(write.tag).quality)) {
        refuse(write, Refusal::NotReadable, noScale());
        return;
    }
    if (const auto fitting = fits(write.tag, write.value); !fitting) {
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
    m_units[size_t(unit)].breaker.probeSoon(m_clock.monotonic());
    if (m_inside || !m_units[size_t(unit)].device->mergeWrites)
        return tick();
    m_wakeAt = m_clock.monotonic(); // others may follow in the same turn
    m_wake.start(0);
}

std::optional<Scheduler::Job> Scheduler::nextWrite()
{
    const Milliseconds now = m_clock.monotonic();
    const auto isDue = [this, now](const ReadBack &readBack) {
        return readBack.at <= now && mayWrite(readBack.unit) && isItsTurn(readBack.unit);
    };
    const auto due = std::find_if(m_readBacks.cbegin(), m_readBacks.cend(), isDue);
    if (due != m_readBacks.cend()) {
        const ReadBack readBack = m_readBacks.takeAt(due - m_readBacks.cbegin());
        Job job = readJob(Purpose::ReadBack, readBack.unit, blockOf({readBack.write}));
        job.writes = {readBack.write};
        return job;
    }
    bool held = isWriting();
    const auto isNext = [this, now, &held](const WriteQueue::Item &item) {
        if (item.write.expires <= now)
            return false;
        const bool lives = !m_units[size_t(item.unit)].breaker.isDead();
        held |= lives && !(mayWrite(item.unit) && isItsTurn(item.unit)); // nobody overtakes it
        return lives && !held;
    };
    while (const auto item = m_queue.takeFirst(isNext)) {
        if (auto job = writeJob(item->write, item->unit)) {
            takeAdjacent(*job);
            return job;
        }
    }
    return std::nullopt;
}

std::optional<Scheduler::Job> Scheduler::writeJob(const FieldWrite &write, int unit)
{
    const Tag &tag = m_project->tag(write.tag);
    if (!sharesRegister(tag))
        return wholeJob(write, unit, 0);
    if (!usesMask(m_units[size_t(unit)]))
        return preReadJob(write, unit);
    return requestJob(write, unit,
                      maskRequest(tag, write.value, m_scales.powerOf(write.tag).value));
}

std::optional<Scheduler::Job> Scheduler::wholeJob(const FieldWrite &write, int unit, quint16 base)
{
    const auto stretch = stretchOf(write, base);
    const Device &device = *m_units[size_t(unit)].device;
    const WriteFunction function = m_project->tag(write.tag).write.function;
    return requestJob(write, unit,
                      stretch ? writeRequest(device, stretch.value(), function)
                              : Result<QByteArray>(stretch.error()));
}

std::optional<Scheduler::Job> Scheduler::requestJob(const FieldWrite &write, int unit,
                                                    const Result<QByteArray> &request)
{
    if (!isGood(m_scales.powerOf(write.tag).quality)) {
        refuse(write, Refusal::NotReadable, noScale());
        return std::nullopt;
    }
    if (!request) {
        refuse(write, Refusal::NotFitting, request.error().detail);
        return std::nullopt;
    }
    Job job;
    job.purpose = Purpose::Write;
    job.unit = unit;
    job.request = request.value();
    job.writes = {write};
    job.read = blockOf(job.writes);
    job.retries = mayRepeat(write) ? 1 : 0;
    return job;
}

Scheduler::Job Scheduler::preReadJob(const FieldWrite &write, int unit) const
{
    Job job = readJob(Purpose::PreRead, unit, blockOf({write}));
    job.writes = {write};
    return job;
}

Result<Stretch> Scheduler::stretchOf(const FieldWrite &write, quint16 base) const
{
    const Tag &tag = m_project->tag(write.tag);
    const auto words = encodeRegisters(tag, write.value, base, m_scales.powerOf(write.tag).value);
    if (!words)
        return words.error();
    return Stretch{tag.table, tag.address, words.value()};
}

/// Commands go alone: a device may start with the first register that it takes over.
bool Scheduler::mayMerge(const FieldWrite &write) const
{
    const Tag &tag = m_project->tag(write.tag);
    return !tag.write.momentary && tag.write.function == WriteFunction::Device
        && !sharesRegister(tag) && write.expires > m_clock.monotonic()
        && isGood(m_scales.powerOf(write.tag).quality);
}

bool Scheduler::mayRepeat(const FieldWrite &write) const
{
    const Tag &tag = m_project->tag(write.tag);
    const auto isNewer
        = [&write](const WriteQueue::Item &item) { return item.write.tag == write.tag; };
    return tag.write.idempotent && !tag.write.momentary && !sharesRegister(tag)
        && !m_queue.first(isNewer);
}

bool Scheduler::mayGo(const Job &job, bool isRepeat) const
{
    return std::all_of(job.writes.cbegin(), job.writes.cend(), [&](const FieldWrite &write) {
        return write.expires > m_clock.monotonic() && (!isRepeat || mayRepeat(write));
    });
}

bool Scheduler::isTooLate(const Job &job)
{
    if (mayGo(job, job.isRepeat))
        return false;
    if (job.isRepeat) { // the silence before it counts now
        const Answer silence{Ending::Silence, 0, {}, tr("No answer in time."), false};
        rate(job.unit, silence);
        conclude(job, silence);
    } else {
        abandon(job, tr("The write waited too long and was not sent."), false);
    }
    return true;
}

/// The writes that wait behind this one and can go out with it, none of them out of turn.
void Scheduler::takeAdjacent(Job &job)
{
    const Device &device = *m_units[size_t(job.unit)].device;
    if (job.purpose != Purpose::Write || !device.mergeWrites || !mayMerge(job.writes.first()))
        return;
    QList<Stretch> stretches{stretchOf(job.writes.first()).value()};
    QList<FieldWrite> writes = job.writes;
    for (const WriteQueue::Item &item : m_queue.items()) {
        if (m_units[size_t(item.unit)].breaker.isDead())
            continue;
        const auto stretch = stretchOf(item.write);
        if (item.unit != job.unit || !mayMerge(item.write) || !stretch)
            break;
        stretches.append(stretch.value());
        writes.append(item.write);
    }
    const qsizetype count = mergeable(device, stretches);
    job.writes = writes.first(count);
    for (qsizetype i = 1; i < count; ++i)
        (void)m_queue.takeFirst(
            [id = writes[i].id](const WriteQueue::Item &item) { return item.write.id == id; });
    job.request = writeRequest(device, merged(stretches.first(count))).value();
    job.read = blockOf(job.writes);
    const bool repeats = std::all_of(job.writes.cbegin(), job.writes.cend(),
                                     [this](const FieldWrite &write) { return mayRepeat(write); });
    job.retries = repeats ? 1 : 0;
}

ReadBlock Scheduler::blockOf(const QList<FieldWrite> &writes) const
{
    QList<TagIndex> tags;
    for (const FieldWrite &write : writes)
        tags.append(write.tag);
    std::sort(tags.begin(), tags.end(), [this](TagIndex a, TagIndex b) {
        return m_project->tag(a).address < m_project->tag(b).address;
    });
    const Tag &first = m_project->tag(tags.first());
    const Tag &last = m_project->tag(tags.last());
    ReadBlock block{first.table, first.address, last.address + last.span() - first.address, {}};
    for (const TagIndex index : std::as_const(tags)) {
        const Tag &tag = m_project->tag(index);
        block.tags.append({index, tag.address - first.address, tag.span()});
    }
    return block;
}

/// Two silences in a row of a device that answers everything else say as much as a refusal. Between
/// them it must have answered: until then its bits are read first.
bool Scheduler::usesMask(Unit &unit)
{
    if (unit.device->bitWrite != BitWrite::Auto)
        return unit.device->bitWrite == BitWrite::Mask;
    const Milliseconds now = m_clock.monotonic();
    const bool answers = unit.breaker.state() == UnitState::Good;
    if (answers && unit.maskSilences >= kMaskSilences) {
        unit.plan.functionRefused(kMaskWriteRegister, 0, now);
        unit.maskSilences = 0;
    }
    return !unit.plan.lacks(kMaskWriteRegister, now) && (answers || unit.maskSilences == 0);
}

bool Scheduler::isBitMask(const Job &job) const
{
    return job.purpose == Purpose::Write && job.request.at(0) == kMaskWriteRegister
        && sharesRegister(m_project->tag(job.writes.first().tag));
}

bool Scheduler::lacksMask(const Job &job, const Answer &reply)
{
    Unit &unit = m_units[size_t(job.unit)];
    if (unit.device->bitWrite != BitWrite::Auto || !isBitMask(job))
        return false;
    if (reply.ending == Ending::Data) {
        unit.plan.functionAnswered(kMaskWriteRegister);
        unit.masks = true;
        unit.maskSilences = 0;
    }
    if (reply.ending == Ending::Silence && !unit.masks)
        ++unit.maskSilences;
    if (reply.ending != Ending::Exception || reply.exception != kIllegalFunction)
        return false;
    unit.plan.functionRefused(kMaskWriteRegister, reply.exception, m_clock.monotonic());
    return true;
}

void Scheduler::concludePreRead(const Job &job, const Answer &reply)
{
    const FieldWrite &write = job.writes.first();
    if (reply.ending == Ending::Data)
        followWith(wholeJob(write, job.unit, registersOf(reply.pdu).first()));
    else if (reply.ending == Ending::Exception && !isFailure(reply))
        answer(write, Outcome::DeviceException, reply.detail, {}, reply.exception);
    else
        refuse(write, Refusal::NotReadable,
               tr("The register, which holds other values too, could not be read first: %1")
                   .arg(reply.detail));
}

void Scheduler::concludeWrite(const Job &job, const Answer &reply)
{
    if (lacksMask(job, reply)) { // nothing was written
        followWith(preReadJob(job.writes.first(), job.unit));
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
        else if (reply.ending == Ending::Exception && !isFailure(reply))
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
                  [&write](const ReadBack &older) { return older.write.tag == write.tag; });
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
        answer(write, Outcome::Unverified, noScale());
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

void Scheduler::dropReadBacks(const QString &why,
                              const std::function<bool(const ReadBack &)> &isOver)
{
    const QList<ReadBack> all = std::exchange(m_readBacks, {});
    for (const ReadBack &readBack : all) {
        if (isOver(readBack))
            answer(readBack.write, Outcome::Unverified, why);
        else
            m_readBacks.append(readBack);
    }
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
           Refusal::Expired, tr("The write waited too long and was not sent."));
}

bool Scheduler::isHeld(TagIndex tag) const
{
    return std::any_of(m_readBacks.cbegin(), m_readBacks.cend(),
                       [tag](const ReadBack &readBack) { return readBack.write.tag == tag; });
}

void Scheduler::answer(const FieldWrite &write, Outcome outcome, const QString &detail,
                       const Value &readBack, quint8 exception)
{
    Q_EMIT writeFinished({write.id, outcome, Refusal::None, exception, readBack, detail});
}

} // namespace mws::modbus
