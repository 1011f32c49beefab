// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditrow.h"

#include "storage/statement.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>

namespace mws
{

namespace
{

void addNumber(QCryptographicHash &hash, qint64 number)
{
    const quint64 bigEndian = qToBigEndian(quint64(number));
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian));
}

void addField(QCryptographicHash &hash, const QByteArray &field)
{
    addNumber(hash, field.size());
    hash.addData(field);
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

} // namespace

const QString &auditColumns()
{
    static const QString names = QStringLiteral(
        "id, time, actor, origin, action, target, outcome, detail, correlation, hash");
    return names;
}

AuditEntry entryOf(const Statement &row)
{
    return {row.number(0), fromMsSinceEpoch(row.number(1)),
            row.text(2),   row.text(3),
            row.text(4),   row.text(5),
            row.text(6),   row.text(7),
            row.text(8)};
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

Error brokenAt(qint64 id)
{
    return {ErrorCode::Conflict,
            QCoreApplication::translate("Audit", "The record was changed: row %1 does not fit.")
                .arg(id)};
}

} // namespace mws
