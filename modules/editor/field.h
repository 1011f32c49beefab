// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

#include <QStringList>
#include <functional>

namespace mws::editor
{

/// One property of a T as the editor shows and takes it: always as text, so that typing, pasting
/// and filling down are the same thing.
template <typename T> struct Field {
    QString title;
    QString hint; ///< unit, range or meaning, for a tool tip
    std::function<QString(const T &)> text;
    /// Empty when the text was taken, else why not (and T is unchanged).
    std::function<QString(T &, const QString &)> setText;
    QStringList choices; ///< for a list of words; empty: free text
};

[[nodiscard]] const QList<Field<Tag>> &tagFields();
[[nodiscard]] const QList<Field<Connection>> &connectionFields();
[[nodiscard]] const QList<Field<Device>> &deviceFields();

} // namespace mws::editor
