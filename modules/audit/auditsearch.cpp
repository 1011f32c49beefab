// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditsearch.h"

#include "audit/auditrow.h"
#include "storage/statement.h"

#include <algorithm>
#include <limits>

namespace mws
{

namespace
{

constexpr qint64 kPieceRows = 5000;

/// What a row must be like, and the values of the question marks in it.
struct Conditions {
    QString sql;
    QVariantList values;

    void add(const char *condition, const QVariant &value)
    {
        sql += QStringLiteral(" AND ") + QLatin1String(condition);
        values.append(value);
    }
    void addText(const char *condition, const QString &value)
    {
        if (!value.isEmpty())
            add(condition, value);
    }
};

/// A pattern for LIKE that finds text anywhere, whatever characters are in it.
QString anywhere(const QString &text)
{
    QString pattern = text;
    for (const QChar special : {u'\\', u'%', u'_'})
        pattern.replace(special, QStringLiteral("\\") + special);
    return QLatin1Char('%') + pattern + QLatin1Char('%');
}

void addWords(Conditions &conditions, const QString &text)
{
    static const QStringList fields{QStringLiteral("actor"), QStringLiteral("action"),
                                    QStringLiteral("target"), QStringLiteral("outcome"),
                                    QStringLiteral("detail")};
    if (text.isEmpty())
        return;
    QStringList each;
    for (const QString &field : fields) {
        each.append(field + QStringLiteral(" LIKE ? ESCAPE '\\'"));
        conditions.values.append(anywhere(text));
    }
    conditions.sql
        += QStringLiteral(" AND (") + each.join(QStringLiteral(" OR ")) + QLatin1Char(')');
}

/// The plus keeps the index by time out of it: the rows in question are a stretch of ids already.
Conditions conditionsOf(const AuditLog::Query &query)
{
    Conditions all;
    if (query.from != Timestamp())
        all.add("+time >= ?", toMsSinceEpoch(query.from));
    if (query.to != Timestamp())
        all.add("+time < ?", toMsSinceEpoch(query.to));
    all.addText("action = ?", query.action);
    all.addText("actor = ?", query.actor);
    all.addText("target = ?", query.target);
    all.addText("outcome = ?", query.outcome);
    if (!query.area.isEmpty())
        all.add("instr(target, ?) = 1", query.area + QLatin1Char('/'));
    if (!query.origin.isEmpty())
        all.add("instr(origin || ' ', ?) = 1", query.origin + QLatin1Char(' '));
    addWords(all, query.text);
    return all;
}

/// The stretch of ids in which rows of the query can be. A clock that was set back makes it longer
/// than need be, never shorter.
Result<void> begin(QSqlDatabase &db, AuditSearch &search)
{
    const AuditLog::Query &query = search.query;
    const bool always = query.from == Timestamp() && query.to == Timestamp();
    Statement ends(db,
                   always ? QStringLiteral("SELECT (SELECT min(id) FROM audit), "
                                           "(SELECT max(id) FROM audit)")
                          : QStringLiteral("SELECT min(id), max(id) FROM audit "
                                           "WHERE time >= ? AND time < ?"));
    if (!always) {
        const qint64 end = toMsSinceEpoch(query.to);
        ends.bind(toMsSinceEpoch(query.from));
        ends.bind(end > 0 ? end : std::numeric_limits<qint64>::max());
    }
    if (auto ran = ends.run(); !ran)
        return ran;
    if (!ends.next())
        return {};
    search.lowest = ends.number(0);
    search.below = ends.number(1) + 1;
    if (query.beforeId > 0)
        search.below = std::min(search.below, query.beforeId);
    return {};
}

} // namespace

Result<bool> searchOn(QSqlDatabase &db, AuditSearch &search)
{
    if (search.below == 0) {
        if (auto begun = begin(db, search); !begun)
            return begun.error();
    }
    const qint64 floor = std::max(search.lowest, search.below - kPieceRows);
    const Conditions conditions = conditionsOf(search.query);
    Statement rows(db,
                   QStringLiteral("SELECT %1 FROM audit WHERE id < ? AND id >= ?%2 "
                                  "ORDER BY id DESC LIMIT ?")
                       .arg(auditColumns(), conditions.sql));
    rows.bind(search.below).bind(floor);
    for (const QVariant &value : conditions.values)
        rows.bind(value);
    rows.bind(search.wanted - search.found.size());
    if (auto ran = rows.run(); !ran)
        return ran.error();
    while (rows.next())
        search.found.append(entryOf(rows));
    const bool isFull = search.found.size() >= search.wanted;
    search.below = isFull ? search.found.constLast().id : floor;
    return isFull || search.isOver();
}

} // namespace mws
