// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tags/tagtable.h"

#include <utility>

namespace mws
{

namespace
{

constexpr Milliseconds kStaleCheck{250};

/// With a bad quality the value is the last one known.
TagValue merged(const TagValue &now, const TagValue &known)
{
    if (isBad(now.state.quality) && now.value.isNone())
        return {known.value, now.state, known.time};
    return now;
}

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
    makeRules();
    connect(&m_staleTimer, &QTimer::timeout, this, &TagTable::markStale);
}

void TagTable::makeRules()
{
    for (TagIndex index = 0; index < m_project->tagCount(); ++index) {
        const Tag &tag = m_project->tag(index);
        if (Debounce::isWantedBy(tag))
            m_debounced.insert(index, {Debounce(tag), {}});
        if (tag.report.enabled)
            m_reporters.insert(index, Reporter(tag));
    }
}

const TagValue &TagTable::value(TagIndex tag) const
{
    const auto rule = m_debounced.constFind(tag);
    return rule == m_debounced.cend() ? m_values[tag] : rule->device;
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
    ValueBatch all;
    ValueBatch different;
    all.reserve(batch.size());
    different.reserve(batch.size());
    for (const TagSample &sample : batch) {
        const auto counts = m_debounced.isEmpty() ? sample.now : debounced(sample, now);
        if (!counts)
            continue;
        TagValue &known = m_values[sample.tag];
        const TagValue before = std::exchange(known, merged(*counts, known));
        if (isLive(known.state.quality))
            m_answered[sample.tag] = now;
        if (goesOut(sample.tag, before, now))
            different.append({sample.tag, known});
        all.append({sample.tag, known});
    }
    if (!different.isEmpty())
        Q_EMIT changed(different);
    if (!all.isEmpty())
        Q_EMIT updated(all);
}

std::optional<TagValue> TagTable::debounced(const TagSample &sample, Milliseconds now)
{
    const auto rule = m_debounced.find(sample.tag);
    if (rule == m_debounced.end())
        return sample.now;
    rule->device = merged(sample.now, rule->device);
    return rule->filter.pass(m_values[sample.tag], sample.now, now);
}

bool TagTable::goesOut(TagIndex tag, const TagValue &before, Milliseconds now)
{
    const TagValue &known = m_values[tag];
    if (!m_reporters.isEmpty()) {
        if (const auto rule = m_reporters.find(tag); rule != m_reporters.end())
            return rule->goesOut(known, now);
    }
    return known.value != before.value || known.state != before.state;
}

void TagTable::markStale()
{
    const Milliseconds now = m_clock.monotonic();
    ValueBatch aged;
    for (TagIndex tag = 0; tag < TagIndex(m_values.size()); ++tag) {
        if (!ages(tag, now))
            continue;
        aged.append({tag, m_values[tag]});
        if (const auto rule = m_reporters.find(tag); rule != m_reporters.end())
            rule->told(m_values[tag], now);
    }
    if (aged.isEmpty())
        return;
    Q_EMIT changed(aged);
    Q_EMIT updated(aged);
}

/// Whether time alone makes the value of the tag worse; then it has been made so.
bool TagTable::ages(TagIndex tag, Milliseconds now)
{
    TagValue &known = m_values[tag];
    if (const auto rule = m_debounced.find(tag); rule != m_debounced.end()) {
        if (const auto failure = rule->filter.lastingFailure(now)) {
            known = merged(*failure, known);
            return true;
        }
    }
    if (!isLive(known.state.quality) || now - m_answered[tag] <= m_staleAfter[tag])
        return false;
    known.state = {Quality::Uncertain, 0};
    return true;
}

} // namespace mws
