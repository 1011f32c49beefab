// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditwalk.h"

#include "audit/auditcut.h"
#include "audit/auditpseudonym.h"
#include "audit/auditrow.h"
#include "storage/statement.h"

#include <limits>

namespace mws
{

namespace
{

constexpr qint64 kPieceRows = 1000;

/// Whether the row is the one that comes after what has been checked.
Result<bool> fits(QSqlDatabase &db, AuditWalk &walk, const AuditEntry &entry,
                  const QByteArray &hash)
{
    AuditVerdict &verdict = walk.verdict;
    if (entry.id != verdict.lastRow + 1)
        return false;
    if (hash == hashOf(verdict.hash, entry))
        return true;
    const auto isSigned = fitsBehind(db, verdict.hash, entry, hash, walk.trusted.get());
    if (isSigned && *isSigned)
        ++verdict.pseudonymised;
    return isSigned;
}

/// The mark of a cut stands for all before it. A cut may be made while the walk is on its way.
Result<bool> isMark(QSqlDatabase &db, const AuditWalk &walk, const AuditEntry &entry,
                    const QByteArray &hash)
{
    if (!walk.trusted || entry.id <= walk.verdict.lastRow || !isCut(entry, hash, *walk.trusted))
        return false;
    Statement first(db, QStringLiteral("SELECT min(id) FROM audit"));
    if (auto ran = first.run(); !ran)
        return ran.error();
    return first.next() && first.number(0) == entry.id;
}

Result<bool> belongs(QSqlDatabase &db, AuditWalk &walk, const AuditEntry &entry,
                     const QByteArray &hash)
{
    const auto follows = fits(db, walk, entry, hash);
    return !follows || *follows ? follows : isMark(db, walk, entry, hash);
}

} // namespace

Result<bool> walkOn(QSqlDatabase &db, AuditWalk &walk)
{
    AuditVerdict &verdict = walk.verdict;
    Statement rows(db,
                   QStringLiteral("SELECT %1 FROM audit WHERE id > ? ORDER BY id LIMIT ?")
                       .arg(auditColumns()));
    // Ids below the first are nobody's: a row there does not fit.
    const qint64 after = verdict.rows == 0 ? std::numeric_limits<qint64>::min() : verdict.lastRow;
    if (auto ran = rows.bind(after).bind(kPieceRows).run(); !ran)
        return ran.error();
    qint64 seen = 0;
    for (; rows.next(); ++seen) {
        const AuditEntry entry = entryOf(rows);
        const QByteArray hash = rows.bytes(kHashColumn);
        const auto good = belongs(db, walk, entry, hash);
        if (!good)
            return good.error();
        if (!*good) {
            verdict.badRow = verdict.lastRow + 1;
            return true;
        }
        verdict.lastRow = entry.id;
        verdict.hash = hash;
        ++verdict.rows;
    }
    if (walk.progress)
        walk.progress(verdict.rows);
    return seen < kPieceRows;
}

} // namespace mws
