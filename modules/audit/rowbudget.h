// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QHash>
#include <QString>
#include <optional>

namespace mws
{

/// Keeps one who sends nothing but what is refused from filling the record: a bucket of rows for
/// each, and a count of those that were left out. Not thread-safe.
class RowBudget final
{
public:
    static constexpr int kBurst = 1000;
    static constexpr Milliseconds kRefill{1000}; ///< one row

    explicit RowBudget(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// None: leave no row. Else what to add to its detail: how many were left out since the last
    /// row of this one; nothing when none was.
    std::optional<QString> take(const QString &whom);

private:
    struct Bucket {
        int rows = kBurst;
        int leftOut = 0;
        Milliseconds filled{0};
    };
    Bucket &bucketOf(const QString &whom, Milliseconds now);
    void forgetFullOnes(Milliseconds now);

    const Clock &m_clock;
    QHash<QString, Bucket> m_buckets;
};

} // namespace mws
