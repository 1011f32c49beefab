// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/checker.h"
#include "project/connection.h"
#include "project/device.h"

namespace mws
{

/// What a device that stands for a broadcast cannot be (Connection::isBroadcast()): MODBUS over
/// Serial Line V1.02, section 2.1: only writes, and nobody answers.
void checkBroadcastDevice(Checker &check, const Device &device, const Connection &connection);

/// The first reason why nobody can broadcast to such a tag, with the field that it is about.
struct BroadcastObstacle {
    const char *field = nullptr; ///< of the tag; null: there is none
    QString reason;
};
[[nodiscard]] BroadcastObstacle broadcastObstacle(const Tag &tag);

} // namespace mws
