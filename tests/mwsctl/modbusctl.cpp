// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mwsctl/modbusctl.h"

#include "modbus/roguedevice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSignalSpy>

namespace mws
{

QJsonObject Ran::json() const
{
    return QJsonDocument::fromJson(out.toUtf8()).object();
}

QStringList Ran::findings() const
{
    QStringList list;
    for (const QJsonValue &finding : json()[QLatin1String("findings")].toArray())
        list.append(finding[QLatin1String("key")].toString() + u'='
                    + finding[QLatin1String("text")].toString());
    return list;
}

QStringList Ran::ranges() const
{
    QStringList list;
    for (const QJsonValue &range : json()[QLatin1String("ranges")].toArray())
        list.append(
            QStringLiteral("%1-%2%3")
                .arg(range[QLatin1String("first")].toInt())
                .arg(range[QLatin1String("last")].toInt())
                .arg(range[QLatin1String("readable")].toBool() ? QString() : QStringLiteral("!")));
    return list;
}

Ran modbusCtl(const QString &line, const std::function<void(QProcess &)> &meanwhile)
{
    QProcess program;
    QSignalSpy ended(&program, &QProcess::finished);
    program.start(QStringLiteral(MWS_BIN_DIR "/mwsctl"),
                  QStringLiteral("modbus %1").arg(line).split(u' ', Qt::SkipEmptyParts));
    if (!program.waitForStarted())
        qFatal("mwsctl does not start");
    if (meanwhile)
        meanwhile(program);
    if (program.state() != QProcess::NotRunning && !ended.wait(60000))
        qFatal("mwsctl does not end");
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

int unitOf(const QByteArray &frame)
{
    return uchar(frame.at(6));
}

int functionOf(const QByteArray &frame)
{
    return uchar(frame.at(7));
}

int wordAt(const QByteArray &frame, int at)
{
    return uchar(frame.at(at)) << 8 | uchar(frame.at(at + 1));
}

QByteArray exceptionOf(const QByteArray &request, int code)
{
    return RogueDevice::framed(request,
                               QByteArray(1, char(functionOf(request) | 0x80)) + char(code));
}

} // namespace mws
