// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "project/connection.h"
#include "project/device.h"
#include "project/devicetemplate.h"
#include "project/northbound.h"
#include "project/role.h"
#include "project/screen.h"
#include "project/tag.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <memory>
#include <optional>

namespace mws
{

struct PollClass {
    QString id;
    int periodMs = 1000; ///< 20 to 86400000
    int staleAfter = 3; ///< periods without an answer until a value is uncertain, 2 to 100
    friend bool operator==(const PollClass &, const PollClass &) = default;
};

/// What the project says before any template is applied; exactly what is on disk.
struct ProjectData {
    int schemaVersion = 1;
    QString id;
    QString name;
    QString description;
    QString startScreen; ///< Screen::id
    bool simulation = false; ///< marked on every screen
    int panelLogoutS = 300; ///< the panel signs out after this time without a touch, 30 to 86400
    int writesPerMinute
        = 600; ///< of one user, at the panel and elsewhere counted apart, 1 to 60000
    int approvalS = 300; ///< a write waits so long for a second person, 10 to 3600
    QList<PollClass> pollClasses;
    QList<Role> roles; ///< the project's own roles, without the built-in ones
    QList<Connection> connections;
    QList<Device> devices;
    QList<Tag> tags; ///< own tags, without those that templates make
    QList<Screen> screens;
    std::optional<Northbound> northbound; ///< none: there is no northbound.json
    friend bool operator==(const ProjectData &, const ProjectData &) = default;
};

/// A validated project, ready to run: templates applied, references resolved, built-in roles added.
/// Immutable after construction and shared between threads.
class Project
{
public:
    /// Wants valid data; validateProject() says what that means. disabled: ids of tags that it
    /// found a fault in.
    explicit Project(ProjectData data, const QList<DeviceTemplate> &templates = {},
                     const QSet<QString> &disabled = {});

    /// Without its tags, which would lie in memory twice: tags() has them.
    [[nodiscard]] const ProjectData &data() const { return m_data; }
    [[nodiscard]] const QList<Connection> &connections() const { return m_data.connections; }
    [[nodiscard]] const QList<Device> &devices() const { return m_data.devices; }
    [[nodiscard]] const QList<Screen> &screens() const { return m_data.screens; }
    /// Built-in roles first.
    [[nodiscard]] const QList<Role> &roles() const { return m_roles; }
    /// All tags, those of templates included, sorted by path; TagIndex counts in this list.
    [[nodiscard]] const QList<Tag> &tags() const { return m_tags; }
    [[nodiscard]] const Tag &tag(TagIndex index) const { return m_tags[index]; }
    [[nodiscard]] TagIndex tagCount() const { return TagIndex(m_tags.size()); }

    /// It is there to be shown as BadConfiguration. Nothing in it but its id and path may be relied
    /// on: it is not read, not written and not counted.
    [[nodiscard]] bool isDisabled(TagIndex index) const { return m_disabled.contains(index); }

    /// Those of one device, ascending.
    [[nodiscard]] QList<TagIndex> tagsOf(const QString &device) const;

    /// kNoTag when there is none.
    [[nodiscard]] TagIndex indexOf(const QString &tagId) const;
    [[nodiscard]] TagIndex indexOfPath(const QString &path) const;
    /// None: nullptr. The pointers live as long as the project.
    [[nodiscard]] const Connection *connection(const QString &id) const;
    [[nodiscard]] const Device *device(const QString &id) const;
    [[nodiscard]] const Screen *screen(const QString &id) const;
    [[nodiscard]] const Role *role(const QString &id) const;
    /// Counters have one of their own: once a second.
    [[nodiscard]] const PollClass &pollClassOf(const Tag &tag) const;

    /// The same project with connections that lead elsewhere; the ids stay.
    [[nodiscard]] std::shared_ptr<const Project>
    withConnections(const QList<Connection> &connections) const;

private:
    ProjectData m_data;
    QList<Role> m_roles;
    QList<Tag> m_tags;
    QHash<QString, TagIndex> m_byId;
    QHash<QString, QList<TagIndex>> m_byDevice;
    QSet<TagIndex> m_disabled;
};

using ProjectPtr = std::shared_ptr<const Project>;

/// The tags that a template makes for one device, with parameters replaced.
[[nodiscard]] QList<Tag> tagsFromTemplate(const DeviceTemplate &tmpl, const Device &device);

} // namespace mws
