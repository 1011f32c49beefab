// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/checker.h"
#include "project/tag.h"

namespace mws
{

/// A tag that shows a counter has a meaning, but no place in the device, and is never written.
void checkCounter(Checker &check, const Tag &tag);

} // namespace mws
