// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QString>

namespace mws
{

/// A value that a device gives to its template; `${name}` in the template's texts is replaced by
/// it.
struct TemplateParameter {
    QString name; ///< [a-z][a-zA-Z0-9]{0,31}
    QString description;
    QString defaultValue;
    friend bool operator==(const TemplateParameter &, const TemplateParameter &) = default;
};

/// The register map of a kind of device, with its source; makes the same tags for each device of
/// that kind. The tags' `id` holds the key, `path` only the last part or parts, `device` is empty.
struct DeviceTemplate {
    QString id;
    QString name;
    QString vendor;
    QString description; ///< what it is for and what a plant must know of it; may be empty
    QString source; ///< where the register map was published
    QList<TemplateParameter> parameters;
    QList<Tag> tags;
    friend bool operator==(const DeviceTemplate &, const DeviceTemplate &) = default;
};

} // namespace mws
