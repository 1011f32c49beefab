// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace mws
{

/// Writes a small secret with mode 0600: the file holds what it held or all of this, under kill -9
/// and power loss too, and is on the disk when this returns. False: it could not; then it holds
/// what it held. Two at a time must not write the same file.
[[nodiscard]] bool writePrivately(const QString &file, const QByteArray &bytes);

} // namespace mws
