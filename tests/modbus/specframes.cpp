// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/specframes.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

namespace mws
{

namespace
{

QJsonObject framedFor(int unit, QJsonObject exchange)
{
    const QJsonObject frames = exchange[QStringLiteral("unit%1").arg(unit)].toObject();
    for (auto frame = frames.begin(); frame != frames.end(); ++frame)
        exchange.insert(frame.key(), frame.value());
    exchange.insert(QStringLiteral("unit"), unit);
    return exchange;
}

} // namespace

QJsonArray framesIn(const char *file, int unit)
{
    QFile vectors(QStringLiteral(MWS_TEST_DATA "/modbus/") + QLatin1String(file));
    if (!vectors.open(QIODevice::ReadOnly))
        qFatal("no %s", file);
    const QJsonDocument document = QJsonDocument::fromJson(vectors.readAll());
    QJsonArray frames;
    for (const QJsonValue &exchange : document[QLatin1String("frames")].toArray())
        frames.append(framedFor(unit, exchange.toObject()));
    return frames;
}

void addFramesOf(std::initializer_list<const char *> files)
{
    QTest::addColumn<QJsonObject>("frame");
    for (const char *file : files) {
        for (const int unit : kFramedUnits) {
            const QJsonArray frames = framesIn(file, unit);
            QVERIFY(!frames.isEmpty());
            for (const QJsonValue &frame : frames)
                QTest::addRow("unit %d, %s", unit,
                              qPrintable(frame[QLatin1String("name")].toString()))
                    << frame.toObject();
        }
    }
}

QByteArray bytesOf(const QJsonValue &frame, const char *key)
{
    return QByteArray::fromHex(frame[QLatin1String(key)].toString().toLatin1());
}

QByteArray responseOf(const QJsonValue &frame)
{
    constexpr qsizetype kProductCodeLength = 32;
    QByteArray pdu = bytesOf(frame, "response");
    if (frame[QLatin1String("function")].toInt() == 43)
        pdu[kProductCodeLength] = 15;
    return pdu;
}

} // namespace mws
