// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/requests.h"
#include "modbus/scheduler.h"
#include "modbus/tagreading.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

using Ended = DiagnosisReply::Outcome;

QualityState stateOf(Ended outcome, quint8 exception)
{
    return outcome == Ended::DeviceException ? QualityState{Quality::BadDeviceException, exception}
                                             : QualityState{Quality::BadCommunication, 0};
}

/// Of the read that polls the tag; none: count 0.
ReadBlock blockOf(const PollPlan &plan, TagIndex tag)
{
    const auto isTag = [tag](const BlockTag &item) { return item.tag == tag; };
    const QList<PollPlan::Round> rounds = plan.rounds();
    for (const PollPlan::Round &round : rounds) {
        for (const ReadBlock &read : round.reads) {
            if (std::any_of(read.tags.cbegin(), read.tags.cend(), isTag))
                return read;
        }
    }
    return {};
}

} // namespace

void Scheduler::diagnose(const QString &device, const Inquiry &inquiry, const DiagnosisDone &done)
{
    ask(m_units.named(device), Interview::of(inquiry), done);
}

RawReading Scheduler::rawReading(TagIndex index) const
{
    const Tag &tag = m_project->tag(index);
    const Unit &unit = m_units[m_unitOf.value(index)];
    const ReadBlock block = blockOf(unit.plan, index);
    RawReading reading;
    reading.unit = unit.device->unit;
    reading.table = tag.table;
    reading.address = tag.address;
    reading.count = tag.span();
    reading.blockAddress = block.address;
    reading.blockCount = block.count;
    return reading;
}

void Scheduler::readRaw(TagIndex index, const RawReadingDone &done)
{
    RawReading reading = rawReading(index);
    const auto request = readRequest(reading.table, reading.address, reading.count);
    reading.request = request ? request.value() : QByteArray();
    const auto interview = request ? Result<Interview>(Interview::reading(request.value()))
                                   : Result<Interview>(request.error());
    ask(m_unitOf.value(index), interview,
        [this, index, reading, done](const DiagnosisReply &reply) mutable {
            takeRaw(reading, index, reply);
            done(reading);
        });
}

void Scheduler::takeRaw(RawReading &reading, TagIndex index, const DiagnosisReply &reply) const
{
    reading.outcome = reply.outcome;
    reading.exception = reply.exception;
    reading.detail = reply.detail;
    if (reply.outcome != Ended::Ok) {
        reading.decoded.state = reading.scaled.state = stateOf(reply.outcome, reply.exception);
        return;
    }
    const TagReading found
        = readingOf(m_project->tag(index), reply.answer, m_scales.powerOf(index));
    const Timestamp now = m_clock.now();
    reading.answer = reply.answer;
    reading.words = found.words;
    reading.decoded = {found.decoded.value, {found.decoded.quality, 0}, now};
    reading.scaled = {found.scaled.value, {found.scaled.quality, 0}, now};
}

void Scheduler::ask(int unit, const Result<Interview> &interview, const DiagnosisDone &done)
{
    if (!interview) {
        done({Ended::Invalid, 0, interview.error().detail, {}});
    } else if (unit >= 0 && m_units[unit].isBroadcast) {
        done({Ended::Invalid, 0, tr("A broadcast (unit 0) is not answered."), {}});
    } else if ((!m_open && !isIdle()) || unit < 0 || m_units[unit].breaker.isDead()) {
        done({Ended::Unavailable, 0, tr("The device cannot be reached now."), {}});
    } else if (m_inquiries.isFull()) {
        done({Ended::Busy, 0, tr("Too many questions are waiting for this link."), {}});
    } else {
        m_inquiries.append(unit, interview.value(), m_clock.monotonic(), done);
        tick();
    }
}

/// Each second request at most: who asks all the time halves the polls and does not stop them.
std::optional<Job> Scheduler::nextDiagnosis()
{
    while (!m_inquiries.isEmpty() && m_units[m_inquiries.unit()].breaker.isDead())
        m_inquiries.finish(Ended::Unavailable, tr("The device does not answer."));
    if (m_inquiries.isEmpty() || m_jobs.isDiagnosing()
        || !m_rules.mayWrite(m_inquiries.unit(), m_clock.monotonic())
        || !isDistinct(m_inquiries.unit(), m_inquiries.request())
        || (m_inquiries.hadTurn() && pollWaits()))
        return std::nullopt;
    return m_inquiries.takeTurn();
}

} // namespace mws::modbus
