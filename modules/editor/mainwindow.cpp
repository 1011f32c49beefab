// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"

#include "editor/fielddelegate.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QStatusBar>
#include <QTableView>
#include <QToolBar>
#include <QTreeView>
#include <QVBoxLayout>

namespace mws::editor
{

namespace
{

constexpr int kMessageMs = 8000;

QList<int> uniqueOf(const QModelIndexList &indexes, int (QModelIndex::*part)() const)
{
    QList<int> numbers;
    for (const QModelIndex &index : indexes) {
        if (const int number = (index.*part)(); !numbers.contains(number))
            numbers.append(number);
    }
    return numbers;
}

QTableView *makeTable(QAbstractItemModel *model)
{
    auto *view = new QTableView;
    view->setModel(model);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->setAlternatingRowColors(true);
    view->setWordWrap(false);
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
    resize(1400, 860);
    makeGrid();
    makeDocks();
    makeActions();
    const auto complain
        = [this](const QString &reason) { statusBar()->showMessage(reason, kMessageMs); };
    connect(&m_grid, &TagGridModel::refused, this, complain);
    connect(&m_properties, &PropertyModel::refused, this, complain);
    connect(&m_document.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::updateTitle);
    connect(&m_document, &Document::reset, this, &MainWindow::updateTitle);
    connect(&m_document, &Document::problemsChanged, this, &MainWindow::updateProblems);
    connect(&m_tree, &PlantTreeModel::aboutToRebuild, this, &MainWindow::keepTreeState);
    connect(&m_tree, &PlantTreeModel::rebuilt, this, &MainWindow::restoreTreeState);
    connect(&m_probe, &modbus::TagProbe::finished, this, &MainWindow::showRead);
    updateTitle();
    updateProblems();
}

void MainWindow::makeGrid()
{
    m_filter.setSourceModel(&m_grid);
    m_filter.setFilterKeyColumn(-1);
    m_filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_gridView = makeTable(&m_filter);
    m_gridView->setItemDelegate(new FieldDelegate(m_gridView));
    m_gridView->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_gridView->horizontalHeader()->setDefaultSectionSize(90);
    m_gridView->setColumnWidth(0, 150);
    m_gridView->setColumnWidth(1, 260);
    m_gridView->setColumnWidth(2, 240);
    m_filterLine = new QLineEdit;
    m_filterLine->setPlaceholderText(tr("Filter tags"));
    m_filterLine->setClearButtonEnabled(true);
    connect(m_filterLine, &QLineEdit::textChanged, &m_filter,
            &QSortFilterProxyModel::setFilterFixedString);
    m_deviceTitle = new QLabel(tr("Choose a device in the tree"));
    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->addWidget(m_deviceTitle);
    layout->addWidget(m_filterLine);
    layout->addWidget(m_gridView);
    setCentralWidget(centre);
}

void MainWindow::makeDocks()
{
    m_treeView = new QTreeView;
    m_treeView->setModel(&m_tree);
    m_treeView->setHeaderHidden(true);
    m_treeView->setUniformRowHeights(true);
    connect(m_treeView->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &MainWindow::chooseInTree);
    m_propertyView = makeTable(&m_properties);
    m_propertyView->setItemDelegate(new FieldDelegate(m_propertyView));
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

    const auto dock = [this](const QString &title, QWidget *widget, Qt::DockWidgetArea area) {
        auto *made = new QDockWidget(title);
        made->setObjectName(title);
        made->setWidget(widget);
        addDockWidget(area, made);
        return made;
    };
    QDockWidget *plant = dock(tr("Plant"), m_treeView, Qt::LeftDockWidgetArea);
    QDockWidget *properties = dock(tr("Properties"), m_propertyView, Qt::LeftDockWidgetArea);
    m_problemDock = dock(tr("Problems"), m_problemView, Qt::BottomDockWidgetArea);
    resizeDocks({plant, properties}, {480, 380}, Qt::Vertical);
    resizeDocks({plant}, {330}, Qt::Horizontal);
    resizeDocks({m_problemDock}, {140}, Qt::Vertical);
    m_problemCount = new QLabel;
    statusBar()->addPermanentWidget(m_problemCount);
}

QAction *MainWindow::action(const QString &text, const QKeySequence &keys,
                            void (MainWindow::*slot)())
{
    auto *made = new QAction(text, this);
    made->setShortcut(keys);
    if (slot)
        connect(made, &QAction::triggered, this, slot);
    return made;
}

void MainWindow::makeActions()
{
    QAction *saveAction = action(tr("&Save"), QKeySequence::Save, nullptr);
    connect(saveAction, &QAction::triggered, this, [this] { save(); });
    QAction *saveAsAction = action(tr("Save &as…"), QKeySequence::SaveAs, nullptr);
    connect(saveAsAction, &QAction::triggered, this, [this] { saveAs(); });
    QAction *quit = action(tr("&Quit"), QKeySequence::Quit, nullptr);
    connect(quit, &QAction::triggered, this, &QWidget::close);
    QAction *undo = m_document.undoStack().createUndoAction(this, tr("&Undo"));
    QAction *redo = m_document.undoStack().createRedoAction(this, tr("&Redo"));
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcut(QKeySequence::Redo);
    QAction *openAction = action(tr("&Open…"), QKeySequence::Open, &MainWindow::open);
    const QList<QAction *> file{action(tr("&New"), QKeySequence::New, &MainWindow::newProject),
                                openAction, saveAction, saveAsAction, quit};
    const QList<QAction *> edit{
        undo,
        redo,
        action(tr("&Copy"), QKeySequence::Copy, &MainWindow::copy),
        action(tr("&Paste"), QKeySequence::Paste, &MainWindow::paste),
        action(tr("&Fill down"), QKeySequence(Qt::CTRL | Qt::Key_D), &MainWindow::fillDown),
        action(tr("Du&plicate tags"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D),
               &MainWindow::duplicate),
        action(tr("&Delete"), QKeySequence(Qt::CTRL | Qt::Key_Delete),
               &MainWindow::removeSelected)};
    const QList<QAction *> plant{
        action(tr("Add &connection"), {}, &MainWindow::addConnection),
        action(tr("Add &device"), {}, &MainWindow::addDevice),
        action(tr("Add &tag"), QKeySequence(Qt::CTRL | Qt::Key_T), &MainWindow::addTag),
        action(tr("&Read the selected tag"), QKeySequence(Qt::Key_F5), &MainWindow::testRead)};
    menuBar()->addMenu(tr("&File"))->addActions(file);
    menuBar()->addMenu(tr("&Edit"))->addActions(edit);
    menuBar()->addMenu(tr("&Plant"))->addActions(plant);
    QToolBar *bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->addActions({openAction, saveAction});
    bar->addSeparator();
    bar->addActions({undo, redo});
    bar->addSeparator();
    bar->addActions(plant);
}

void MainWindow::openFolder(const QString &folder)
{
    report(m_document.open(folder));
    m_treeView->expandToDepth(0);
}

void MainWindow::report(const Result<void> &result)
{
    if (!result)
        QMessageBox::warning(this, QCoreApplication::applicationName(), result.error().detail);
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
    const auto saved = m_document.save();
    report(saved);
    if (saved)
        statusBar()->showMessage(tr("Saved"), kMessageMs);
    return bool(saved);
}

bool MainWindow::saveAs()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the project"));
    if (folder.isEmpty())
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

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->setAccepted(mayDiscard());
}

QString MainWindow::currentConnection() const
{
    QModelIndex index = m_treeView->currentIndex();
    while (index.parent().isValid())
        index = index.parent();
    return index.data(PlantTreeModel::IdRole).toString();
}

void MainWindow::addConnection()
{
    Connection connection;
    connection.id = m_document.freeConnectionId(QStringLiteral("link"));
    connection.name = tr("New connection");
    connection.host = QStringLiteral("192.0.2.1");
    m_document.replaceConnections(m_document.data().connections.size(), 0, {connection},
                                  tr("Add connection"));
}

void MainWindow::addDevice()
{
    Device device;
    device.connection = currentConnection();
    if (device.connection.isEmpty()) {
        statusBar()->showMessage(tr("Choose a connection first"), kMessageMs);
        return;
    }
    device.id = m_document.freeDeviceId(QStringLiteral("device"));
    device.name = tr("New device");
    device.area = QStringLiteral("plant");
    m_document.replaceDevices(m_document.data().devices.size(), 0, {device}, tr("Add device"));
}

void MainWindow::addTag()
{
    if (m_grid.device().isEmpty()) {
        statusBar()->showMessage(tr("Choose a device first"), kMessageMs);
        return;
    }
    const QList<int> rows = selectedRows();
    const int row = m_grid.addTag(rows.isEmpty() ? -1 : rows.last());
    m_gridView->setCurrentIndex(m_filter.mapFromSource(m_grid.index(row, 1)));
}

void MainWindow::removeSelected()
{
    const QModelIndex index = m_treeView->currentIndex();
    const auto kind = PlantTreeModel::Kind(index.data(PlantTreeModel::KindRole).toInt());
    const QString id = index.data(PlantTreeModel::IdRole).toString();
    if (m_gridView->hasFocus() || !m_treeView->hasFocus())
        m_grid.removeTags(selectedRows());
    else if (kind == PlantTreeModel::Kind::Connection)
        m_document.removeConnection(id);
    else if (kind == PlantTreeModel::Kind::Device)
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
    if (m_grid.device().isEmpty())
        return;
    const QModelIndex at = m_filter.mapToSource(m_gridView->currentIndex());
    const QStringList problems
        = m_grid.paste(QApplication::clipboard()->text(),
                       at.isValid() ? at.row() : m_grid.rowCount(), at.isValid() ? at.column() : 0);
    if (problems.isEmpty())
        return;
    QMessageBox box(QMessageBox::Warning, tr("Nothing was pasted"),
                    tr("%1 cell(s) do not fit.").arg(problems.size()), QMessageBox::Ok, this);
    box.setDetailedText(problems.join(u'\n'));
    box.exec();
}

QList<int> MainWindow::selectedRows() const
{
    const QItemSelection chosen
        = m_filter.mapSelectionToSource(m_gridView->selectionModel()->selection());
    return uniqueOf(chosen.indexes(), &QModelIndex::row);
}

QList<int> MainWindow::selectedColumns() const
{
    return uniqueOf(m_gridView->selectionModel()->selectedIndexes(), &QModelIndex::column);
}

void MainWindow::testRead()
{
    const QList<int> rows = selectedRows();
    const ProjectData &plant = m_document.data();
    for (const Device &device : plant.devices) {
        for (const Connection &connection : plant.connections) {
            if (rows.isEmpty() || device.id != m_grid.device()
                || connection.id != device.connection)
                continue;
            const Tag &tag = m_grid.tag(rows.first());
            statusBar()->showMessage(tr("Reading %1 …").arg(tag.path));
            m_probe.read(connection, device, tag);
            return;
        }
    }
    statusBar()->showMessage(tr("Choose a tag first"), kMessageMs);
}

void MainWindow::showRead(const modbus::TagProbeResult &result)
{
    statusBar()->showMessage(
        result.message.isEmpty()
            ? tr("Read: %1   raw: %2").arg(result.value.toString(), result.registers)
            : tr("Not read: %1 %2").arg(result.message, result.registers));
}

void MainWindow::chooseInTree(const QModelIndex &index)
{
    const auto kind = PlantTreeModel::Kind(index.data(PlantTreeModel::KindRole).toInt());
    const QString id = index.data(PlantTreeModel::IdRole).toString();
    QString device;
    if (kind == PlantTreeModel::Kind::Connection)
        m_properties.show(PropertyModel::Kind::Connection, id);
    else
        device = kind == PlantTreeModel::Kind::Device
            ? id
            : index.parent().data(PlantTreeModel::IdRole).toString();
    if (!device.isEmpty())
        m_properties.show(PropertyModel::Kind::Device, device);
    if (device != m_grid.device())
        m_grid.setDevice(device);
    m_deviceTitle->setText(device.isEmpty() ? tr("Choose a device in the tree")
                                            : tr("Tags of %1").arg(device));
    if (kind == PlantTreeModel::Kind::Tag)
        selectTag(m_document.tagsOf(device).first + index.row());
}

void MainWindow::selectTag(qsizetype index)
{
    const auto [begin, count] = m_document.tagsOf(m_grid.device());
    if (index < begin || index >= begin + count)
        return;
    const QModelIndex row = m_filter.mapFromSource(m_grid.index(int(index - begin), 1));
    m_gridView->setCurrentIndex(row);
    m_gridView->scrollTo(row);
}

void MainWindow::goToProblem(const QModelIndex &index)
{
    const qsizetype tag = tagOf(m_problemModel.problem(index.row()), m_document.data());
    if (tag < 0)
        return;
    m_filterLine->clear();
    m_treeView->setCurrentIndex(
        m_tree.indexOf(PlantTreeModel::Kind::Tag, m_document.data().tags[tag].id));
}

void MainWindow::updateTitle()
{
    setWindowModified(!m_document.undoStack().isClean());
    setWindowTitle(
        QStringLiteral("%1[*] – %2").arg(m_document.data().name, tr("Modbus Web Server editor")));
}

void MainWindow::updateProblems()
{
    const qsizetype count = m_document.problems().size();
    m_problemCount->setText(count == 0 ? tr("No problems")
                                       : tr("%n problem(s)", nullptr, int(count)));
    m_problemDock->setWindowTitle(count == 0 ? tr("Problems") : tr("Problems (%1)").arg(count));
}

void MainWindow::keepTreeState()
{
    m_expanded.clear();
    m_current = m_treeView->currentIndex().data(PlantTreeModel::IdRole).toString();
    const QModelIndexList all
        = m_tree.match(m_tree.index(0, 0), PlantTreeModel::IdRole, QStringLiteral("*"), -1,
                       Qt::MatchWildcard | Qt::MatchRecursive);
    for (const QModelIndex &index : all) {
        if (m_treeView->isExpanded(index))
            m_expanded.append(index.data(PlantTreeModel::IdRole).toString());
    }
}

void MainWindow::restoreTreeState()
{
    for (const auto kind : {PlantTreeModel::Kind::Connection, PlantTreeModel::Kind::Device}) {
        for (const QString &id : std::as_const(m_expanded)) {
            if (const QModelIndex index = m_tree.indexOf(kind, id); index.isValid())
                m_treeView->expand(index);
        }
    }
    for (const auto kind : {PlantTreeModel::Kind::Tag, PlantTreeModel::Kind::Device,
                            PlantTreeModel::Kind::Connection}) {
        if (const QModelIndex index = m_tree.indexOf(kind, m_current); index.isValid()) {
            m_treeView->setCurrentIndex(index);
            return;
        }
    }
}

} // namespace mws::editor
