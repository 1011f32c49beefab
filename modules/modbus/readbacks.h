// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/fieldbus.h"

#include <functional>
#include <optional>

namespace mws::modbus
{

/// The writes of one link that were acknowledged and are read back when their settle time is over.
/// Until then their tags take no value from polls.
class ReadBacks
{
public:
    struct Item {
        FieldWrite write;
        int unit = 0; ///< number of the unit on its link
        Milliseconds at{0}; ///< not read before, by Clock::monotonic()
    };
    using Condition = std::function<bool(const Item &)>;

    [[nodiscard]] bool isEmpty() const { return m_items.isEmpty(); }
    void append(const Item &item) { m_items.append(item); }
    /// The first that is due and meets the condition.
    [[nodiscard]] std::optional<Item> takeDue(Milliseconds now, const Condition &mayAsk);
    /// Those that meet the condition.
    [[nodiscard]] QList<Item> take(const Condition &condition);
    /// One is due that meets the condition.
    [[nodiscard]] bool isDue(Milliseconds now, const Condition &condition) const;
    [[nodiscard]] bool holds(TagIndex tag) const;
    /// When the first is due of those that are due after that time; max(): none.
    [[nodiscard]] Milliseconds nextAfter(Milliseconds time) const;

private:
    QList<Item> m_items;
};

} // namespace mws::modbus
