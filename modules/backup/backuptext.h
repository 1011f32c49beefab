// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QCoreApplication>

namespace mws::backup
{

/// Where the translations of this module's messages live.
class BackupText
{
    Q_DECLARE_TR_FUNCTIONS(Backup)
};

/// What is in an archive, or is asked for, does not do.
[[nodiscard]] inline Error refused(const QString &text)
{
    return {ErrorCode::Conflict, text};
}

/// The disk does not do.
[[nodiscard]] inline Error unavailable(const QString &text)
{
    return {ErrorCode::Unavailable, text};
}

} // namespace mws::backup
