// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/tshark.h"

#include <QDataStream>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryFile>

namespace mws
{

namespace
{

constexpr quint16 kModbusPort = 502;
constexpr quint16 kClientPort = 40000;
constexpr quint32 kServer = 0xC0000201; ///< 192.0.2.1
constexpr quint32 kClient = 0xC0000202;
constexpr qsizetype kHeaderSize = 20; ///< of IPv4 and of TCP, without options

void addIpHeader(QDataStream &stream, bool isRequest, qsizetype payload)
{
    stream << quint16(0x4500) << quint16(2 * kHeaderSize + payload) << quint32(0) << quint16(0x4006)
           << quint16(0); // 64 hops, TCP
    stream << (isRequest ? kClient : kServer) << (isRequest ? kServer : kClient);
}

void addTcpHeader(QDataStream &stream, bool isRequest, quint32 sequence, quint32 acknowledged)
{
    stream << (isRequest ? kClientPort : kModbusPort) << (isRequest ? kModbusPort : kClientPort)
           << sequence << acknowledged << quint16(0x5018) // PSH, ACK
           << quint16(0xFFFF) << quint32(0);
}

} // namespace

QByteArray toPcap(const QList<Segment> &segments)
{
    QByteArray file;
    QDataStream stream(&file, QIODevice::WriteOnly);
    stream << quint32(0xA1B2C3D4) << quint16(2) << quint16(4) << quint64(0) << quint32(0xFFFF)
           << quint32(101);
    quint32 sentByClient = 1;
    quint32 sentByServer = 1;
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const auto &[isRequest, bytes] = segments[i];
        const auto size = quint32(2 * kHeaderSize + bytes.size());
        quint32 &own = isRequest ? sentByClient : sentByServer;
        stream << quint32(i / 1000) << quint32(i % 1000 * 1000) << size << size;
        addIpHeader(stream, isRequest, bytes.size());
        addTcpHeader(stream, isRequest, own, isRequest ? sentByServer : sentByClient);
        stream.writeRawData(bytes.constData(), int(bytes.size()));
        own += quint32(bytes.size());
    }
    return file;
}

bool hasTshark()
{
    return !QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty();
}

QStringList byTshark(const QByteArray &capture, const QStringList &fields)
{
    QTemporaryFile file;
    if (!file.open() || file.write(capture) != capture.size() || !file.flush())
        qFatal("no capture");
    QStringList arguments{QStringLiteral("-r"), file.fileName(),
                          QStringLiteral("-T"), QStringLiteral("fields"),
                          QStringLiteral("-E"), QStringLiteral("separator=|")};
    for (const QString &field : fields)
        arguments << QStringLiteral("-e") << field;
    QProcess process;
    process.start(QStringLiteral("tshark"), arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0)
        qFatal("tshark: %s", process.readAllStandardError().constData());
    static const QRegularExpression isTrue(QStringLiteral("\\bTrue\\b")); // Wireshark 4.2 and later
    static const QRegularExpression isFalse(QStringLiteral("\\bFalse\\b"));
    return QString::fromUtf8(process.readAllStandardOutput())
        .replace(isTrue, QStringLiteral("1"))
        .replace(isFalse, QStringLiteral("0"))
        .split(u'\n', Qt::SkipEmptyParts);
}

} // namespace mws
