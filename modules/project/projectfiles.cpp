// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/projectfiles.h"

#include "core/strictjson.h"
#include "project/filesource.h"
#include "project/projecttext.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace mws
{

namespace
{

constexpr int kMaxDepth = 17; ///< what a file may have, and the object around it
constexpr qsizetype kShownName = 64;
// Each becomes a KB or two before anything is judged. 30,000 tags have fewer.
constexpr qsizetype kMostObjects = 120'000;
constexpr qsizetype kMostValues = 600'000;

bool isFileOfAProject(const QString &name)
{
    static const QRegularExpression kName(
        QStringLiteral("\\A(project|northbound|(connections|tags|screens|templates)/"
                       "[a-z0-9][a-z0-9_-]{0,63})\\.json\\z"));
    return kName.match(name).hasMatch();
}

Error wrongMember(const QString &name, const QString &why)
{
    return {ErrorCode::Invalid, QStringLiteral("\"%1\" %2").arg(name.left(kShownName), why)};
}

} // namespace

QByteArray canonicalText(const ProjectFiles &files)
{
    QJsonObject all;
    for (auto it = files.begin(); it != files.end(); ++it)
        all.insert(it.key(), it.value());
    return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

QByteArray hashOf(const ProjectFiles &files)
{
    return QCryptographicHash::hash(canonicalText(files), QCryptographicHash::Sha256).toHex();
}

Result<ProjectFiles> parseProjectFiles(QByteArrayView text)
{
    if (text.count('{') > kMostObjects || text.count(',') > kMostValues)
        return Error{ErrorCode::Invalid, QStringLiteral("the body has too many parts")};
    const auto document = parseStrictJson(text, kMaxDepth);
    if (!document)
        return document.error();
    if (!document->isObject())
        return Error{ErrorCode::Invalid, QStringLiteral("the body must be a JSON object")};
    const QJsonObject all = document->object();
    ProjectFiles files;
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (!isFileOfAProject(it.key()))
            return wrongMember(it.key(), QStringLiteral("is no file of a project"));
        if (!it.value().isObject())
            return wrongMember(it.key(), QStringLiteral("must be an object"));
        files.insert(it.key(), it.value().toObject());
    }
    return files;
}

Result<ProjectFiles> readProjectFiles(const QString &folder)
{
    FolderSource source(folder);
    if (const auto problem = source.open())
        return Error{ErrorCode::Unavailable, toString(*problem)};
    return allFilesOf(source);
}

} // namespace mws
