// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectstore.h"

namespace mws
{

/// Warns of devices that are the same unit at the same host and port, or on the same serial line,
/// by different connections: what is bounded for one device is bounded twice there, and each takes
/// the writes of the other for those of a stranger. Disabled devices do not count.
void checkAddresses(const ProjectData &data, QList<Problem> &problems);

} // namespace mws
