// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "modbus/job.h"
#include "project/device.h"

#include <QByteArray>
#include <QList>

namespace mws::modbus
{

/// What no read of that unit may touch, by all of these devices that are that unit.
[[nodiscard]] QList<TableRange> forbiddenOf(const QList<Device> &devices, int unit);

/// The lowest holding register that is not forbidden, else input register: a read that every unit
/// answers somehow. Denied: the project forbids all of them.
[[nodiscard]] Result<QByteArray> harmlessRead(const QList<TableRange> &forbidden);

/// The unit is there: an exception shows that, too, unless a gateway says that it cannot reach it.
[[nodiscard]] bool showsUnit(const Answer &answer);

} // namespace mws::modbus
