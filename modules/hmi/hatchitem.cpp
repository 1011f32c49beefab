// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/hatchitem.h"

#include <QPainter>

namespace mws
{

HatchItem::HatchItem(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &HatchItem::lookChanged, this, [this] { update(); });
}

void HatchItem::paint(QPainter *painter)
{
    const QRectF area = boundingRect();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(area);
    painter->setPen(QPen(m_color, m_lineWidth));
    for (double x = -area.height(); x < area.width(); x += m_spacing)
        painter->drawLine(QPointF(x, area.height()), QPointF(x + area.height(), 0));
}

} // namespace mws
