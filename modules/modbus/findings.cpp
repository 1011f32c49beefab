// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/findings.h"

#include "modbus/diagnostics.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QStringDecoder>
#include <QtEndian>
#include <array>

namespace mws::modbus
{

namespace
{

/// Gives the texts for people their translation context.
class Texts
{
    Q_DECLARE_TR_FUNCTIONS(ModbusDiagnostics)
};

struct Name {
    int number;
    const char *key;
    const char *label;
};

/// Section 6.8.1. Those without a key are only acknowledged.
constexpr std::array kSubFunctions{
    Name{0, "data", QT_TRANSLATE_NOOP("ModbusDiagnostics", "return query data")},
    Name{1, nullptr, QT_TRANSLATE_NOOP("ModbusDiagnostics", "restart communications option")},
    Name{2, "diagnosticRegister",
         QT_TRANSLATE_NOOP("ModbusDiagnostics", "return diagnostic register")},
    Name{3, nullptr, QT_TRANSLATE_NOOP("ModbusDiagnostics", "change ASCII input delimiter")},
    Name{4, nullptr, QT_TRANSLATE_NOOP("ModbusDiagnostics", "force listen only mode")},
    Name{10, nullptr,
         QT_TRANSLATE_NOOP("ModbusDiagnostics", "clear counters and diagnostic register")},
    Name{11, "busMessages", QT_TRANSLATE_NOOP("ModbusDiagnostics", "return bus message count")},
    Name{12, "busCommunicationErrors",
         QT_TRANSLATE_NOOP("ModbusDiagnostics", "return bus communication error count")},
    Name{13, "busExceptions",
         QT_TRANSLATE_NOOP("ModbusDiagnostics", "return bus exception error count")},
    Name{14, "serverMessages",
         QT_TRANSLATE_NOOP("ModbusDiagnostics", "return server message count")},
    Name{15, "serverNoResponses",
         QT_TRANSLATE_NOOP("ModbusDiagnostics", "return server no response count")},
    Name{16, "serverNaks", QT_TRANSLATE_NOOP("ModbusDiagnostics", "return server NAK count")},
    Name{17, "serverBusy", QT_TRANSLATE_NOOP("ModbusDiagnostics", "return server busy count")},
    Name{18, "characterOverruns",
         QT_TRANSLATE_NOOP("ModbusDiagnostics", "return bus character overrun count")},
    Name{20, nullptr, QT_TRANSLATE_NOOP("ModbusDiagnostics", "clear overrun counter and flag")},
};

/// Section 6.21. The others are the device's own.
constexpr std::array kObjects{
    Name{0, "vendorName", QT_TRANSLATE_NOOP("ModbusDiagnostics", "vendor name")},
    Name{1, "productCode", QT_TRANSLATE_NOOP("ModbusDiagnostics", "product code")},
    Name{2, "revision", QT_TRANSLATE_NOOP("ModbusDiagnostics", "revision")},
    Name{3, "vendorUrl", QT_TRANSLATE_NOOP("ModbusDiagnostics", "vendor URL")},
    Name{4, "productName", QT_TRANSLATE_NOOP("ModbusDiagnostics", "product name")},
    Name{5, "modelName", QT_TRANSLATE_NOOP("ModbusDiagnostics", "model name")},
    Name{6, "userApplicationName", QT_TRANSLATE_NOOP("ModbusDiagnostics", "user application name")},
};

template <typename Names> const Name *find(const Names &names, int number)
{
    for (const Name &name : names) {
        if (name.number == number)
            return &name;
    }
    return nullptr;
}

int wordAt(const QByteArray &pdu, qsizetype at)
{
    return qFromBigEndian<quint16>(pdu.constData() + at);
}

Finding number(const char *key, const QString &label, int value)
{
    return {QLatin1String(key), label, value, QString::number(value)};
}

Finding words(const char *key, const QString &label, const QByteArray &bytes)
{
    QJsonArray values;
    QStringList texts;
    for (qsizetype at = 0; at + 1 < bytes.size(); at += 2) {
        values.append(wordAt(bytes, at));
        texts.append(QString::number(wordAt(bytes, at)));
    }
    return {QLatin1String(key), label, values, texts.join(u' ')};
}

Finding hex(const char *key, const QString &label, const QByteArray &bytes)
{
    return {QLatin1String(key), label, QString::fromLatin1(bytes.toHex()),
            QString::fromLatin1(bytes.toHex(' ').toUpper())};
}

/// ASCII by the specification; devices send UTF-8 and Latin-1 too.
QString shown(const QByteArray &bytes)
{
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8(bytes);
    if (utf8.hasError())
        text = QString::fromLatin1(bytes);
    for (QChar &character : text) {
        if (!character.isPrint())
            character = QChar::ReplacementCharacter;
    }
    return text;
}

Finding status(quint8 bits)
{
    return {QStringLiteral("status"), Texts::tr("exception status, outputs 8 to 1"), int(bits),
            QStringLiteral("%1").arg(bits, 8, 2, QLatin1Char('0'))};
}

QList<Finding> subFunction(const QByteArray &response)
{
    const Name *name = find(kSubFunctions, wordAt(response, 1));
    if (!name || !name->key)
        return {};
    const QString label = Texts::tr(name->label);
    if (name->number == int(SubFunction::ReturnQueryData))
        return {hex(name->key, label, response.mid(3))};
    return {number(name->key, label, wordAt(response, 3))};
}

/// Status word and event count at this place (sections 6.9 and 6.10).
QList<Finding> counter(const QByteArray &response, qsizetype at)
{
    const bool busy = wordAt(response, at) == 0xFFFF;
    return {{QStringLiteral("busy"), Texts::tr("still busy with a command"), busy,
             busy ? Texts::tr("yes") : Texts::tr("no")},
            number("events", Texts::tr("events"), wordAt(response, at + 2))};
}

QList<Finding> log(const QByteArray &response)
{
    QList<Finding> findings = counter(response, 2);
    findings.append(number("messages", Texts::tr("messages"), wordAt(response, 6)));
    QJsonArray events;
    QStringList texts;
    for (const char event : response.mid(8)) {
        events.append(int(quint8(event)));
        texts.append(eventText(quint8(event)));
    }
    findings.append({QStringLiteral("log"), Texts::tr("newest events first"), events,
                     texts.join(QStringLiteral("; "))});
    return findings;
}

/// Where the id ends and the run indicator stands is the device's own (section 6.13).
QList<Finding> serverId(const QByteArray &bytes)
{
    const QString text = shown(bytes);
    return {hex("data", Texts::tr("server id, run indicator and more"), bytes),
            {QStringLiteral("text"), Texts::tr("as text"), text, text}};
}

QList<Finding> records(const QByteArray &request, const QByteArray &response)
{
    QList<Finding> findings;
    qsizetype at = 2;
    for (qsizetype asked = 2; asked < request.size(); asked += 7) {
        const int bytes = 2 * wordAt(request, asked + 5);
        findings.append(words("records",
                              Texts::tr("file %1 from record %2")
                                  .arg(wordAt(request, asked + 1))
                                  .arg(wordAt(request, asked + 3)),
                              response.mid(at + 2, bytes)));
        at += 2 + bytes;
    }
    return findings;
}

Finding object(int id, const QByteArray &bytes)
{
    const Name *name = find(kObjects, id);
    const QString text = shown(bytes);
    return {name ? QLatin1String(name->key) : QStringLiteral("object%1").arg(id),
            name ? Texts::tr(name->label) : Texts::tr("object %1").arg(id), text, text};
}

QList<Finding> objects(const QByteArray &response)
{
    QList<Finding> findings;
    for (qsizetype at = 7; at + 1 < response.size();) {
        const int size = quint8(response.at(at + 1));
        findings.append(object(quint8(response.at(at)), response.mid(at + 2, size)));
        at += 2 + size;
    }
    return findings;
}

struct EventBit {
    int bit;
    const char *text;
};

constexpr std::array kReceived{
    EventBit{1, QT_TRANSLATE_NOOP("ModbusDiagnostics", "communication error")},
    EventBit{4, QT_TRANSLATE_NOOP("ModbusDiagnostics", "character overrun")},
    EventBit{5, QT_TRANSLATE_NOOP("ModbusDiagnostics", "in listen only mode")},
    EventBit{6, QT_TRANSLATE_NOOP("ModbusDiagnostics", "broadcast")},
};
constexpr std::array kSent{
    EventBit{0, QT_TRANSLATE_NOOP("ModbusDiagnostics", "exception 1 to 3")},
    EventBit{1, QT_TRANSLATE_NOOP("ModbusDiagnostics", "exception 4")},
    EventBit{2, QT_TRANSLATE_NOOP("ModbusDiagnostics", "exception 5 or 6")},
    EventBit{3, QT_TRANSLATE_NOOP("ModbusDiagnostics", "exception 7")},
    EventBit{4, QT_TRANSLATE_NOOP("ModbusDiagnostics", "write timeout")},
    EventBit{5, QT_TRANSLATE_NOOP("ModbusDiagnostics", "in listen only mode")},
};

template <typename Bits> QString withBits(const QString &what, const Bits &bits, quint8 event)
{
    QStringList parts{what};
    for (const EventBit &bit : bits) {
        if (event >> bit.bit & 1)
            parts.append(Texts::tr(bit.text));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString eventText(quint8 event)
{
    if (event & 0x80)
        return withBits(Texts::tr("received"), kReceived, event);
    if (event & 0x40)
        return withBits(Texts::tr("sent"), kSent, event);
    if (event == 0)
        return Texts::tr("communication restarted");
    if (event == 4)
        return Texts::tr("listen only mode entered");
    return QStringLiteral("%1").arg(event, 2, 16, QLatin1Char('0')).toUpper();
}

QString subFunctionName(int number)
{
    const Name *name = find(kSubFunctions, number);
    return name ? Texts::tr(name->label) : Texts::tr("sub-function %1").arg(number);
}

QList<Finding> findingsOf(const QByteArray &request, const QByteArray &response)
{
    switch (request.at(0)) {
    case kReadExceptionStatus:
        return {status(quint8(response.at(1)))};
    case kDiagnostics:
        return subFunction(response);
    case kEventCounter:
        return counter(response, 1);
    case kEventLog:
        return log(response);
    case kReportServerId:
        return serverId(response.mid(2));
    case kReadFileRecord:
        return records(request, response);
    case kReadFifoQueue:
        return {words("queue", Texts::tr("queue, oldest first"), response.mid(5))};
    case kEncapsulated:
        return objects(response);
    default:
        return {};
    }
}

} // namespace mws::modbus
