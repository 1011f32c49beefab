// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace mws
{

/// Makes the files that are built into this static library visible below ":/mws".
void initProjectResources();

} // namespace mws
