// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

namespace mws
{

/// What a run of the program left behind.
struct Ran {
    int code = -1;
    QString out;
    QString err;
};

inline Ran runCtl(const QStringList &arguments, const QString &input = {})
{
    QProcess program;
    program.start(QStringLiteral(MWS_BIN_DIR "/mwsctl"), arguments);
    program.write(input.toUtf8());
    program.closeWriteChannel();
    if (!program.waitForFinished(60000))
        return {};
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

inline void writeFile(const QString &file, const QByteArray &bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(bytes);
}

inline QByteArray readFile(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace mws
