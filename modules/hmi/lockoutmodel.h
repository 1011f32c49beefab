// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "session/lockoutdesk.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace mws
{

/// What of the plant can be locked to the panel: the whole of it, then its areas by name, and areas
/// of an older project that still are.
class LockoutModel final : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("comes from Plant")
    /// Something is locked.
    Q_PROPERTY(bool any READ any NOTIFY changed)
    Q_PROPERTY(QString error READ error NOTIFY errorChanged) ///< why the last toggle() failed

public:
    enum Role {
        Area = Qt::UserRole + 1, ///< Lockout::area
        Title,
        Locked,
        Detail, ///< by whom and since when; empty: it is not locked
        Allowed, ///< toggle() by who is signed in
    };
    Q_ENUM(Role)

    explicit LockoutModel(Session &session, QObject *parent = nullptr);

    [[nodiscard]] bool any() const { return !m_lockouts.isEmpty(); }
    [[nodiscard]] const QString &error() const { return m_error; }
    /// Locks the area, or lifts that.
    Q_INVOKABLE void toggle(const QString &area);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void changed();
    void errorChanged();

private:
    void refresh();
    void setError(const QString &error);
    [[nodiscard]] const Lockout *lockoutOf(const QString &area) const;

    Session &m_session;
    QList<Lockout> m_lockouts;
    QStringList m_areas;
    QString m_error;
};

} // namespace mws
