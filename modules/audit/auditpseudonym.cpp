// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditpseudonym.h"

#include "audit/auditrow.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

namespace mws
{

namespace
{

constexpr qint64 kPieceRows = 5000;

/// How far it has come; on the store's thread.
struct Walk {
    Pseudonym who;
    StationKey key;
    qint64 next = 0; ///< rows with this id or a higher one are left; 0: it has not begun
    qint64 end = 0; ///< behind the newest row when the last piece began
    qint64 changed = 0;
    Promise<Result<qint64>> promise{};
};
using WalkPtr = std::shared_ptr<Walk>;

/// What is signed; the lines say what for, so that the signature is good for nothing else.
QByteArray statementOf(const QByteArray &before, const AuditEntry &row, const QByteArray &hash,
                       const QString &station)
{
    return "mws audit pseudonym 1\n" + station.toLatin1() + '\n' + QByteArray::number(row.id) + '\n'
        + hash.toHex() + '\n' + hashOf(before, row).toHex() + '\n';
}

/// Rows whose target or words may be the name of a user.
bool isAboutAccounts(const AuditEntry &row)
{
    static const QStringList kinds{QStringLiteral("user."),         QStringLiteral("session."),
                                   QStringLiteral("password."),     QStringLiteral("token."),
                                   QStringLiteral("secondFactor."), QStringLiteral("signIn"),
                                   QStringLiteral("signOut"),       QStringLiteral("setup")};
    const QString &action = row.action == QLatin1String("denied") ? row.outcome : row.action;
    return std::any_of(kinds.begin(), kinds.end(),
                       [&action](const QString &kind) { return action.startsWith(kind); });
}

/// The name where it stands alone, not within another.
QString replaced(const QString &text, const Pseudonym &who)
{
    const QRegularExpression word(QStringLiteral("(?<![a-z0-9._-])%1(?![a-z0-9_-]|\\.[a-z0-9])")
                                      .arg(QRegularExpression::escape(who.name)));
    return QString(text).replace(word, who.alias);
}

/// What rows of a write say of its second person.
QString withoutSecondPerson(const QString &detail, const Pseudonym &who)
{
    const QRegularExpression named(QStringLiteral("\\b(asked for|approved) by %1 \\((\\w+)[^)]*\\)")
                                       .arg(QRegularExpression::escape(who.name)));
    return QString(detail).replace(named, QStringLiteral("\\1 by %1 (\\2)").arg(who.alias));
}

/// What a sign says of one who wrote to a device for the first time.
QString withoutWriter(const QString &detail, const Pseudonym &who)
{
    const QRegularExpression named(QStringLiteral("(?<![a-z0-9._-])%1 \\((\\w+)[^)]*\\)")
                                       .arg(QRegularExpression::escape(who.name)));
    return QString(detail).replace(named, QStringLiteral("%1 (\\1)").arg(who.alias));
}

/// What a change of the account says of the name that people see.
QString withoutDisplayName(const QString &detail)
{
    static const QRegularExpression names(
        QStringLiteral("^display name .*? to .*?(?=(, (role|enabled|must change the password|"
                       "expires|shared) [^ ]+ to )|$)"));
    return QString(detail).replace(names, QStringLiteral("display name changed"));
}

Result<QByteArray> hashBefore(QSqlDatabase &db, qint64 row)
{
    Statement before(db, QStringLiteral("SELECT hash FROM audit WHERE id = ?"));
    if (auto ran = before.bind(row - 1).run(); !ran)
        return ran.error();
    return before.next() ? before.bytes(0) : QByteArray();
}

Error notSigned()
{
    return {ErrorCode::Internal,
            QCoreApplication::translate("Audit", "The row could not be signed.")};
}

Result<void> storeSignature(QSqlDatabase &db, qint64 row, const QByteArray &signature)
{
    Statement seal(db, QStringLiteral("INSERT OR REPLACE INTO audit_pseudonym VALUES (?, ?)"));
    return seal.bind(row).bind(signature).run();
}

Result<void> store(QSqlDatabase &db, const AuditEntry &row, const QByteArray &signature)
{
    Statement words(db,
                    QStringLiteral("UPDATE audit SET actor = ?, origin = ?, target = ?, detail = ? "
                                   "WHERE id = ?"));
    for (const QString *text : {&row.actor, &row.origin, &row.target, &row.detail})
        words.bind(text->isEmpty() ? QStringLiteral("") : *text);
    if (auto ran = words.bind(row.id).run(); !ran)
        return ran;
    return storeSignature(db, row.id, signature);
}

Result<void> change(QSqlDatabase &db, Walk &walk, const AuditEntry &row, const QByteArray &hash)
{
    const AuditEntry left = withoutName(row, walk.who);
    if (left.actor == row.actor && left.target == row.target && left.detail == row.detail)
        return {};
    const auto before = hashBefore(db, row.id);
    if (!before)
        return before.error();
    const StationPublicKey station = walk.key.publicKey();
    const auto fits = fitsBehind(db, *before, row, hash, &station);
    if (!fits || !*fits)
        return fits ? brokenAt(row.id) : fits.error();
    const QByteArray signature = walk.key.sign(statementOf(*before, left, hash, station.id()));
    if (signature.isEmpty())
        return notSigned();
    ++walk.changed;
    return store(db, left, signature);
}

/// Rows with their hashes.
Result<QList<std::pair<AuditEntry, QByteArray>>> allOf(Statement &rows)
{
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QList<std::pair<AuditEntry, QByteArray>> found;
    while (rows.next())
        found.append({entryOf(rows), rows.bytes(kHashColumn)});
    return found;
}

/// 1 when the row got a new signature.
Result<int> signAnew(QSqlDatabase &db, const AuditEntry &row, const QByteArray &hash,
                     const StationPublicKey &before, const StationKey &now)
{
    const auto above = hashBefore(db, row.id);
    if (!above)
        return above.error();
    const auto fits = fitsBehind(db, *above, row, hash, &before);
    if (!fits)
        return fits.error();
    if (!*fits)
        return 0;
    const QByteArray signature = now.sign(statementOf(*above, row, hash, now.publicKey().id()));
    if (signature.isEmpty())
        return notSigned();
    if (auto stored = storeSignature(db, row.id, signature); !stored)
        return stored.error();
    return 1;
}

Result<void> findEnds(QSqlDatabase &db, Walk &walk)
{
    Statement ends(db,
                   QStringLiteral("SELECT (SELECT min(id) FROM audit), "
                                  "(SELECT max(id) FROM audit)"));
    if (auto ran = ends.run(); !ran)
        return ran;
    if (!ends.next())
        return {};
    walk.next = std::max(walk.next, ends.number(0));
    walk.end = ends.number(1) + 1;
    return {};
}

/// The next piece, within a transaction.
Result<void> goThrough(QSqlDatabase &db, Walk &walk)
{
    if (auto found = findEnds(db, walk); !found)
        return found;
    const qint64 ceiling = std::min(walk.end, walk.next + kPieceRows);
    Statement rows(db,
                   QStringLiteral("SELECT %1 FROM audit WHERE id >= ? AND id < ? AND (actor = ? OR "
                                  "instr(target, ?) > 0 OR instr(detail, ?) > 0) ORDER BY id")
                       .arg(auditColumns()));
    rows.bind(walk.next).bind(ceiling);
    for (int i = 0; i < 3; ++i)
        rows.bind(walk.who.name);
    const auto found = allOf(rows);
    if (!found)
        return found.error();
    for (const auto &[row, hash] : *found) {
        if (auto done = change(db, walk, row, hash); !done)
            return done;
    }
    walk.next = ceiling;
    return {};
}

/// What was overwritten is gone from the write-ahead log, too.
void finish(Store &store, const WalkPtr &walk)
{
    store
        .read<void>([](QSqlDatabase &db) {
            return Statement(db, QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)")).run();
        })
        .then([walk](const Result<void> &done) {
            walk->promise.finish(done ? Result<qint64>(walk->changed)
                                      : Result<qint64>(done.error()));
        });
}

void goOn(Store &store, const WalkPtr &walk)
{
    store.write([walk](QSqlDatabase &db) { return goThrough(db, *walk); })
        .then([&store, walk](const Result<void> &done) {
            if (!done)
                walk->promise.finish(done.error());
            else if (walk->next < walk->end)
                goOn(store, walk);
            else
                finish(store, walk);
        });
}

} // namespace

AuditEntry withoutName(const AuditEntry &row, const Pseudonym &who)
{
    AuditEntry left = row;
    if (row.actor == who.name) {
        left.actor = who.alias;
        left.origin = row.origin.section(QLatin1Char(' '), 0, 0);
    }
    if (row.target.startsWith(QLatin1String("/api/"))) // a request that was refused
        left.target = replaced(row.target, who);
    if (row.action.startsWith(QLatin1String("approval."))
        || row.action.startsWith(QLatin1String("write.")))
        left.detail = withoutSecondPerson(row.detail, who);
    if (row.action.startsWith(QLatin1String("sign.")))
        left.detail = withoutWriter(row.detail, who);
    if (!isAboutAccounts(row))
        return left;
    if (row.target == who.name) {
        left.target = who.alias;
        if (row.action == QLatin1String("user.change"))
            left.detail = withoutDisplayName(row.detail);
    }
    left.detail = replaced(left.detail, who);
    return left;
}

Result<qint64> signRowsAnew(QSqlDatabase &db, const StationPublicKey &before, const StationKey &now)
{
    qint64 count = 0;
    for (qint64 last = 0;;) {
        Statement rows(db,
                       QStringLiteral("SELECT %1 FROM audit WHERE id IN (SELECT id FROM "
                                      "audit_pseudonym WHERE id > ? ORDER BY id LIMIT ?) "
                                      "ORDER BY id")
                           .arg(auditColumns()));
        const auto found = allOf(rows.bind(last).bind(kPieceRows));
        if (!found || found->isEmpty())
            return found ? Result<qint64>(count) : Result<qint64>(found.error());
        for (const auto &[row, hash] : *found) {
            const auto done = signAnew(db, row, hash, before, now);
            if (!done)
                return done.error();
            count += *done;
        }
        last = found->constLast().first.id;
    }
}

bool fitsBehind(const QByteArray &before, const AuditEntry &entry, const QByteArray &hash,
                const QByteArray &signature, const StationPublicKey *key)
{
    if (hash == hashOf(before, entry))
        return true;
    return key && !signature.isEmpty()
        && key->verify(statementOf(before, entry, hash, key->id()), signature);
}

Result<bool> fitsBehind(QSqlDatabase &db, const QByteArray &before, const AuditEntry &entry,
                        const QByteArray &hash, const StationPublicKey *key)
{
    if (fitsBehind(before, entry, hash, {}, nullptr))
        return true;
    const auto signature = signatureOf(db, entry.id);
    if (!signature)
        return signature.error();
    return fitsBehind(before, entry, hash, *signature, key);
}

Result<QByteArray> signatureOf(QSqlDatabase &db, qint64 row)
{
    Statement found(db, QStringLiteral("SELECT signature FROM audit_pseudonym WHERE id = ?"));
    if (auto ran = found.bind(row).run(); !ran)
        return ran.error();
    return found.next() ? found.bytes(0) : QByteArray();
}

Result<void> forgetSignatures(QSqlDatabase &db, qint64 upTo)
{
    Statement old(db, QStringLiteral("DELETE FROM audit_pseudonym WHERE id <= ?"));
    return old.bind(upTo).run();
}

Future<Result<qint64>> pseudonymiseRows(Store &store, const Pseudonym &who, const StationKey &key)
{
    const auto walk = std::make_shared<Walk>(Walk{who, key});
    auto future = walk->promise.future();
    goOn(store, walk);
    return future;
}

} // namespace mws
