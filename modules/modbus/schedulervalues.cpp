// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"
#include "modbus/requests.h"
#include "modbus/scheduler.h"
#include "modbus/tagreading.h"

#include <algorithm>

namespace mws::modbus
{

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
        if (!heldToo && m_readBacks.holds(item.tag))
            continue;
        const QList<quint16> own = words.mid(item.offset, item.span);
        const Decoded decoded = bits
            ? decodeBit(bitValues.at(item.offset))
            : decodeScaled(m_project->tag(item.tag), own, m_scales.powerOf(item.tag));
        if (decoded.quality == Quality::BadNotRead)
            continue;
        watchRange(item.tag, decoded, own);
        batch.append({item.tag, {decoded.value, {decoded.quality, 0}, now}});
    }
    publish(batch);
}

void Scheduler::watchRange(TagIndex index, const Decoded &decoded, const QList<quint16> &words)
{
    const Tag &tag = m_project->tag(index);
    if (tag.isBitTable() || !(tag.low || tag.high))
        return;
    const ScaleBook::Power power = m_scales.powerOf(index);
    if (!isGood(power.quality))
        return; // nobody knows what it sent
    const Decoded sent = tag.clamp.enabled ? decodeUnclamped(tag, words, power.value) : decoded;
    tell(m_signs.value(tag, m_unitOf.value(index, -1), sent));
}

void Scheduler::publish(const ValueBatch &batch)
{
    if (!batch.isEmpty())
        Q_EMIT valuesRead(batch);
}

void Scheduler::publishBad(const QList<TagIndex> &tags, QualityState state)
{
    ValueBatch batch;
    for (const TagIndex tag : tags)
        batch.append({tag, {{}, state, {}}});
    publish(batch);
}

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
        PollPlan &plan = m_units[m_unitOf.value(item.tag)].plan;
        for (const TagIndex tag : scaled) {
            if (!isHere(tag))
                plan.refresh(tag);
        }
        m_jobs.outdate(scaled, m_unitOf.value(item.tag));
    }
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
        m_units[job.unit].plan.refresh(tag);
}

} // namespace mws::modbus
