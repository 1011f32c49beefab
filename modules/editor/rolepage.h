// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/rolemodel.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QTableView;
QT_END_NAMESPACE

namespace mws::editor
{

/// The table of roles with what is done to it.
class RolePage final : public QWidget
{
    Q_OBJECT

public:
    explicit RolePage(Document &document, QWidget *parent = nullptr);

    /// The cell that a JSON Pointer below a role is about ("grants/1/verbs").
    void select(qsizetype role, const QString &pointer);
    [[nodiscard]] bool hasFocusWithin() const;
    void addRole();
    /// To the role of the current line.
    void addGrant();
    /// The selected lines.
    void remove();

Q_SIGNALS:
    /// Why a text was not taken.
    void refused(const QString &reason);

private:
    void go(int row, int column);

    RoleModel m_model;
    QTableView *m_view = nullptr;
};

} // namespace mws::editor
