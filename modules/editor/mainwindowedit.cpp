// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"

#include "editor/plaintext.h"
#include "editor/rolepage.h"

#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QStatusBar>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

namespace mws::editor
{

namespace
{

constexpr int kMessageMs = 8000;
using Kind = PlantTreeModel::Kind;

QList<int> sortedParts(const QModelIndexList &indexes, int (QModelIndex::*part)() const)
{
    QList<int> numbers;
    for (const QModelIndex &index : indexes)
        numbers.append((index.*part)());
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

} // namespace

void MainWindow::say(const QString &text)
{
    statusBar()->showMessage(text, kMessageMs);
}

void MainWindow::addConnection()
{
    Connection connection;
    connection.id = m_document.freeConnectionId(QStringLiteral("link"));
    connection.name = tr("New connection");
    connection.host = QStringLiteral("192.0.2.1");
    m_document.replaceConnections(m_document.data().connections.size(), 0, {connection},
                                  tr("Add connection"));
    m_treeView->setCurrentIndex(m_tree.indexOf(Kind::Connection, connection.id));
}

void MainWindow::addDevice()
{
    Device device;
    device.connection = PlantTreeModel::idAbove(m_treeView->currentIndex(), Kind::Connection);
    if (device.connection.isEmpty()) {
        say(tr("Choose a connection first"));
        return;
    }
    device.id = m_document.freeDeviceId(QStringLiteral("device"));
    device.name = tr("New device");
    device.area = QStringLiteral("plant");
    m_document.replaceDevices(m_document.data().devices.size(), 0, {device}, tr("Add device"));
    m_treeView->setCurrentIndex(m_tree.indexOf(Kind::Device, device.id));
}

void MainWindow::addTag()
{
    if (m_grid.device().isEmpty()) {
        say(tr("Choose a device first"));
        return;
    }
    const QList<int> rows = selectedRows();
    selectTag(m_grid.addTag(rows.isEmpty() ? -1 : rows.last()));
}

void MainWindow::removeSelected()
{
    if (m_rolePage->hasFocusWithin()) {
        m_rolePage->remove();
        return;
    }
    const QModelIndex index = m_treeView->currentIndex();
    const auto kind = Kind(index.data(PlantTreeModel::KindRole).toInt());
    const QString id = index.data(PlantTreeModel::IdRole).toString();
    if (!m_treeView->hasFocus() || kind == Kind::Tag)
        m_grid.removeTags(selectedRows());
    else if (kind == Kind::Connection)
        m_document.removeConnection(id);
    else if (kind == Kind::Device)
        m_document.removeDevice(id);
}

void MainWindow::duplicate()
{
    m_grid.duplicateTags(selectedRows());
}

void MainWindow::fillDown()
{
    m_grid.fillDown(selectedRows(), selectedColumns());
}

void MainWindow::copy()
{
    QApplication::clipboard()->setText(m_grid.copied(selectedRows(), selectedColumns()));
}

void MainWindow::paste()
{
    if (m_grid.device().isEmpty()) {
        say(tr("Choose a device first"));
        return;
    }
    const int column = std::max(0, m_gridView->currentIndex().column());
    const QStringList problems
        = m_grid.paste(QApplication::clipboard()->text(), rowsFromCurrentOn(), column);
    if (problems.isEmpty())
        return;
    QMessageBox box(QMessageBox::Warning, tr("Nothing was pasted"),
                    tr("Cells that do not fit: %1").arg(problems.size()), QMessageBox::Ok, this);
    box.setInformativeText(plainText(problems.mid(0, 5).join(u'\n')));
    box.setDetailedText(problems.join(u'\n'));
    box.exec();
}

QList<int> MainWindow::selectedRows() const
{
    QList<int> rows;
    const QList<int> shown
        = sortedParts(m_gridView->selectionModel()->selectedIndexes(), &QModelIndex::row);
    for (const int row : shown)
        rows.append(m_filter.mapToSource(m_filter.index(row, 0)).row());
    return rows;
}

QList<int> MainWindow::selectedColumns() const
{
    return sortedParts(m_gridView->selectionModel()->selectedIndexes(), &QModelIndex::column);
}

QList<int> MainWindow::rowsFromCurrentOn() const
{
    QList<int> rows;
    const QModelIndex current = m_gridView->currentIndex();
    for (int row = current.row(); current.isValid() && row < m_filter.rowCount(); ++row)
        rows.append(m_filter.mapToSource(m_filter.index(row, 0)).row());
    return rows;
}

void MainWindow::testRead()
{
    const QList<int> rows = selectedRows();
    const Device *device = m_document.device(m_grid.device());
    for (const Connection &connection : m_document.data().connections) {
        if (rows.isEmpty() || !device || connection.id != device->connection)
            continue;
        const Tag &tag = m_grid.tag(rows.first());
        statusBar()->showMessage(tr("Reading %1 …").arg(tag.path));
        m_probe.read(connection, *device, tag);
        return;
    }
    say(tr("Choose a tag first"));
}

void MainWindow::showRead(const modbus::TagProbeResult &result)
{
    const QString read = tr("Read: %1   raw: %2").arg(result.value.toString(), result.registers);
    const bool isLive = mws::isLive(result.state.quality);
    statusBar()->showMessage(isLive ? QStringLiteral("%1   %2").arg(read, result.message).trimmed()
                                    : tr("Not read: %1 %2").arg(result.message, result.registers));
}

} // namespace mws::editor
