// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QString>

namespace mws::ctl
{

/// Reads one line from standard input, which may be a pipe.
Result<QString> lineFromInput();

/// Asks for a secret at the terminal, without echo, and for a new one twice. Invalid when there is
/// no terminal or the two differ.
Result<QString> secretFromTerminal(const QString &prompt, bool isNew = true);

} // namespace mws::ctl
