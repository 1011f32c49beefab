// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "northbound/servedmap.h"

#include <QJsonValue>
#include <optional>

namespace mws::northbound
{

/// The registers (or the one bit) that show the value. A value that is not good (nor stale and
/// serveStale), one that is only the limit of a clamp too, or that the registers cannot hold, is
/// shown as the entry's badValue; none when it has none. A fraction is rounded to the nearest raw
/// number.
[[nodiscard]] std::optional<QList<quint16>> wordsOf(const Served &served, const TagValue &now,
                                                    bool serveStale);

/// The value in engineering units that a client's registers mean, as WriteRequest wants it; none
/// when they mean none. A float32 is taken as the shortest decimal number that it stands for, so
/// that 12.3 does not exceed a limit of 12.3.
[[nodiscard]] std::optional<QJsonValue> valueFrom(const Served &served,
                                                  const QList<quint16> &words);

} // namespace mws::northbound
