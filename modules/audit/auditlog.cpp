// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"

#include "storage/statement.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>
#include <algorithm>
#include <limits>

namespace mws
{

namespace
{

constexpr qsizetype kMaxField = 200;
constexpr qsizetype kMaxDetail = 2000;
constexpr int kMaxLimit = 1000;

const QString &columns()
{
    static const QString names = QStringLiteral(
        "id, time, actor, origin, action, target, outcome, detail, correlation, hash");
    return names;
}

bool mustEscape(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format: // right-to-left overrides, zero-width characters
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

/// One line, well-formed, of bounded length, whatever came in.
QString harmless(const QString &text, qsizetype most)
{
    QString out;
    for (const QChar c : QString::fromUtf8(text.left(most).toUtf8())) {
        if (mustEscape(c))
            out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out;
}

void makeHarmless(AuditEntry &entry)
{
    for (QString *field : {&entry.actor, &entry.origin, &entry.action, &entry.target,
                           &entry.outcome, &entry.correlation})
        *field = harmless(*field, kMaxField);
    entry.detail = harmless(entry.detail, kMaxDetail);
}

void addNumber(QCryptographicHash &hash, qint64 number)
{
    const quint64 bigEndian = qToBigEndian(quint64(number));
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian));
}

/// The length goes first, so that no two lists of fields give the same bytes.
void addField(QCryptographicHash &hash, const QByteArray &field)
{
    addNumber(hash, field.size());
    hash.addData(field);
}

QByteArray hashOf(const QByteArray &before, const AuditEntry &entry)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    addField(hash, before);
    addNumber(hash, entry.id);
    addNumber(hash, toMsSinceEpoch(entry.time));
    for (const QString *field : {&entry.actor, &entry.origin, &entry.action, &entry.target,
                                 &entry.outcome, &entry.detail, &entry.correlation})
        addField(hash, field->toUtf8());
    return hash.result();
}

AuditEntry entryOf(const Statement &row)
{
    return {row.number(0), fromMsSinceEpoch(row.number(1)),
            row.text(2),   row.text(3),
            row.text(4),   row.text(5),
            row.text(6),   row.text(7),
            row.text(8)};
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
                      .arg(columns()));
    row.bind(entry.id).bind(toMsSinceEpoch(entry.time));
    for (const QString *field : {&entry.actor, &entry.origin, &entry.action, &entry.target,
                                 &entry.outcome, &entry.detail, &entry.correlation})
        row.bind(field->isNull() ? QStringLiteral("") : *field);
    return row.bind(hashOf(head->hash, entry)).run();
}

Error brokenAt(qint64 id)
{
    return {ErrorCode::Conflict,
            QCoreApplication::translate("Audit", "The record was changed: row %1 does not fit.")
                .arg(id)};
}

Result<qint64> walk(QSqlDatabase &db)
{
    Statement rows(db, QStringLiteral("SELECT %1 FROM audit ORDER BY id").arg(columns()));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    Head head;
    while (rows.next()) {
        const AuditEntry entry = entryOf(rows);
        if (entry.id != head.id + 1)
            return brokenAt(head.id + 1);
        const QByteArray hash = hashOf(head.hash, entry);
        if (rows.bytes(9) != hash)
            return brokenAt(entry.id);
        head = {entry.id, hash};
    }
    return head.id;
}

Result<QList<AuditEntry>> page(QSqlDatabase &db, const AuditLog::Query &query)
{
    QString sql = QStringLiteral("SELECT %1 FROM audit WHERE id < ?").arg(columns());
    if (!query.action.isEmpty())
        sql += QStringLiteral(" AND action = ?");
    Statement rows(db, sql + QStringLiteral(" ORDER BY id DESC LIMIT ?"));
    rows.bind(query.beforeId > 0 ? query.beforeId : std::numeric_limits<qint64>::max());
    if (!query.action.isEmpty())
        rows.bind(query.action);
    rows.bind(std::clamp(query.limit, 1, kMaxLimit));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QList<AuditEntry> entries;
    while (rows.next())
        entries.append(entryOf(rows));
    return entries;
}

} // namespace

AuditLog::AuditLog(Store &store, const Clock &clock)
    : m_store(store)
    , m_clock(clock)
{
}

QFuture<Result<qint64>> AuditLog::append(AuditEntry entry)
{
    entry.time = m_clock.now();
    makeHarmless(entry);
    const auto row = std::make_shared<AuditEntry>(std::move(entry));
    return m_store.write([row](QSqlDatabase &db) { return insert(db, *row); })
        .then([row](const Result<void> &stored) -> Result<qint64> {
            if (!stored)
                return stored.error();
            return row->id;
        });
}

QFuture<Result<QList<AuditEntry>>> AuditLog::read(const Query &query)
{
    return m_store.read<QList<AuditEntry>>([query](QSqlDatabase &db) { return page(db, query); });
}

QFuture<Result<qint64>> AuditLog::verify()
{
    return m_store.read<qint64>(walk);
}

} // namespace mws
