// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QTreeView>

namespace mws::editor
{

void MainWindow::openFolder(const QString &folder)
{
    report(m_document.open(QDir(folder).absolutePath()));
    m_treeView->expandToDepth(1);
}

void MainWindow::report(const Result<void> &result)
{
    if (result)
        return;
    QMessageBox box(QMessageBox::Warning, QCoreApplication::applicationName(),
                    result.error().detail, QMessageBox::Ok, this);
    box.setTextFormat(Qt::PlainText);
    box.exec();
}

void MainWindow::newProject()
{
    if (mayDiscard())
        m_document.makeNew();
}

void MainWindow::open()
{
    if (!mayDiscard())
        return;
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open project folder"));
    if (!folder.isEmpty())
        openFolder(folder);
}

bool MainWindow::save()
{
    if (m_document.folder().isEmpty())
        return saveAs();
    if (!mayOverwrite())
        return false;
    const auto saved = m_document.save();
    report(saved);
    if (saved)
        say(tr("Saved"));
    return bool(saved);
}

bool MainWindow::saveAs()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the project"));
    if (folder.isEmpty() || (folder == m_document.folder() && !mayOverwrite()))
        return false;
    const auto saved = m_document.saveAs(folder);
    report(saved);
    updateTitle();
    return bool(saved);
}

bool MainWindow::mayDiscard()
{
    if (m_document.undoStack().isClean())
        return true;
    const auto answer = QMessageBox::question(
        this, QCoreApplication::applicationName(), tr("Save the changes to the project?"),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

bool MainWindow::mayOverwrite()
{
    if (!m_document.changedOnDisk())
        return true;
    const auto answer = QMessageBox::question(
        this, QCoreApplication::applicationName(),
        tr("Another program has changed the project since it was opened. Overwrite its changes?"),
        QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel);
    return answer == QMessageBox::Yes;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->setAccepted(mayDiscard());
}

void MainWindow::updateTitle()
{
    setWindowTitle(
        QStringLiteral("%1[*] – %2").arg(m_document.data().name, tr("Modbus Web Server editor")));
    setWindowModified(!m_document.undoStack().isClean());
    setWindowFilePath(m_document.folder());
}

} // namespace mws::editor
