// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QHash>
#include <QString>

namespace mws
{

/// Counts failed attempts by key (account, address) and makes the next ones wait, twice as long
/// each time. Not thread-safe; bounded in memory.
class Throttle
{
public:
    explicit Throttle(int maxFailures)
        : m_maxFailures(maxFailures)
    {
    }

    /// Time until key may try again; zero: now.
    [[nodiscard]] Milliseconds wait(const QString &key, Milliseconds now) const;
    /// An attempt begins; it counts as failed until forgive() or forget().
    void begin(const QString &key, Milliseconds now);
    /// The attempt was none, or succeeded: takes back what begin() counted.
    void forgive(const QString &key);
    /// Nothing is held against key any more.
    void forget(const QString &key) { m_entries.remove(key); }
    [[nodiscard]] qsizetype size() const { return m_entries.size(); }

private:
    struct Entry {
        int failures = 0;
        Milliseconds last{0};
        Milliseconds until{0};
    };
    void prune(Milliseconds now);

    int m_maxFailures;
    QHash<QString, Entry> m_entries;
};

} // namespace mws
