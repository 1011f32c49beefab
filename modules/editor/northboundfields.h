// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/field.h"

namespace mws::editor
{

/// The settings of northbound.json without its map, as properties of the project.
[[nodiscard]] QList<Field<ProjectHead>> northboundFields();
/// Their keys in the same order, for headRowOf(), with blanks between.
[[nodiscard]] QString northboundKeys();

} // namespace mws::editor
