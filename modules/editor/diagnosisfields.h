// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/field.h"

namespace mws::editor
{

/// What makes a tag show a counter.
[[nodiscard]] QList<Field<Tag>> counterFields();

/// Whether a device is asked who it is.
[[nodiscard]] Field<Device> identityField();

} // namespace mws::editor
