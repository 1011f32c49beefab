// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "field/scan.h"
#include "modbus/addressscan.h"
#include "project/project.h"

#include <optional>

namespace mws::modbus
{

/// The one scan of a link: what it asks next and when, how far it is, and what it has found. It has
/// at most half of the line: it rests as long as its last request took, 50 ms at least. Knows no
/// link and no timer. Times without a word are of Clock::monotonic().
class LineScan
{
public:
    /// More would take hours on a slow line.
    static constexpr int kMostAddresses = 10000;
    /// From the start to the last request.
    static constexpr Milliseconds kLongest{1800000};

    /// All live on.
    LineScan(const Project &project, const Connection &connection, const Clock &clock);

    /// Calls done exactly once at its end, perhaps inside the call. Busy: there is one already, or
    /// the answer to the last one is on its way. Invalid: there are no such units or addresses.
    /// NotFound: no such device is served behind the connection.
    Result<void> start(const ScanOrder &order, const ScanDone &done);
    [[nodiscard]] bool isRunning() const { return m_status.state == ScanStatus::State::Running; }
    [[nodiscard]] const ScanStatus &status() const { return m_status; }

    /// Its next request may be sent from then on; max(): there is none, or it is on its way.
    [[nodiscard]] Milliseconds dueAt() const;
    /// While it runs: whom it asks next, and what.
    [[nodiscard]] int unit() const { return m_unit; }
    [[nodiscard]] const QByteArray &request() const { return m_request; }
    [[nodiscard]] bool looksForUnits() const
    {
        return m_status.order.kind == ScanOrder::Kind::Units;
    }
    /// The unit that is next need not be asked: it is known whether it is there.
    void skipUnit(bool isThere);
    /// The request was sent.
    void sent();
    /// What came to it; nothing, when it was cancelled meanwhile.
    void take(const Answer &answer);

    void cancel() { end(ScanStatus::State::Cancelled, {}); }
    /// The link is gone, and with it what was on its way.
    void drop(const QString &why);
    /// Ends it when it has taken too long.
    void expire();

private:
    [[nodiscard]] Result<void> checkUnits(const ScanOrder &order) const;
    [[nodiscard]] Result<void> checkAddresses(const ScanOrder &order) const;
    [[nodiscard]] const Device *deviceOf(const ScanOrder &order) const;
    [[nodiscard]] static AddressScan::Plan planOf(const ScanOrder &order, const Device &device);
    void takeUnit(const Answer &answer);
    void takeAddresses(const Answer &answer);
    /// What is next; the end, when there is nothing.
    void goOn();
    void findUnit();
    void end(ScanStatus::State state, const QString &detail);

    const Project &m_project;
    const Connection &m_connection;
    const Clock &m_clock;
    ScanStatus m_status;
    ScanDone m_done;
    std::optional<AddressScan> m_addresses;
    int m_unit = 0;
    QByteArray m_request;
    bool m_isAsking = false; ///< its request is on its way
    Milliseconds m_sentAt{0};
    Milliseconds m_readyAt{0};
    Milliseconds m_until{0};
};

} // namespace mws::modbus
