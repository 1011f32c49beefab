// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/filesource.h"

#include "core/strictjson.h"
#include "project/files.h"
#include "project/projecttext.h"
#include "project/savejournal.h"

#include <QFile>

namespace mws
{

namespace
{

constexpr qint64 kMaxFileSize = 64 * 1024 * 1024;

Problem problemWith(const QString &file, const Error &why)
{
    return {Problem::Severity::Error, file, {}, why.detail};
}

Result<QJsonObject> objectIn(const QByteArray &text)
{
    const auto document = parseStrictJson(text);
    if (!document)
        return document.error();
    if (!document->isObject())
        return Error{ErrorCode::Invalid, ProjectText::tr("must be a JSON object")};
    return document->object();
}

Result<QStringList> namesOf(const FileSource &source)
{
    QStringList names{files::project()};
    if (source.has(files::northbound()))
        names.append(files::northbound());
    for (const QLatin1String subfolder :
         {files::kConnections, files::kTags, files::kScreens, files::kTemplates}) {
        const auto more = source.jsonFiles(subfolder);
        if (!more)
            return more.error();
        names.append(*more);
    }
    return names;
}

} // namespace

FolderSource::FolderSource(const QString &path)
    : m_folder(path)
{
}

bool FolderSource::isBuiltIn() const
{
    return m_folder.path().startsWith(u':');
}

std::optional<Problem> FolderSource::open()
{
    if (isBuiltIn())
        return std::nullopt;
    if (const auto opened = m_open.open(m_folder.path()); !opened)
        return problemWith(files::project(), opened.error());
    if (const auto locked = m_open.lock(); !locked)
        return problemWith(files::project(), locked.error());
    if (const auto recovered = SaveJournal(m_open).recover(); !recovered)
        return problemWith(files::kSaveMarker, recovered.error());
    return std::nullopt;
}

Result<QStringList> FolderSource::jsonFiles(QLatin1String subfolder) const
{
    if (!isBuiltIn())
        return m_open.jsonFiles(subfolder);
    QStringList names = QDir(m_folder.filePath(subfolder)).entryList(QDir::Files, QDir::Name);
    for (QString &name : names)
        name.prepend(subfolder + u'/');
    return names;
}

bool FolderSource::has(const QString &file) const
{
    return m_folder.exists(file);
}

Result<QJsonObject> FolderSource::read(const QString &file) const
{
    QFile in(m_folder.filePath(file));
    if (!in.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable,
                     ProjectText::tr("cannot be read: %1").arg(in.errorString())};
    if (in.size() > kMaxFileSize)
        return Error{ErrorCode::Invalid, ProjectText::tr("is larger than 64 MiB")};
    return objectIn(in.readAll());
}

Result<QStringList> MemorySource::jsonFiles(QLatin1String subfolder) const
{
    QStringList names;
    for (auto it = m_files.begin(); it != m_files.end(); ++it) {
        if (it.key().startsWith(subfolder + u'/'))
            names.append(it.key());
    }
    return names;
}

bool MemorySource::has(const QString &file) const
{
    return m_files.contains(file);
}

Result<QJsonObject> MemorySource::read(const QString &file) const
{
    if (!has(file))
        return Error{ErrorCode::NotFound, ProjectText::tr("is missing")};
    return m_files.value(file);
}

Result<ProjectFiles> allFilesOf(const FileSource &source)
{
    const auto names = namesOf(source);
    if (!names)
        return names.error();
    ProjectFiles files;
    for (const QString &name : *names) {
        const auto object = source.read(name);
        if (!object)
            return Error{object.error().code, name + QStringLiteral(": ") + object.error().detail};
        files.insert(name, *object);
    }
    return files;
}

} // namespace mws
