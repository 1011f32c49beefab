// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"

#include "editor/fielddelegate.h"
#include "editor/rolepage.h"

#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QStatusBar>
#include <QTableView>
#include <QToolBar>
#include <QTreeView>
#include <QVBoxLayout>

namespace mws::editor
{

namespace
{

QTableView *makeTable(QAbstractItemModel *model)
{
    auto *view = new QTableView;
    view->setModel(model);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->horizontalHeader()->setHighlightSections(false);
    view->setAlternatingRowColors(true);
    view->setWordWrap(false);
    view->setItemDelegate(new FieldDelegate(view));
    return view;
}

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_tree(m_document)
    , m_grid(m_document)
    , m_properties(m_document)
    , m_problemModel(m_document)
{
    resize(1480, 900);
    m_filter.setSourceModel(&m_grid);
    makeGrid();
    makeTree();
    makeTables();
    makeDocks();
    makeActions();
    connectAll();
    updateTitle();
    updateProblems();
    m_treeView->setCurrentIndex(m_tree.indexOf(PlantTreeModel::Kind::Project));
}

void MainWindow::connectAll()
{
    connect(&m_grid, &TagGridModel::refused, this, &MainWindow::say);
    connect(&m_properties, &PropertyModel::refused, this, &MainWindow::say);
    connect(&m_document.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::updateTitle);
    connect(&m_document, &Document::reset, this, &MainWindow::updateTitle);
    connect(&m_document, &Document::headChanged, this, &MainWindow::updateTitle);
    connect(&m_document, &Document::problemsChanged, this, &MainWindow::updateProblems);
    connect(&m_tree, &QAbstractItemModel::modelAboutToBeReset, this, &MainWindow::keepTreeState);
    connect(&m_tree, &QAbstractItemModel::modelReset, this, [this] { m_treeIsNew = true; });
    connect(&m_document, &Document::reset, this, &MainWindow::settle);
    connect(&m_document, &Document::devicesChanged, this, &MainWindow::settle);
    connect(&m_document, &Document::connectionsChanged, this, &MainWindow::settle);
    connect(&m_document, &Document::tagsChanged, this, &MainWindow::settle);
    connect(&m_probe, &modbus::TagProbe::finished, this, &MainWindow::showRead);
}

void MainWindow::makeGrid()
{
    m_gridView = makeTable(&m_filter);
    m_gridView->setSelectionMode(QAbstractItemView::ExtendedSelection);
    QHeaderView *header = m_gridView->horizontalHeader();
    header->setDefaultSectionSize(84);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    m_gridView->setSortingEnabled(true);
    m_gridView->setColumnWidth(0, 120);
    m_gridView->setColumnWidth(1, 230);
    m_gridView->setColumnWidth(2, 210);
    makeColumnMenu();
    makeGridHead();
}

/// The header's context menu shows and hides columns.
void MainWindow::makeColumnMenu()
{
    QHeaderView *header = m_gridView->horizontalHeader();
    header->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (int column = 2; column < m_grid.columnCount(); ++column) {
        auto *shown = new QAction(tagFields()[column].title, header);
        shown->setCheckable(true);
        shown->setChecked(true);
        connect(shown, &QAction::toggled, m_gridView,
                [this, column](bool on) { m_gridView->setColumnHidden(column, !on); });
        header->addAction(shown);
    }
}

void MainWindow::makeGridHead()
{
    m_deviceTitle = new QLabel;
    m_deviceTitle->setTextFormat(Qt::PlainText);
    QFont font = m_deviceTitle->font();
    font.setBold(true);
    m_deviceTitle->setFont(font);
    m_groupBox = new QComboBox;
    m_groupBox->setMinimumWidth(200);
    m_groupBox->setToolTip(tr("Shows the tags of one group only"));
    connect(m_groupBox, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_filter.setGroup(index > 0 ? m_groupBox->itemText(index) : QString());
    });
    m_notationBox = new QComboBox;
    m_notationBox->addItems(notationTitles());
    m_notationBox->setToolTip(tr("How addresses are shown, typed and pasted"));
    connect(m_notationBox, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_grid.setNotation(AddressNotation(index)); });
    m_filterLine = new QLineEdit;
    m_filterLine->setPlaceholderText(tr("Filter by any text in a row"));
    m_filterLine->setClearButtonEnabled(true);
    connect(m_filterLine, &QLineEdit::textChanged, &m_filter,
            &QSortFilterProxyModel::setFilterFixedString);
    auto *head = new QHBoxLayout;
    head->addWidget(m_deviceTitle, 1);
    head->addWidget(m_notationBox);
    head->addWidget(m_groupBox);
    head->addWidget(m_filterLine, 1);
    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->addLayout(head);
    layout->addWidget(m_gridView);
    setCentralWidget(centre);
}

void MainWindow::makeTree()
{
    m_treeView = new QTreeView;
    m_treeView->setModel(&m_tree);
    m_treeView->setUniformRowHeights(true);
    m_treeView->setIndentation(14);
    m_treeView->header()->resizeSection(0, 260);
    m_treeView->expandToDepth(1);
    connect(m_treeView->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &MainWindow::chooseInTree);
}

void MainWindow::makeTables()
{
    m_propertyView = makeTable(&m_properties);
    m_propertyView->horizontalHeader()->setStretchLastSection(true);
    m_propertyView->verticalHeader()->hide();
    m_propertyView->setColumnWidth(0, 140);
    m_problemView = makeTable(&m_problemModel);
    m_problemView->verticalHeader()->hide();
    m_problemView->horizontalHeader()->setStretchLastSection(true);
    m_problemView->setColumnWidth(0, 360);
    m_problemView->setSelectionBehavior(QAbstractItemView::SelectRows);
    connect(m_problemView, &QAbstractItemView::activated, this, &MainWindow::goToProblem);
    connect(m_problemView, &QAbstractItemView::clicked, this, &MainWindow::goToProblem);
}

