// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QStringList>

/// What curl, which knows nothing of the product, gets.
struct CurlAnswer {
    int exit = -1; ///< of curl(1)
    int status = 0;
    QByteArray head; ///< with the end of its last line
    QByteArray body;
};

/// Runs curl to its end; trusted: file of the only certificate to trust in, empty over plain HTTP.
inline CurlAnswer curl(const QStringList &arguments, const QString &url, const QString &trusted)
{
    QStringList all{QStringLiteral("-s"),          QStringLiteral("-i"),
                    QStringLiteral("--noproxy"),   QStringLiteral("*"),
                    QStringLiteral("--max-time"),  QStringLiteral("30"),
                    QStringLiteral("--path-as-is")};
    if (!trusted.isEmpty())
        all << QStringLiteral("--cacert") << trusted;
    QProcess process;
    process.start(QStringLiteral("curl"), all + arguments + QStringList{url});
    CurlAnswer answer;
    if (!process.waitForFinished(40000) || process.exitStatus() != QProcess::NormalExit)
        return answer;
    answer.exit = process.exitCode();
    const QByteArray output = process.readAllStandardOutput();
    const qsizetype end = output.indexOf("\r\n\r\n");
    answer.head = output.left(end + 2);
    answer.body = output.mid(end + 4);
    answer.status = answer.head.mid(answer.head.indexOf(' ') + 1, 3).toInt();
    return answer;
}
