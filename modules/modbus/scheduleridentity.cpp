// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/diagnostics.h"
#include "modbus/findings.h"
#include "modbus/scheduler.h"

#include <optional>

namespace mws::modbus
{

namespace
{

constexpr int kBasicIdentification = 1;

/// Vendor, product code and revision, such as "Acme / PM-7 / 1.02".
QString identificationFrom(const QByteArray &request, const QByteArray &response)
{
    QStringList parts;
    for (const Finding &finding : findingsOf(request, response))
        parts.append(finding.text);
    return parts.join(QStringLiteral(" / "));
}

} // namespace

std::optional<Job> Scheduler::identityJob(int index)
{
    Unit &unit = m_units[index];
    if (!unit.asksIdentity || unit.breaker.state() != UnitState::Good || m_jobs.countOf(index) > 0)
        return std::nullopt;
    Job job;
    job.purpose = Purpose::Identity;
    job.unit = index;
    job.request = identificationRequest(kBasicIdentification).value();
    job.alone = true;
    job.excused = true; // many devices do not know it, and some of them are silent
    if (!isDistinct(job))
        return std::nullopt;
    unit.asksIdentity = false;
    return job;
}

void Scheduler::concludeIdentity(const Job &job, const Answer &answer)
{
    if (answer.ending != Ending::Data)
        return;
    const QString now = identificationFrom(job.request, answer.pdu);
    tell(m_signs.identity(job.unit, m_units[job.unit].plan.identify(now), now));
}

} // namespace mws::modbus
