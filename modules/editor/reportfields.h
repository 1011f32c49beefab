// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/field.h"

namespace mws::editor
{

/// Which values of a tag go out, and when they count.
[[nodiscard]] QList<Field<Tag>> reportFields();

} // namespace mws::editor
