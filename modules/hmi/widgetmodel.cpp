// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/widgetmodel.h"

namespace mws
{

WidgetModel::WidgetModel(QList<Widget> widgets, QObject *parent)
    : QAbstractListModel(parent)
    , m_widgets(std::move(widgets))
{
}

int WidgetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_widgets.size());
}

QVariant WidgetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Widget &widget = m_widgets[index.row()];
    switch (role) {
    case WidgetId:
        return widget.id;
    case Type:
        return widget.type;
    case Column:
        return widget.x;
    case Row:
        return widget.y;
    case Columns:
        return widget.w;
    case Rows:
        return widget.h;
    case Title:
        return widget.title;
    case Tags:
        return widget.tags;
    case Properties:
        return widget.properties.toVariantMap();
    default:
        return {};
    }
}

QHash<int, QByteArray> WidgetModel::roleNames() const
{
    return {{WidgetId, "widgetId"}, {Type, "type"},       {Column, "gridColumn"},
            {Row, "gridRow"},       {Columns, "columns"}, {Rows, "rows"},
            {Title, "title"},       {Tags, "tags"},       {Properties, "properties"}};
}

} // namespace mws
