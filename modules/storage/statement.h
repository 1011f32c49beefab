// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace mws
{

/// One SQL statement with bound parameters: the only way modules talk to the database inside
/// Store::read and Store::write, so that values never become part of the text. Errors carry no SQL.
class Statement
{
public:
    Statement(QSqlDatabase &db, const QString &sql);

    /// The next parameter, in the order of the question marks.
    Statement &bind(const QVariant &value);

    /// Runs a statement that gives rows or none; next() then steps through them. A statement may
    /// run again with newly bound values.
    Result<void> run();
    [[nodiscard]] bool next();
    /// Column of the current row, counted from 0.
    [[nodiscard]] QVariant value(int column) const;
    [[nodiscard]] QString text(int column) const { return value(column).toString(); }
    [[nodiscard]] qint64 number(int column) const { return value(column).toLongLong(); }
    [[nodiscard]] QByteArray bytes(int column) const { return value(column).toByteArray(); }
    [[nodiscard]] qint64 insertedId() const;
    [[nodiscard]] int changedRows() const;

private:
    QSqlQuery m_query;
    bool m_prepared = false;
    int m_bound = 0;
};

/// Runs one statement without parameters and rows.
Result<void> execute(QSqlDatabase &db, const QString &sql);

/// What SQLite said, as one of our classes: full disk, locked, damaged, constraint. The text of the
/// engine goes to the log only.
[[nodiscard]] Error storageError(const QSqlError &error);

} // namespace mws
