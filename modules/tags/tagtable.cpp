// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tags/tagtable.h"

namespace mws
{

namespace
{

constexpr Milliseconds kStaleCheck{250};

} // namespace

TagTable::TagTable(ProjectPtr project, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_project(std::move(project))
    , m_clock(clock)
    , m_values(m_project->tagCount())
    , m_answered(m_project->tagCount(), Milliseconds(0))
    , m_staleTimer(this)
{
    m_staleAfter.reserve(m_project->tagCount());
    for (const Tag &tag : m_project->tags()) {
        const PollClass &poll = m_project->pollClassOf(tag);
        m_staleAfter.append(Milliseconds(qint64(poll.periodMs) * poll.staleAfter));
    }
    connect(&m_staleTimer, &QTimer::timeout, this, &TagTable::markStale);
}

ValueBatch TagTable::snapshot() const
{
    ValueBatch all;
    all.reserve(m_values.size());
    for (TagIndex tag = 0; tag < TagIndex(m_values.size()); ++tag)
        all.append({tag, m_values[tag]});
    return all;
}

void TagTable::start()
{
    m_staleTimer.start(kStaleCheck);
}

void TagTable::apply(const ValueBatch &batch)
{
    const Milliseconds now = m_clock.monotonic();
    ValueBatch all = batch;
    ValueBatch different;
    for (TagSample &sample : all) {
        TagValue &known = m_values[sample.tag];
        if (isBad(sample.now.state.quality) && sample.now.value.isNone()) {
            sample.now.value = known.value;
            sample.now.time = known.time;
        }
        if (isGood(sample.now.state.quality))
            m_answered[sample.tag] = now;
        if (known.value != sample.now.value || known.state != sample.now.state)
            different.append(sample);
        known = sample.now;
    }
    if (!different.isEmpty())
        Q_EMIT changed(different);
    if (!all.isEmpty())
        Q_EMIT updated(all);
}

void TagTable::markStale()
{
    const Milliseconds now = m_clock.monotonic();
    ValueBatch stale;
    for (TagIndex tag = 0; tag < TagIndex(m_values.size()); ++tag) {
        TagValue &known = m_values[tag];
        if (!isGood(known.state.quality) || now - m_answered[tag] <= m_staleAfter[tag])
            continue;
        known.state = {Quality::Uncertain, 0};
        stale.append({tag, known});
    }
    if (stale.isEmpty())
        return;
    Q_EMIT changed(stale);
    Q_EMIT updated(stale);
}

} // namespace mws
