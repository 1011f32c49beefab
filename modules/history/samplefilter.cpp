// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/samplefilter.h"

#include <cmath>

namespace mws
{

SampleFilter::SampleFilter(const Project &project)
{
    m_rules.reserve(project.tags().size());
    for (const Tag &tag : project.tags()) {
        const bool isRecorded = tag.history.enabled && tag.valueKind() != Value::Kind::String;
        m_rules.append(
            {isRecorded, tag.history.deadband, qint64(tag.history.maxIntervalS) * 1000, {}});
    }
}

std::optional<HistorySample> SampleFilter::pass(const TagSample &sample, Timestamp now)
{
    Rule &rule = m_rules[sample.tag];
    if (!rule.enabled)
        return std::nullopt;
    const double value = sample.now.value.toDouble();
    const bool good = isLive(sample.now.state.quality) && std::isfinite(value);
    const HistorySample taken = good ? HistorySample{toMsSinceEpoch(sample.now.time), value, true}
                                     : HistorySample{toMsSinceEpoch(now), 0, false};
    if (rule.last && rule.last->good == good) {
        const bool moved = good
            && (rule.deadband > 0 ? std::abs(value - rule.last->value) > rule.deadband
                                  : value != rule.last->value);
        const bool isDue = good && taken.time - rule.last->time >= rule.maxIntervalMs;
        if (!moved && !isDue)
            return std::nullopt;
    }
    rule.last = taken;
    return taken;
}

} // namespace mws
