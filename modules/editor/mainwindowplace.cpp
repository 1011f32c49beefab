// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"

#include "editor/rolepage.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

namespace mws::editor
{

namespace
{

using Kind = PlantTreeModel::Kind;

} // namespace

void MainWindow::chooseInTree(const QModelIndex &index)
{
    const auto kind = Kind(index.data(PlantTreeModel::KindRole).toInt());
    const QString device = PlantTreeModel::idAbove(index, Kind::Device);
    if (!device.isEmpty())
        m_properties.show(PropertyModel::Kind::Device, device);
    else if (kind == Kind::Connection)
        m_properties.show(PropertyModel::Kind::Connection,
                          PlantTreeModel::idAbove(index, Kind::Connection));
    else
        m_properties.show(PropertyModel::Kind::Project, {});
    showDevice(device);
    if (kind == Kind::Tag)
        selectTag(index.row());
}

void MainWindow::showDevice(const QString &device)
{
    if (device != m_grid.device())
        m_grid.setDevice(device);
    updateGroups();
}

void MainWindow::updateGroups()
{
    const Device *device = m_document.device(m_grid.device());
    const QString name = device && !device->name.isEmpty() ? device->name : m_grid.device();
    m_deviceTitle->setText(device ? tr("%1, tags: %2").arg(name, QString::number(m_grid.rowCount()))
                                  : tr("Choose a device in the tree to see its tags"));
    const QStringList groups = m_filter.groups();
    QStringList shown;
    for (int i = 1; i < m_groupBox->count(); ++i)
        shown.append(m_groupBox->itemText(i));
    if (groups == shown && m_groupBox->count() > 0)
        return;
    const QString chosen = m_groupBox->currentText();
    const QSignalBlocker blocker(m_groupBox);
    m_groupBox->clear();
    m_groupBox->addItem(tr("All groups"));
    m_groupBox->addItems(groups);
    const int found = std::max(0, m_groupBox->findText(chosen));
    m_groupBox->setCurrentIndex(found);
    m_filter.setGroup(found > 0 ? chosen : QString());
}

void MainWindow::showAllTags()
{
    m_filterLine->clear();
    m_groupBox->setCurrentIndex(0);
}

void MainWindow::selectTag(int row, int column)
{
    if (row < 0 || row >= m_grid.rowCount())
        return;
    if (!m_filter.mapFromSource(m_grid.index(row, column)).isValid())
        showAllTags();
    const QModelIndex shown = m_filter.mapFromSource(m_grid.index(row, column));
    m_gridView->setCurrentIndex(shown);
    m_gridView->scrollTo(shown);
}

void MainWindow::selectProperty(int row)
{
    if (row >= 0)
        m_propertyView->setCurrentIndex(m_properties.index(row, 1));
}

void MainWindow::goToProblem(const QModelIndex &index)
{
    const ProblemPlace place = placeOf(m_problemModel.problem(index.row()), m_document.data());
    switch (place.kind) {
    case ProblemPlace::Kind::Project:
        m_treeView->setCurrentIndex(m_tree.indexOf(Kind::Project));
        selectProperty(headRowOf(place.key));
        break;
    case ProblemPlace::Kind::Role:
        m_roleDock->raise();
        m_rolePage->select(place.row, place.key);
        break;
    case ProblemPlace::Kind::Connection:
        m_treeView->setCurrentIndex(m_tree.indexOf(Kind::Connection, place.id));
        selectProperty(connectionRowOf(place.key));
        break;
    case ProblemPlace::Kind::Device:
        m_treeView->setCurrentIndex(m_tree.indexOf(Kind::Device, place.id));
        selectProperty(deviceRowOf(place.key));
        break;
    case ProblemPlace::Kind::Tag:
        m_treeView->setCurrentIndex(m_tree.indexOf(Kind::Device, place.id));
        selectTag(place.row, tagColumnOf(place.key));
        break;
    case ProblemPlace::Kind::Elsewhere:
        say(tr("This file is not edited here"));
    }
}

void MainWindow::updateProblems()
{
    const qsizetype count = m_document.problems().size();
    m_problemCount->setText(count == 0 ? tr("No problems") : tr("Problems: %1").arg(count));
    m_problemDock->setWindowTitle(count == 0 ? tr("Problems") : tr("Problems (%1)").arg(count));
}

void MainWindow::keepTreeState()
{
    m_expanded.clear();
    const QModelIndex current = m_treeView->currentIndex();
    m_current = current.data(PlantTreeModel::IdRole).toString();
    m_currentKind = Kind(current.data(PlantTreeModel::KindRole).toInt());
    const QModelIndex root = m_tree.index(0, 0);
    for (int link = 0; link < m_tree.rowCount(root); ++link) {
        const QModelIndex above = m_tree.index(link, 0, root);
        for (int unit = 0; unit < m_tree.rowCount(above); ++unit) {
            const QModelIndex device = m_tree.index(unit, 0, above);
            if (m_treeView->isExpanded(device))
                m_expanded.append(device.data(PlantTreeModel::IdRole).toString());
        }
    }
}

void MainWindow::settle()
{
    if (std::exchange(m_treeIsNew, false))
        restoreTreeState();
    updateGroups();
}

/// What has a new id is found by the properties, which follow it.
void MainWindow::restoreTreeState()
{
    m_treeView->expandToDepth(1);
    for (const QString &id : std::as_const(m_expanded)) {
        if (const QModelIndex index = m_tree.indexOf(Kind::Device, id); index.isValid())
            m_treeView->expand(index);
    }
    QModelIndex current = m_tree.indexOf(m_currentKind, m_current);
    if (!current.isValid() && m_properties.kind() == PropertyModel::Kind::Device)
        current = m_tree.indexOf(Kind::Device, m_properties.id());
    if (!current.isValid())
        current = m_tree.indexOf(Kind::Connection, m_properties.id());
    if (!current.isValid())
        current = m_tree.indexOf(Kind::Project);
    m_treeView->setCurrentIndex(current);
}

} // namespace mws::editor
