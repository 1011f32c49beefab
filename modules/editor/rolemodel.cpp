// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/rolemodel.h"

#include "editor/rolefields.h"
#include "editor/taggridmodel.h"

#include <QFont>
#include <QPalette>

#include <algorithm>
#include <functional>

namespace mws::editor
{

RoleModel::RoleModel(Document &document, QObject *parent)
    : QAbstractTableModel(parent)
    , m_document(document)
    , m_lines(linesNow())
{
    connect(&m_document, &Document::reset, this, &RoleModel::refresh);
    connect(&m_document, &Document::headChanged, this, &RoleModel::refresh);
}

QList<RoleModel::Line> RoleModel::linesNow() const
{
    QList<Line> lines;
    for (qsizetype role = 0; role < roles().size(); ++role) {
        for (qsizetype grant = -1; grant < roles()[role].grants.size(); ++grant)
            lines.append({role, grant});
    }
    return lines;
}

void RoleModel::refresh()
{
    const QList<Line> now = linesNow();
    if (now != m_lines) {
        beginResetModel();
        m_lines = now;
        endResetModel();
    } else if (!m_lines.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

int RoleModel::rowOf(qsizetype role, qsizetype grant) const
{
    return int(m_lines.indexOf(Line{role, grant}));
}

int RoleModel::addRole()
{
    Role added;
    added.id = m_document.freeRoleId(QStringLiteral("role"));
    added.name = tr("New role");
    added.permissions = Permission::View;
    m_document.replaceRoles(roles() + QList<Role>{added}, tr("Add role"));
    return rowOf(roles().size() - 1);
}

int RoleModel::addGrant(int row)
{
    if (row < 0 || row >= m_lines.size())
        return -1;
    const qsizetype place = m_lines[row].role;
    QList<Role> all = roles();
    all[place].grants.append(Grant{Permission::View});
    m_document.replaceRoles(all, tr("Add grant"));
    return rowOf(place, roles()[place].grants.size() - 1);
}

void RoleModel::removeLines(const QList<int> &rows)
{
    QList<int> last = rows;
    std::sort(last.begin(), last.end(), std::greater<>());
    last.erase(std::unique(last.begin(), last.end()), last.end());
    QList<Role> all = roles();
    for (const int row : std::as_const(last)) {
        const Line line = m_lines[row];
        if (line.grant < 0)
            all.removeAt(line.role);
        else
            all[line.role].grants.removeAt(line.grant);
    }
    if (!last.isEmpty())
        m_document.replaceRoles(all, tr("Delete roles"));
}

int RoleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int RoleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(roleFields().size());
}

QString RoleModel::textAt(const Line &line, int column) const
{
    const Role &role = roles()[line.role];
    return line.grant < 0 ? roleFields()[column].text(role)
                          : grantFields()[column].text(role.grants[line.grant]);
}

bool RoleModel::applies(const Line &line, int column) const
{
    return line.grant < 0 ? !roleFields()[column].applies : !grantFields()[column].applies;
}

QVariant RoleModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !checkIndex(index))
        return {};
    const Line line = m_lines[index.row()];
    const int column = index.column();
    const bool isGrant = line.grant >= 0;
    switch (role) {
    case Qt::DisplayRole:
        // A grant says whose it is.
        return isGrant && column == 0 ? QStringLiteral("+ ") + roles()[line.role].id
                                      : textAt(line, column);
    case Qt::EditRole:
        return textAt(line, column);
    case Qt::ToolTipRole:
        return isGrant ? grantFields()[column].hint : roleFields()[column].hint;
    case Qt::BackgroundRole:
        return applies(line, column) ? QVariant() : QVariant(QPalette().color(QPalette::Window));
    case Qt::FontRole: {
        QFont font;
        font.setBold(!isGrant && column == 0);
        return font;
    }
    case TagGridModel::KindRole:
        return int(FieldKind::Text);
    default:
        return {};
    }
}

QVariant RoleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return roleFields()[section].title;
}

Qt::ItemFlags RoleModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool isEditable = index.isValid() && applies(m_lines[index.row()], index.column());
    return isEditable ? flags | Qt::ItemIsEditable : flags;
}

QString RoleModel::take(const Line &line, int column, const QString &text, Role &changed) const
{
    if (line.grant >= 0)
        return grantFields()[column].setText(changed.grants[line.grant], text);
    const QString before = changed.id;
    QString reason = roleFields()[column].setText(changed, text);
    if (reason.isEmpty() && changed.id != before && m_document.freeRoleId(changed.id) != changed.id)
        reason = tr("%1 is used twice").arg(changed.id);
    return reason;
}

bool RoleModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const Line line = m_lines[index.row()];
    const QString title = roleFields()[index.column()].title;
    Role changed = roles()[line.role];
    const QString reason = take(line, index.column(), value.toString(), changed);
    if (!reason.isEmpty())
        Q_EMIT refused(QStringLiteral("%1: %2").arg(title, reason));
    else if (changed != roles()[line.role])
        m_document.changeRole(line.role, changed, tr("Change %1").arg(title));
    return reason.isEmpty();
}

} // namespace mws::editor
