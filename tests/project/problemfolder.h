// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace mws
{

// The smallest valid project, to be made wrong.

inline constexpr auto kProject = R"({"schemaVersion": 1, "id": "p", "name": "P", "startScreen": "s",
 "pollClasses": [{"id": "normal"}]})";
inline constexpr auto kConnection = R"({"id": "net", "host": "192.0.2.1",
 "devices": [{"id": "plc", "area": "a"}]})";
inline constexpr auto kScreen = R"({"id": "s", "title": "S"})";

inline void put(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qUtf8Printable(path));
    file.write(text);
}

/// A valid project with some files replaced.
inline QStringList problemsOf(const QMap<QString, QByteArray> &replaced)
{
    QTemporaryDir folder;
    QMap<QString, QByteArray> all{
        {QStringLiteral("project.json"), kProject},
        {QStringLiteral("connections/net.json"), kConnection},
        {QStringLiteral("screens/s.json"), kScreen},
        {QStringLiteral("tags/plc.json"), R"({"tags": []})"},
    };
    all.insert(replaced);
    for (auto it = all.begin(); it != all.end(); ++it)
        put(folder.filePath(it.key()), it.value());
    QStringList lines;
    const LoadedProject loaded = loadProject(folder.path());
    for (const Problem &problem : loaded.problems)
        lines.append(toString(problem));
    return lines;
}

inline QStringList problemsOfTag(const QByteArray &members)
{
    return problemsOf({{QStringLiteral("tags/plc.json"),
                        R"({"tags": [{"id": "t", "path": "a/t", "address": 0)" + members + "}]}"}});
}

} // namespace mws
