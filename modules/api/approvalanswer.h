// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "session/approvaldesk.h"

#include <QByteArray>

namespace mws::api
{

/// One request for approval, as this session sees it.
void appendApproval(QByteArray &out, Session &session, const Approval &approval);
/// [{…},…]: those that this session may see.
void appendApprovals(QByteArray &out, Session &session);

} // namespace mws::api
