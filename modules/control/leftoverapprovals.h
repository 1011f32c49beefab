// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace mws
{

class AuditLog;

/// Requests for approval are in memory only: those that the record does not see end, for the
/// station was stopped or killed meanwhile, get a row "approval.declined" of the system. Blocking;
/// at start, before the door.
void declineLeftOverApprovals(AuditLog &audit);

} // namespace mws
