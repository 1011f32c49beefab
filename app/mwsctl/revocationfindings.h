// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "findings.h"

namespace mws::ctl
{

/// Of the revocation lists in a data folder: which let nobody in any more, or soon will not. None
/// when there are no lists.
[[nodiscard]] QList<Finding> revocationFindings(const QString &data, Timestamp now);

} // namespace mws::ctl
