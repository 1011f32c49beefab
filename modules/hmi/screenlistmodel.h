// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace mws
{

/// The screens of the plant, for navigation.
class ScreenListModel final : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("comes from Plant")

public:
    enum Role { ScreenId = Qt::UserRole + 1, Title, Icon };
    Q_ENUM(Role)

    explicit ScreenListModel(const Project &project, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    const Project &m_project;
    QList<const Screen *> m_order; ///< the start screen first
};

} // namespace mws
