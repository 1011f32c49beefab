// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditcut.h"

#include "audit/auditpseudonym.h"
#include "audit/auditrow.h"
#include "storage/statement.h"

#include <QCoreApplication>

namespace mws
{

namespace
{

constexpr int kPieceRows = 1000;

QString actionOfCut()
{
    return QStringLiteral("audit.cut");
}

/// What is signed; the lines say what for, so that the signature is good for nothing else.
QByteArray statementOf(qint64 id, const QByteArray &hash, Timestamp time, const QString &station)
{
    return "mws audit cut 1\n" + station.toLatin1() + '\n' + QByteArray::number(id) + '\n'
        + hash.toHex() + '\n' + QByteArray::number(toMsSinceEpoch(time)) + '\n';
}

AuditEntry cutRow(qint64 id, Timestamp time, const QString &station, const QByteArray &signature)
{
    AuditEntry row;
    row.id = id;
    row.time = time;
    row.actor = QStringLiteral("system");
    row.origin = QStringLiteral("local");
    row.action = actionOfCut();
    row.target = station;
    row.outcome = QStringLiteral("ok");
    row.detail = QStringLiteral("rows 1 to %1 were cut off; signature %2")
                     .arg(id)
                     .arg(QString::fromLatin1(signature.toBase64()));
    return row;
}

/// Id and hash of the last row that is cut off; 0: none.
struct End {
    qint64 id = 0;
    QByteArray hash;
    qint64 rows = 0;
};

/// Only what fits may go, or a cut would hide that it does not.
Result<End> endOf(QSqlDatabase &db, const AuditCut &cut, qint64 lastId, const StationPublicKey &key)
{
    Statement rows(db,
                   QStringLiteral("SELECT %1 FROM audit WHERE id <= ? ORDER BY id LIMIT ?")
                       .arg(auditColumns()));
    if (auto ran = rows.bind(lastId).bind(kPieceRows).run(); !ran)
        return ran.error();
    End end;
    while (rows.next()) {
        const AuditEntry entry = entryOf(rows);
        const QByteArray hash = rows.bytes(kHashColumn);
        if (end.id == 0 && isCut(entry, hash, key)) {
            end = {entry.id, hash, 0};
            continue;
        }
        const auto fits = fitsBehind(db, end.hash, entry, hash, &key);
        if (!fits)
            return fits.error();
        if (entry.id != end.id + 1 || !*fits)
            return brokenAt(entry.id);
        if (entry.time >= cut.before)
            break;
        end = {entry.id, hash, end.rows + 1};
    }
    return end;
}

Result<void> replace(QSqlDatabase &db, const AuditEntry &row)
{
    Statement older(db, QStringLiteral("DELETE FROM audit WHERE id < ?"));
    if (auto ran = older.bind(row.id).run(); !ran)
        return ran;
    if (auto forgotten = forgetSignatures(db, row.id); !forgotten)
        return forgotten;
    Statement mark(db,
                   QStringLiteral("UPDATE audit SET time = ?, actor = ?, origin = ?, action = ?, "
                                  "target = ?, outcome = ?, detail = ?, correlation = '' "
                                  "WHERE id = ?"));
    mark.bind(toMsSinceEpoch(row.time));
    for (const QString *text :
         {&row.actor, &row.origin, &row.action, &row.target, &row.outcome, &row.detail})
        mark.bind(*text);
    return mark.bind(row.id).run();
}

/// The row that the record begins with, and its hash; an id of 0: there is none.
Result<std::pair<AuditEntry, QByteArray>> oldestRow(QSqlDatabase &db)
{
    using Row = std::pair<AuditEntry, QByteArray>;
    Statement rows(db,
                   QStringLiteral("SELECT %1 FROM audit ORDER BY id LIMIT 1").arg(auditColumns()));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    return rows.next() ? Row(entryOf(rows), rows.bytes(kHashColumn)) : Row();
}

Error notSigned()
{
    return {ErrorCode::Internal,
            QCoreApplication::translate("Audit", "The cut could not be signed.")};
}

} // namespace

Result<qint64> cutOff(QSqlDatabase &db, const AuditCut &cut, const StationKey &key)
{
    Statement newest(db, QStringLiteral("SELECT max(id) FROM audit"));
    if (auto ran = newest.run(); !ran)
        return ran.error();
    const qint64 newestId = newest.next() ? newest.number(0) : 0;
    const StationPublicKey station = key.publicKey();
    const auto end = endOf(db, cut, newestId - cut.keep, station);
    if (!end)
        return end.error();
    if (end->rows == 0)
        return 0;
    const QByteArray signature = key.sign(statementOf(end->id, end->hash, cut.now, station.id()));
    if (signature.isEmpty())
        return notSigned();
    if (auto done = replace(db, cutRow(end->id, cut.now, station.id(), signature)); !done)
        return done.error();
    return end->rows;
}

Result<void> signCutAnew(QSqlDatabase &db, const StationPublicKey &before, const StationKey &now)
{
    const auto oldest = oldestRow(db);
    if (!oldest)
        return oldest.error();
    const auto &[row, hash] = *oldest;
    if (!isCut(row, hash, before))
        return {};
    const QString station = now.publicKey().id();
    const QByteArray signature = now.sign(statementOf(row.id, hash, row.time, station));
    if (signature.isEmpty())
        return notSigned();
    return replace(db, cutRow(row.id, row.time, station, signature));
}

bool isCut(const AuditEntry &row, const QByteArray &hash, const StationPublicKey &key)
{
    const QString text = row.detail.section(QLatin1Char(' '), -1);
    const QByteArray signature = QByteArray::fromBase64(text.toLatin1());
    const AuditEntry expected = cutRow(row.id, row.time, key.id(), signature);
    return row.action == expected.action && row.detail == expected.detail
        && row.target == expected.target && row.actor == expected.actor
        && row.origin == expected.origin && row.outcome == expected.outcome
        && row.correlation.isEmpty()
        && key.verify(statementOf(row.id, hash, row.time, key.id()), signature);
}

} // namespace mws
