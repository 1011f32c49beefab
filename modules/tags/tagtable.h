// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/tagvalue.h"
#include "project/project.h"

#include <QObject>
#include <QTimer>

namespace mws
{

/// The current value of every tag. Fed by batches from the field bus; turns values stale; tells the
/// consumers what really changed. Lives in the field thread.
class TagTable final : public QObject
{
    Q_OBJECT

public:
    TagTable(ProjectPtr project, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] const Project &project() const { return *m_project; }
    [[nodiscard]] const TagValue &value(TagIndex tag) const { return m_values[tag]; }
    /// All values, one sample per tag in the order of TagIndex.
    [[nodiscard]] ValueBatch snapshot() const;

    /// Begins to look for stale values, every 250 ms.
    void start();

public Q_SLOTS:
    /// Takes over a batch. With a bad quality and no value the last known value is kept.
    void apply(const mws::ValueBatch &batch);
    /// Marks good values as uncertain that got no answer for PollClass::staleAfter periods.
    void markStale();

Q_SIGNALS:
    /// The samples whose value or quality changed, once per batch; never empty.
    void changed(const mws::ValueBatch &batch);
    /// Every sample that came in, changed or not, with its new time.
    void updated(const mws::ValueBatch &batch);

private:
    ProjectPtr m_project;
    const Clock &m_clock;
    QList<TagValue> m_values;
    QList<Milliseconds> m_answered; ///< monotonic time of the last answer
    QList<Milliseconds> m_staleAfter;
    QTimer m_staleTimer;
};

} // namespace mws