void MainWindow::makeDocks()
{
    const auto dock = [this](const QString &title, QWidget *widget, Qt::DockWidgetArea area) {
        auto *made = new QDockWidget(title);
        made->setObjectName(title);
        made->setWidget(widget);
        made->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
        addDockWidget(area, made);
        return made;
    };
    QDockWidget *plant = dock(tr("Plant"), m_treeView, Qt::LeftDockWidgetArea);
    QDockWidget *properties = dock(tr("Properties"), m_propertyView, Qt::LeftDockWidgetArea);
    m_problemDock = dock(tr("Problems"), m_problemView, Qt::BottomDockWidgetArea);
    m_rolePage = new RolePage(m_document);
    m_roleDock = dock(tr("Roles"), m_rolePage, Qt::BottomDockWidgetArea);
    tabifyDockWidget(m_roleDock, m_problemDock);
    m_problemDock->raise();
    connect(m_rolePage, &RolePage::refused, this, &MainWindow::say);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    resizeDocks({plant, properties}, {460, 380}, Qt::Vertical);
    resizeDocks({plant}, {400}, Qt::Horizontal);
    resizeDocks({m_problemDock}, {190}, Qt::Vertical);
    m_problemCount = new QLabel;
    statusBar()->addPermanentWidget(m_problemCount);
}

QAction *MainWindow::action(const QString &text, const QKeySequence &keys, Slot slot,
                            QStyle::StandardPixmap icon)
{
    auto *made = new QAction(text, this);
    made->setShortcut(keys);
    if (icon != QStyle::SP_CustomBase)
        made->setIcon(style()->standardIcon(icon));
    connect(made, &QAction::triggered, this, slot);
    return made;
}

QAction *MainWindow::separator()
{
    auto *made = new QAction(this);
    made->setSeparator(true);
    return made;
}

QList<QAction *> MainWindow::fileActions()
{
    QAction *quit = new QAction(tr("&Quit"), this);
    quit->setShortcut(QKeySequence::Quit);
    connect(quit, &QAction::triggered, this, &QWidget::close);
    return {
        action(tr("&New"), QKeySequence::New, &MainWindow::newProject, QStyle::SP_FileIcon),
        action(tr("&Open…"), QKeySequence::Open, &MainWindow::open, QStyle::SP_DialogOpenButton),
        action(tr("&Save"), QKeySequence::Save, &MainWindow::trySave, QStyle::SP_DialogSaveButton),
        action(tr("Save &as…"), QKeySequence::SaveAs, &MainWindow::trySaveAs),
        separator(),
        quit};
}

QList<QAction *> MainWindow::editActions()
{
    QAction *undo = m_document.undoStack().createUndoAction(this, tr("&Undo"));
    QAction *redo = m_document.undoStack().createRedoAction(this, tr("&Redo"));
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcut(QKeySequence::Redo);
    undo->setIcon(style()->standardIcon(QStyle::SP_ArrowBack));
    redo->setIcon(style()->standardIcon(QStyle::SP_ArrowForward));
    undo->setIconText(tr("Undo"));
    redo->setIconText(tr("Redo"));
    return {undo,
            redo,
            separator(),
            action(tr("&Copy"), QKeySequence::Copy, &MainWindow::copy),
            action(tr("&Paste"), QKeySequence::Paste, &MainWindow::paste),
            action(tr("&Fill down"), QKeySequence(Qt::CTRL | Qt::Key_D), &MainWindow::fillDown),
            action(tr("Du&plicate tags"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D),
                   &MainWindow::duplicate),
            separator(),
            action(tr("&Delete"), QKeySequence(Qt::CTRL | Qt::Key_Delete),
                   &MainWindow::removeSelected, QStyle::SP_TrashIcon)};
}

QList<QAction *> MainWindow::plantActions()
{
    return {action(tr("Add &connection"), {}, &MainWindow::addConnection, QStyle::SP_DriveNetIcon),
            action(tr("Add &device"), {}, &MainWindow::addDevice, QStyle::SP_ComputerIcon),
            action(tr("Add &tag"), QKeySequence(Qt::CTRL | Qt::Key_T), &MainWindow::addTag,
                   QStyle::SP_FileDialogNewFolder),
            action(tr("&Read the selected tag"), QKeySequence(Qt::Key_F5), &MainWindow::testRead,
                   QStyle::SP_MediaPlay)};
}

void MainWindow::makeActions()
{
    const QList<QAction *> file = fileActions();
    const QList<QAction *> edit = editActions();
    const QList<QAction *> plant = plantActions();
    menuBar()->addMenu(tr("&File"))->addActions(file);
    menuBar()->addMenu(tr("&Edit"))->addActions(edit);
    menuBar()->addMenu(tr("&Plant"))->addActions(plant);
    for (QWidget *view : {static_cast<QWidget *>(m_gridView), static_cast<QWidget *>(m_treeView)}) {
        view->setContextMenuPolicy(Qt::ActionsContextMenu);
        view->addActions(plant);
        view->addAction(separator());
        view->addActions(view == m_gridView ? edit.mid(3) : edit.mid(8));
    }
    makeToolBar(file, edit, plant);
}

void MainWindow::makeToolBar(const QList<QAction *> &file, const QList<QAction *> &edit,
                             const QList<QAction *> &plant)
{
    QToolBar *bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(16, 16));
    bar->addActions({file[1], file[2]});
    bar->addSeparator();
    bar->addActions({edit[0], edit[1]});
    bar->addSeparator();
    bar->addActions(plant);
}

} // namespace mws::editor
