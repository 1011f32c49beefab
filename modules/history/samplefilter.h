// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "history/sample.h"
#include "project/project.h"

#include <optional>

namespace mws
{

/// Decides which samples of a tag are worth keeping: quality changes always; then what left the
/// deadband around the last kept value, and what comes the tag's longest interval after it.
class SampleFilter
{
public:
    explicit SampleFilter(const Project &project);

    /// The sample to keep, or none. now stands for the time of a value that is not good.
    [[nodiscard]] std::optional<HistorySample> pass(const TagSample &sample, Timestamp now);
    /// The tag is recorded: enabled, and not a string.
    [[nodiscard]] bool records(TagIndex tag) const { return m_rules[tag].enabled; }

private:
    struct Rule {
        bool enabled = false;
        double deadband = 0;
        qint64 maxIntervalMs = 0;
        std::optional<HistorySample> last;
    };
    QList<Rule> m_rules;
};

} // namespace mws
