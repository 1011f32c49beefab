// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/rolepage.h"

#include "editor/fielddelegate.h"
#include "editor/rolefields.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

namespace mws::editor
{

RolePage::RolePage(Document &document, QWidget *parent)
    : QWidget(parent)
    , m_model(document)
    , m_view(new QTableView)
{
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new FieldDelegate(m_view));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 8);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setDefaultSectionSize(95);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->setColumnWidth(roleColumnOf(QStringLiteral("permissions")), 220);
    auto *buttons = new QVBoxLayout;
    const auto button = [this, buttons](const QString &text, void (RolePage::*slot)()) {
        auto *made = new QPushButton(text);
        connect(made, &QPushButton::clicked, this, slot);
        buttons->addWidget(made);
    };
    button(tr("Add role"), &RolePage::addRole);
    button(tr("Add grant"), &RolePage::addGrant);
    button(tr("Delete"), &RolePage::remove);
    buttons->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->addWidget(m_view, 1);
    layout->addLayout(buttons);
    connect(&m_model, &RoleModel::refused, this, &RolePage::refused);
}

void RolePage::go(int row, int column)
{
    if (row < 0)
        return;
    m_view->setCurrentIndex(m_model.index(row, column));
    m_view->scrollTo(m_view->currentIndex());
}

void RolePage::select(qsizetype role, const QString &pointer)
{
    const bool isGrant = pointer.startsWith(QLatin1String("grants/"));
    const qsizetype grant = isGrant ? pointer.section(u'/', 1, 1).toInt() : -1;
    go(m_model.rowOf(role, grant), roleColumnOf(pointer));
}

bool RolePage::hasFocusWithin() const
{
    return isAncestorOf(QApplication::focusWidget());
}

void RolePage::addRole()
{
    go(m_model.addRole(), 0);
}

void RolePage::addGrant()
{
    const int row = m_model.addGrant(m_view->currentIndex().row());
    if (row < 0)
        Q_EMIT refused(tr("Choose a role first"));
    go(row, roleColumnOf(QStringLiteral("grants/0/verbs")));
}

void RolePage::remove()
{
    QList<int> rows;
    for (const QModelIndex &index : m_view->selectionModel()->selectedIndexes())
        rows.append(index.row());
    m_model.removeLines(rows);
}

} // namespace mws::editor
