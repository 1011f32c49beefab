// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"

#include <QStandardItemModel>
#include <QTimer>

namespace mws::editor
{

/// Connections, their devices, and the devices' own tags as a tree.
class PlantTreeModel final : public QStandardItemModel
{
    Q_OBJECT

public:
    enum class Kind { Connection = 1, Device, Tag };
    enum Role { KindRole = Qt::UserRole, IdRole };

    explicit PlantTreeModel(Document &document, QObject *parent = nullptr);

    /// Not valid when there is none.
    [[nodiscard]] QModelIndex indexOf(Kind kind, const QString &id) const;

Q_SIGNALS:
    void aboutToRebuild();
    void rebuilt();

private:
    void rebuild();
    void later(const Splice &splice);

    Document &m_document;
    QTimer m_timer; ///< several changes make one rebuild
};

} // namespace mws::editor
