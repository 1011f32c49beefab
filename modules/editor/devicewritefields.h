// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/field.h"

namespace mws::editor
{

/// By which functions a device is written.
[[nodiscard]] QList<Field<Device>> deviceWriteFields();

} // namespace mws::editor
