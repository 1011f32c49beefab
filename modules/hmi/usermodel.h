// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "session/session.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace mws
{

/// The users who can sign in at the panel: enabled, and with a PIN.
class UserModel final : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("comes from UserSession")

public:
    enum Role { Name = Qt::UserRole + 1, DisplayName, RoleName };
    Q_ENUM(Role)

    explicit UserModel(Session &session, QObject *parent = nullptr);

    /// Reads the users again.
    void refresh();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    Session &m_session;
    QList<User> m_users;
};

/// What people call a role; those that every project has are named in their language.
[[nodiscard]] QString roleName(const Project &project, const QString &role);
/// What people call the user; the name itself when the account says nothing else or is gone.
[[nodiscard]] QString displayNameOf(const Session &session, const QString &user);

} // namespace mws
