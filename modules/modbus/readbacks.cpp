// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/readbacks.h"

#include <algorithm>

namespace mws::modbus
{

std::optional<ReadBacks::Item> ReadBacks::takeDue(Milliseconds now, const Condition &mayAsk)
{
    const auto found = std::find_if(m_items.cbegin(), m_items.cend(), [&](const Item &item) {
        return item.at <= now && mayAsk(item);
    });
    if (found == m_items.cend())
        return std::nullopt;
    return m_items.takeAt(found - m_items.cbegin());
}

QList<ReadBacks::Item> ReadBacks::take(const Condition &condition)
{
    QList<Item> taken;
    QList<Item> kept;
    for (const Item &item : std::as_const(m_items))
        (condition(item) ? taken : kept).append(item);
    m_items = kept;
    return taken;
}

bool ReadBacks::isDue(Milliseconds now, const Condition &condition) const
{
    return std::any_of(m_items.cbegin(), m_items.cend(),
                       [&](const Item &item) { return item.at <= now && condition(item); });
}

bool ReadBacks::holds(TagIndex tag) const
{
    return std::any_of(m_items.cbegin(), m_items.cend(),
                       [tag](const Item &item) { return item.write.tag == tag; });
}

Milliseconds ReadBacks::nextAfter(Milliseconds time) const
{
    Milliseconds next = Milliseconds::max();
    for (const Item &item : m_items) {
        if (item.at > time)
            next = std::min(next, item.at);
    }
    return next;
}

} // namespace mws::modbus
