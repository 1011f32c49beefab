// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "forward/rowtext.h"

namespace mws::forward
{

/// A row in the Common Event Format (ArcSight, version 0), for collectors that read nothing else:
/// signature and name are the action, the severity is 3, or 6 of what failed or was refused. Keys
/// of its dictionary: rt, externalId, suser, src or c6a2 (of a person or program elsewhere),
/// outcome, msg (the detail, its first 1023 characters), and cs1 to cs4 with their labels: origin,
/// target, correlation, station. Control characters are escaped as the record has them.
[[nodiscard]] QByteArray cefOf(const HashedEntry &row, const RowSource &source);

} // namespace mws::forward
