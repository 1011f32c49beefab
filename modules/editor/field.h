// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

#include <QStringList>
#include <functional>
#include <optional>

namespace mws::editor
{

/// What a project says about itself, without its lists.
struct ProjectHead {
    QString id;
    QString name;
    QString description;
    QString startScreen;
    bool simulation = false;
    int panelLogoutS = 300;
    int writesPerMinute = 600;
    int approvalS = 300;
    QList<PollClass> pollClasses;
    std::optional<Northbound> northbound;
    QList<Role> roles; ///< its own
    friend bool operator==(const ProjectHead &, const ProjectHead &) = default;
};

/// What the text of a field holds, for editors and sorting. The words of the last three come from
/// the project.
enum class FieldKind { Text, Whole, Number, Address, Word, PollClass, Template, Screen };

/// One property of a T as the editor shows and takes it: always as text, so that typing, pasting
/// and filling down are the same thing.
template <typename T> struct Field {
    QString title;
    QString hint; ///< unit, range or meaning, for a tool tip
    std::function<QString(const T &)> text;
    /// Empty when the text was taken, else why not (and T is unchanged).
    std::function<QString(T &, const QString &)> setText;
    QStringList choices; ///< for a list of words; empty: free text
    FieldKind kind = FieldKind::Text;
    std::function<bool(const T &)> applies = {}; ///< whether the device heeds it; none: always
    QString unset = {}; ///< the text that says "not given" and is not shown
};

[[nodiscard]] const QList<Field<ProjectHead>> &headFields();
[[nodiscard]] const QList<Field<Tag>> &tagFields();
[[nodiscard]] const QList<Field<Connection>> &connectionFields();
[[nodiscard]] const QList<Field<Device>> &deviceFields();

/// The column of tagFields() that a JSON Pointer below a tag is about ("address", "write/min"); the
/// path where there is no such column.
[[nodiscard]] int tagColumnOf(const QString &pointer);
/// The row of a list of fields for a key of the project file; -1 when there is none.
[[nodiscard]] int connectionRowOf(const QString &key);
[[nodiscard]] int deviceRowOf(const QString &key);
[[nodiscard]] int headRowOf(const QString &key);

/// Connections, devices and screens are named so, because files are: a-z, 0-9, _ and -, at most 64.
[[nodiscard]] bool isFileId(const QString &id);

} // namespace mws::editor
