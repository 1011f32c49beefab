// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditforwards.h"

#include "audit/auditrow.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <algorithm>

namespace mws
{

namespace
{

Result<qint64> newestRow(QSqlDatabase &db)
{
    Statement newest(db, QStringLiteral("SELECT max(id) FROM audit"));
    if (auto ran = newest.run(); !ran)
        return ran.error();
    return newest.next() ? newest.number(0) : 0;
}

Result<AuditForwards::Piece> readAfter(QSqlDatabase &db, qint64 row, int most)
{
    AuditForwards::Piece piece;
    const auto newest = newestRow(db);
    if (!newest)
        return newest.error();
    piece.newest = *newest;
    Statement rows(db,
                   QStringLiteral("SELECT %1 FROM audit WHERE id > ? ORDER BY id LIMIT ?")
                       .arg(auditColumns()));
    if (auto ran = rows.bind(row).bind(most).run(); !ran)
        return ran.error();
    while (rows.next())
        piece.rows.append({entryOf(rows), rows.bytes(kHashColumn)});
    return piece;
}

Result<qint64> readPosition(QSqlDatabase &db, const QString &target)
{
    Statement row(db, QStringLiteral("SELECT last_row FROM audit_forward WHERE target = ?"));
    if (auto ran = row.bind(target).run(); !ran)
        return ran.error();
    return row.next() ? row.number(0) : 0;
}

} // namespace

QLatin1String nameOf(ForwardStatus::State state)
{
    switch (state) {
    case ForwardStatus::State::Connecting:
        return QLatin1String("connecting");
    case ForwardStatus::State::Up:
        return QLatin1String("up");
    case ForwardStatus::State::Down:
        break;
    }
    return QLatin1String("down");
}

Future<Result<AuditForwards::Piece>> AuditForwards::after(qint64 row, int most)
{
    return m_store.read<Piece>([row, most](QSqlDatabase &db) { return readAfter(db, row, most); });
}

Future<Result<qint64>> AuditForwards::position(const QString &target)
{
    return m_store.read<qint64>([target](QSqlDatabase &db) { return readPosition(db, target); });
}

Future<Result<void>> AuditForwards::setPosition(const QString &target, qint64 row)
{
    return m_store.write([target, row](QSqlDatabase &db) {
        Statement position(db,
                           QStringLiteral("INSERT OR REPLACE INTO audit_forward VALUES (?, ?)"));
        return position.bind(target).bind(row).run();
    });
}

void AuditForwards::show(const ForwardStatus &status)
{
    const std::lock_guard lock(m_mutex);
    const auto shown
        = std::find_if(m_shown.begin(), m_shown.end(),
                       [&status](const ForwardStatus &one) { return one.target == status.target; });
    if (shown == m_shown.end())
        m_shown.append(status);
    else
        *shown = status;
}

QList<ForwardStatus> AuditForwards::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_shown;
}

} // namespace mws
