// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/rowtext.h"

#include "audit/auditrow.h"
#include "forward/cef.h"

#include <QtEndian>

#include <limits>

namespace mws::forward
{

namespace
{

constexpr int kFacility = 13; // log audit
constexpr qsizetype kMostHost = 255;
constexpr qsizetype kMostMessageId = 32;
// The enterprise number of documentation (RFC 5612): the product has none of its own.
constexpr auto kStructuredId = "audit@32473";
constexpr auto kName = "modbus-web-server";
constexpr auto kJournalMessageId = "1cbf4c1c1bd14c53a6f4c61b1d1bcd7d"; // of audit rows

struct Field {
    const char *name; ///< lower case
    QString value;
};

/// As it is hashed, the longest one last: what cuts a message off cuts there.
QList<Field> fieldsOf(const HashedEntry &row, const RowSource &source)
{
    const AuditEntry &entry = row.entry;
    return {{"id", QString::number(entry.id)},
            {"time", toIsoString(entry.time)},
            {"hash", QString::fromLatin1(row.hash.toHex())},
            {"station", source.station},
            {"actor", entry.actor},
            {"origin", entry.origin},
            {"action", entry.action},
            {"target", entry.target},
            {"outcome", entry.outcome},
            {"correlation", entry.correlation},
            {"detail", entry.detail}};
}

QByteArray oneLine(const QString &text)
{
    return harmless(text, std::numeric_limits<qsizetype>::max()).toUtf8();
}

/// RFC 5424, section 6.2.1: 4 warning, 5 notice.
int severityOf(const AuditEntry &entry)
{
    return isRefusal(entry) ? 4 : 5;
}

QByteArray lineOf(const AuditEntry &entry)
{
    return oneLine(QStringLiteral("%1 (%2) %3 %4: %5")
                       .arg(entry.actor, entry.origin, entry.action, entry.target, entry.outcome)
                       .simplified());
}

/// A part of the header: printable ASCII without blanks, "-" for nothing.
QByteArray headerText(const QString &text, qsizetype most)
{
    QByteArray out;
    for (const QChar c : text.left(most))
        out += c.unicode() > 32 && c.unicode() < 127 ? c.toLatin1() : '_';
    return out.isEmpty() ? QByteArrayLiteral("-") : out;
}

/// RFC 5424, section 6.3.3.
QByteArray parameterValue(const QString &text)
{
    QByteArray out;
    for (const char byte : oneLine(text)) {
        if (byte == '"' || byte == '\\' || byte == ']')
            out += '\\';
        out += byte;
    }
    return out;
}

void addJournalField(QByteArray &out, const QByteArray &name, const QByteArray &value)
{
    out += name;
    if (!value.contains('\n')) {
        out += '=' + value + '\n';
        return;
    }
    QByteArray length(sizeof(quint64), '\0');
    qToLittleEndian(quint64(value.size()), length.data());
    out += '\n' + length + value + '\n';
}

} // namespace

bool isRefusal(const AuditEntry &entry)
{
    static const QStringList words{QStringLiteral("failed"), QStringLiteral("denied"),
                                   QStringLiteral("lost")};
    return entry.action == QLatin1String("denied") || words.contains(entry.outcome);
}

QByteArray syslogMessage(const HashedEntry &row, const RowSource &source, SyslogText text)
{
    const AuditEntry &entry = row.entry;
    QByteArray out = '<' + QByteArray::number(kFacility * 8 + severityOf(entry)) + ">1 "
        + toIsoString(entry.time).toLatin1() + ' ' + headerText(source.host, kMostHost) + ' '
        + kName + " - " + headerText(entry.action, kMostMessageId) + " [" + kStructuredId;
    for (const Field &field : fieldsOf(row, source))
        out += QByteArray(" ") + field.name + "=\"" + parameterValue(field.value) + '"';
    // Collectors look for "CEF:" right there, without the mark of UTF-8.
    return out + "] "
        + (text == SyslogText::Cef ? cefOf(row, source) : "\xEF\xBB\xBF" + lineOf(entry));
}

QByteArray framed(const QByteArray &message)
{
    return QByteArray::number(message.size()) + ' ' + message;
}

QByteArray journalEntry(const HashedEntry &row, const RowSource &source)
{
    QByteArray out;
    addJournalField(out, "MESSAGE", lineOf(row.entry));
    addJournalField(out, "MESSAGE_ID", kJournalMessageId);
    addJournalField(out, "PRIORITY", QByteArray::number(severityOf(row.entry)));
    addJournalField(out, "SYSLOG_FACILITY", QByteArray::number(kFacility));
    addJournalField(out, "SYSLOG_IDENTIFIER", kName);
    for (const Field &field : fieldsOf(row, source))
        addJournalField(out, "MWS_" + QByteArray(field.name).toUpper(), oneLine(field.value));
    return out;
}

} // namespace mws::forward
