// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditfile.h"

#include "audit/auditpseudonym.h"
#include "audit/auditrow.h"
#include "core/strictjson.h"
#include "storage/statement.h"

#include <QCoreApplication>
#include <QIODevice>
#include <QJsonObject>

namespace mws
{

namespace
{

constexpr qint64 kMaxLine = 64 * 1024;

/// Where the translations of this file's messages live.
class AuditText
{
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

QString formatName()
{
    return QStringLiteral("mws-audit-1");
}

QString hexOf(const QByteArray &hash)
{
    return QString::fromLatin1(hash.toHex());
}

Result<void> writeLine(QIODevice &out, const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    if (out.write(line) != line.size())
        return Error{ErrorCode::Unavailable, AuditText::tr("The file cannot be written.")};
    return {};
}

QJsonObject headOf(const AuditFile &file)
{
    return {{QStringLiteral("format"), formatName()},
            {QStringLiteral("station"), file.station},
            {QStringLiteral("made"), toMsSinceEpoch(file.made)},
            {QStringLiteral("after"), file.after},
            {QStringLiteral("afterHash"), hexOf(file.afterHash)}};
}

QJsonObject endOf(const AuditFile &file)
{
    return {{QStringLiteral("rows"), file.rows},
            {QStringLiteral("lastRow"), file.lastRow},
            {QStringLiteral("hash"), hexOf(file.hash)}};
}

/// signature: of a row whose words are not those that were written; empty: they are.
QJsonObject objectOf(const AuditEntry &entry, const QByteArray &hash, const QByteArray &signature)
{
    QJsonObject row{{QStringLiteral("id"), entry.id},
                    {QStringLiteral("time"), toMsSinceEpoch(entry.time)},
                    {QStringLiteral("actor"), entry.actor},
                    {QStringLiteral("origin"), entry.origin},
                    {QStringLiteral("action"), entry.action},
                    {QStringLiteral("target"), entry.target},
                    {QStringLiteral("outcome"), entry.outcome},
                    {QStringLiteral("detail"), entry.detail},
                    {QStringLiteral("correlation"), entry.correlation},
                    {QStringLiteral("hash"), hexOf(hash)}};
    if (!signature.isEmpty())
        row.insert(QStringLiteral("pseudonymised"), QString::fromLatin1(signature.toBase64()));
    return row;
}

AuditEntry rowIn(const QJsonObject &row)
{
    const auto text = [&row](const char *key) { return row.value(QLatin1String(key)).toString(); };
    return {row.value(QStringLiteral("id")).toInteger(),
            fromMsSinceEpoch(row.value(QStringLiteral("time")).toInteger()),
            text("actor"),
            text("origin"),
            text("action"),
            text("target"),
            text("outcome"),
            text("detail"),
            text("correlation")};
}

QByteArray signatureIn(const QJsonObject &row)
{
    return QByteArray::fromBase64(row.value(QStringLiteral("pseudonymised")).toString().toLatin1());
}

QByteArray hashIn(const QJsonObject &object, const char *key)
{
    return QByteArray::fromHex(object.value(QLatin1String(key)).toString().toLatin1());
}

/// Reads line by line and knows which one it is at.
class Lines
{
public:
    explicit Lines(QIODevice &in)
        : m_in(in)
    {
    }
    Result<QJsonObject> next()
    {
        ++m_number;
        const QByteArray line = m_in.readLine(kMaxLine);
        const auto document = parseStrictJson(line);
        if (!line.endsWith('\n') || !document || !document->isObject())
            return wrong();
        return document->object();
    }
    [[nodiscard]] bool atEnd() const { return m_in.atEnd(); }
    [[nodiscard]] Error wrong() const
    {
        return {ErrorCode::Invalid,
                AuditText::tr("Line %1 of the file does not fit.").arg(m_number)};
    }

private:
    QIODevice &m_in;
    qint64 m_number = 0;
};

/// The first row of a record that was cut is the mark of the cut, not a row of the chain.
Result<void> writeRows(QSqlDatabase &db, Statement &rows, QIODevice &out, AuditFile &file)
{
    bool isFirst = true;
    for (; rows.next(); isFirst = false) {
        const AuditEntry entry = entryOf(rows);
        const QByteArray hash = rows.bytes(kHashColumn);
        const bool isMark = isFirst && entry.id > 1;
        if (isMark) {
            file.after = entry.id;
            file.afterHash = hash;
        }
        if (isFirst) {
            if (auto done = writeLine(out, headOf(file)); !done)
                return done;
        }
        file.lastRow = entry.id;
        file.hash = hash;
        if (isMark)
            continue;
        const auto signature = signatureOf(db, entry.id);
        if (!signature)
            return signature.error();
        if (auto done = writeLine(out, objectOf(entry, hash, *signature)); !done)
            return done;
        ++file.rows;
    }
    return isFirst ? writeLine(out, headOf(file)) : Result<void>();
}

} // namespace

Result<void> writeAuditFile(QSqlDatabase &db, QIODevice &out, AuditFile &file)
{
    Statement rows(db, QStringLiteral("SELECT %1 FROM audit ORDER BY id").arg(auditColumns()));
    if (auto ran = rows.run(); !ran)
        return ran;
    if (auto written = writeRows(db, rows, out, file); !written)
        return written;
    return writeLine(out, endOf(file));
}

Result<AuditFile> readAuditFile(QIODevice &in, const StationPublicKey *key)
{
    Lines lines(in);
    const auto head = lines.next();
    if (!head)
        return head.error();
    AuditFile file;
    file.station = head->value(QStringLiteral("station")).toString();
    file.made = fromMsSinceEpoch(head->value(QStringLiteral("made")).toInteger());
    file.lastRow = file.after = head->value(QStringLiteral("after")).toInteger();
    file.hash = file.afterHash = hashIn(*head, "afterHash");
    if (*head != headOf(file))
        return lines.wrong();
    while (!lines.atEnd()) {
        const auto line = lines.next();
        if (!line)
            return line.error();
        if (*line == endOf(file))
            return lines.atEnd() ? Result<AuditFile>(file) : Result<AuditFile>(lines.wrong());
        const AuditEntry entry = rowIn(*line);
        const QByteArray hash = hashIn(*line, "hash");
        const QByteArray signature = signatureIn(*line);
        if (entry.id != file.lastRow + 1 || *line != objectOf(entry, hash, signature)
            || !fitsBehind(file.hash, entry, hash, signature, key))
            return lines.wrong();
        file.lastRow = entry.id;
        file.hash = hash;
        ++file.rows;
    }
    return lines.wrong();
}

} // namespace mws
