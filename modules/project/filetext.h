// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace mws
{

/// The text of a project file: sorted keys, a line for each key of the root, for each object of a
/// list, and for each key of an object with widgets.
[[nodiscard]] QByteArray fileText(const QJsonObject &object);

} // namespace mws
