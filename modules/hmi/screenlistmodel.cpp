// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/screenlistmodel.h"

namespace mws
{

ScreenListModel::ScreenListModel(const Project &project, QObject *parent)
    : QAbstractListModel(parent)
    , m_project(project)
{
    const Screen *start = m_project.screen(m_project.data().startScreen);
    if (start)
        m_order.append(start);
    for (const Screen &screen : m_project.screens()) {
        if (&screen != start)
            m_order.append(&screen);
    }
}

int ScreenListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

QVariant ScreenListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Screen &screen = *m_order[index.row()];
    switch (role) {
    case ScreenId:
        return screen.id;
    case Title:
        return screen.title;
    case Icon:
        return screen.icon;
    default:
        return {};
    }
}

QHash<int, QByteArray> ScreenListModel::roleNames() const
{
    return {{ScreenId, "screenId"}, {Title, "title"}, {Icon, "icon"}};
}

} // namespace mws
