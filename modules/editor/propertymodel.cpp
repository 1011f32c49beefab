// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/propertymodel.h"

#include "editor/field.h"
#include "editor/taggridmodel.h"

#include <algorithm>

namespace mws::editor
{

namespace
{

template <typename T> qsizetype placeOf(const QList<T> &list, const QString &id)
{
    const auto found
        = std::find_if(list.begin(), list.end(), [&id](const T &item) { return item.id == id; });
    return found == list.end() ? -1 : found - list.begin();
}

template <typename T> QVariant dataOf(const Field<T> &field, const T &item, int column, int role)
{
    if (role == Qt::ToolTipRole)
        return field.hint;
    if (role == TagGridModel::ChoicesRole)
        return field.choices;
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    return column == 0 ? field.title : field.text(item);
}

} // namespace

PropertyModel::PropertyModel(Document &document, QObject *parent)
    : QAbstractTableModel(parent)
    , m_document(document)
{
    connect(&m_document, &Document::reset, this, [this] { show(Kind::Nothing, {}); });
    connect(&m_document, &Document::connectionsChanged, this, &PropertyModel::refresh);
    connect(&m_document, &Document::devicesChanged, this, &PropertyModel::refresh);
}

void PropertyModel::show(Kind kind, const QString &id)
{
    beginResetModel();
    m_kind = kind;
    m_id = id;
    if (place() < 0)
        m_kind = Kind::Nothing;
    endResetModel();
}

qsizetype PropertyModel::place() const
{
    if (m_kind == Kind::Connection)
        return placeOf(m_document.data().connections, m_id);
    return m_kind == Kind::Device ? placeOf(m_document.data().devices, m_id) : -1;
}

void PropertyModel::refresh()
{
    if (place() < 0)
        show(Kind::Nothing, {});
    else
        Q_EMIT dataChanged(index(0, 1), index(rowCount() - 1, 1));
}

int PropertyModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || m_kind == Kind::Nothing)
        return 0;
    return int(m_kind == Kind::Connection ? connectionFields().size() : deviceFields().size());
}

int PropertyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant PropertyModel::data(const QModelIndex &index, int role) const
{
    const qsizetype at = place();
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || at < 0)
        return {};
    if (m_kind == Kind::Connection)
        return dataOf(connectionFields()[index.row()], m_document.data().connections[at],
                      index.column(), role);
    return dataOf(deviceFields()[index.row()], m_document.data().devices[at], index.column(), role);
}

QVariant PropertyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Property") : tr("Value");
}

Qt::ItemFlags PropertyModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == 1 ? flags | Qt::ItemIsEditable : flags;
}

bool PropertyModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const qsizetype at = place();
    if (role != Qt::EditRole || at < 0 || index.column() != 1)
        return false;
    QString title;
    QString reason;
    if (m_kind == Kind::Connection) {
        const Field<Connection> &field = connectionFields()[index.row()];
        Connection changed = m_document.data().connections[at];
        title = field.title;
        reason = field.setText(changed, value.toString());
        if (reason.isEmpty() && changed != m_document.data().connections[at]) {
            m_id = changed.id;
            m_document.changeConnection(at, changed, tr("Change %1").arg(title));
        }
    } else {
        const Field<Device> &field = deviceFields()[index.row()];
        Device changed = m_document.data().devices[at];
        title = field.title;
        reason = field.setText(changed, value.toString());
        if (reason.isEmpty() && changed != m_document.data().devices[at]) {
            m_id = changed.id;
            m_document.changeDevice(at, changed, tr("Change %1").arg(title));
        }
    }
    if (!reason.isEmpty())
        Q_EMIT refused(QStringLiteral("%1: %2").arg(title, reason));
    return reason.isEmpty();
}

} // namespace mws::editor
