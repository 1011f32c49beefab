// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/plantview.h"

namespace mws
{

PlantView::PlantView(ProjectPtr project, QBitArray tags)
    : m_project(std::move(project))
    , m_tags(std::move(tags))
    , m_isWhole(m_tags.count(true) == m_tags.size())
{
    QSet<QString> areas;
    for (TagIndex i = 0; i < TagIndex(m_tags.size()); ++i) {
        if (!m_tags.testBit(qsizetype(i)))
            continue;
        const Tag &tag = m_project->tag(i);
        m_indexes.append(i);
        areas.insert(tag.area());
        m_devices.insert(tag.device);
    }
    m_areas = areas.values();
    m_areas.sort();
    for (const QString &id : std::as_const(m_devices)) {
        if (const Device *device = m_project->device(id))
            m_connections.insert(device->connection);
    }
}

bool PlantView::contains(TagIndex tag) const
{
    return qsizetype(tag) < m_tags.size() && m_tags.testBit(qsizetype(tag));
}

TagIndex PlantView::indexOf(const QString &tagId) const
{
    const TagIndex index = m_project->indexOf(tagId);
    return contains(index) ? index : kNoTag;
}

bool PlantView::hasDevice(const QString &id) const
{
    return m_isWhole || m_devices.contains(id);
}

bool PlantView::hasConnection(const QString &id) const
{
    return m_isWhole || m_connections.contains(id);
}

} // namespace mws
