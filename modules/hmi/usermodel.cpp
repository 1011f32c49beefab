// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/usermodel.h"

#include <QCoreApplication>
#include <QHash>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class RoleText
{
    Q_DECLARE_TR_FUNCTIONS(Roles)
};

} // namespace

QString roleName(const Project &project, const QString &role)
{
    static const QHash<QString, const char *> builtIn{
        {QStringLiteral("viewer"), QT_TRANSLATE_NOOP("Roles", "Viewer")},
        {QStringLiteral("operator"), QT_TRANSLATE_NOOP("Roles", "Operator")},
        {QStringLiteral("engineer"), QT_TRANSLATE_NOOP("Roles", "Engineer")},
        {QStringLiteral("administrator"), QT_TRANSLATE_NOOP("Roles", "Administrator")},
    };
    if (const char *known = builtIn.value(role))
        return RoleText::tr(known);
    const Role *found = project.role(role);
    return found ? found->name : role;
}

QString displayNameOf(const Session &session, const QString &user)
{
    for (const User &one : session.services().access.users()) {
        if (one.name == user && !one.displayName.isEmpty())
            return one.displayName;
    }
    return user;
}

UserModel::UserModel(Session &session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    refresh();
}

void UserModel::refresh()
{
    beginResetModel();
    m_users = m_session.services().access.users();
    m_users.removeIf([](const User &user) { return !user.enabled || !user.hasPin; });
    endResetModel();
}

int UserModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_users.size());
}

QVariant UserModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const User &user = m_users[index.row()];
    switch (role) {
    case Name:
        return user.name;
    case DisplayName:
        return user.displayName.isEmpty() ? user.name : user.displayName;
    case RoleName:
        return roleName(m_session.project(), user.role);
    default:
        return {};
    }
}

QHash<int, QByteArray> UserModel::roleNames() const
{
    return {{Name, "name"}, {DisplayName, "displayName"}, {RoleName, "roleName"}};
}

} // namespace mws
