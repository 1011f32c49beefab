// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>
#include <QVersionNumber>

namespace mws::ctl
{

/// Something that the programs stand on, as it runs here.
struct SoftwareVersion {
    QString name;
    QVersionNumber found; ///< null: it does not say
    QVersionNumber least; ///< the oldest that the product is tested with
    [[nodiscard]] bool isTooOld() const { return found < least; }
};

/// Qt, OpenSSL and SQLite.
[[nodiscard]] QList<SoftwareVersion> softwareVersions();
/// "Qt 6.8.2 (>= 6.4.2), …"
[[nodiscard]] QString describe(const QList<SoftwareVersion> &all);

} // namespace mws::ctl
