// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/fieldbus.h"

#include <functional>
#include <optional>

namespace mws::modbus
{

/// The writes of one link that wait to be sent, in the order they came; at most 64 of a unit.
class WriteQueue
{
public:
    struct Item {
        FieldWrite write;
        int unit = 0; ///< index of the unit in its scheduler
        Milliseconds notBefore{0}; ///< by Clock::monotonic()
    };
    using Condition = std::function<bool(const Item &)>;

    [[nodiscard]] bool isEmpty() const { return m_items.isEmpty(); }
    [[nodiscard]] int countOf(int unit) const;
    [[nodiscard]] bool isFull(int unit) const;
    void append(const Item &item) { m_items.append(item); }
    /// It was taken and could not be sent: it is the first again.
    void putBack(const Item &item) { m_items.prepend(item); }
    /// The first that meets the condition.
    [[nodiscard]] std::optional<Item> takeFirst(const Condition &condition);
    /// The same, but it stays; none: null.
    [[nodiscard]] const Item *first(const Condition &condition) const;
    [[nodiscard]] QList<Item> takeAll(const Condition &condition);
    /// Puts the item in the place of the one for the same tag and returns that; none: does nothing.
    [[nodiscard]] std::optional<Item> replace(const Item &item);
    [[nodiscard]] const QList<Item> &items() const { return m_items; }
    /// The earliest Clock::monotonic() at which one expires; max() when empty.
    [[nodiscard]] Milliseconds nextExpiry() const;

private:
    QList<Item> m_items;
};

} // namespace mws::modbus
