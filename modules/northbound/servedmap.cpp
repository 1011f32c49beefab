// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/servedmap.h"

#include <algorithm>

namespace mws::northbound
{

ServedMap::ServedMap(const Project &project)
{
    const Northbound settings = project.data().northbound.value_or(Northbound());
    for (const NorthboundEntry &entry : settings.map)
        m_tables[size_t(entry.table)].push_back({entry, entry.asTag(), project.indexOf(entry.tag)});
    for (std::vector<Served> &table : m_tables)
        std::sort(table.begin(), table.end(), [](const Served &a, const Served &b) {
            return a.entry.address < b.entry.address;
        });
}

QList<const Served *> ServedMap::cover(Table table, int address, int count) const
{
    const std::vector<Served> &all = m_tables[size_t(table)];
    auto next
        = std::lower_bound(all.begin(), all.end(), address, [](const Served &served, int wanted) {
              return served.entry.address < wanted;
          });
    QList<const Served *> found;
    const int end = address + count;
    for (int at = address; at < end; ++next) {
        if (next == all.end() || next->entry.address != at || next->end() > end)
            return {};
        found.append(&*next);
        at = next->end();
    }
    return found;
}

} // namespace mws::northbound
