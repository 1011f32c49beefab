// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/checker.h"
#include "project/connection.h"

namespace mws
{

/// The rules between the fields that say how a link is kept, and who switches an RS-485 line.
void checkLinkLife(Checker &check, const Connection &connection);

} // namespace mws
