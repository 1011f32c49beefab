// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSortFilterProxyModel>

namespace mws::editor
{

/// Sorts the tag grid by value and keeps the rows that have a text in one of their cells.
class TagFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit TagFilter(QObject *parent = nullptr);

    /// The path up to its last part, such as "dosing/Chlorine"; empty: all.
    void setGroup(const QString &group);
    /// The groups of the tags that the source holds, sorted.
    [[nodiscard]] QStringList groups() const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_group;
};

} // namespace mws::editor
