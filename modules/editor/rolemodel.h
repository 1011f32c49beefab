// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"

#include <QAbstractTableModel>

namespace mws::editor
{

/// The roles of the project as a table: a line for each role, then one for each of its grants. The
/// built-in ones cannot be changed and are not shown. Every change is one undo step.
class RoleModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit RoleModel(Document &document, QObject *parent = nullptr);

    /// Gives its line.
    int addRole();
    /// To the role of this line; gives the new one, -1 when there is no such role.
    int addGrant(int row);
    /// A role with its grants, or grants alone.
    void removeLines(const QList<int> &rows);
    /// The line of a role (grant -1) or of a grant; -1: there is none.
    [[nodiscard]] int rowOf(qsizetype role, qsizetype grant = -1) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void refused(const QString &reason);

private:
    struct Line {
        qsizetype role = 0; ///< place in ProjectData::roles
        qsizetype grant = -1; ///< place in its grants; -1: the role itself
        friend bool operator==(const Line &, const Line &) = default;
    };
    [[nodiscard]] QList<Line> linesNow() const;
    void refresh();
    [[nodiscard]] const QList<Role> &roles() const { return m_document.data().roles; }
    [[nodiscard]] QString textAt(const Line &line, int column) const;
    [[nodiscard]] bool applies(const Line &line, int column) const;
    /// Why the text does not fit; else changed has it.
    [[nodiscard]] QString take(const Line &line, int column, const QString &text,
                               Role &changed) const;

    Document &m_document;
    QList<Line> m_lines;
};

} // namespace mws::editor
