// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "hmi/tagfeed.h"
#include "session/session.h"

#include <QObject>

namespace mws
{

/// The course of one tag over the last seconds: what history knows, and from then on what comes
/// live. Live values that fall into one stretch of time are kept as its minimum and maximum.
class TrendSeries final : public QObject
{
    Q_OBJECT

public:
    struct Point {
        qint64 time = 0; ///< milliseconds since 1970
        double min = 0;
        double max = 0;
        double last = 0;
        bool good = false; ///< false: a gap begins here
        friend bool operator==(const Point &, const Point &) = default;
    };

    static constexpr int kStretches = 600; ///< in the shown time

    TrendSeries(Session &session, TagFeed &feed, const QString &tagId, int seconds,
                QObject *parent = nullptr);

    [[nodiscard]] const Tag &tag() const { return m_tag; }
    /// Ascending in time; the first may lie before the shown time.
    [[nodiscard]] const QList<Point> &points() const { return m_points; }
    /// Forgets what is older than the shown time, except the value that held when it began.
    void trim(qint64 now);

Q_SIGNALS:
    void changed();

private:
    void load();
    void prepend(const QList<HistoryPoint> &points);
    void take(const TagValue &value);
    void append(const Point &point);

    Session &m_session;
    TagFeed &m_feed;
    Tag m_tag;
    int m_seconds;
    QList<Point> m_points;
};

} // namespace mws
