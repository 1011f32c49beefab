// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/field.h"

namespace mws::editor
{

/// Whether a tag is written, within which limits and how.
[[nodiscard]] QList<Field<Tag>> tagWriteFields();

} // namespace mws::editor
