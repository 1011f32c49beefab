// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/specframes.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

namespace mws
{

QJsonArray framesIn(const char *file)
{
    QFile vectors(QStringLiteral(MWS_TEST_DATA "/modbus/") + QLatin1String(file));
    if (!vectors.open(QIODevice::ReadOnly))
        qFatal("no %s", file);
    return QJsonDocument::fromJson(vectors.readAll())[QLatin1String("frames")].toArray();
}

void addFramesOf(std::initializer_list<const char *> files)
{
    QTest::addColumn<QJsonObject>("frame");
    for (const char *file : files) {
        const QJsonArray frames = framesIn(file);
        QVERIFY(!frames.isEmpty());
        for (const QJsonValue &frame : frames)
            QTest::addRow("%s", qPrintable(frame[QLatin1String("name")].toString()))
                << frame.toObject();
    }
}

QByteArray bytesOf(const QJsonValue &frame, const char *key)
{
    return QByteArray::fromHex(frame[QLatin1String(key)].toString().toLatin1());
}

} // namespace mws
