// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/field.h"
#include "project/addressnotation.h"

namespace mws::editor
{

/// The address of a tag as that notation writes it. Where a text names the table, too, both are
/// set.
[[nodiscard]] Field<Tag> addressField(AddressNotation notation);

/// What people choose a notation by, in the order of the enumeration.
[[nodiscard]] QStringList notationTitles();

} // namespace mws::editor
