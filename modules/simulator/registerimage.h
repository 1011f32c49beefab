// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/device.h"
#include "project/tag.h"

#include <QList>
#include <array>
#include <optional>
#include <vector>

namespace mws::simulator
{

/// The four tables of one unit. Exists what a tag of the unit covers, and the holes between tags
/// that are no larger than the device's `holeRegisters`; everything else is an illegal address.
class RegisterImage
{
public:
    /// Makes room for the tags of a device; a unit may carry several devices.
    void add(const Device &device, const QList<Tag> &tags);

    /// None: not all of the range exists. Coils and discrete inputs are 0 or 1.
    [[nodiscard]] std::optional<QList<quint16>> read(Table table, int address, int count) const;
    /// False and nothing changed: not all of the range exists.
    bool write(Table table, int address, const QList<quint16> &words);
    [[nodiscard]] bool exists(Table table, int address, int count) const;

    [[nodiscard]] int maxRegisters() const { return m_maxRegisters; } ///< per read
    [[nodiscard]] int maxBits() const { return m_maxBits; } ///< per read

private:
    struct Cells {
        std::vector<quint16> values;
        std::vector<bool> present;
    };

    [[nodiscard]] const Cells &cells(Table table) const { return m_tables[std::size_t(table)]; }
    void cover(Table table, int address, int count);
    void bridge(Table table, int holes);

    std::array<Cells, 4> m_tables;
    int m_maxRegisters = 125;
    int m_maxBits = 2000;
};

} // namespace mws::simulator
