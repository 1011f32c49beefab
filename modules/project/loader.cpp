// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/describe.h"
#include "project/files.h"
#include "project/projecttext.h"
#include "project/reader.h"
#include "project/resourceinit.h"
#include "project/savejournal.h"
#include "project/tagfaults.h"

#include "core/strictjson.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace mws
{

namespace
{

constexpr qint64 kMaxFileSize = 64 * 1024 * 1024;

/// Collects a project folder file by file.
class Loader
{
public:
    explicit Loader(const QString &folder)
        : m_folder(folder)
    {
    }

    LoadedProject load()
    {
        if (!finishSave())
            return std::move(m_loaded);
        readProjectFile();
        forEachFile(files::kConnections, [this](const QString &name) { readConnection(name); });
        forEachFile(files::kTags, [this](const QString &name) { readTags(name); });
        forEachFile(files::kScreens, [this](const QString &name) { readScreen(name); });
        readNorthbound();
        findTemplates();
        return std::move(m_loaded);
    }

private:
    /// The lock is kept while the files are read, so that they belong together.
    bool finishSave()
    {
        if (isBuiltIn())
            return true;
        const auto opened = m_open.open(m_folder.path());
        if (!opened)
            note(files::project(), {}, opened.error().detail);
        else if (const auto locked = m_open.lock(); !locked)
            note(files::project(), {}, locked.error().detail);
        else if (const auto recovered = SaveJournal(m_open).recover(); !recovered)
            note(files::kSaveMarker, {}, recovered.error().detail);
        return m_loaded.problems.isEmpty();
    }

    void note(const QString &file, const QString &pointer, const QString &reason)
    {
        m_loaded.problems.append({Problem::Severity::Error, file, pointer, reason});
    }

    /// In the program's own resources, where nobody saves.
    [[nodiscard]] bool isBuiltIn() const { return m_folder.path().startsWith(u':'); }

    [[nodiscard]] Result<QStringList> jsonFiles(QLatin1String subfolder) const
    {
        if (!isBuiltIn())
            return m_open.jsonFiles(subfolder);
        QStringList files = QDir(m_folder.filePath(subfolder)).entryList(QDir::Files, QDir::Name);
        for (QString &file : files)
            file.prepend(subfolder + u'/');
        return files;
    }

    template <typename F> void forEachFile(QLatin1String subfolder, F read)
    {
        const auto found = jsonFiles(subfolder);
        if (!found)
            return note(subfolder, {}, found.error().detail);
        for (const QString &file : found.value())
            read(file.section(u'/', 1).chopped(5));
    }

    std::optional<QJsonObject> read(const QString &file)
    {
        QFile in(m_folder.filePath(file));
        if (!in.open(QIODevice::ReadOnly)) {
            note(file, {}, ProjectText::tr("cannot be read: %1").arg(in.errorString()));
            return std::nullopt;
        }
        if (in.size() > kMaxFileSize) {
            note(file, {}, ProjectText::tr("is larger than 64 MiB"));
            return std::nullopt;
        }
        return parsed(file, in.readAll());
    }

    std::optional<QJsonObject> parsed(const QString &file, const QByteArray &text)
    {
        const auto document = parseStrictJson(text);
        if (!document)
            note(file, {}, document.error().detail);
        else if (!document->isObject())
            note(file, {}, ProjectText::tr("must be a JSON object"));
        else
            return document->object();
        return std::nullopt;
    }

    void wantIdAsFileName(const QString &file, const QString &name, const QString &id)
    {
        if (id != name)
            note(file, QStringLiteral("/id"),
                 ProjectText::tr("must be %1, as the file is named").arg(name));
    }

    void readProjectFile()
    {
        const QString file = files::project();
        const auto object = read(file);
        if (!object)
            return;
        const int version = object->value(QLatin1String("schemaVersion")).toInt(1);
        if (version > m_loaded.data.schemaVersion) {
            note(file, QStringLiteral("/schemaVersion"),
                 ProjectText::tr("was made by a newer version of this program (%1)").arg(version));
            return;
        }
        Reader reader(*object, file, {}, m_loaded.problems);
        describe::project(reader, m_loaded.data);
        reader.finish();
    }

    void readConnection(const QString &name)
    {
        const QString file = files::connection(name);
        const auto object = read(file);
        if (!object)
            return;
        Reader reader(*object, file, {}, m_loaded.problems);
        Connection connection;
        describe::connection(reader, connection);
        QList<Device> devices;
        reader.list("devices", devices, [](auto &v, Device &d) { describe::device(v, d); });
        reader.finish();
        wantIdAsFileName(file, name, connection.id);
        for (Device &device : devices)
            device.connection = connection.id;
        m_loaded.data.connections.append(connection);
        m_loaded.data.devices += devices;
    }

    void readTags(const QString &device)
    {
        const QString file = files::tags(device);
        const auto object = read(file);
        if (!object)
            return;
        Reader reader(*object, file, {}, m_loaded.problems);
        QList<Tag> tags;
        reader.list("tags", tags, [](auto &v, Tag &t) { describe::tag(v, t); });
        reader.finish();
        for (Tag &tag : tags)
            tag.device = device;
        m_loaded.data.tags += tags;
    }

    void readScreen(const QString &name)
    {
        const QString file = files::screen(name);
        const auto object = read(file);
        if (!object)
            return;
        Reader reader(*object, file, {}, m_loaded.problems);
        Screen screen;
        describe::screen(reader, screen);
        reader.finish();
        wantIdAsFileName(file, name, screen.id);
        m_loaded.data.screens.append(screen);
    }

    void readNorthbound()
    {
        const QString file = files::northbound();
        if (!m_folder.exists(file))
            return;
        Northbound northbound;
        if (const auto object = read(file)) {
            Reader reader(*object, file, {}, m_loaded.problems);
            describe::northbound(reader, northbound);
            reader.finish();
        }
        m_loaded.data.northbound = northbound;
    }

    void findTemplates()
    {
        const QList<DeviceTemplate> library = templateLibrary();
        for (const Device &device : std::as_const(m_loaded.data.devices)) {
            const QString &id = device.templateId;
            const auto has = [&id](const DeviceTemplate &t) { return t.id == id; };
            if (id.isEmpty()
                || std::any_of(m_loaded.templates.begin(), m_loaded.templates.end(), has))
                continue;
            const auto builtIn = std::find_if(library.begin(), library.end(), has);
            if (m_folder.exists(files::deviceTemplate(id)))
                readTemplate(id);
            else if (builtIn != library.end())
                m_loaded.templates.append(*builtIn);
        }
    }

    void readTemplate(const QString &name)
    {
        const QString file = files::deviceTemplate(name);
        const auto object = read(file);
        if (!object)
            return;
        Reader reader(*object, file, {}, m_loaded.problems);
        DeviceTemplate tmpl;
        describe::deviceTemplate(reader, tmpl);
        reader.finish();
        wantIdAsFileName(file, name, tmpl.id);
        m_loaded.templates.append(tmpl);
    }

    QDir m_folder;
    ProjectFolder m_open;
    LoadedProject m_loaded;
};

DeviceTemplate builtInTemplate(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("A built-in template cannot be read");
    QList<Problem> problems;
    Reader reader(QJsonDocument::fromJson(file.readAll()).object(), path, {}, problems);
    DeviceTemplate tmpl;
    describe::deviceTemplate(reader, tmpl);
    reader.finish();
    if (!problems.isEmpty())
        qFatal("Built-in template: %s", qUtf8Printable(toString(problems.first())));
    return tmpl;
}

QList<DeviceTemplate> readLibrary()
{
    initProjectResources();
    QList<DeviceTemplate> library;
    const QDir dir(QStringLiteral(":/mws/templates"));
    const QStringList names = dir.entryList(QDir::Files, QDir::Name);
    for (const QString &name : names)
        library.append(builtInTemplate(dir.filePath(name)));
    return library;
}

} // namespace

QString toString(const Problem &problem)
{
    return problem.file + problem.pointer + QStringLiteral(": ") + problem.reason;
}

bool LoadedProject::isValid() const
{
    return std::none_of(problems.begin(), problems.end(), [](const Problem &problem) {
        return problem.severity == Problem::Severity::Error;
    });
}

LoadedProject loadProject(const QString &folder)
{
    LoadedProject loaded = Loader(folder).load();
    // What could not be read keeps its default; checking such data would blame the wrong thing.
    const bool projectRead = !loaded.data.id.isEmpty();
    if (projectRead)
        loaded.problems += validateProject(loaded.data, loaded.templates, loaded.problems);
    std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                     [](const Problem &a, const Problem &b) { return a.file < b.file; });
    const auto last = std::unique(loaded.problems.begin(), loaded.problems.end());
    loaded.problems.erase(last, loaded.problems.end());
    return loaded;
}

ProjectPtr runningForm(LoadedProject loaded)
{
    const auto disabled = disabledTags(loaded.data, loaded.templates, loaded.problems);
    return std::make_shared<const Project>(std::move(loaded.data), loaded.templates, disabled);
}

Result<ProjectPtr> openProject(const QString &folder)
{
    LoadedProject loaded = loadProject(folder);
    if (loaded.isValid())
        return runningForm(std::move(loaded));
    QStringList lines;
    for (const Problem &problem : std::as_const(loaded.problems)) {
        if (problem.severity == Problem::Severity::Error)
            lines.append(toString(problem));
    }
    return Error{ErrorCode::Invalid, lines.join(u'\n')};
}

QList<DeviceTemplate> templateLibrary()
{
    static const QList<DeviceTemplate> library = readLibrary();
    return library;
}

} // namespace mws
