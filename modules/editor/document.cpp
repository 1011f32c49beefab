// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/document.h"

#include "editor/projectfiles.h"

#include <QDir>
#include <QSet>
#include <QUndoCommand>

#include <algorithm>

namespace mws::editor
{

namespace
{

constexpr int kValidationDelayMs = 250;

template <typename T>
void spliceList(QList<T> &list, const Splice &splice, const QList<T> &inserted)
{
    if (splice.keepsPlaces()) {
        std::copy(inserted.begin(), inserted.end(), list.begin() + splice.position);
        return;
    }
    list.remove(splice.position, splice.removed);
    QList<T> tail = list.mid(splice.position);
    list.resize(splice.position);
    list.append(inserted);
    list.append(tail);
}

template <typename T> bool hasId(const QList<T> &list, const QString &id)
{
    return std::any_of(list.begin(), list.end(), [&id](const T &item) { return item.id == id; });
}

template <typename T> QString freeId(const QList<T> &list, const QString &wanted)
{
    QString id = wanted;
    for (int n = 2; hasId(list, id); ++n)
        id = wanted + QLatin1Char('-') + QString::number(n);
    return id;
}

template <typename T> QStringList idsOf(const QList<T> &list)
{
    QStringList ids;
    for (const T &item : list)
        ids.append(item.id);
    return ids;
}

/// The first id that cannot name a file or is there twice.
template <typename T> QString firstBadId(const QList<T> &list)
{
    QSet<QString> seen;
    for (const T &item : list) {
        if (!isFileId(item.id) || seen.contains(item.id))
            return item.id.isEmpty() ? QStringLiteral(" ") : item.id;
        seen.insert(item.id);
    }
    return {};
}

} // namespace

/// Changes what the project says about itself, and puts it back.
class HeadCommand final : public QUndoCommand
{
public:
    HeadCommand(Document &document, ProjectHead before, ProjectHead after, const QString &what)
        : QUndoCommand(what)
        , m_document(document)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
    }

    void redo() override { m_document.setHead(m_after); }
    void undo() override { m_document.setHead(m_before); }

private:
    Document &m_document;
    ProjectHead m_before;
    ProjectHead m_after;
};

/// Replaces a stretch of one list, and puts it back.
template <typename T> class SpliceCommand final : public QUndoCommand
{
public:
    SpliceCommand(Document &document, qsizetype position, QList<T> before, QList<T> after,
                  const QString &what)
        : QUndoCommand(what)
        , m_document(document)
        , m_position(position)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
    }

    void redo() override
    {
        m_document.splice({m_position, m_before.size(), m_after.size(), {}}, m_after);
    }
    void undo() override
    {
        m_document.splice({m_position, m_after.size(), m_before.size(), {}}, m_before);
    }

private:
    Document &m_document;
    qsizetype m_position;
    QList<T> m_before;
    QList<T> m_after;
};

Document::Document(QObject *parent)
    : QObject(parent)
{
    m_validation.setSingleShot(true);
    m_validation.setInterval(kValidationDelayMs);
    connect(&m_validation, &QTimer::timeout, this, &Document::validate);
    makeNew();
}

void Document::makeNew()
{
    LoadedProject empty;
    empty.data.id = QStringLiteral("plant");
    empty.data.name = tr("New plant");
    empty.data.pollClasses = {{QStringLiteral("fast"), 250, 3},
                              {QStringLiteral("normal"), 1000, 3},
                              {QStringLiteral("slow"), 5000, 3}};
    take(std::move(empty), {});
}

Result<void> Document::open(const QString &folder)
{
    if (!QDir(folder).exists(QStringLiteral("project.json")))
        return Error{ErrorCode::NotFound, tr("There is no project.json in %1.").arg(folder)};
    LoadedProject loaded = loadProject(folder); // finishes a save that was cut off
    QByteArray fingerprint = fingerprintOf(folder);
    take(std::move(loaded), folder);
    m_fingerprint = std::move(fingerprint);
    return {};
}

void Document::take(LoadedProject loaded, const QString &folder)
{
    m_data = std::move(loaded.data);
    m_templates = std::move(loaded.templates);
    const QList<DeviceTemplate> library = templateLibrary();
    for (const DeviceTemplate &builtIn : library) {
        if (!hasId(m_templates, builtIn.id))
            m_templates.append(builtIn);
    }
    m_folder = folder;
    m_undo.clear();
    m_problems = validateProject(m_data, usedTemplates(), loaded.problems);
    m_unreadable.clear();
    for (const Problem &problem : std::as_const(loaded.problems)) {
        if (!m_problems.contains(problem))
            m_unreadable.append(problem);
    }
    m_problems = m_unreadable + m_problems;
    Q_EMIT reset();
    Q_EMIT problemsChanged();
}

