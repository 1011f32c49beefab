// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace mws::app
{

/// Whether the command line is "--version --json". Then one line of JSON has been printed: program,
/// version, kind of build, and the libraries as they are loaded now. database: the version of
/// SQLite; empty for a program that has none.
[[nodiscard]] bool hasPrintedVersion(const QString &database = {});

} // namespace mws::app
