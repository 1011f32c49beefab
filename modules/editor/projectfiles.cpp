// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/projectfiles.h"

#include "project/files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

namespace mws::editor
{

QStringList projectFiles(const QString &folder)
{
    const QDir dir(folder);
    QStringList all;
    if (dir.exists(files::project()))
        all.append(files::project());
    if (dir.exists(files::northbound()))
        all.append(files::northbound());
    for (const QLatin1String part : {files::kConnections, files::kTags, files::kScreens}) {
        const QStringList names = QDir(dir.filePath(part)).entryList({QStringLiteral("*.json")});
        for (const QString &name : names)
            all.append(part + u'/' + name);
    }
    return all;
}

QByteArray fingerprintOf(const QString &folder)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QStringList all = projectFiles(folder);
    for (const QString &name : all) {
        QFile file(QDir(folder).filePath(name));
        hash.addData(name.toUtf8() + '\n');
        if (file.open(QIODevice::ReadOnly))
            hash.addData(file.readAll());
    }
    return hash.result();
}

void copyTemplates(const QString &from, const QString &to)
{
    const QDir source(QDir(from).filePath(files::kTemplates));
    const QStringList names
        = from.isEmpty() ? QStringList() : source.entryList({QStringLiteral("*.json")});
    const QDir target(QDir(to).filePath(files::kTemplates));
    for (const QString &name : names) {
        target.mkpath(QStringLiteral("."));
        QFile::copy(source.filePath(name), target.filePath(name));
    }
}

} // namespace mws::editor
