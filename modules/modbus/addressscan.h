// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/scan.h"
#include "modbus/job.h"
#include "project/device.h"

#include <optional>

namespace mws::modbus
{

/// Finds which addresses of a table can be read. A refused range is halved, and a short one asked
/// one by one: what can be read costs few requests, what cannot a little more than one each. Says
/// what to ask next, and asks nobody.
class AddressScan
{
public:
    struct Plan {
        Table table = Table::HoldingRegister;
        int first = 0;
        int last = 0;
        int perRequest = 125; ///< 1 to 125 registers or 2000 bits
        QList<TableRange> forbidden = {}; ///< never touched
    };
    explicit AddressScan(Plan plan);

    [[nodiscard]] bool isOver() const { return m_todo.isEmpty(); }
    /// The next read, while it is not over; the same until take().
    [[nodiscard]] QByteArray request() const;
    /// What came to it. A silence may be a lost frame, so the same is asked once more.
    void take(const Answer &answer);

    /// The first address that is asked next, or would have been.
    [[nodiscard]] int next() const { return isOver() ? m_at : m_todo.last().first; }
    /// What is known, in order; forbidden addresses are missing.
    [[nodiscard]] const QList<ScanFinding> &found() const { return m_found; }
    /// The answer that ended it before all had been asked; none: it went to the end.
    [[nodiscard]] const std::optional<Answer> &obstacle() const { return m_obstacle; }

private:
    struct Range {
        int first = 0;
        int last = 0;
    };

    [[nodiscard]] bool isForbidden(int address) const;
    void goOn();
    void split(const Range &range);
    void add(const ScanFinding &finding);

    Plan m_plan;
    QList<Range> m_todo; ///< parts of a refused range, the next one last
    int m_at; ///< the first address behind them
    bool m_wasSilent = false;
    QList<ScanFinding> m_found;
    std::optional<Answer> m_obstacle;
};

} // namespace mws::modbus
