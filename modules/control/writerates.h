// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "control/writedoor.h"
#include "project/tag.h"

#include <QHash>
#include <QList>
#include <optional>

namespace mws
{

/// How fast tags and users were written: what the door remembers of the writes before. All times by
/// Clock::monotonic(). Not thread-safe.
class WriteRates
{
public:
    /// perMinute: values that one user may write, at once or one by one.
    explicit WriteRates(int perMinute)
        : m_perMinute(perMinute)
    {
    }

    /// Interval and rate of change against the write before. The first one is neither too early
    /// nor too far away.
    [[nodiscard]] std::optional<WriteReply> check(const Tag &tag, TagIndex index,
                                                  const Value &value, Milliseconds now) const;
    /// Takes one value from the allowance of this one, whatever becomes of it; refused: nothing is
    /// left. The panel has an allowance of its own, which nobody elsewhere uses up; clients of the
    /// Modbus server have theirs there.
    [[nodiscard]] std::optional<WriteReply> charge(const Identity &who, Milliseconds now);

    void note(WriteId id, TagIndex tag, const Value &value, Milliseconds now);
    /// It has left for its device: those before it do not count any more.
    void sent(TagIndex tag, WriteId id);
    /// It has left, and nobody knows whether its device took it, nor when: it counts as if that
    /// were now. What waits behind it cannot have left before.
    void doubted(TagIndex tag, WriteId id, Milliseconds now);
    /// It never left, and does not count.
    void unsent(TagIndex tag, WriteId id);

private:
    struct Written {
        WriteId id = 0;
        Milliseconds at{0};
        Value value;
    };
    struct Allowance {
        double left = 0;
        Milliseconds at{0};
    };
    [[nodiscard]] double leftOf(const QString &whom, Milliseconds now) const;

    int m_perMinute;
    QHash<TagIndex, QList<Written>> m_written; ///< the last one sent, and those on their way
    QHash<QString, Allowance> m_allowances;
};

} // namespace mws
