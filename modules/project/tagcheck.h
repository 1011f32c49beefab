// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/checker.h"
#include "project/tag.h"

#include <QSet>

namespace mws
{

/// The ids that the parts of a project may refer to.
struct ProjectScope {
    QSet<QString> pollClasses;
    QSet<QString> roles; ///< built-in ones included
    QSet<QString> devices;
    QSet<QString> screens;
    QSet<QString> disabledTags; ///< what type they have is not known
};

/// At least area and name, parts without leading or trailing blanks.
void checkTagPath(Checker &check, const QString &path);

/// The rules between the fields of one tag: table, type, bit, length, scale, limits, states, write.
void checkTagAlone(Checker &check, const Tag &tag);

/// The tag that Tag::scaleFactor names must be an unscaled int16 register; nullptr: there is none.
void checkScaleFactor(Checker &check, const Tag &tag, const Tag *factor);

void checkTagReferences(Checker &check, const Tag &tag, const ProjectScope &scope);

} // namespace mws
