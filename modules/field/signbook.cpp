// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/signbook.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mws
{

QLatin1String nameOf(SignKind kind)
{
    static constexpr std::array kNames{
        QLatin1String("wrongFunction"),    QLatin1String("wrongUnit"),
        QLatin1String("wrongTransaction"), QLatin1String("foreignTraffic"),
        QLatin1String("exceptionRate"),    QLatin1String("writeRate"),
        QLatin1String("outOfRange"),       QLatin1String("identityChanged"),
        QLatin1String("newWriter")};
    return kNames[size_t(kind)];
}

SignBook::SignBook(QString connection)
    : m_connection(std::move(connection))
{
}

FieldSign *SignBook::note(SignKind kind, const QString &device, Timestamp now, Milliseconds at)
{
    const auto isActive = [kind, &device](const Entry &entry) {
        return entry.sign.active && entry.sign.kind == kind && entry.sign.device == device;
    };
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), isActive);
    if (found != m_entries.end()) {
        ++found->sign.count;
        found->sign.last = now;
        found->lastAt = at;
        return nullptr;
    }
    m_entries.append({{kind, m_connection, device, now, now, 1, true, {}}, at});
    return &m_entries.last().sign;
}

QList<FieldSign> SignBook::takeQuiet(Milliseconds at)
{
    QList<FieldSign> cleared;
    for (Entry &entry : m_entries) {
        if (!entry.sign.active || at - entry.lastAt < kQuiet)
            continue;
        entry.sign.active = false;
        cleared.append(entry.sign);
    }
    if (!cleared.isEmpty())
        forgetOldest();
    return cleared;
}

void SignBook::forgetOldest()
{
    const auto isCleared = [](const Entry &entry) { return !entry.sign.active; };
    auto surplus = std::count_if(m_entries.cbegin(), m_entries.cend(), isCleared) - kCleared;
    m_entries.removeIf([&](const Entry &entry) {
        return isCleared(entry) && std::exchange(surplus, surplus - 1) > 0;
    });
}

QList<FieldSign> SignBook::signs() const
{
    QList<FieldSign> list;
    for (const Entry &entry : m_entries)
        list.append(entry.sign);
    return list;
}

} // namespace mws
