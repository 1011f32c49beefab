// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/reduce.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace mws
{

namespace
{

HistoryPoint rawPoint(const HistorySample &sample)
{
    return {fromMsSinceEpoch(sample.time),
            sample.value,
            sample.value,
            sample.value,
            sample.value,
            sample.good};
}

/// Collects one stretch of time.
class Stretch
{
public:
    explicit Stretch(qint64 begin)
        : m_begin(begin)
    {
    }

    /// sample held from begin until end.
    void hold(const HistorySample &sample, qint64 begin, qint64 end)
    {
        if (!sample.good) {
            if (!m_gap && end > begin) {
                m_gap = begin;
                m_gapFirst = !m_hasGood;
            }
            return;
        }
        if (!m_hasGood)
            m_begin = begin;
        m_hasGood = true;
        m_min = std::min(m_min, sample.value);
        m_max = std::max(m_max, sample.value);
        m_last = sample.value;
        const double weight = double(std::max<qint64>(end - begin, 0));
        m_weight += weight;
        if (m_weight > 0)
            m_mean += (sample.value - m_mean) * (weight / m_weight);
        else
            m_mean = sample.value;
    }

    void appendTo(QList<HistoryPoint> &points) const
    {
        const HistoryPoint gap{fromMsSinceEpoch(m_gap.value_or(0)), 0, 0, 0, 0, false};
        if (m_gap && m_gapFirst)
            appendGap(points, gap);
        if (m_hasGood)
            points.append({fromMsSinceEpoch(m_begin), m_min, m_max, m_mean, m_last, true});
        if (m_gap && !m_gapFirst)
            appendGap(points, gap);
    }

private:
    static void appendGap(QList<HistoryPoint> &points, const HistoryPoint &gap)
    {
        if (points.isEmpty() || points.constLast().good)
            points.append(gap);
    }

    qint64 m_begin;
    bool m_hasGood = false;
    bool m_gapFirst = false;
    double m_min = std::numeric_limits<double>::infinity();
    double m_max = -std::numeric_limits<double>::infinity();
    double m_mean = 0;
    double m_weight = 0;
    double m_last = 0;
    std::optional<qint64> m_gap;
};

QList<HistoryPoint> reduced(const QList<HistorySample> &samples, qint64 from, qint64 end,
                            int stretches)
{
    QList<HistoryPoint> points;
    qsizetype next = 0;
    std::optional<HistorySample> held;
    if (samples.constFirst().time < from)
        held = samples[next++];
    for (int i = 0; i < stretches; ++i) {
        const qint64 begin = from + (end - from) * i / stretches;
        const qint64 stop = from + (end - from) * (i + 1) / stretches;
        Stretch stretch(begin);
        qint64 at = begin;
        while (next < samples.size() && samples[next].time < stop) {
            if (held && samples[next].time > at)
                stretch.hold(*held, at, samples[next].time);
            held = samples[next++];
            at = held->time;
            if (next < samples.size() && samples[next].time == at)
                stretch.hold(*held, at, at);
        }
        if (held && at < stop)
            stretch.hold(*held, at, stop);
        stretch.appendTo(points);
    }
    return points;
}

} // namespace

QList<HistorySample> cutToRange(QList<HistorySample> samples, qint64 from, qint64 to)
{
    const auto earlier
        = [](const HistorySample &a, const HistorySample &b) { return a.time < b.time; };
    std::stable_sort(samples.begin(), samples.end(), earlier);
    auto begin = std::lower_bound(samples.cbegin(), samples.cend(), HistorySample{from}, earlier);
    const auto end = std::lower_bound(samples.cbegin(), samples.cend(), HistorySample{to}, earlier);
    if (begin != samples.cbegin())
        --begin;
    return begin < end ? QList<HistorySample>(begin, end) : QList<HistorySample>();
}

HistorySeries toSeries(const QList<HistorySample> &samples, qint64 from, qint64 to, qint64 known,
                       int maxPoints)
{
    HistorySeries series;
    if (samples.size() <= maxPoints) {
        for (const HistorySample &sample : samples)
            series.points.append(rawPoint(sample));
        return series;
    }
    series.reduced = true;
    const qint64 end = std::min(to, std::max(known, samples.constLast().time + 1));
    series.points = reduced(samples, from, end, std::max(maxPoints / 2, 1));
    return series;
}

} // namespace mws
