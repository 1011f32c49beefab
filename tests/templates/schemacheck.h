// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QStringList>

namespace mws
{

/// What is wrong with a value by a JSON Schema (2020-12), "/tags/3/address: above the maximum".
/// Knows the keywords that the published schemas use; any other one is a problem of its own.
[[nodiscard]] QStringList schemaProblems(const QJsonValue &value, const QJsonObject &schema,
                                         const QString &place = {});

} // namespace mws
