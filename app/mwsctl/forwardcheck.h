// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "findings.h"
#include "forward/options.h"

namespace mws
{
class Store;
}

namespace mws::ctl
{

/// How many audit rows wait for each place that they have ever been sent to, and whether those of
/// the options take rows now; waits for them, up to some seconds each.
[[nodiscard]] QList<Finding> checkForwarding(Store &store, const forward::Options &options);

} // namespace mws::ctl
