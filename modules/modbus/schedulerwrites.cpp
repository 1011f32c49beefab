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

Result<QByteArray> writeRequest(const Device &device, const Tag &tag, const QList<quint16> &words)
{
    if (tag.table == Table::Coil)
        return writeCoilRequest(tag.address, words.first() != 0);
    if (words.size() == 1 && device.registerWrite == RegisterWrite::Single)
        return writeRegisterRequest(tag.address, words.first());
    return writeRegistersRequest(tag.address, words);
}

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
    if (!tag.write.momentary) {
        const auto sameTag = [&write](const auto &item) { return item.write.tag == write.tag; };
        refuse(m_queue.takeAll(sameTag), Refusal::Superseded, tr("A newer value took its place."));
    }
    if (m_queue.isFull()) {
        refuse(write, Refusal::Busy, tr("Too many writes are waiting for this link."));
        return;
    }
    m_queue.append({write, unit});
    m_units[size_t(unit)].breaker.probeSoon(m_clock.monotonic());
    tick();
}

std::optional<Scheduler::Job> Scheduler::nextWrite()
{
    const Milliseconds now = m_clock.monotonic();
    const auto isDue = [this, now](const ReadBack &readBack) {
        return readBack.at <= now && mayWrite(readBack.unit);
    };
    const auto due = std::find_if(m_readBacks.cbegin(), m_readBacks.cend(), isDue);
    if (due != m_readBacks.cend()) {
        const ReadBack readBack = m_readBacks.takeAt(due - m_readBacks.cbegin());
        Job job = readJob(Purpose::ReadBack, readBack.unit, blockOf(readBack.write.tag));
        job.write = readBack.write;
        return job;
    }
    const auto isNext = [this, held = isWriting()](const WriteQueue::Item &item) mutable {
        const bool lives = !m_units[size_t(item.unit)].breaker.isDead();
        held |= lives && !mayWrite(item.unit); // those behind it do not overtake
        return lives && !held;
    };
    while (const auto item = m_queue.takeFirst(isNext)) {
        if (auto job = writeJob(item->write, item->unit, std::nullopt))
            return job;
    }
    return std::nullopt;
}

std::optional<Scheduler::Job> Scheduler::writeJob(const FieldWrite &write, int unit,
                                                  std::optional<quint16> base)
{
    const Tag &tag = m_project->tag(write.tag);
    if (sharesRegister(tag) && !base) {
        Job job = readJob(Purpose::PreRead, unit, blockOf(write.tag));
        job.write = write;
        return job;
    }
    const ScaleBook::Power power = m_scales.powerOf(write.tag);
    if (!isGood(power.quality)) {
        refuse(write, Refusal::NotReadable, noScale());
        return std::nullopt;
    }
    const auto words = encodeRegisters(tag, write.value, base.value_or(0), power.value);
    const auto request = words ? writeRequest(*m_units[size_t(unit)].device, tag, words.value())
                               : Result<QByteArray>(words.error());
    if (!request) {
        refuse(write, Refusal::NotFitting, request.error().detail);
        return std::nullopt;
    }
    Job job;
    job.purpose = Purpose::Write;
    job.unit = unit;
    job.request = request.value();
    job.write = write;
    return job;
}

ReadBlock Scheduler::blockOf(TagIndex index) const
{
    const Tag &tag = m_project->tag(index);
    return {tag.table, tag.address, tag.span(), {{index, 0, tag.span()}}};
}

void Scheduler::concludePreRead(const Job &job, const Answer &reply)
{
    if (reply.ending == Ending::Data)
        followWith(writeJob(job.write, job.unit, registersOf(reply.pdu).first()));
    else if (reply.ending == Ending::Exception)
        answer(job.write, Outcome::DeviceException, reply.detail, {}, reply.exception);
    else
        refuse(job.write, Refusal::NotReadable,
               tr("The register, which holds other values too, could not be read first: %1")
                   .arg(reply.detail));
}

void Scheduler::concludeWrite(const Job &job, const Answer &reply)
{
    if (reply.ending == Ending::Exception) {
        answer(job.write, Outcome::DeviceException, reply.detail, {}, reply.exception);
        return;
    }
    if (reply.ending != Ending::Data) {
        answer(job.write, Outcome::Timeout, reply.detail);
        return;
    }
    dropReadBacks(tr("A newer value was written before it was read back."), job.write.tag);
    const WriteRule &rule = m_project->tag(job.write.tag).write;
    if (rule.momentary) {
        answer(job.write, Outcome::Unverified, tr("A command is not read back."));
        return;
    }
    m_readBacks.append({job.write, job.unit, m_clock.monotonic() + Milliseconds(rule.readBackMs)});
}

void Scheduler::concludeReadBack(const Job &job, const Answer &reply)
{
    if (reply.ending != Ending::Data) {
        answer(job.write, Outcome::Unverified,
               tr("It could not be read back: %1").arg(reply.detail));
        return;
    }
    const Tag &tag = m_project->tag(job.write.tag);
    const ScaleBook::Power power = m_scales.powerOf(job.write.tag);
    if (!isGood(power.quality)) {
        answer(job.write, Outcome::Unverified, noScale());
        return;
    }
    const Value held = tag.isBitTable()
        ? decodeBit(bitsOf(reply.pdu, 1).first()).value
        : decodeUnclamped(tag, registersOf(reply.pdu), power.value).value;
    publish(job.read, reply.pdu, true);
    const bool same = sameOnWire(tag, job.write.value, held, power.value);
    answer(job.write, same ? Outcome::Ok : Outcome::Differs, {}, held);
}

void Scheduler::abandon(const Job &job, const QString &why, bool sent)
{
    if (job.purpose == Purpose::PreRead)
        refuse(job.write, Refusal::NotReadable, why);
    else if (job.purpose == Purpose::ReadBack)
        answer(job.write, Outcome::Unverified, why);
    else if (job.purpose == Purpose::Write && sent)
        answer(job.write, Outcome::Timeout, why);
    else if (job.purpose == Purpose::Write)
        refuse(job.write, Refusal::Expired, why);
}

void Scheduler::dropReadBacks(const QString &why, TagIndex tag)
{
    const QList<ReadBack> all = std::exchange(m_readBacks, {});
    for (const ReadBack &readBack : all) {
        if (tag == kNoTag || readBack.write.tag == tag)
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
