// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/registerimage.h"

#include <algorithm>

namespace mws::simulator
{

void RegisterImage::add(const Device &device, const QList<Tag> &tags)
{
    m_maxRegisters = std::min(m_maxRegisters, device.maxRegisters);
    m_maxBits = std::min(m_maxBits, device.maxBits);
    for (const Tag &tag : tags)
        cover(tag.table, tag.address, tag.span());
    for (const Table table :
         {Table::Coil, Table::DiscreteInput, Table::HoldingRegister, Table::InputRegister})
        bridge(table, device.holeRegisters);
}

void RegisterImage::cover(Table table, int address, int count)
{
    Cells &cells = m_tables[std::size_t(table)];
    const auto end = std::size_t(std::min(address + count, 65536));
    if (cells.present.size() < end) {
        cells.present.resize(end);
        cells.values.resize(end);
    }
    for (auto at = std::size_t(address); at < end; ++at)
        cells.present[at] = true;
}

void RegisterImage::bridge(Table table, int holes)
{
    std::vector<bool> &present = m_tables[std::size_t(table)].present;
    auto last = present.size();
    for (std::size_t at = 0; at < present.size(); ++at) {
        if (!present[at])
            continue;
        if (last < at && at - last - 1 <= std::size_t(holes))
            std::fill(present.begin() + std::ptrdiff_t(last), present.begin() + std::ptrdiff_t(at),
                      true);
        last = at;
    }
}

bool RegisterImage::exists(Table table, int address, int count) const
{
    const std::vector<bool> &present = cells(table).present;
    if (address < 0 || count < 1 || std::size_t(address) + std::size_t(count) > present.size())
        return false;
    const auto first = present.begin() + address;
    return std::find(first, first + count, false) == first + count;
}

std::optional<QList<quint16>> RegisterImage::read(Table table, int address, int count) const
{
    if (!exists(table, address, count))
        return std::nullopt;
    const auto first = cells(table).values.begin() + address;
    return QList<quint16>(first, first + count);
}

bool RegisterImage::write(Table table, int address, const QList<quint16> &words)
{
    if (!exists(table, address, int(words.size())))
        return false;
    std::copy(words.begin(), words.end(), m_tables[std::size_t(table)].values.begin() + address);
    return true;
}

} // namespace mws::simulator
