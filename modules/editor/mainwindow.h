// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/document.h"
#include "editor/planttreemodel.h"
#include "editor/problemmodel.h"
#include "editor/propertymodel.h"
#include "editor/tagfilter.h"
#include "editor/taggridmodel.h"
#include "modbus/tagprobe.h"

#include <QMainWindow>
#include <QStyle>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;
class QTreeView;
QT_END_NAMESPACE

namespace mws::editor
{

class RolePage;

/// The window of the editor: tree of the plant, tags of the chosen device, properties,
/// roles, problems.
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
    using Slot = void (MainWindow::*)();

    void makeGrid();
    void makeGridHead();
    void makeColumnMenu();
    void makeDocks();
    void makeTree();
    void makeTables();
    void makeActions();
    [[nodiscard]] QList<QAction *> fileActions();
    [[nodiscard]] QList<QAction *> editActions();
    [[nodiscard]] QList<QAction *> plantActions();
    void makeToolBar(const QList<QAction *> &file, const QList<QAction *> &edit,
                     const QList<QAction *> &plant);
    void connectAll();
    QAction *action(const QString &text, const QKeySequence &keys, Slot slot,
                    QStyle::StandardPixmap icon = QStyle::SP_CustomBase);
    [[nodiscard]] QAction *separator();

    void newProject();
    void open();
    void trySave() { save(); }
    void trySaveAs() { saveAs(); }
    bool save();
    bool saveAs();
    bool mayDiscard();
    bool mayOverwrite();
    void report(const Result<void> &result);
    void updateTitle();

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
    void say(const QString &text);

    void chooseInTree(const QModelIndex &index);
    void showDevice(const QString &device);
    void updateGroups();
    void goToProblem(const QModelIndex &index);
    void selectProperty(int row);
    void updateProblems();
    void keepTreeState();
    /// After all models have followed a change.
    void settle();
    void restoreTreeState();
    /// By row and column of the grid model.
    void selectTag(int row, int column = 1);
    void showAllTags();
    /// Rows of the grid model in the order of the view.
    [[nodiscard]] QList<int> selectedRows() const;
    [[nodiscard]] QList<int> rowsFromCurrentOn() const;
    [[nodiscard]] QList<int> selectedColumns() const;

    Document m_document;
    PlantTreeModel m_tree;
    TagGridModel m_grid;
    PropertyModel m_properties;
    ProblemModel m_problemModel;
    TagFilter m_filter;
    modbus::TagProbe m_probe;

    QTreeView *m_treeView = nullptr;
    QTableView *m_gridView = nullptr;
    QTableView *m_propertyView = nullptr;
    QTableView *m_problemView = nullptr;
    QComboBox *m_groupBox = nullptr;
    QComboBox *m_notationBox = nullptr;
    QLineEdit *m_filterLine = nullptr;
    QLabel *m_deviceTitle = nullptr;
    QLabel *m_problemCount = nullptr;
    QDockWidget *m_problemDock = nullptr;
    RolePage *m_rolePage = nullptr;
    QDockWidget *m_roleDock = nullptr;
    QStringList m_expanded;
    QString m_current; ///< what was chosen in the tree
    PlantTreeModel::Kind m_currentKind = PlantTreeModel::Kind::Project;
    bool m_treeIsNew = false; ///< its state waits for settle()
};

} // namespace mws::editor
