// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/tagfilter.h"

#include "editor/taggridmodel.h"

namespace mws::editor
{

namespace
{

QString groupOf(const QAbstractItemModel &grid, int row)
{
    return grid.index(row, tagColumnOf(QStringLiteral("path")))
        .data()
        .toString()
        .section(u'/', 0, -2);
}

} // namespace

TagFilter::TagFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setFilterKeyColumn(-1);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortRole(TagGridModel::SortRole);
}

void TagFilter::setGroup(const QString &group)
{
    m_group = group;
    invalidateFilter();
}

QStringList TagFilter::groups() const
{
    QStringList all;
    for (int row = 0; sourceModel() && row < sourceModel()->rowCount(); ++row) {
        const QString group = groupOf(*sourceModel(), row);
        if (all.isEmpty() || all.last() != group)
            all.append(group);
    }
    all.removeDuplicates();
    all.sort();
    return all;
}

bool TagFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    return (m_group.isEmpty() || groupOf(*sourceModel(), row) == m_group)
        && QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

} // namespace mws::editor
