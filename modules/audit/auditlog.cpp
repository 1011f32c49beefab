// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"

#include "audit/auditbacklog.h"
#include "audit/auditcut.h"
#include "audit/auditforwards.h"
#include "audit/auditpseudonym.h"
#include "audit/auditrow.h"
#include "audit/auditsearch.h"
#include "audit/auditwalk.h"
#include "audit/pieces.h"
#include "core/future.h"
#include "storage/statement.h"

#include <QCoreApplication>
#include <algorithm>

namespace mws
{

namespace
{

constexpr qsizetype kMaxField = 200;
constexpr qsizetype kMaxDetail = 2000;
constexpr int kMaxLimit = 1001; // a page of the API and whether there is one more

void makeHarmless(AuditEntry &entry)
{
    for (QString *field : {&entry.actor, &entry.origin, &entry.action, &entry.target,
                           &entry.outcome, &entry.correlation})
        *field = harmless(*field, kMaxField);
    entry.detail = harmless(entry.detail, kMaxDetail);
}

/// Id and hash of the newest row; 0 and nothing before the first.
struct Head {
    qint64 id = 0;
    QByteArray hash;
};

Result<Head> headOf(QSqlDatabase &db)
{
    Statement newest(db, QStringLiteral("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"));
    if (auto ran = newest.run(); !ran)
        return ran.error();
    return newest.next() ? Head{newest.number(0), newest.bytes(1)} : Head{};
}

Result<void> insert(QSqlDatabase &db, AuditEntry &entry)
{
    const auto head = headOf(db);
    if (!head)
        return head.error();
    entry.id = head->id + 1;
    Statement row(db,
                  QStringLiteral("INSERT INTO audit (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                      .arg(auditColumns()));
    row.bind(entry.id).bind(toMsSinceEpoch(entry.time));
    for (const QString *field : {&entry.actor, &entry.origin, &entry.action, &entry.target,
                                 &entry.outcome, &entry.detail, &entry.correlation})
        row.bind(field->isNull() ? QStringLiteral("") : *field);
    return row.bind(hashOf(head->hash, entry)).run();
}

/// Ids have no gaps.
Result<qint64> countRows(QSqlDatabase &db)
{
    Statement ends(db,
                   QStringLiteral("SELECT (SELECT min(id) FROM audit), "
                                  "(SELECT max(id) FROM audit)"));
    if (auto ran = ends.run(); !ran)
        return ran.error();
    const bool isEmpty = !ends.next() || ends.value(0).isNull();
    return isEmpty ? 0 : ends.number(1) - ends.number(0) + 1;
}

} // namespace

AuditLog::AuditLog(Store &store, const Clock &clock)
    : m_store(store)
    , m_clock(clock)
    , m_backlog(std::make_shared<AuditBacklog>())
    , m_forwards(std::make_unique<AuditForwards>(store))
{
}

AuditLog::~AuditLog() = default;

void AuditLog::trust(const StationPublicKey &key)
{
    m_trusted = std::make_shared<const StationPublicKey>(key);
}

void AuditLog::signWith(const StationKey &key)
{
    m_key = std::make_shared<const StationKey>(key);
    trust(key.publicKey());
}

/// The rows that wait first; a row of none writes only these.
Future<Result<void>> AuditLog::write(const std::shared_ptr<AuditEntry> &row)
{
    const auto taken = std::make_shared<QList<AuditEntry>>();
    const Timestamp now = m_clock.now();
    return m_store
        .write([row, taken, backlog = m_backlog, now](QSqlDatabase &db) -> Result<void> {
            *taken = backlog->take(now);
            for (AuditEntry waited : *taken) {
                if (auto done = insert(db, waited); !done)
                    return done;
            }
            return row ? insert(db, *row) : Result<void>();
        })
        .then([taken, backlog = m_backlog, now](const Result<void> &done) {
            if (done) {
                backlog->succeeded();
            } else {
                backlog->putBack(*taken);
                backlog->failed(now, done.error().detail);
            }
            return done;
        });
}

Future<Result<qint64>> AuditLog::append(AuditEntry entry, Durability durability)
{
    entry.time = m_clock.now();
    makeHarmless(entry);
    const auto row = std::make_shared<AuditEntry>(std::move(entry));
    return write(row).then(
        [row, durability, backlog = m_backlog](const Result<void> &stored) -> Result<qint64> {
            if (stored)
                return row->id;
            if (durability == Durability::Demanded) {
                backlog->addUnkept();
                return stored.error();
            }
            backlog->add(*row);
            return 0;
        });
}

Future<Result<void>> AuditLog::flush()
{
    return write(nullptr);
}

AuditHealth AuditLog::health() const
{
    return m_backlog->health();
}

Future<Result<QList<AuditEntry>>> AuditLog::read(const Query &query)
{
    AuditSearch search;
    search.query = query;
    search.wanted = std::clamp(query.limit, 1, kMaxLimit);
    return readOn(search).then([](const Result<AuditSearch> &done) -> Result<QList<AuditEntry>> {
        if (!done)
            return done.error();
        return done->found;
    });
}

Future<Result<AuditSearch>> AuditLog::readOn(AuditSearch search)
{
    search.found.clear();
    return PieceWork<AuditSearch>::start(m_store, std::move(search), searchOn);
}

Future<Result<AuditVerdict>> AuditLog::check(Progress progress)
{
    return PieceWork<AuditWalk>::start(m_store, {std::move(progress), m_trusted, {}}, walkOn)
        .then([](const Result<AuditWalk> &done) -> Result<AuditVerdict> {
            if (!done)
                return done.error();
            return done->verdict;
        });
}

Future<Result<qint64>> AuditLog::verify()
{
    return check().then([](const Result<AuditVerdict> &found) -> Result<qint64> {
        if (!found)
            return found.error();
        return found->isIntact() ? Result<qint64>(found->rows)
                                 : Result<qint64>(brokenAt(found->badRow));
    });
}

Future<Result<qint64>> AuditLog::count()
{
    return m_store.read<qint64>(countRows);
}

Future<Result<qint64>> AuditLog::cut(const StationKey &key, Timestamp before, qint64 keep)
{
    const auto rows = std::make_shared<qint64>(0);
    const AuditCut wanted{before, m_clock.now(), keep};
    return m_store
        .write([rows, wanted, key](QSqlDatabase &db) -> Result<void> {
            const auto done = cutOff(db, wanted, key);
            if (!done)
                return done.error();
            *rows = *done;
            return {};
        })
        .then([rows](const Result<void> &done) -> Result<qint64> {
            if (!done)
                return done.error();
            return *rows;
        });
}

Future<Result<qint64>> AuditLog::pseudonymise(const QString &name, const QString &alias)
{
    if (!m_key)
        return Future<Result<qint64>>::ready(
            Error{ErrorCode::Unavailable,
                  QCoreApplication::translate("Audit", "There is no key to sign changed rows.")});
    return pseudonymiseRows(m_store, {name, alias}, *m_key);
}

} // namespace mws
