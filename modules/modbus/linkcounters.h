// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "field/busymeter.h"
#include "field/counters.h"
#include "modbus/planner.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace mws::modbus
{

/// Counts what happens on one link: in all, for each unit and for each read of the poll plan. A
/// number more per event; memory only for a read that is asked for the first time.
class LinkCounters
{
public:
    /// Of one request: its unit, and its read if it is a poll.
    struct Whose {
        int unit = 0; ///< number of the unit on this link; -1: of nobody
        const ReadBlock *read = nullptr;
    };

    explicit LinkCounters(size_t units);

    void countSent(const Whose &whose);
    /// Exception 0 is a good answer.
    void countAnswer(const Whose &whose, Milliseconds trip, quint8 exception = 0);
    void countTimeout(const Whose &whose);
    void countStray(const Whose &whose, StrayReason reason);
    void countSkipped(int unit, int polls);
    void countOpened() { m_reconnects += std::exchange(m_wasOpen, true) ? 1 : 0; }
    /// Whether a request is in flight.
    void setBusy(bool busy, Milliseconds now) { m_busy.set(busy, now); }
    /// Once per interval: the bus load is that since the last call.
    void takeLoad(Milliseconds now) { m_busLoad = m_busy.take(now); }
    /// Everything to 0. Not whether the link was open before.
    void reset();

    [[nodiscard]] const RequestCounters &ofUnit(int unit) const
    {
        return m_units[size_t(unit)].counters;
    }
    [[nodiscard]] quint64 skippedOf(int unit) const { return m_units[size_t(unit)].skippedPolls; }
    /// Without what the link's owner knows: ids, queues, bytes.
    [[nodiscard]] LinkDiagnostics link() const;
    [[nodiscard]] UnitDiagnostics unit(int unit) const;

private:
    /// Asked for at so many reads that the plan must have changed time and again; the one that was
    /// asked for longest ago makes room.
    static constexpr size_t kMostBlocks = 512;

    struct Block {
        BlockDiagnostics place;
        quint64 lastAsked = 0; ///< m_asked of then
    };
    struct Unit {
        RequestCounters counters;
        quint64 skippedPolls = 0;
        std::unordered_map<quint64, Block> blocks; ///< by place
    };

    [[nodiscard]] RequestCounters &blockOf(Unit &unit, const ReadBlock &read);
    static void forgetOldest(Unit &unit);
    /// Counts in the link, its unit and its read.
    template <typename Count> void everywhere(const Whose &whose, Count count);

    RequestCounters m_link;
    std::vector<Unit> m_units;
    BusyMeter m_busy;
    double m_busLoad = 0;
    quint64 m_reconnects = 0;
    quint64 m_asked = 0;
    bool m_wasOpen = false;
};

} // namespace mws::modbus
