// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

#include <QBitArray>
#include <QSet>
#include <memory>

namespace mws
{

/// The part of the plant that somebody may see. What is not in it does not exist for this one: not
/// its id, not its area, not its device. Immutable; those who may see the same share one.
class PlantView
{
public:
    /// tags: one bit for each of the project; all set: devices without tags are seen, too.
    PlantView(ProjectPtr project, QBitArray tags);

    [[nodiscard]] bool isWhole() const { return m_isWhole; }
    [[nodiscard]] bool contains(TagIndex tag) const;
    /// Ascending.
    [[nodiscard]] const QList<TagIndex> &tags() const { return m_indexes; }
    /// kNoTag: there is none with this id, or it may not be seen; nobody is told which.
    [[nodiscard]] TagIndex indexOf(const QString &tagId) const;

    /// Tag::area() of what is seen, sorted.
    [[nodiscard]] const QStringList &areas() const { return m_areas; }
    /// Those with a tag that is seen.
    [[nodiscard]] bool hasDevice(const QString &id) const;
    /// Those with a device that is seen.
    [[nodiscard]] bool hasConnection(const QString &id) const;

    friend bool operator==(const PlantView &a, const PlantView &b)
    {
        return a.m_project == b.m_project && a.m_tags == b.m_tags;
    }

private:
    ProjectPtr m_project;
    QBitArray m_tags;
    bool m_isWhole;
    QList<TagIndex> m_indexes;
    QStringList m_areas;
    QSet<QString> m_devices;
    QSet<QString> m_connections;
};

using PlantViewPtr = std::shared_ptr<const PlantView>;

} // namespace mws
