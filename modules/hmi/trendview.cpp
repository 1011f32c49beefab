// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/trendview.h"

#include "hmi/hmicontext.h"

#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

namespace mws
{

namespace
{

constexpr int kMaxSeries = 8;
constexpr qint64 kSlopeLimitMs = 15000; // two points further apart are joined by a step

qint64 timeStep(qint64 spanMs, int count)
{
    for (const qint64 seconds :
         {5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400}) {
        if (spanMs / (seconds * 1000) <= count)
            return seconds * 1000;
    }
    return spanMs / count;
}

} // namespace

TrendView::TrendView(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &TrendView::lookChanged, this, [this] { update(); });
}

void TrendView::componentComplete()
{
    QQuickPaintedItem::componentComplete();
    m_context = HmiContext::of(this);
    if (m_context)
        connect(m_context, &HmiContext::second, this, &TrendView::advance);
    rebuild();
}

void TrendView::setTags(const QStringList &tags)
{
    if (m_tags == tags)
        return;
    m_tags = tags;
    rebuild();
    Q_EMIT sourceChanged();
}

void TrendView::setSeconds(int seconds)
{
    if (m_seconds == seconds)
        return;
    m_seconds = qMax(1, seconds);
    rebuild();
    Q_EMIT sourceChanged();
}

void TrendView::rebuild()
{
    if (!m_context || !isComponentComplete())
        return;
    qDeleteAll(m_series);
    m_series.clear();
    for (const QString &tag : m_tags.mid(0, kMaxSeries)) {
        if (m_context->feed().project().indexOf(tag) != kNoTag)
            m_series.append(
                new TrendSeries(m_context->session(), m_context->feed(), tag, m_seconds, this));
    }
    update();
}

void TrendView::advance()
{
    const qint64 now = toMsSinceEpoch(m_context->clock().now());
    for (TrendSeries *series : std::as_const(m_series))
        series->trim(now);
    if (isVisible())
        update();
}

TrendScale::Range TrendView::range() const
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const TrendSeries *series : m_series) {
        for (const TrendSeries::Point &point : series->points()) {
            if (!point.good)
                continue;
            low = std::min(low, point.min);
            high = std::max(high, point.max);
        }
    }
    TrendScale::Range all = TrendScale::padded(low, high);
    if (std::isfinite(m_minimum))
        all.low = m_minimum;
    if (std::isfinite(m_maximum))
        all.high = m_maximum;
    return all.high > all.low ? all : TrendScale::Range{all.low, all.low + 1};
}

QFont TrendView::font() const
{
    QFont font(m_fontFamily);
    font.setPixelSize(qMax(6, m_fontSize));
    return font;
}

int TrendView::labelDecimals(const TrendScale::Range &range) const
{
    return qBound(0, int(std::ceil(-std::log10(range.high - range.low) + 0.7)), 4);
}