Result<void> Document::save()
{
    return saveAs(m_folder);
}

Result<void> Document::saveAs(const QString &folder)
{
    if (auto safe = whySavingLoses(folder); !safe)
        return safe;
    if (folder != m_folder)
        copyTemplates(m_folder, folder);
    if (auto saved = saveProject(m_data, folder); !saved)
        return saved;
    m_folder = folder;
    m_fingerprint = fingerprintOf(folder);
    m_undo.setClean();
    return {};
}

Result<void> Document::whySavingLoses(const QString &folder) const
{
    if (!m_unreadable.isEmpty())
        return Error{ErrorCode::Conflict,
                     tr("Saving would lose what could not be read. Repair by hand first: %1")
                         .arg(toString(m_unreadable.first()))};
    if (folder != m_folder && !projectFiles(folder).isEmpty())
        return Error{ErrorCode::Conflict, tr("%1 holds another project.").arg(folder)};
    const QString id
        = firstBadId(m_data.connections) + firstBadId(m_data.devices) + firstBadId(m_data.screens);
    if (!id.isEmpty())
        return Error{ErrorCode::Conflict,
                     tr("The id “%1” cannot name a file, or two things have it.").arg(id)};
    for (const Device &device : m_data.devices) {
        if (!hasId(m_data.connections, device.connection))
            return Error{ErrorCode::Conflict, tr("Device %1 has no connection.").arg(device.id)};
    }
    return {};
}

bool Document::changedOnDisk() const
{
    return !m_folder.isEmpty() && fingerprintOf(m_folder) != m_fingerprint;
}

QList<DeviceTemplate> Document::usedTemplates() const
{
    QList<DeviceTemplate> used;
    for (const DeviceTemplate &one : m_templates) {
        const auto uses = [&one](const Device &device) { return device.templateId == one.id; };
        if (std::any_of(m_data.devices.begin(), m_data.devices.end(), uses))
            used.append(one);
    }
    return used;
}

const DeviceTemplate *Document::templateOf(const Device &device) const
{
    for (const DeviceTemplate &one : m_templates) {
        if (one.id == device.templateId)
            return &one;
    }
    return nullptr;
}

const Device *Document::device(const QString &id) const
{
    for (const Device &one : m_data.devices) {
        if (one.id == id)
            return &one;
    }
    return nullptr;
}

QStringList Document::wordsFor(FieldKind kind) const
{
    if (kind == FieldKind::PollClass)
        return idsOf(m_data.pollClasses);
    if (kind == FieldKind::Template)
        return QStringList{QString()} + idsOf(m_templates);
    return kind == FieldKind::Screen ? QStringList{QString()} + idsOf(m_data.screens)
                                     : QStringList();
}

ProjectHead Document::head() const
{
    return {m_data.id,
            m_data.name,
            m_data.description,
            m_data.startScreen,
            m_data.simulation,
            m_data.panelLogoutS,
            m_data.writesPerMinute,
            m_data.approvalS,
            m_data.pollClasses,
            m_data.northbound,
            m_data.roles};
}

void Document::changeHead(const ProjectHead &changed, const QString &what)
{
    m_undo.push(new HeadCommand(*this, head(), changed, what));
}

void Document::setHead(const ProjectHead &head)
{
    m_data.id = head.id;
    m_data.name = head.name;
    m_data.description = head.description;
    m_data.startScreen = head.startScreen;
    m_data.simulation = head.simulation;
    m_data.panelLogoutS = head.panelLogoutS;
    m_data.writesPerMinute = head.writesPerMinute;
    m_data.approvalS = head.approvalS;
    m_data.pollClasses = head.pollClasses;
    m_data.northbound = head.northbound;
    m_data.roles = head.roles;
    m_validation.start();
    Q_EMIT headChanged();
}

std::pair<qsizetype, qsizetype> Document::tagsOf(const QString &device) const
{
    const auto isOurs = [&device](const Tag &tag) { return tag.device == device; };
    const auto begin = std::find_if(m_data.tags.begin(), m_data.tags.end(), isOurs);
    const auto end = std::find_if_not(begin, m_data.tags.end(), isOurs);
    return {begin - m_data.tags.begin(), end - begin};
}

