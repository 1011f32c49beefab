// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "session/livemodel.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace mws
{

/// The devices, how they answer, and the state of the wire they hang on.
class DeviceModel final : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("comes from Plant")

public:
    enum Role {
        Name = Qt::UserRole + 1,
        Connection,
        Unit,
        State, ///< "good", "suspect", "dead", "unknown", "disabled"
        StateText,
        RoundTrip,
        Requests,
        Failures,
        InTheClear, ///< its connection is a network one without encryption
    };
    Q_ENUM(Role)

    explicit DeviceModel(LiveModel &model, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// Devices that are switched on and can answer, and how many of them do.
    [[nodiscard]] int expected() const;
    [[nodiscard]] int answering() const;

Q_SIGNALS:
    /// A device or a wire changed its state (not for mere counters).
    void stateChanged();

private:
    void takeUnit(const UnitStatus &status);
    void takeLink(const LinkStatus &status);
    [[nodiscard]] UnitState stateOf(const Device &device) const;
    [[nodiscard]] bool isBroadcast(const Device &device) const;
    [[nodiscard]] QString stateText(const Device &device) const;

    const Project &m_project;
    QHash<QString, UnitStatus> m_units;
    QHash<QString, LinkStatus> m_links;
};

} // namespace mws
