// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "field/counters.h"
#include "project/project.h"

#include <QHash>
#include <vector>

namespace mws::modbus
{

/// The tags of one link that show what is counted, and their values. All are of good quality.
class CounterTags
{
public:
    /// What the tags show, at one moment.
    struct Figures {
        struct OfUnit {
            const RequestCounters *counters = nullptr;
            quint64 skippedPolls = 0;
            int queuedWrites = 0;
            bool answers = false; ///< it is online
        };
        LinkDiagnostics link;
        bool isUp = false; ///< the link can be used
        std::vector<OfUnit> units; ///< by their numbers
    };

    explicit CounterTags(ProjectPtr project);
    /// Takes those of the device, which is the unit with that number.
    void add(const QString &device, int unit);

    [[nodiscard]] bool isEmpty() const { return m_units.isEmpty(); }
    [[nodiscard]] QList<TagIndex> tags() const { return m_units.keys(); }
    [[nodiscard]] ValueBatch samples(const Figures &figures, Timestamp now) const;
    /// Those with Counter::Online, of one unit or of the link.
    [[nodiscard]] ValueBatch onlineOf(int unit, bool isOnline, Timestamp now) const;
    [[nodiscard]] ValueBatch onlineOfLink(bool isOnline, Timestamp now) const;

private:
    ProjectPtr m_project;
    QHash<TagIndex, int> m_units;
    QList<TagIndex> m_online; ///< of these, those with Counter::Online
};

} // namespace mws::modbus
