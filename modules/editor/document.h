// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "editor/field.h"
#include "project/projectstore.h"

#include <QObject>
#include <QTimer>
#include <QUndoStack>

namespace mws::editor
{

/// One place in a list that was changed: from position on, removed elements gave way to inserted.
struct Splice {
    qsizetype position = 0;
    qsizetype removed = 0;
    qsizetype inserted = 0;
    QString device; ///< of inserted tags; empty when there are none
    [[nodiscard]] bool keepsPlaces() const { return removed == inserted; }
};

/// The project that is being edited: every change is an undo step, and the list of problems follows
/// a moment later. The tags of one device always lie together.
class Document final : public QObject
{
    Q_OBJECT

public:
    explicit Document(QObject *parent = nullptr);

    /// An empty project with the usual poll classes, without a folder.
    void makeNew();
    /// Fails when there is no project in the folder. A project with problems opens, too.
    Result<void> open(const QString &folder);
    /// Refused while a file of the project could not be read as a whole: saving would lose what is
    /// in it.
    Result<void> save();
    /// Another folder must not hold a project. Templates of the project go along.
    Result<void> saveAs(const QString &folder);
    /// Another program has changed the files since they were read or saved here.
    [[nodiscard]] bool changedOnDisk() const;

    [[nodiscard]] const ProjectData &data() const { return m_data; }
    [[nodiscard]] const QString &folder() const { return m_folder; }
    [[nodiscard]] const QList<Problem> &problems() const { return m_problems; }
    [[nodiscard]] QUndoStack &undoStack() { return m_undo; }
    /// Those of the project, then those that are built in.
    [[nodiscard]] const QList<DeviceTemplate> &templates() const { return m_templates; }
    /// None: nullptr.
    [[nodiscard]] const DeviceTemplate *templateOf(const Device &device) const;
    [[nodiscard]] const Device *device(const QString &id) const;
    /// The words that a field of that kind may hold in this project; empty: free text.
    [[nodiscard]] QStringList wordsFor(FieldKind kind) const;
    [[nodiscard]] ProjectHead head() const;
    /// Files that could not be read as a whole.
    [[nodiscard]] const QList<Problem> &unreadable() const { return m_unreadable; }

    /// Begin and number of the tags of a device in data().tags; where its first one would go when
    /// it has none.
    [[nodiscard]] std::pair<qsizetype, qsizetype> tagsOf(const QString &device) const;

    // Each call is one undo step.
    void changeHead(const ProjectHead &changed, const QString &what);
    void replaceRoles(const QList<Role> &roles, const QString &what);
    void replaceTags(qsizetype position, qsizetype removed, const QList<Tag> &inserted,
                     const QString &what);
    void replaceDevices(qsizetype position, qsizetype removed, const QList<Device> &inserted,
                        const QString &what);
    void replaceConnections(qsizetype position, qsizetype removed,
                            const QList<Connection> &inserted, const QString &what);

    /// A changed id is changed in everything that refers to it, in the same step.
    void changeConnection(qsizetype position, const Connection &changed, const QString &what);
    void changeDevice(qsizetype position, const Device &changed, const QString &what);
    void changeRole(qsizetype position, const Role &changed, const QString &what);
    /// With its devices and their tags.
    void removeConnection(const QString &id);
    /// With its tags.
    void removeDevice(const QString &id);

    /// An id like wanted that no tag, device or connection has yet.
    [[nodiscard]] QString freeTagId(const QString &wanted) const;
    /// One free id for each of those wanted, all different.
    [[nodiscard]] QStringList freeTagIds(const QStringList &wanted) const;
    [[nodiscard]] QString freeDeviceId(const QString &wanted) const;
    [[nodiscard]] QString freeConnectionId(const QString &wanted) const;
    /// As those, and that no built-in role has.
    [[nodiscard]] QString freeRoleId(const QString &wanted) const;

    /// Brings problems() up to date at once.
    void validate();

Q_SIGNALS:
    /// Everything is new.
    void reset();
    void tagsAboutToChange(const mws::editor::Splice &splice);
    void tagsChanged(const mws::editor::Splice &splice);
    void headChanged();
    void devicesChanged();
    void connectionsChanged();
    void problemsChanged();

private:
    template <typename T> friend class SpliceCommand;
    void splice(const Splice &splice, const QList<Tag> &inserted);
    void splice(const Splice &splice, const QList<Device> &inserted);
    void splice(const Splice &splice, const QList<Connection> &inserted);
    friend class HeadCommand;
    void setHead(const ProjectHead &head);
    [[nodiscard]] Result<void> whySavingLoses(const QString &folder) const;
    [[nodiscard]] QList<DeviceTemplate> usedTemplates() const;
    void take(LoadedProject loaded, const QString &folder);

    ProjectData m_data;
    QList<DeviceTemplate> m_templates;
    QString m_folder;
    QByteArray m_fingerprint; ///< of the files in m_folder as they were read or saved
    QList<Problem> m_problems;
    QList<Problem> m_unreadable;
    QUndoStack m_undo;
    QTimer m_validation;
};

} // namespace mws::editor
