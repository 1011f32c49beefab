// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace mws
{

/// Units or addresses side by side of which the same is true, both ends included.
struct ScanFinding {
    int first = 0;
    int last = 0;
    quint8 exception = 0; ///< Modbus exception code that they answer with; 0: readable
    friend bool operator==(const ScanFinding &, const ScanFinding &) = default;
};

} // namespace mws
