// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

#include <QStringList>

namespace mws
{

/// One value of a published register map, as tests/data/register-maps gives it.
struct MapPoint {
    QString name; ///< as published
    Tag tag; ///< `id` is the key that a template has to give it, without path
    int count = 1; ///< registers
    /// Padding: no template has it.
    bool isOutOfReach = false;
};

/// A template and the published map that it is made from.
struct RegisterMap {
    QString templateId;
    QList<MapPoint> points;
};

/// The ids of the templates that have a map.
[[nodiscard]] QStringList mappedTemplates();
/// A row of test data with the column "id" for each of them.
void addTemplateRows();

/// Ends the program when the map cannot be read or says something unknown.
[[nodiscard]] RegisterMap registerMapOf(const QString &templateId);

/// None: ends the program.
[[nodiscard]] DeviceTemplate builtInTemplate(const QString &templateId);

/// A project with one device of that template, all of its parameters at their defaults.
[[nodiscard]] ProjectData projectWith(const QString &templateId);

} // namespace mws
