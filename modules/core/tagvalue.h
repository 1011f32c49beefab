// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/quality.h"
#include "core/value.h"

#include <QList>

namespace mws
{

/// Position of a tag in Project::tags(); dense, valid for one loaded project revision. Records that
/// outlive the process use the tag's immutable id instead.
using TagIndex = quint32;

inline constexpr TagIndex kNoTag = 0xFFFFFFFF;

/// What is known of one tag: value, how far to trust it, and when the device gave it. With a bad
/// quality the value is the last one known (or none) and must not be shown as live.
struct TagValue {
    Value value;
    QualityState state;
    Timestamp time{}; ///< of the last answer; the epoch if there was none
    friend bool operator==(const TagValue &, const TagValue &) = default;
};

struct TagSample {
    TagIndex tag = kNoTag;
    TagValue now;
    friend bool operator==(const TagSample &, const TagSample &) = default;
};

/// The values of one device response; implicitly shared, so handing it to a thread copies nothing.
using ValueBatch = QList<TagSample>;

} // namespace mws

Q_DECLARE_METATYPE(mws::TagValue)
Q_DECLARE_METATYPE(mws::ValueBatch)
