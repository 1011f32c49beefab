// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "hmi/trendscale.h"
#include "hmi/trendseries.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <limits>

namespace mws
{

class HmiContext;

/// Draws the course of up to eight tags over the last seconds, with or without axes. Gaps are left
/// as gaps. Painted by QPainter, so that it shows on every backend of Qt Quick.
class TrendView : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QStringList tags MEMBER m_tags WRITE setTags NOTIFY sourceChanged)
    Q_PROPERTY(int seconds MEMBER m_seconds WRITE setSeconds NOTIFY sourceChanged)
    Q_PROPERTY(double minimum MEMBER m_minimum NOTIFY lookChanged) ///< NaN: from the data
    Q_PROPERTY(double maximum MEMBER m_maximum NOTIFY lookChanged) ///< NaN: from the data
    Q_PROPERTY(bool axes MEMBER m_axes NOTIFY lookChanged)
    Q_PROPERTY(QVariantList lineColors MEMBER m_lineColors NOTIFY lookChanged)
    Q_PROPERTY(QColor gridColor MEMBER m_gridColor NOTIFY lookChanged)
    Q_PROPERTY(QColor textColor MEMBER m_textColor NOTIFY lookChanged)
    Q_PROPERTY(QColor bandColor MEMBER m_bandColor NOTIFY lookChanged) ///< of the normal band
    Q_PROPERTY(bool showBand MEMBER m_showBand NOTIFY lookChanged)
    Q_PROPERTY(QString fontFamily MEMBER m_fontFamily NOTIFY lookChanged)
    Q_PROPERTY(int fontSize MEMBER m_fontSize NOTIFY lookChanged) ///< pixels
    Q_PROPERTY(double lineWidth MEMBER m_lineWidth NOTIFY lookChanged)

public:
    explicit TrendView(QQuickItem *parent = nullptr);

    void setTags(const QStringList &tags);
    void setSeconds(int seconds);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void sourceChanged();
    void lookChanged();

protected:
    void componentComplete() override;

private:
    void rebuild();
    void advance();
    [[nodiscard]] TrendScale::Range range() const;
    void paintGrid(QPainter &painter, const TrendScale &scale) const;
    void paintTimes(QPainter &painter, const TrendScale &scale) const;
    void paintBand(QPainter &painter, const TrendScale &scale) const;
    void paintSeries(QPainter &painter, const TrendScale &scale, const TrendSeries &series) const;
    [[nodiscard]] int labelDecimals(const TrendScale::Range &range) const;
    [[nodiscard]] QFont font() const;

    QPointer<HmiContext> m_context;
    QList<TrendSeries *> m_series;
    QStringList m_tags;
    int m_seconds = 600;
    double m_minimum = std::numeric_limits<double>::quiet_NaN();
    double m_maximum = std::numeric_limits<double>::quiet_NaN();
    bool m_axes = true;
    bool m_showBand = false;
    QVariantList m_lineColors;
    QColor m_gridColor;
    QColor m_textColor;
    QColor m_bandColor;
    QString m_fontFamily;
    int m_fontSize = 12;
    double m_lineWidth = 2;
};

} // namespace mws
