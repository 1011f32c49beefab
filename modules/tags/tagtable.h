// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/tagvalue.h"
#include "project/project.h"
#include "tags/debounce.h"
#include "tags/reporter.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace mws
{

/// The current value of every tag. Fed by batches from the field bus; turns values stale; holds
/// back flaps (Debounce); tells the consumers what really changed (Reporter). Lives in the field
/// thread.
class TagTable final : public QObject
{
    Q_OBJECT

public:
    TagTable(ProjectPtr project, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] const Project &project() const { return *m_project; }
    /// What the device said last, also while the debounce of the tag still waits.
    [[nodiscard]] const TagValue &value(TagIndex tag) const;
    /// All values that count, one sample per tag in the order of TagIndex.
    [[nodiscard]] ValueBatch snapshot() const;

    /// Begins to look for stale values, every 250 ms.
    void start();

public Q_SLOTS:
    /// Takes over a batch. With a bad quality and no value the last known value is kept.
    /// What a debounce holds back does not count: no signal tells it, and the age goes on.
    void apply(const mws::ValueBatch &batch);
    /// Marks live values as uncertain that got no answer for PollClass::staleAfter periods, and
    /// lets failures count that have lasted longer than the debounce.
    void markStale();

Q_SIGNALS:
    /// The samples whose value or quality changed, or those that the report rule of the tag lets
    /// out, once per batch; never empty.
    void changed(const mws::ValueBatch &batch);
    /// Every sample that counts, changed or not, with its new time.
    void updated(const mws::ValueBatch &batch);

private:
    struct Debounced {
        Debounce filter;
        TagValue device; ///< what it said last
    };

    void makeRules();
    [[nodiscard]] std::optional<TagValue> debounced(const TagSample &sample, Milliseconds now);
    [[nodiscard]] bool goesOut(TagIndex tag, const TagValue &before, Milliseconds now);
    [[nodiscard]] bool ages(TagIndex tag, Milliseconds now);

    ProjectPtr m_project;
    const Clock &m_clock;
    QList<TagValue> m_values; ///< what counts
    QList<Milliseconds> m_answered; ///< monotonic time of the last answer
    QList<Milliseconds> m_staleAfter;
    QHash<TagIndex, Debounced> m_debounced; ///< tags with such a rule
    QHash<TagIndex, Reporter> m_reporters;
    QTimer m_staleTimer;
};

} // namespace mws
