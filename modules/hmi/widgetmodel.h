// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/screen.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace mws
{

/// The widgets of one group, in the group's own grid.
class WidgetModel final : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("comes from a GroupModel")

public:
    enum Role {
        WidgetId = Qt::UserRole + 1,
        Type,
        Column,
        Row,
        Columns,
        Rows,
        Title,
        Tags,
        Properties,
    };
    Q_ENUM(Role)

    explicit WidgetModel(QList<Widget> widgets, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    const QList<Widget> m_widgets;
};

} // namespace mws
