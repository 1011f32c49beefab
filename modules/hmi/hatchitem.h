// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace mws
{

/// Diagonal lines over something that must not be taken for live.
class HatchItem : public QQuickPaintedItem
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Hatch)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY lookChanged)
    Q_PROPERTY(double spacing MEMBER m_spacing NOTIFY lookChanged) ///< pixels
    Q_PROPERTY(double lineWidth MEMBER m_lineWidth NOTIFY lookChanged)

public:
    explicit HatchItem(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void lookChanged();

private:
    QColor m_color;
    double m_spacing = 9;
    double m_lineWidth = 1.5;
};

} // namespace mws
