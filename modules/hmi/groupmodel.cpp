// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/groupmodel.h"

#include "hmi/hmicontext.h"
#include "hmi/widgetmodel.h"

#include <algorithm>
#include <numeric>

namespace mws
{

GroupModel::GroupModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void GroupModel::componentComplete()
{
    m_complete = true;
    setScreenId(m_wantedScreen);
}

void GroupModel::setScreenId(const QString &screenId)
{
    m_wantedScreen = screenId;
    HmiContext *context = m_complete ? HmiContext::of(this) : nullptr;
    if (!context || m_screen.id == screenId)
        return;
    const Screen *screen = context->session().project().screen(screenId);
    setScreen(screen ? *screen : Screen{screenId, {}, {}, {}});
}

void GroupModel::setScreen(const Screen &screen)
{
    beginResetModel();
    for (WidgetModel *widgets : std::as_const(m_widgets))
        widgets->deleteLater();
    m_widgets.clear();
    m_screen = screen;
    for (const WidgetGroup &group : m_screen.groups)
        m_widgets.append(new WidgetModel(group.widgets, this));
    place();
    endResetModel();
    Q_EMIT screenChanged();
    Q_EMIT layoutDone();
}

void GroupModel::setColumnsAvailable(int columns)
{
    const int bounded = qBound(1, columns, kColumns);
    if (m_columnsAvailable == bounded)
        return;
    m_columnsAvailable = bounded;
    place();
    Q_EMIT columnsAvailableChanged();
    if (!m_places.isEmpty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Left, Width, Top});
    Q_EMIT layoutDone();
}

void GroupModel::place()
{
    m_places.fill({}, m_screen.groups.size());
    m_totalRows = 0;
    if (m_columnsAvailable >= kColumns)
        placeAsDrawn();
    else
        placeInBands();
}

void GroupModel::placeAsDrawn()
{
    for (qsizetype n = 0; n < m_places.size(); ++n) {
        const WidgetGroup &group = m_screen.groups[n];
        m_places[n] = {double(group.x) / kColumns, double(group.w) / kColumns, group.y};
        m_totalRows = std::max(m_totalRows, group.y + group.h);
    }
}

void GroupModel::placeInBands()
{
    QList<qsizetype> waiting(m_screen.groups.size());
    std::iota(waiting.begin(), waiting.end(), 0);
    const auto &groups = std::as_const(m_screen.groups);
    std::stable_sort(waiting.begin(), waiting.end(), [&groups](qsizetype a, qsizetype b) {
        return std::pair(groups[a].y, groups[a].x) < std::pair(groups[b].y, groups[b].x);
    });
    while (!waiting.isEmpty()) {
        QList<qsizetype> band;
        int used = 0;
        for (const qsizetype n : std::as_const(waiting)) {
            if (!band.isEmpty() && used + groups[n].w > m_columnsAvailable)
                continue;
            band.append(n);
            used += groups[n].w;
        }
        waiting.removeIf([&band](qsizetype n) { return band.contains(n); });
        m_totalRows = placeBand(band, m_totalRows);
    }
}

int GroupModel::placeBand(const QList<qsizetype> &band, int top)
{
    int columns = 0;
    for (const qsizetype n : band)
        columns += m_screen.groups[n].w;
    int bottom = top;
    int column = 0;
    for (const qsizetype n : band) {
        const WidgetGroup &group = m_screen.groups[n];
        m_places[n] = {double(column) / columns, double(group.w) / columns, top};
        column += group.w;
        bottom = std::max(bottom, top + group.h);
    }
    return bottom;
}

int GroupModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_screen.groups.size());
}

QVariant GroupModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const WidgetGroup &group = m_screen.groups[index.row()];
    const Place &at = m_places[index.row()];
    switch (role) {
    case GroupId:
        return group.id;
    case Title:
        return group.title;
    case Columns:
        return group.w;
    case Rows:
        return group.h;
    case Left:
        return at.left;
    case Width:
        return at.width;
    case Top:
        return at.top;
    case Widgets:
        return QVariant::fromValue(m_widgets[index.row()]);
    default:
        return {};
    }
}

QHash<int, QByteArray> GroupModel::roleNames() const
{
    return {{GroupId, "groupId"}, {Title, "title"},     {Columns, "columns"}, {Rows, "rows"},
            {Left, "gridLeft"},   {Width, "gridWidth"}, {Top, "gridTop"},     {Widgets, "widgets"}};
}

} // namespace mws
