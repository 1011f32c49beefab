// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/linescan.h"

#include "modbus/knock.h"

#include <QCoreApplication>
#include <algorithm>

namespace mws::modbus
{

namespace
{

using State = ScanStatus::State;

constexpr Milliseconds kRest{50};
constexpr int kLastAddress = 65535;
constexpr int kLastOnLine = 247; ///< MODBUS over Serial Line V1.02, section 2.2
constexpr int kLastUnit = 255;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(mws::modbus::ScanText)
};

Result<void> checkRange(const ScanOrder &order, int lowest, int highest)
{
    if (lowest <= order.first && order.first <= order.last && order.last <= highest)
        return {};
    return Error{ErrorCode::Invalid,
                 Text::tr("The range must be within %1 to %2, the first not above the last.")
                     .arg(lowest)
                     .arg(highest)};
}

} // namespace

LineScan::LineScan(const Project &project, const Connection &connection, const Clock &clock)
    : m_project(project)
    , m_connection(connection)
    , m_clock(clock)
{
}

Result<void> LineScan::start(const ScanOrder &order, const ScanDone &done)
{
    if (isRunning() || m_isAsking)
        return Error{ErrorCode::Busy, Text::tr("There is a scan behind this connection already.")};
    const bool isOfUnits = order.kind == ScanOrder::Kind::Units;
    const auto checked = isOfUnits ? checkUnits(order) : checkAddresses(order);
    if (!checked)
        return checked;
    m_status = {};
    m_status.state = State::Running;
    m_status.order = order;
    m_status.started = m_clock.now();
    m_done = done;
    m_readyAt = m_clock.monotonic();
    m_until = m_readyAt + kLongest;
    m_addresses.reset();
    m_unit = order.first;
    if (const Device *device = isOfUnits ? nullptr : deviceOf(order)) {
        m_addresses.emplace(planOf(order, *device));
        m_unit = device->unit;
    }
    goOn();
    return {};
}

Result<void> LineScan::checkUnits(const ScanOrder &order) const
{
    const bool isSerial = m_connection.isSerial();
    return checkRange(order, isSerial ? 1 : 0, isSerial ? kLastOnLine : kLastUnit);
}

Result<void> LineScan::checkAddresses(const ScanOrder &order) const
{
    const Device *device = deviceOf(order);
    if (!device)
        return Error{ErrorCode::NotFound,
                     Text::tr("No such device is served behind this connection.")};
    if (m_connection.isBroadcast(device->unit))
        return Error{ErrorCode::Invalid, Text::tr("A broadcast (unit 0) is not answered.")};
    if (order.last - order.first >= kMostAddresses)
        return Error{
            ErrorCode::Invalid,
            Text::tr("At most %1 addresses are looked at in one scan.").arg(kMostAddresses)};
    return checkRange(order, 0, kLastAddress);
}

const Device *LineScan::deviceOf(const ScanOrder &order) const
{
    const Device *device = m_project.device(order.device);
    const bool isServed = device && device->enabled && device->connection == m_connection.id;
    return isServed ? device : nullptr;
}

AddressScan::Plan LineScan::planOf(const ScanOrder &order, const Device &device)
{
    const bool isBits = order.table == Table::Coil || order.table == Table::DiscreteInput;
    return {order.table, order.first, order.last, isBits ? device.maxBits : device.maxRegisters,
            device.forbidden};
}

Milliseconds LineScan::dueAt() const
{
    return isRunning() && !m_isAsking ? m_readyAt : Milliseconds::max();
}

void LineScan::skipUnit(bool isThere)
{
    if (isThere)
        m_status.found.append({m_unit, m_unit, 0});
    ++m_unit;
    goOn();
}

void LineScan::sent()
{
    m_isAsking = true;
    m_sentAt = m_clock.monotonic();
    ++m_status.requests;
}

void LineScan::take(const Answer &answer)
{
    m_isAsking = false;
    if (!isRunning())
        return;
    const Milliseconds now = m_clock.monotonic();
    m_readyAt = now + std::max(kRest, now - m_sentAt);
    if (answer.ending == Answer::Ending::Lost)
        end(State::Failed, answer.detail);
    else if (m_addresses)
        takeAddresses(answer);
    else
        takeUnit(answer);
}

void LineScan::takeUnit(const Answer &answer)
{
    if (showsUnit(answer))
        m_status.found.append({m_unit, m_unit, answer.exception});
    ++m_unit;
    goOn();
}

void LineScan::takeAddresses(const Answer &answer)
{
    m_addresses->take(answer);
    m_status.found = m_addresses->found();
    if (m_addresses->obstacle()) {
        m_status.next = m_addresses->next();
        end(State::Failed, answer.detail);
    } else {
        goOn();
    }
}

void LineScan::goOn()
{
    if (m_addresses) {
        m_status.next = m_addresses->next();
        m_request = m_addresses->isOver() ? QByteArray() : m_addresses->request();
    } else {
        findUnit();
    }
    if (m_request.isEmpty())
        end(State::Done, {});
}

/// The next of which the project does not forbid every register.
void LineScan::findUnit()
{
    QList<Device> devices = m_project.devices();
    devices.removeIf([this](const Device &device) { return device.connection != m_connection.id; });
    m_request.clear();
    while (m_unit <= m_status.order.last) {
        if (const auto knock = harmlessRead(forbiddenOf(devices, m_unit))) {
            m_request = *knock;
            break;
        }
        ++m_unit;
    }
    m_status.next = m_unit;
}

void LineScan::drop(const QString &why)
{
    m_isAsking = false;
    end(State::Failed, why);
}

void LineScan::expire()
{
    if (isRunning() && !m_isAsking && m_clock.monotonic() >= m_until)
        end(State::Failed, Text::tr("It took too long: the link is busy, or slow."));
}

void LineScan::end(State state, const QString &detail)
{
    if (!isRunning())
        return;
    m_status.state = state;
    m_status.detail = detail;
    m_status.ended = m_clock.now();
    const ScanDone done = std::exchange(m_done, {});
    if (done)
        done(m_status);
}

} // namespace mws::modbus
