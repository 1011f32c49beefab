// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/writequeue.h"

#include <algorithm>
#include <utility>

namespace mws::modbus
{

namespace
{

constexpr qsizetype kLimit = 64; ///< so that what waits for a dead unit leaves the others theirs

} // namespace

int WriteQueue::countOf(int unit) const
{
    return int(std::count_if(m_items.cbegin(), m_items.cend(),
                             [unit](const Item &item) { return item.unit == unit; }));
}

bool WriteQueue::isFull(int unit) const
{
    return countOf(unit) >= kLimit;
}

std::optional<WriteQueue::Item> WriteQueue::takeFirst(const Condition &condition)
{
    const auto found = std::find_if(m_items.cbegin(), m_items.cend(), condition);
    if (found == m_items.cend())
        return std::nullopt;
    return m_items.takeAt(found - m_items.cbegin());
}

const WriteQueue::Item *WriteQueue::first(const Condition &condition) const
{
    const auto found = std::find_if(m_items.cbegin(), m_items.cend(), condition);
    return found == m_items.cend() ? nullptr : &*found;
}

QList<WriteQueue::Item> WriteQueue::takeAll(const Condition &condition)
{
    QList<Item> taken;
    while (const auto item = takeFirst(condition))
        taken.append(*item);
    return taken;
}

std::optional<WriteQueue::Item> WriteQueue::replace(const Item &item)
{
    const auto found = std::find_if(m_items.begin(), m_items.end(), [&item](const Item &other) {
        return other.write.tag == item.write.tag;
    });
    if (found == m_items.end())
        return std::nullopt;
    return std::exchange(*found, item);
}

Milliseconds WriteQueue::nextExpiry() const
{
    Milliseconds earliest = Milliseconds::max();
    for (const Item &item : m_items)
        earliest = std::min(earliest, item.write.expires);
    return earliest;
}

} // namespace mws::modbus
