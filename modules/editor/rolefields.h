// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/field.h"

namespace mws::editor
{

// The columns of the table of roles. A role has a line of its own, with what it allows in short,
// and one for each of its grants; what only the other kind of line has does not apply.

[[nodiscard]] const QList<Field<Role>> &roleFields();
[[nodiscard]] const QList<Field<Grant>> &grantFields();
/// For a JSON Pointer below a role: "permissions", "grants/1/verbs"; the id where there is no such
/// column.
[[nodiscard]] int roleColumnOf(const QString &pointer);

} // namespace mws::editor