void TrendView::paint(QPainter *painter)
{
    if (!m_context)
        return;
    painter->setFont(font());
    const qint64 now = toMsSinceEpoch(m_context->clock().now());
    TrendScale scale{boundingRect().adjusted(1, 2, -1, -2), now - qint64(m_seconds) * 1000, now,
                     range()};
    if (m_axes) {
        const QFontMetricsF metrics(font());
        const QString widest
            = QLocale().toString(scale.range.high, 'f', labelDecimals(scale.range));
        const double left = metrics.horizontalAdvance(widest) + m_fontSize;
        scale.area.adjust(left, m_fontSize * 0.6, -m_fontSize * 0.2, -m_fontSize * 1.5);
        paintGrid(*painter, scale);
        paintTimes(*painter, scale);
    }
    if (m_showBand && m_series.size() == 1)
        paintBand(*painter, scale);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(scale.area.adjusted(-1, -m_lineWidth, 1, m_lineWidth));
    for (qsizetype n = 0; n < m_series.size(); ++n) {
        const QColor color = m_lineColors.isEmpty()
            ? m_textColor
            : m_lineColors[n % m_lineColors.size()].value<QColor>();
        painter->setPen(QPen(color, m_lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        paintSeries(*painter, scale, *m_series[n]);
    }
}

void TrendView::paintGrid(QPainter &painter, const TrendScale &scale) const
{
    const int count = qBound(1, int(scale.area.height() / (m_fontSize * 3)), 6);
    const int decimals = labelDecimals(scale.range);
    for (const double tick : TrendScale::ticks(scale.range, count)) {
        const double y = std::round(scale.y(tick)) + 0.5;
        painter.setPen(QPen(m_gridColor, 1));
        painter.drawLine(QPointF(scale.area.left(), y), QPointF(scale.area.right(), y));
        painter.setPen(m_textColor);
        const QRectF label(0, y - m_fontSize, scale.area.left() - m_fontSize * 0.5, m_fontSize * 2);
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter,
                         QLocale().toString(tick, 'f', decimals));
    }
}

void TrendView::paintTimes(QPainter &painter, const TrendScale &scale) const
{
    const int count = qBound(1, int(scale.area.width() / (m_fontSize * 7)), 8);
    const qint64 step = timeStep(scale.to - scale.from, count);
    const bool withSeconds = step < 60000;
    const qint64 zone = QDateTime::fromMSecsSinceEpoch(scale.to).offsetFromUtc() * qint64(1000);
    for (qint64 time = (scale.from + zone) / step * step + step - zone; time <= scale.to;
         time += step) {
        const double x = std::round(scale.x(time)) + 0.5;
        painter.setPen(QPen(m_gridColor, 1));
        painter.drawLine(QPointF(x, scale.area.top()), QPointF(x, scale.area.bottom()));
        const QString text = QDateTime::fromMSecsSinceEpoch(time).toString(
            withSeconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
        const double wide = m_fontSize * 6;
        QRectF label(x - wide / 2, scale.area.bottom() + m_fontSize * 0.25, wide, m_fontSize * 1.3);
        if (label.right() > boundingRect().right())
            label.moveRight(boundingRect().right());
        const bool cut = label.right() < x + wide / 2;
        painter.setPen(m_textColor);
        painter.drawText(label, (cut ? Qt::AlignRight : Qt::AlignHCenter) | Qt::AlignTop, text);
    }
}

void TrendView::paintBand(QPainter &painter, const TrendScale &scale) const
{
    const Tag &tag = m_series.constFirst()->tag();
    if (!tag.normalLow && !tag.normalHigh)
        return;
    const double top
        = scale.y(std::min(tag.normalHigh.value_or(scale.range.high), scale.range.high));
    const double bottom
        = scale.y(std::max(tag.normalLow.value_or(scale.range.low), scale.range.low));
    if (bottom > top)
        painter.fillRect(QRectF(scale.area.left(), top, scale.area.width(), bottom - top),
                         m_bandColor);
}

void TrendView::paintSeries(QPainter &painter, const TrendScale &scale,
                            const TrendSeries &series) const
{
    const bool stepped
        = series.tag().valueKind() == Value::Kind::Bool || !series.tag().states.isEmpty();
    QPainterPath path;
    const TrendSeries::Point *before = nullptr;
    for (const TrendSeries::Point &point : series.points()) {
        const double x = std::max(scale.x(point.time), scale.area.left() - 2);
        if (before && before->good
            && (stepped || !point.good || point.time - before->time > kSlopeLimitMs))
            path.lineTo(x, scale.y(before->last));
        if (point.good && before && before->good)
            path.lineTo(x, scale.y(point.last));
        else if (point.good)
            path.moveTo(x, scale.y(point.last));
        if (point.good && point.max > point.min) {
            path.lineTo(x, scale.y(point.min));
            path.lineTo(x, scale.y(point.max));
            path.lineTo(x, scale.y(point.last));
        }
        before = &point;
    }
    if (before && before->good)
        path.lineTo(scale.area.right(), scale.y(before->last));
    painter.drawPath(path);
}

} // namespace mws
