// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "project/tag.h"

#include <optional>

namespace mws
{

/// Lets a new state or a failed read of one tag count only when it has lasted. It never makes a
/// value younger than it is: while something waits, what counts keeps its own time.
class Debounce
{
public:
    explicit Debounce(const Tag &tag);
    [[nodiscard]] static bool isWantedBy(const Tag &tag);

    /// What counts from here on; none: what counted before still does. `at` is monotonic.
    [[nodiscard]] std::optional<TagValue> pass(const TagValue &counts, const TagValue &now,
                                               Milliseconds at);
    /// The failure that has lasted long enough by now, without another read; once.
    [[nodiscard]] std::optional<TagValue> lastingFailure(Milliseconds at);

private:
    [[nodiscard]] std::optional<TagValue> passBad(const TagValue &counts, const TagValue &now,
                                                  Milliseconds at);

    Milliseconds m_stateTime;
    Milliseconds m_failureTime;
    std::optional<Value> m_candidate; ///< a new state that waits
    Milliseconds m_candidateSince{0};
    std::optional<TagValue> m_failure; ///< a failed read that waits
    Milliseconds m_failureSince{0};
};

} // namespace mws
