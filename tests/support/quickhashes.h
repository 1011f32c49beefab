// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"

namespace mws
{

/// The limits of every station but for its hashes, which take milliseconds: for tests that are not
/// about passwords.
inline AccessControl::Limits quickHashes()
{
    AccessControl::Limits limits;
    limits.hashCost = 10;
    return limits;
}

} // namespace mws