void Document::replaceTags(qsizetype position, qsizetype removed, const QList<Tag> &inserted,
                           const QString &what)
{
    m_undo.push(new SpliceCommand<Tag>(*this, position, m_data.tags.mid(position, removed),
                                       inserted, what));
}

void Document::replaceDevices(qsizetype position, qsizetype removed, const QList<Device> &inserted,
                              const QString &what)
{
    m_undo.push(new SpliceCommand<Device>(*this, position, m_data.devices.mid(position, removed),
                                          inserted, what));
}

void Document::replaceConnections(qsizetype position, qsizetype removed,
                                  const QList<Connection> &inserted, const QString &what)
{
    m_undo.push(new SpliceCommand<Connection>(
        *this, position, m_data.connections.mid(position, removed), inserted, what));
}

void Document::changeConnection(qsizetype position, const Connection &changed, const QString &what)
{
    const QString before = m_data.connections[position].id;
    m_undo.beginMacro(what);
    replaceConnections(position, 1, {changed}, what);
    for (qsizetype i = 0; before != changed.id && i < m_data.devices.size(); ++i) {
        if (m_data.devices[i].connection != before)
            continue;
        Device device = m_data.devices[i];
        device.connection = changed.id;
        replaceDevices(i, 1, {device}, what);
    }
    m_undo.endMacro();
}

void Document::changeDevice(qsizetype position, const Device &changed, const QString &what)
{
    const QString before = m_data.devices[position].id;
    m_undo.beginMacro(what);
    replaceDevices(position, 1, {changed}, what);
    const auto [begin, count] = tagsOf(before);
    if (before != changed.id && count > 0) {
        QList<Tag> tags = m_data.tags.mid(begin, count);
        for (Tag &tag : tags)
            tag.device = changed.id;
        replaceTags(begin, count, tags, what);
    }
    m_undo.endMacro();
}

void Document::removeConnection(const QString &id)
{
    m_undo.beginMacro(tr("Delete connection"));
    for (qsizetype i = m_data.devices.size() - 1; i >= 0; --i) {
        if (m_data.devices[i].connection == id)
            removeDevice(m_data.devices[i].id);
    }
    for (qsizetype i = m_data.connections.size() - 1; i >= 0; --i) {
        if (m_data.connections[i].id == id)
            replaceConnections(i, 1, {}, {});
    }
    m_undo.endMacro();
}

void Document::removeDevice(const QString &id)
{
    m_undo.beginMacro(tr("Delete device"));
    const auto [begin, count] = tagsOf(id);
    if (count > 0)
        replaceTags(begin, count, {}, {});
    for (qsizetype i = m_data.devices.size() - 1; i >= 0; --i) {
        if (m_data.devices[i].id == id)
            replaceDevices(i, 1, {}, {});
    }
    m_undo.endMacro();
}

QString Document::freeTagId(const QString &wanted) const
{
    return freeId(m_data.tags, wanted);
}

QStringList Document::freeTagIds(const QStringList &wanted) const
{
    QSet<QString> used;
    for (const Tag &tag : m_data.tags)
        used.insert(tag.id);
    QStringList free;
    for (const QString &id : wanted) {
        QString next = id;
        for (int n = 2; used.contains(next); ++n)
            next = id + QLatin1Char('-') + QString::number(n);
        used.insert(next);
        free.append(next);
    }
    return free;
}

QString Document::freeDeviceId(const QString &wanted) const
{
    return freeId(m_data.devices, wanted);
}

QString Document::freeConnectionId(const QString &wanted) const
{
    return freeId(m_data.connections, wanted);
}

void Document::validate()
{
    m_problems = m_unreadable + validateProject(m_data, usedTemplates(), m_unreadable);
    Q_EMIT problemsChanged();
}

void Document::splice(const Splice &splice, const QList<Tag> &inserted)
{
    Splice told = splice;
    if (!inserted.isEmpty())
        told.device = inserted.first().device;
    Q_EMIT tagsAboutToChange(told);
    spliceList(m_data.tags, told, inserted);
    m_validation.start();
    Q_EMIT tagsChanged(told);
}

void Document::splice(const Splice &splice, const QList<Device> &inserted)
{
    spliceList(m_data.devices, splice, inserted);
    m_validation.start();
    Q_EMIT devicesChanged();
}

void Document::splice(const Splice &splice, const QList<Connection> &inserted)
{
    spliceList(m_data.connections, splice, inserted);
    m_validation.start();
    Q_EMIT connectionsChanged();
}

} // namespace mws::editor
