// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "findings.h"

namespace mws::ctl
{

/// A key file of a station.
struct KeyAge {
    QString name; ///< "vault.key"
    Timestamp since{}; ///< when it was written: made, changed or restored from a backup
    std::chrono::days recommended{}; ///< NIST SP 800-57 part 1, section 5.3.6
    bool isChanging = false; ///< a change was cut off
};

[[nodiscard]] QString vaultFileIn(const QString &folder);
/// Those that are there.
[[nodiscard]] QList<KeyAge> keyAgesIn(const QString &folder);

/// For "mwsctl doctor": a warning for a key that should be changed. None: there is no key yet.
[[nodiscard]] QList<Finding> keyFindings(const QString &folder, Timestamp now);

} // namespace mws::ctl
