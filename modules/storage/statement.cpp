// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/statement.h"

#include "core/log.h"

#include <QCoreApplication>
#include <QSqlError>

namespace mws
{

namespace
{

// Result codes of https://www.sqlite.org/rescode.html
constexpr int kBusy = 5;
constexpr int kLocked = 6;
constexpr int kReadOnly = 8;
constexpr int kCorrupt = 11;
constexpr int kFull = 13;
constexpr int kConstraint = 19;
constexpr int kNotADatabase = 26;

/// Where the translations of this file's messages live.
class StorageText
{
    Q_DECLARE_TR_FUNCTIONS(Storage)
};

} // namespace

Error storageError(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    qCWarning(lcStorage) << "database error" << error.nativeErrorCode() << error.databaseText();
    switch (code) {
    case kBusy:
    case kLocked:
        return {ErrorCode::Busy, StorageText::tr("The database is in use by another program.")};
    case kReadOnly:
        return {ErrorCode::Unavailable, StorageText::tr("The database cannot be written.")};
    case kCorrupt:
    case kNotADatabase:
        return {ErrorCode::Unavailable,
                StorageText::tr("The database is damaged; restore it from a backup.")};
    case kFull:
        return {ErrorCode::Unavailable, StorageText::tr("The disk is full.")};
    case kConstraint:
        return {ErrorCode::Conflict,
                StorageText::tr("The entry exists already or does not fit the others.")};
    default:
        return {ErrorCode::Unavailable,
                StorageText::tr("The database could not do what was asked.")};
    }
}

Statement::Statement(QSqlDatabase &db, const QString &sql)
    : m_query(db)
{
    m_query.setForwardOnly(true);
    m_prepared = m_query.prepare(sql);
}

Statement &Statement::bind(const QVariant &value)
{
    m_query.bindValue(m_bound++, value);
    return *this;
}

Result<void> Statement::run()
{
    m_bound = 0;
    if (!m_prepared || !m_query.exec())
        return storageError(m_query.lastError());
    return {};
}

bool Statement::next()
{
    return m_query.next();
}

QVariant Statement::value(int column) const
{
    return m_query.value(column);
}

qint64 Statement::insertedId() const
{
    return m_query.lastInsertId().toLongLong();
}

int Statement::changedRows() const
{
    return m_query.numRowsAffected();
}

Result<void> execute(QSqlDatabase &db, const QString &sql)
{
    QSqlQuery query(db);
    if (!query.exec(sql))
        return storageError(query.lastError());
    return {};
}

} // namespace mws
