// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/fakebus.h"

#include <utility>

namespace mws
{

FakeBus::FakeBus(const Project &project)
    : m_project(project)
{
}

Result<void> FakeBus::fits(TagIndex, const Value &) const
{
    return misfit ? Result<void>(*misfit) : Result<void>();
}

void FakeBus::write(const FieldWrite &write)
{
    writes.append(write);
    FieldWriteResult result = next;
    next = {};
    result.id = write.id;
    if (result.outcome == FieldWriteResult::Outcome::Refused
        && result.refusal == FieldWriteResult::Refusal::None) {
        result.outcome = FieldWriteResult::Outcome::Ok;
        result.readBack = write.value;
    }
    m_held.append(result);
    if (!holdAnswers)
        QMetaObject::invokeMethod(this, &FakeBus::answer, Qt::QueuedConnection);
}

void FakeBus::diagnose(const QString &device, const Inquiry &inquiry, const DiagnosisDone &done)
{
    inquiries.append({device, inquiry});
    done(nextReply);
}

void FakeBus::readRaw(TagIndex tag, const RawReadingDone &done)
{
    rawReads.append(tag);
    done(nextReading);
}

Result<void> FakeBus::startScan(const ScanOrder &order, const ScanDone &done)
{
    if (scanRefusal)
        return *scanRefusal;
    nextScan.state = ScanStatus::State::Running;
    nextScan.order = order;
    m_scanDone = done;
    return {};
}

void FakeBus::cancelScan(const QString &)
{
    if (nextScan.state == ScanStatus::State::Running)
        endScan(ScanStatus::State::Cancelled);
}

void FakeBus::endScan(ScanStatus::State state)
{
    nextScan.state = state;
    std::exchange(m_scanDone, {})(nextScan);
}

void FakeBus::answer()
{
    const QList<FieldWriteResult> held = std::exchange(m_held, {});
    for (const FieldWriteResult &result : held)
        Q_EMIT writeFinished(result);
}

QList<LinkStatus> FakeBus::links() const
{
    QList<LinkStatus> all;
    for (const Connection &connection : m_project.connections())
        all.append({connection.id, LinkState::Connected, {}, {}});
    return all;
}

QList<UnitStatus> FakeBus::units() const
{
    QList<UnitStatus> all;
    for (const Device &device : m_project.devices()) {
        UnitStatus status;
        status.device = device.id;
        status.state = UnitState::Good;
        status.requests = status.good = 4711;
        status.roundTripMs = 12;
        all.append(status);
    }
    return all;
}

} // namespace mws
