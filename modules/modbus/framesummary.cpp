// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/framesummary.h"

#include "modbus/diagnostics.h"
#include "modbus/findings.h"

#include <QCoreApplication>
#include <QHash>
#include <QtEndian>

namespace mws::modbus
{

namespace
{

class Texts
{
    Q_DECLARE_TR_FUNCTIONS(Modbus)
};

constexpr quint8 kExceptionFlag = 0x80;

/// MODBUS Application Protocol V1.1b3, section 5.1.
QString functionName(quint8 function)
{
    static const QHash<quint8, const char *> names{
        {1, QT_TRANSLATE_NOOP("Modbus", "read coils")},
        {2, QT_TRANSLATE_NOOP("Modbus", "read discrete inputs")},
        {3, QT_TRANSLATE_NOOP("Modbus", "read holding registers")},
        {4, QT_TRANSLATE_NOOP("Modbus", "read input registers")},
        {5, QT_TRANSLATE_NOOP("Modbus", "write single coil")},
        {6, QT_TRANSLATE_NOOP("Modbus", "write single register")},
        {7, QT_TRANSLATE_NOOP("Modbus", "read exception status")},
        {8, QT_TRANSLATE_NOOP("Modbus", "diagnostics")},
        {11, QT_TRANSLATE_NOOP("Modbus", "get communication event counter")},
        {12, QT_TRANSLATE_NOOP("Modbus", "get communication event log")},
        {15, QT_TRANSLATE_NOOP("Modbus", "write multiple coils")},
        {16, QT_TRANSLATE_NOOP("Modbus", "write multiple registers")},
        {17, QT_TRANSLATE_NOOP("Modbus", "report server id")},
        {20, QT_TRANSLATE_NOOP("Modbus", "read file record")},
        {21, QT_TRANSLATE_NOOP("Modbus", "write file record")},
        {22, QT_TRANSLATE_NOOP("Modbus", "mask write register")},
        {23, QT_TRANSLATE_NOOP("Modbus", "read/write multiple registers")},
        {24, QT_TRANSLATE_NOOP("Modbus", "read FIFO queue")},
        {43, QT_TRANSLATE_NOOP("Modbus", "encapsulated interface transport")},
    };
    const char *known = names.value(function);
    return known ? Texts::tr(known) : Texts::tr("function %1").arg(function);
}

int wordAt(const QByteArray &pdu, qsizetype at)
{
    return qFromBigEndian<quint16>(pdu.constData() + at);
}

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' ').toUpper());
}

/// The first word behind the function is an address.
bool hasAddress(quint8 function)
{
    return function >= 1 && function <= 6;
}

bool isRange(quint8 function)
{
    return (function >= 1 && function <= 4) || function == 15 || function == 16;
}

QString range(int first, int count)
{
    return count <= 1 ? QString::number(first)
                      : Texts::tr("%1 to %2").arg(first).arg(first + count - 1);
}

QString word(const QByteArray &pdu, qsizetype at)
{
    return QString::fromLatin1(pdu.mid(at, 2).toHex().toUpper());
}

/// What both a request and the answer of a write begin with; none when it is too short.
QString addressed(const QByteArray &pdu)
{
    const auto function = quint8(pdu[0]);
    if (function == kReadFifoQueue && pdu.size() == 3)
        return QString::number(wordAt(pdu, 1));
    if (pdu.size() < 5)
        return {};
    if (function == kDiagnostics)
        return subFunctionName(wordAt(pdu, 1)) + u' ' + hex(pdu.mid(3));
    if (isRange(function))
        return range(wordAt(pdu, 1), wordAt(pdu, 3)) + u' ' + hex(pdu.mid(6));
    if (function == kMaskWriteRegister && pdu.size() == 7)
        return QStringLiteral("%1 & %2 | %3").arg(wordAt(pdu, 1)).arg(word(pdu, 3), word(pdu, 5));
    if (function == kReadWriteRegisters && pdu.size() > 10)
        return range(wordAt(pdu, 1), wordAt(pdu, 3)) + QStringLiteral(" / ")
            + range(wordAt(pdu, 5), wordAt(pdu, 7)) + u' ' + hex(pdu.mid(10));
    if (hasAddress(function))
        return QStringLiteral("%1 = %2").arg(wordAt(pdu, 1)).arg(wordAt(pdu, 3));
    return {};
}

QString summary(const QByteArray &pdu, const QString &what)
{
    const QString rest = what.isEmpty() ? hex(pdu.mid(1)) : what;
    return (functionName(quint8(pdu[0])) + u' ' + rest).trimmed();
}

} // namespace

QString requestSummary(const QByteArray &pdu)
{
    if (pdu.isEmpty())
        return {};
    return summary(pdu, addressed(pdu));
}

QString responseSummary(const QByteArray &pdu)
{
    if (pdu.isEmpty())
        return {};
    const auto function = quint8(pdu[0]);
    if (function & kExceptionFlag && pdu.size() == 2)
        return Texts::tr("exception %1: %2").arg(quint8(pdu[1])).arg(exceptionText(quint8(pdu[1])));
    const bool isRead = (function >= 1 && function <= 4) || function == kReadWriteRegisters;
    return summary(pdu, isRead ? hex(pdu.mid(2)) : addressed(pdu));
}

} // namespace mws::modbus
