// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/schema.h"

#include "core/log.h"
#include "storage/statement.h"

#include <QCoreApplication>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class StorageText
{
    Q_DECLARE_TR_FUNCTIONS(Storage)
};

/// The first column of the first row.
Result<QString> first(QSqlDatabase &db, const QString &sql)
{
    Statement statement(db, sql);
    if (auto ran = statement.run(); !ran)
        return ran.error();
    return statement.next() ? statement.text(0) : QString();
}

Result<int> versionOf(QSqlDatabase &db)
{
    const auto known = first(db,
                             QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = "
                                            "'table' AND name = 'schema_version'"));
    if (!known)
        return known.error();
    if (*known == QLatin1String("0"))
        return 0;
    const auto version = first(db, QStringLiteral("SELECT max(version) FROM schema_version"));
    if (!version)
        return version.error();
    return version->toInt();
}

Result<void> record(QSqlDatabase &db, const Migration &step)
{
    const auto made = execute(db,
                              QStringLiteral("CREATE TABLE IF NOT EXISTS schema_version (version "
                                             "INTEGER PRIMARY KEY, name TEXT NOT NULL)"));
    if (!made)
        return made;
    return Statement(db, QStringLiteral("INSERT INTO schema_version (version, name) VALUES (?, ?)"))
        .bind(step.version)
        .bind(step.name)
        .run();
}

} // namespace

Result<void> checkHealth(QSqlDatabase &db)
{
    const auto verdict = first(db, QStringLiteral("PRAGMA quick_check(1)"));
    if (!verdict)
        return verdict.error();
    if (*verdict == QLatin1String("ok"))
        return {};
    qCWarning(lcStorage) << "quick check:" << *verdict;
    return Error{ErrorCode::Unavailable,
                 StorageText::tr("The database is damaged; restore it from a backup.")};
}

Result<void> checkVersion(QSqlDatabase &db, const QList<Migration> &steps)
{
    const auto version = versionOf(db);
    if (!version)
        return version.error();
    const int newest = steps.isEmpty() ? 0 : steps.constLast().version;
    if (*version > newest)
        return Error{ErrorCode::Conflict,
                     StorageText::tr(
                         "The database has version %1, this program knows up to %2; use the newer "
                         "program.")
                         .arg(*version)
                         .arg(newest)};
    const auto tables = first(db, QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!tables)
        return tables.error();
    if (*version == 0 && *tables != QLatin1String("0"))
        return Error{ErrorCode::Conflict,
                     StorageText::tr("The file is a database of another program.")};
    return {};
}

Result<void> migrate(QSqlDatabase &db, const Migration &step)
{
    const auto version = versionOf(db);
    if (!version)
        return version.error();
    if (*version >= step.version)
        return {};
    if (*version != step.version - 1)
        return Error{ErrorCode::Internal,
                     StorageText::tr("A step of the database schema is missing.")};
    for (const QString &statement : step.statements) {
        if (auto done = execute(db, statement); !done)
            return done;
    }
    return record(db, step);
}

} // namespace mws
