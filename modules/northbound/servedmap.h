// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

#include <array>
#include <vector>

namespace mws::northbound
{

/// An entry of the map with what it means.
struct Served {
    NorthboundEntry entry;
    Tag form; ///< NorthboundEntry::asTag()
    TagIndex tag = kNoTag;
    [[nodiscard]] int end() const { return form.address + form.span(); }
};

/// Which tags lie where in the four tables. Immutable.
class ServedMap
{
public:
    /// Wants a valid project with a northbound part; without one nothing is served.
    explicit ServedMap(const Project &project);

    /// The entries that fill the range from its first to its last address, each as a whole. Empty:
    /// there is a hole, or a value would be cut.
    [[nodiscard]] QList<const Served *> cover(Table table, int address, int count) const;

private:
    std::array<std::vector<Served>, 4> m_tables; ///< sorted by address
};

} // namespace mws::northbound
