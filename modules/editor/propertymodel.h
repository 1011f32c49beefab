// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"

#include <QAbstractTableModel>

namespace mws::editor
{

/// The properties of one connection or device, one row each: name and value.
class PropertyModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Kind { Nothing, Connection, Device };

    explicit PropertyModel(Document &document, QObject *parent = nullptr);

    void show(Kind kind, const QString &id);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void refused(const QString &reason);

private:
    void refresh();
    [[nodiscard]] qsizetype place() const;

    Document &m_document;
    Kind m_kind = Kind::Nothing;
    QString m_id;
};

} // namespace mws::editor
