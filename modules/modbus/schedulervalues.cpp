// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"
#include "modbus/requests.h"
#include "modbus/scheduler.h"

#include <algorithm>

namespace mws::modbus
{

/// The scale factors come first, so that the values of the same answer go with them. Values of
/// other blocks are read again when their factor has changed.
void Scheduler::takeScales(const ReadBlock &read, const QList<quint16> &words)
{
    const auto isHere = [&read](TagIndex tag) {
        return std::any_of(read.tags.cbegin(), read.tags.cend(),
                           [tag](const BlockTag &item) { return item.tag == tag; });
    };
    for (const BlockTag &item : read.tags) {
        if (!m_scales.isFactor(item.tag))
            continue;
        const QList<TagIndex> scaled = m_scales.take(
            item.tag, decodeRegisters(m_project->tag(item.tag), words.mid(item.offset, item.span)));
        PollPlan &plan = m_units[size_t(m_unitOf.value(item.tag))].plan;
        for (const TagIndex tag : scaled) {
            if (!isHere(tag))
                plan.refresh(tag);
        }
        outdate(scaled, m_unitOf.value(item.tag));
    }
}

/// What is on its way may have been read before the device changed its scale.
void Scheduler::outdate(const QList<TagIndex> &tags, int unit)
{
    for (Job &job : m_jobs) {
        if (job.unit == unit)
            job.outdated += tags;
    }
}

void Scheduler::publish(const ReadBlock &read, const QByteArray &pdu, bool heldToo)
{
    const bool bits = read.table == Table::Coil || read.table == Table::DiscreteInput;
    const QList<bool> bitValues = bits ? bitsOf(pdu, read.count) : QList<bool>();
    const QList<quint16> words = bits ? QList<quint16>() : registersOf(pdu);
    if (!bits)
        takeScales(read, words);
    const Timestamp now = m_clock.now();
    ValueBatch batch;
    batch.reserve(read.tags.size());
    for (const BlockTag &item : read.tags) {
        if (!heldToo && isHeld(item.tag))
            continue;
        const QList<quint16> own = words.mid(item.offset, item.span);
        const Decoded decoded = bits ? decodeBit(bitValues.at(item.offset)) : decode(item.tag, own);
        if (decoded.quality == Quality::BadNotRead)
            continue;
        watchRange(item.tag, decoded, own);
        batch.append({item.tag, {decoded.value, {decoded.quality, 0}, now}});
    }
    if (!batch.isEmpty())
        Q_EMIT valuesRead(batch);
}

void Scheduler::publishPoll(Job job, const QByteArray &pdu)
{
    const QList<TagIndex> outdated = job.outdated;
    QList<TagIndex> again;
    job.read.tags.removeIf([&outdated, &again](const BlockTag &item) {
        const bool isOutdated = outdated.contains(item.tag);
        if (isOutdated)
            again.append(item.tag);
        return isOutdated;
    });
    publish(job.read, pdu, false);
    for (const TagIndex tag : std::as_const(again))
        m_units[size_t(job.unit)].plan.refresh(tag);
}

/// BadNotRead: the scale factor of the tag is not known yet.
Decoded Scheduler::decode(TagIndex tag, const QList<quint16> &words) const
{
    const ScaleBook::Power power = m_scales.powerOf(tag);
    if (!isGood(power.quality))
        return {{}, power.quality};
    return decodeRegisters(m_project->tag(tag), words, power.value);
}

} // namespace mws::modbus
