// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/keychange.h"

#include "audit/auditcut.h"
#include "audit/auditpseudonym.h"
#include "core/strictjson.h"
#include "storage/privatefile.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

namespace mws
{

namespace
{

constexpr qint64 kMaxFile = 1024 * 1024;

/// Where the translations of this file's messages live.
class KeyText
{
    Q_DECLARE_TR_FUNCTIONS(StationKey)
};

QString fileIn(const QString &folder)
{
    return folder + QStringLiteral("/old-station-keys.json");
}

Error changed()
{
    return {ErrorCode::Conflict,
            KeyText::tr("old-station-keys.json was changed, or is of another station.")};
}

/// What is signed; the lines say what for, so that the signature is good for nothing else.
QByteArray statementOf(const StationPublicKey &next, const StationPublicKey &old, Timestamp until)
{
    return "mws old station key 1\n" + next.id().toLatin1() + '\n' + old.id().toLatin1() + '\n'
        + QByteArray::number(toMsSinceEpoch(until)) + '\n';
}

Result<QJsonArray> read(const QString &folder)
{
    QFile file(fileIn(folder));
    if (!file.exists())
        return QJsonArray();
    const auto document = file.open(QIODevice::ReadOnly)
        ? parseStrictJson(file.read(kMaxFile))
        : Result<QJsonDocument>(Error{ErrorCode::Unavailable, {}});
    if (!document || !document->isArray())
        return changed();
    return document->array();
}

/// None: next has not signed it.
std::optional<OldStationKey> oldKeyIn(const QJsonObject &entry, const StationPublicKey &next)
{
    const auto textOf = [&entry](const char *key) {
        return entry.value(QLatin1String(key)).toString().toLatin1();
    };
    const auto key = StationPublicKey::fromPem(textOf("publicKey"));
    if (!key)
        return std::nullopt;
    const OldStationKey old{*key,
                            fromMsSinceEpoch(entry.value(QStringLiteral("until")).toInteger())};
    if (!next.verify(statementOf(next, old.key, old.until),
                     QByteArray::fromBase64(textOf("signature"))))
        return std::nullopt;
    return old;
}

/// Before the others; once only, though a change that was cut off comes here again.
Result<void> note(const QString &folder, const StationKey &old, const StationKey &next,
                  Timestamp until)
{
    if (const auto noted = oldStationKeys(folder, next.publicKey()); noted && !noted->isEmpty())
        return {};
    const auto before = read(folder);
    if (!before)
        return before.error();
    const QByteArray signature = next.sign(statementOf(next.publicKey(), old.publicKey(), until));
    QJsonArray all = *before;
    all.prepend(
        QJsonObject{{QStringLiteral("until"), toMsSinceEpoch(until)},
                    {QStringLiteral("publicKey"), QString::fromLatin1(old.publicKey().pem())},
                    {QStringLiteral("signature"), QString::fromLatin1(signature.toBase64())}});
    if (!writePrivately(fileIn(folder), QJsonDocument(all).toJson()))
        return Error{ErrorCode::Unavailable,
                     KeyText::tr("old-station-keys.json cannot be written.")};
    return {};
}

Result<void> signAnew(Store &store, const StationKey &old, const StationKey &next)
{
    return store
        .write([&](QSqlDatabase &db) -> Result<void> {
            const StationPublicKey before = old.publicKey();
            if (const auto rows = signRowsAnew(db, before, next); !rows)
                return rows.error();
            return signCutAnew(db, before, next);
        })
        .result();
}

} // namespace

Result<QList<OldStationKey>> oldStationKeys(const QString &folder, const StationPublicKey &own)
{
    const auto entries = read(folder);
    if (!entries)
        return entries.error();
    QList<OldStationKey> keys;
    StationPublicKey next = own;
    for (const QJsonValue &entry : *entries) {
        const auto old = oldKeyIn(entry.toObject(), next);
        if (!old)
            return changed();
        keys.append(*old);
        next = old->key;
    }
    return keys;
}

Result<void> beginKeyChange(const QString &folder)
{
    const auto keys = StationKey::loadAll(folder);
    if (!keys)
        return keys.error();
    if (keys->size() > 1)
        return {};
    if (const auto fits = oldStationKeys(folder, keys->constFirst().publicKey()); !fits)
        return fits.error();
    const auto next = StationKey::generate();
    if (!next)
        return next.error();
    return StationKey::store(folder, {*next, keys->constFirst()});
}

Result<bool> endKeyChange(Store &store, AuditLog &audit, const QString &folder, AuditEntry row,
                          Timestamp now)
{
    const auto keys = StationKey::loadAll(folder);
    if (!keys)
        return keys.error().code == ErrorCode::NotFound ? Result<bool>(false) : keys.error();
    if (keys->size() < 2)
        return false;
    const StationKey &next = keys->constFirst();
    const StationKey &old = keys->constLast();
    if (auto done = signAnew(store, old, next); !done)
        return done.error();
    if (auto done = note(folder, old, next, now); !done)
        return done.error();
    row.action = QStringLiteral("stationKey.change");
    row.target = next.publicKey().id();
    row.outcome = QStringLiteral("ok");
    row.detail = QStringLiteral("in the place of %1").arg(old.publicKey().id());
    if (const auto recorded = audit.append(row).result(); !recorded)
        return recorded.error();
    if (auto done = StationKey::store(folder, {next}); !done)
        return done.error();
    return true;
}

} // namespace mws
