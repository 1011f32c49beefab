// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"
#include "editor/planttreemodel.h"
#include "editor/problemmodel.h"
#include "editor/propertymodel.h"
#include "editor/taggridmodel.h"
#include "modbus/tagprobe.h"

#include <QMainWindow>
#include <QSortFilterProxyModel>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QTableView;
class QTreeView;
QT_END_NAMESPACE

namespace mws::editor
{

/// The window of the editor: tree of the plant, tags of the chosen device, properties, problems.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget *parent = nullptr);

    /// Shows an error in a box when the folder holds no project.
    void openFolder(const QString &folder);
    [[nodiscard]] Document &document() { return m_document; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeActions();
    void makeGrid();
    void makeDocks();
    QAction *action(const QString &text, const QKeySequence &keys, void (MainWindow::*slot)());

    void newProject();
    void open();
    bool save();
    bool saveAs();
    bool mayDiscard();
    void addConnection();
    void addDevice();
    void addTag();
    void removeSelected();
    void duplicate();
    void fillDown();
    void copy();
    void paste();
    void testRead();
    void showRead(const modbus::TagProbeResult &result);

    void chooseInTree(const QModelIndex &index);
    void goToProblem(const QModelIndex &index);
    void updateTitle();
    void updateProblems();
    void keepTreeState();
    void restoreTreeState();
    void selectTag(qsizetype index);
    [[nodiscard]] QList<int> selectedRows() const;
    [[nodiscard]] QList<int> selectedColumns() const;
    [[nodiscard]] QString currentConnection() const;
    void report(const Result<void> &result);

    Document m_document;
    PlantTreeModel m_tree;
    TagGridModel m_grid;
    PropertyModel m_properties;
    ProblemModel m_problemModel;
    QSortFilterProxyModel m_filter;
    modbus::TagProbe m_probe;

    QTreeView *m_treeView;
    QTableView *m_gridView;
    QTableView *m_propertyView;
    QTableView *m_problemView;
    QLineEdit *m_filterLine;
    QLabel *m_deviceTitle;
    QLabel *m_problemCount;
    QDockWidget *m_problemDock;
    QStringList m_expanded;
    QString m_current;
};

} // namespace mws::editor
