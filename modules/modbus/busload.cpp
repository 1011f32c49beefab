// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/busload.h"

#include "modbus/framing.h"
#include "modbus/linetiming.h"
#include "modbus/pollplan.h"
#include "modbus/requests.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

using std::chrono::microseconds;

constexpr qsizetype kMbapHeader = 7;
constexpr int kRtuBits = 11; ///< start, 8 data, parity or second stop, stop
constexpr int kAsciiOtherBits = 3; ///< start, parity or second stop, stop
constexpr Milliseconds kHorizon{600000};
constexpr int kMostRequests = 100000;
constexpr double kSecond = 1e6; ///< in µs

qsizetype frameSize(qsizetype pduSize, const Connection &connection)
{
    if (connection.kind == ConnectionKind::Ascii)
        return AsciiFraming().frameSize(pduSize);
    return connection.hasSerialFrames() ? RtuFraming().frameSize(pduSize) : kMbapHeader + pduSize;
}

microseconds onWire(qsizetype bytes, const Connection &connection)
{
    const int bits = connection.kind == ConnectionKind::Ascii
        ? connection.dataBits + kAsciiOtherBits
        : kRtuBits;
    return microseconds(bytes * bits * 1000000LL / connection.baudRate);
}

/// The scheduler's order over units that answer at once, in a time that is only counted.
class DryRun
{
public:
    DryRun(std::vector<PollPlan> &plans, const Connection &connection,
           const BusAssumptions &assumptions)
        : m_plans(plans)
        , m_connection(connection)
        , m_assumptions(assumptions)
    {
    }

    /// Returns how long it took.
    Milliseconds run()
    {
        for (PollPlan &plan : m_plans)
            plan.restart(Milliseconds(0));
        int requests = 0;
        while (now() < kHorizon && requests < kMostRequests) {
            for (PollPlan &plan : m_plans)
                plan.advance(now());
            if (ask())
                ++requests;
            else
                m_time = std::max<microseconds>(nextDue(), m_time + microseconds(1));
        }
        return now();
    }

private:
    [[nodiscard]] Milliseconds now() const { return std::chrono::floor<Milliseconds>(m_time); }

    [[nodiscard]] Milliseconds nextDue() const
    {
        Milliseconds due = kHorizon;
        for (const PollPlan &plan : m_plans)
            due = std::min(due, plan.nextDue());
        return due;
    }

    /// The next unit in turn that has something due.
    bool ask()
    {
        for (std::size_t i = 1; i <= m_plans.size(); ++i) {
            const std::size_t unit = (m_last + i) % m_plans.size();
            const auto poll = m_plans[unit].next(now());
            if (!poll)
                continue;
            m_time += costOf(poll->read, m_connection, m_assumptions).time;
            m_plans[unit].succeeded(poll->id, now());
            m_last = unit;
            return true;
        }
        return false;
    }

    std::vector<PollPlan> &m_plans;
    const Connection &m_connection;
    const BusAssumptions &m_assumptions;
    microseconds m_time{0};
    std::size_t m_last = 0;
};

QStringList classesOf(const Project &project, Milliseconds period)
{
    QStringList ids;
    for (const PollClass &pollClass : project.data().pollClasses) {
        if (pollClass.periodMs == period.count())
            ids.append(pollClass.id);
    }
    return ids;
}

RoundForecast forecastOf(const Project &project, const Device &device, const PollPlan::Round &round,
                         Milliseconds ran)
{
    RoundForecast result{device.id, classesOf(project, round.period), round.period, round.reads, 0};
    const auto all = double(ran.count()) / double(round.period.count());
    if (all >= 1)
        result.latePercent = std::min(100.0, 100.0 * double(round.skipped) / all);
    return result;
}

void addLoad(BusForecast &bus, const RoundForecast &round, const Connection &connection,
             const BusAssumptions &assumptions)
{
    const double perSecond = 1000.0 / double(round.period.count());
    for (const ReadBlock &read : round.reads) {
        const ReadCost cost = costOf(read, connection, assumptions);
        bus.requestsPerSecond += perSecond;
        bus.sentPerSecond += perSecond * double(cost.requestBytes);
        bus.receivedPerSecond += perSecond * double(cost.answerBytes);
        bus.utilisation += perSecond * double(cost.time.count()) / kSecond;
    }
}

} // namespace

ReadCost costOf(const ReadBlock &read, const Connection &connection,
                const BusAssumptions &assumptions)
{
    const QByteArray request = readRequest(read.table, read.address, read.count).value();
    ReadCost cost;
    cost.requestBytes = frameSize(request.size(), connection);
    cost.answerBytes = frameSize(expectedResponseSize(request), connection);
    const microseconds gap = Milliseconds(connection.requestGapMs);
    if (!connection.isSerial()) {
        cost.time = assumptions.roundTrip / connection.window() + gap;
        return cost;
    }
    const microseconds silence = timingOf(connection).gap;
    cost.time = onWire(cost.requestBytes + cost.answerBytes, connection) + silence
        + assumptions.reaction + std::max(silence, gap);
    return cost;
}

BusForecast forecast(const Project &project, const Connection &connection,
                     const BusAssumptions &assumptions)
{
    QList<const Device *> devices;
    std::vector<PollPlan> plans;
    for (const Device &device : project.devices()) {
        if (device.connection != connection.id || !device.enabled)
            continue;
        devices.append(&device);
        plans.emplace_back(project, device);
    }
    BusForecast bus;
    if (plans.empty())
        return bus;
    const Milliseconds ran = DryRun(plans, connection, assumptions).run();
    for (std::size_t i = 0; i < plans.size(); ++i) {
        for (const PollPlan::Round &round : plans[i].rounds()) {
            bus.rounds.append(forecastOf(project, *devices[qsizetype(i)], round, ran));
            addLoad(bus, bus.rounds.constLast(), connection, assumptions);
        }
    }
    return bus;
}

} // namespace mws::modbus
