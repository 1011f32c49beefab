// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/describe.h"
#include "project/files.h"
#include "project/filesource.h"
#include "project/projecttext.h"
#include "project/reader.h"
#include "project/resourceinit.h"
#include "project/tagfaults.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace mws
{

namespace
{

/// Collects a project file by file.
class Loader
{
public:
    explicit Loader(const FileSource &source)
        : m_source(source)
    {
    }

    /// withAllTemplates: those that no device uses, too.
    LoadedProject load(bool withAllTemplates)
    {
        readProjectFile();
        forEachFile(files::kConnections, [this](const QString &name) { readConnection(name); });
        forEachFile(files::kTags, [this](const QString &name) { readTags(name); });
        forEachFile(files::kScreens, [this](const QString &name) { readScreen(name); });
        readNorthbound();
        findTemplates();
        if (withAllTemplates)
            forEachFile(files::kTemplates, [this](const QString &name) { readUnused(name); });
        return std::move(m_loaded);
    }

private:
    void note(const QString &file, const QString &pointer, const QString &reason)
    {
        m_loaded.problems.append({Problem::Severity::Error, file, pointer, reason});
    }

    template <typename F> void forEachFile(QLatin1String subfolder, F read)
    {
        const auto found = m_source.jsonFiles(subfolder);
        if (!found)
            return note(subfolder, {}, found.error().detail);
        for (const QString &file : found.value())
            read(file.section(u'/', 1).chopped(5));
    }

    std::optional<QJsonObject> read(const QString &file)
    {
        const auto object = m_source.read(file);
        if (object)
            return *object;
        note(file, {}, object.error().detail);
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
        if (!m_source.has(file))
            return;
        Northbound northbound;
        if (const auto object = read(file)) {
            Reader reader(*object, file, {}, m_loaded.problems);
            describe::northbound(reader, northbound);
            reader.finish();
        }
        m_loaded.data.northbound = northbound;
    }

    [[nodiscard]] bool hasTemplate(const QString &id) const
    {
        return std::any_of(m_loaded.templates.begin(), m_loaded.templates.end(),
                           [&id](const DeviceTemplate &t) { return t.id == id; });
    }

    void readUnused(const QString &name)
    {
        if (!hasTemplate(name))
            readTemplate(name);
    }

    void findTemplates()
    {
        const QList<DeviceTemplate> library = templateLibrary();
        for (const Device &device : std::as_const(m_loaded.data.devices)) {
            const QString &id = device.templateId;
            if (id.isEmpty() || hasTemplate(id))
                continue;
            const auto builtIn
                = std::find_if(library.begin(), library.end(),
                               [&id](const DeviceTemplate &t) { return t.id == id; });
            if (m_source.has(files::deviceTemplate(id)))
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

    const FileSource &m_source;
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

/// A text of a few MB can make any number: it is told before they are made.
qsizetype madeByTemplates(const LoadedProject &loaded)
{
    QHash<QString, qsizetype> sizes; // with the parameters, that are looked at as often
    for (const DeviceTemplate &tmpl : loaded.templates)
        sizes[tmpl.id] += tmpl.tags.size() + tmpl.parameters.size();
    qsizetype made = 0;
    for (const Device &device : loaded.data.devices)
        made += sizes.value(device.templateId);
    return made;
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

LoadedProject validated(LoadedProject loaded)
{
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
    FolderSource source(folder);
    if (const auto problem = source.open())
        return {{}, {}, {*problem}};
    return validated(Loader(source).load(false));
}

LoadedProject loadProject(const ProjectFiles &files)
{
    constexpr qsizetype kMostMade = 50'000;
    LoadedProject loaded = Loader(MemorySource(files)).load(true);
    if (madeByTemplates(loaded) <= kMostMade)
        return validated(std::move(loaded));
    loaded.problems.append(
        {Problem::Severity::Error,
         files::project(),
         {},
         ProjectText::tr("its templates make more than %1 tags").arg(kMostMade)});
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
