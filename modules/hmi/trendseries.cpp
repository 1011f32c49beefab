// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/trendseries.h"

#include "core/future.h"

#include <algorithm>
#include <cmath>

namespace mws
{

TrendSeries::TrendSeries(Session &session, TagFeed &feed, const QString &tagId, int seconds,
                         QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_feed(feed)
    , m_seconds(qMax(1, seconds))
{
    const TagIndex index = feed.project().indexOf(tagId);
    if (index == kNoTag)
        return;
    m_tag = feed.project().tag(index);
    take(feed.value(index));
    feed.listen(index, this, [this](const TagValue &now) { take(now); });
    if (m_tag.history.enabled)
        load();
}

void TrendSeries::load()
{
    const Timestamp now = m_session.services().clock.now();
    whenDone(m_session.history(m_tag.id, now - std::chrono::seconds(m_seconds), now, kStretches),
             this, [this](const Result<HistorySeries> &series) {
                 if (series)
                     prepend(series->points);
             });
}

void TrendSeries::prepend(const QList<HistoryPoint> &points)
{
    QList<Point> all;
    for (const HistoryPoint &point : points)
        all.append({toMsSinceEpoch(point.time), point.min, point.max, point.last, point.good});
    const qint64 known = all.isEmpty() ? 0 : all.constLast().time;
    m_points.removeIf([known](const Point &point) { return point.time <= known; });
    m_points = all + m_points;
    Q_EMIT changed();
}

void TrendSeries::take(const TagValue &value)
{
    const double number = value.value.toDouble();
    const bool good = isLive(value.state.quality) && std::isfinite(number);
    const qint64 now = toMsSinceEpoch(m_session.services().clock.now());
    const qint64 time = good ? toMsSinceEpoch(value.time) : now;
    append({time, number, number, number, good});
    Q_EMIT changed();
}

void TrendSeries::append(const Point &point)
{
    const qint64 stretch = qint64(m_seconds) * 1000 / kStretches;
    if (m_points.isEmpty() || point.time - m_points.constLast().time >= stretch
        || point.good != m_points.constLast().good) {
        m_points.append(point);
        return;
    }
    if (!point.good)
        return;
    Point &last = m_points.last();
    last.min = std::min(last.min, point.min);
    last.max = std::max(last.max, point.max);
    last.last = point.last;
}

void TrendSeries::trim(qint64 now)
{
    const qint64 begin = now - qint64(m_seconds) * 1000;
    qsizetype old = 0;
    while (old + 1 < m_points.size() && m_points[old + 1].time <= begin)
        ++old;
    m_points.remove(0, old);
}

} // namespace mws
