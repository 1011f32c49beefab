// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/project.h"

#include <algorithm>
#include <utility>

namespace mws
{

namespace
{

// What is longer is wrong anyway, but made before that is told: it must not fill the memory.
constexpr qsizetype kMostText = 1200;
constexpr qsizetype kMostName = 200;

using Parameters = QHash<QString, QString>; ///< values by name

Parameters parametersOf(const DeviceTemplate &tmpl, const Device &device)
{
    Parameters values;
    for (const TemplateParameter &parameter : tmpl.parameters) {
        const QString &name = parameter.name;
        if (!values.contains(name))
            values.insert(name, device.parameters.value(name, parameter.defaultValue));
    }
    return values;
}

/// In one pass: a value that looks like a parameter stays as it is. Filled in again, values of
/// values grow without end.
QString filledIn(const QString &whole, const Parameters &values)
{
    const QString text = whole.left(kMostText);
    QString filled;
    qsizetype done = 0;
    for (qsizetype begin = text.indexOf(QLatin1String("${")); begin >= 0;
         begin = text.indexOf(QLatin1String("${"), done)) {
        const qsizetype end = text.indexOf(u'}', begin);
        const auto value = values.constFind(text.mid(begin + 2, end - begin - 2));
        const bool isKnown = end > begin && value != values.cend();
        filled += text.mid(done, begin - done)
            + (isKnown ? value->left(kMostText) : QStringLiteral("${"));
        done = isKnown ? end + 1 : begin + 2;
    }
    return (filled + text.mid(done)).left(kMostText);
}

template <typename T> const T *findById(const QList<T> &list, const QString &id)
{
    const auto found
        = std::find_if(list.begin(), list.end(), [&id](const T &item) { return item.id == id; });
    return found == list.end() ? nullptr : &*found;
}

} // namespace

QList<Tag> tagsFromTemplate(const DeviceTemplate &tmpl, const Device &device)
{
    const Parameters values = parametersOf(tmpl, device);
    const QString prefix = device.id.left(kMostName) + QLatin1Char('.');
    const QString area = device.area.left(kMostName) + QLatin1Char('/');
    QList<Tag> tags = tmpl.tags;
    for (Tag &tag : tags) {
        tag.id = prefix + tag.id.left(kMostName);
        tag.path = area + filledIn(tag.path, values);
        tag.description = filledIn(tag.description, values);
        tag.device = device.id;
        if (!tag.scaleFactor.isEmpty())
            tag.scaleFactor = prefix + tag.scaleFactor.left(kMostName);
    }
    return tags;
}

Project::Project(ProjectData data, const QList<DeviceTemplate> &templates,
                 const QSet<QString> &disabled)
    : m_data(std::move(data))
    , m_roles(builtInRoles() + m_data.roles)
    , m_tags(std::exchange(m_data.tags, {}))
{
    for (const Device &device : std::as_const(m_data.devices)) {
        if (const DeviceTemplate *tmpl = findById(templates, device.templateId))
            m_tags += tagsFromTemplate(*tmpl, device);
    }
    std::sort(m_tags.begin(), m_tags.end(),
              [](const Tag &a, const Tag &b) { return a.path < b.path; });
    m_byId.reserve(m_tags.size());
    for (TagIndex i = 0; i < tagCount(); ++i) {
        m_byId.insert(m_tags.at(i).id, i);
        m_byDevice[m_tags.at(i).device].append(i);
        if (disabled.contains(m_tags.at(i).id))
            m_disabled.insert(i);
    }
}

TagIndex Project::indexOf(const QString &tagId) const
{
    return m_byId.value(tagId, kNoTag);
}

TagIndex Project::indexOfPath(const QString &path) const
{
    const auto found
        = std::lower_bound(m_tags.cbegin(), m_tags.cend(), path,
                           [](const Tag &tag, const QString &wanted) { return tag.path < wanted; });
    const bool isThere = found != m_tags.cend() && found->path == path;
    return isThere ? TagIndex(found - m_tags.cbegin()) : kNoTag;
}

QList<TagIndex> Project::tagsOf(const QString &device) const
{
    return m_byDevice.value(device);
}

const Connection *Project::connection(const QString &id) const
{
    return findById(m_data.connections, id);
}

const Device *Project::device(const QString &id) const
{
    return findById(m_data.devices, id);
}

const Screen *Project::screen(const QString &id) const
{
    return findById(m_data.screens, id);
}

const Role *Project::role(const QString &id) const
{
    return findById(m_roles, id);
}

const PollClass &Project::pollClassOf(const Tag &tag) const
{
    static const PollClass kFallback{QStringLiteral("normal"), 1000, 3};
    if (tag.isCounter())
        return kFallback;
    const PollClass *found = findById(m_data.pollClasses, tag.pollClass);
    return found ? *found : kFallback;
}

std::shared_ptr<const Project> Project::withConnections(const QList<Connection> &connections) const
{
    auto copy = std::make_shared<Project>(*this);
    copy->m_data.connections = connections;
    return copy;
}

} // namespace mws
