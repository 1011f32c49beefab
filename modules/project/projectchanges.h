// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectfiles.h"

#include <QStringList>

namespace mws
{

/// What is different between two projects, each list by id and ascending.
struct ProjectChanges {
    struct Part {
        QStringList added;
        QStringList removed;
        QStringList changed;
        friend bool operator==(const Part &, const Part &) = default;
    };
    Part connections;
    Part devices;
    Part tags; ///< with those that templates make
    Part screens;
    Part files; ///< by name: what is in no list above is in project.json, northbound.json or a
                ///< template
    bool rights = false; ///< who may do what: roles, the Modbus server, or as widensWriting()
    friend bool operator==(const ProjectChanges &, const ProjectChanges &) = default;
};

/// Also for projects that are not valid, as far as they can be read.
[[nodiscard]] ProjectChanges changesBetween(const ProjectFiles &before, const ProjectFiles &after);

/// "connections +1 -0 ~2, devices …", in English, for records.
[[nodiscard]] QString countsOf(const ProjectChanges &changes);

} // namespace mws
