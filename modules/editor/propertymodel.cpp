// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/propertymodel.h"

#include "editor/field.h"
#include "editor/plaintext.h"
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

template <typename T> PropertyModel::Row rowOf(const Field<T> &field, const T &item)
{
    const bool applies = !field.applies || field.applies(item);
    return {field.title,   field.hint, applies ? field.text(item) : QString(),
            field.choices, field.kind, applies};
}

template <typename T> QList<PropertyModel::Row> rowsOf(const QList<Field<T>> &fields, const T &item)
{
    QList<PropertyModel::Row> rows;
    for (const Field<T> &field : fields)
        rows.append(rowOf(field, item));
    return rows;
}

/// Why the text does not fit; else changed has it. Another item of the list may not have its id.
template <typename T>
QString takeText(const Field<T> &field, const QString &text, const QList<T> &list, T &changed)
{
    const QString before = changed.id;
    QString reason = field.setText(changed, text);
    if (reason.isEmpty() && changed.id != before && placeOf(list, changed.id) >= 0)
        reason = PropertyModel::tr("%1 is used twice").arg(changed.id);
    return reason;
}

} // namespace

PropertyModel::PropertyModel(Document &document, QObject *parent)
    : QAbstractTableModel(parent)
    , m_document(document)
{
    connect(&m_document, &Document::reset, this, [this] { show(Kind::Project, {}); });
    connect(&m_document, &Document::headChanged, this, &PropertyModel::refresh);
    connect(&m_document, &Document::connectionsChanged, this, &PropertyModel::refresh);
    connect(&m_document, &Document::devicesChanged, this, &PropertyModel::refresh);
    m_rows = rowsNow();
}

void PropertyModel::show(Kind kind, const QString &id)
{
    beginResetModel();
    m_kind = kind;
    m_id = id;
    m_rows = rowsNow();
    endResetModel();
}

QList<PropertyModel::Row> PropertyModel::rowsNow() const
{
    const ProjectData &data = m_document.data();
    if (m_kind == Kind::Project)
        return rowsOf(headFields(), m_document.head());
    const bool isLink = m_kind == Kind::Connection;
    const qsizetype at = isLink ? placeOf(data.connections, m_id) : placeOf(data.devices, m_id);
    if (at < 0)
        return {};
    if (isLink)
        return rowsOf(connectionFields(), data.connections[at]);
    QList<Row> rows = rowsOf(deviceFields(), data.devices[at]);
    for (const TemplateParameter &parameter : parameters()) {
        const QString text = data.devices[at].parameters.value(parameter.name);
        rows.append({parameter.name,
                     tr("%1; without it: %2").arg(parameter.description, parameter.defaultValue),
                     text,
                     {},
                     FieldKind::Text,
                     true});
    }
    return rows;
}

QList<TemplateParameter> PropertyModel::parameters() const
{
    const Device *device = m_document.device(m_id);
    const DeviceTemplate *made = device ? m_document.templateOf(*device) : nullptr;
    return made ? made->parameters : QList<TemplateParameter>();
}

void PropertyModel::refresh()
{
    const QList<Row> now = rowsNow();
    if (now.size() != m_rows.size()) {
        show(m_kind, m_id);
        return;
    }
    m_rows = now;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 1));
}

int PropertyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PropertyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant PropertyModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !checkIndex(index))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return index.column() == 0 ? row.title : row.text;
    case Qt::ToolTipRole:
        return plainText(row.hint);
    case TagGridModel::ChoicesRole:
        return row.choices + m_document.wordsFor(row.kind);
    case TagGridModel::KindRole:
        return int(row.kind);
    default:
        return {};
    }
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
    if (index.isValid() && !m_rows[index.row()].applies)
        return Qt::ItemNeverHasChildren;
    return index.column() == 1 ? flags | Qt::ItemIsEditable : flags;
}

bool PropertyModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)
        || index.column() != 1)
        return false;
    const QString title = m_rows[index.row()].title;
    const QString what = tr("Change %1").arg(title);
    QString reason;
    if (m_kind == Kind::Project)
        reason = setHead(index.row(), value.toString(), what);
    else if (m_kind == Kind::Connection)
        reason = setConnection(index.row(), value.toString(), what);
    else
        reason = setDevice(index.row(), value.toString(), what);
    if (!reason.isEmpty())
        Q_EMIT refused(QStringLiteral("%1: %2").arg(title, reason));
    return reason.isEmpty();
}

QString PropertyModel::setHead(int row, const QString &text, const QString &what)
{
    ProjectHead changed = m_document.head();
    const QString reason = headFields()[row].setText(changed, text);
    if (reason.isEmpty() && changed != m_document.head())
        m_document.changeHead(changed, what);
    return reason;
}

QString PropertyModel::setConnection(int row, const QString &text, const QString &what)
{
    const QList<Connection> &all = m_document.data().connections;
    const qsizetype at = placeOf(all, m_id);
    Connection changed = all[at];
    const QString reason = takeText(connectionFields()[row], text, all, changed);
    if (!reason.isEmpty() || changed == all[at])
        return reason;
    m_id = changed.id;
    m_document.changeConnection(at, changed, what);
    return {};
}

QString PropertyModel::setDevice(int row, const QString &text, const QString &what)
{
    const QList<Device> &all = m_document.data().devices;
    const qsizetype at = placeOf(all, m_id);
    Device changed = all[at];
    QString reason;
    if (row < deviceFields().size())
        reason = takeText(deviceFields()[row], text, all, changed);
    else if (text.isEmpty())
        changed.parameters.remove(m_rows[row].title);
    else
        changed.parameters.insert(m_rows[row].title, text);
    if (!reason.isEmpty() || changed == all[at])
        return reason;
    m_id = changed.id;
    m_document.changeDevice(at, changed, what);
    return {};
}

} // namespace mws::editor
