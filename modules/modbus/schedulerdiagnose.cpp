// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

using Ended = DiagnosisReply::Outcome;

constexpr qsizetype kMaxWaiting = 8;
constexpr Milliseconds kLongest{20000}; ///< from the question to the last of its requests

} // namespace

void Scheduler::diagnose(const QString &device, const Inquiry &inquiry, const DiagnosisDone &done)
{
    const int unit = unitNamed(device);
    const auto interview = Interview::of(inquiry);
    if (!interview) {
        done({Ended::Invalid, 0, interview.error().detail, {}});
    } else if (unit >= 0 && isBroadcast(m_units[size_t(unit)])) {
        done({Ended::Invalid, 0, tr("A broadcast (unit 0) is not answered."), {}});
    } else if ((!m_open && !isIdle()) || unit < 0 || m_units[size_t(unit)].breaker.isDead()) {
        done({Ended::Unavailable, 0, tr("The device cannot be reached now."), {}});
    } else if (m_diagnoses.size() >= kMaxWaiting) {
        done({Ended::Busy, 0, tr("Too many questions are waiting for this link."), {}});
    } else {
        m_diagnoses.append({unit, interview.value(), m_clock.monotonic() + kLongest, done});
        tick();
    }
}

int Scheduler::unitNamed(const QString &device) const
{
    const auto found = std::find_if(m_units.cbegin(), m_units.cend(), [&device](const Unit &unit) {
        return unit.device->id == device;
    });
    return found == m_units.cend() ? -1 : int(found - m_units.cbegin());
}

/// Each second request at most: who asks all the time halves the polls and does not stop them.
std::optional<Scheduler::Job> Scheduler::nextDiagnosis()
{
    while (!m_diagnoses.isEmpty() && m_units[size_t(m_diagnoses.first().unit)].breaker.isDead())
        finishDiagnosis(Ended::Unavailable, tr("The device does not answer."));
    if (m_diagnoses.isEmpty() || isDiagnosing() || !mayWrite(m_diagnoses.first().unit)
        || (m_diagnosed && pollWaits()))
        return std::nullopt;
    Job job;
    job.purpose = Purpose::Diagnose;
    job.unit = m_diagnoses.first().unit;
    job.request = m_diagnoses.first().interview.request();
    job.alone = true;
    job.excused = true; // a device may be silent about what it does not know
    m_diagnosed = true;
    return job;
}

bool Scheduler::isDiagnosing() const
{
    const auto asks = [](const Job &job) { return job.purpose == Purpose::Diagnose; };
    return std::any_of(m_jobs.cbegin(), m_jobs.cend(), asks)
        || std::any_of(m_follows.cbegin(), m_follows.cend(), asks);
}

bool Scheduler::diagnosisWaits(int unit) const
{
    return !m_diagnosed && !m_diagnoses.isEmpty() && m_diagnoses.first().unit == unit
        && !isDiagnosing();
}

void Scheduler::concludeDiagnosis(const Answer &answer)
{
    if (m_diagnoses.isEmpty())
        return;
    switch (answer.ending) {
    case Ending::Data:
        takeFindings(answer.pdu);
        break;
    case Ending::Exception:
        finishDiagnosis(Ended::DeviceException, answer.detail, answer.exception);
        break;
    case Ending::Silence:
    case Ending::Sent:
        finishDiagnosis(Ended::Timeout, answer.detail);
        break;
    case Ending::Lost:
        finishDiagnosis(Ended::Unavailable, answer.detail);
        break;
    }
}

void Scheduler::takeFindings(const QByteArray &pdu)
{
    const auto more = m_diagnoses.first().interview.take(pdu);
    if (!more)
        finishDiagnosis(Ended::Timeout, more.error().detail);
    else if (!*more)
        finishDiagnosis(Ended::Ok, {});
}

void Scheduler::finishDiagnosis(DiagnosisReply::Outcome outcome, const QString &detail,
                                quint8 exception)
{
    const Diagnosis diagnosis = m_diagnoses.takeFirst();
    const bool isWhole = outcome == Ended::Ok;
    diagnosis.done(
        {outcome, exception, detail, isWhole ? diagnosis.interview.findings() : QList<Finding>()});
}

void Scheduler::dropDiagnoses(const QString &why)
{
    while (!m_diagnoses.isEmpty())
        finishDiagnosis(Ended::Unavailable, why);
}

/// Not the one that is in flight: its answer or its timeout ends it.
void Scheduler::expireDiagnoses()
{
    const Milliseconds now = m_clock.monotonic();
    while (!m_diagnoses.isEmpty() && m_diagnoses.first().until <= now && !isDiagnosing())
        finishDiagnosis(Ended::Timeout, tr("The link is too busy with the polls."));
}

} // namespace mws::modbus
