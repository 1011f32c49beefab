// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"
#include "simulator/simulator.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QStatusBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QTreeView>

using namespace mws;
using namespace mws::editor;

/// The window as an engineer uses it.
class EditorWindowTest final : public QObject
{
    Q_OBJECT

private:
    static QAction *actionOf(MainWindow &window, const QString &text)
    {
        for (QAction *action : window.findChildren<QAction *>()) {
            if (action->text().remove(u'&') == text)
                return action;
        }
        return nullptr;
    }

    static void choose(MainWindow &window, PlantTreeModel::Kind kind, const char *id)
    {
        auto *tree = window.findChild<QTreeView *>();
        const auto *model = qobject_cast<PlantTreeModel *>(tree->model());
        tree->setCurrentIndex(model->indexOf(kind, QLatin1String(id)));
    }

    /// The table that shows a model of that class.
    template <typename Model> static QTableView *viewOf(MainWindow &window)
    {
        for (auto *view : window.findChildren<QTableView *>()) {
            if (qobject_cast<Model *>(view->model()))
                return view;
        }
        qFatal("no such table");
    }

    /// Pictures for people, beside the test program.
    static void keep(MainWindow &window, const QString &name)
    {
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QImage picture = window.grab().toImage();
        QVERIFY(!picture.isNull());
        const QDir folder(QCoreApplication::applicationDirPath());
        QVERIFY(folder.mkpath(QStringLiteral("screenshots")));
        QVERIFY(picture.save(folder.filePath(QStringLiteral("screenshots/") + name)));
    }

private Q_SLOTS:
    void showsThePlant()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        window.show();
        choose(window, PlantTreeModel::Kind::Tag, "cl-setpoint");
        keep(window, QStringLiteral("editor.png"));
        choose(window, PlantTreeModel::Kind::Connection, "line");
        keep(window, QStringLiteral("editor-connection.png"));
        choose(window, PlantTreeModel::Kind::Device, "plc");
        keep(window, QStringLiteral("editor-device.png"));
        QVERIFY(window.windowTitle().startsWith(QStringLiteral("Waterworks Lindental")));
        QVERIFY(!window.isWindowModified());
    }

    void showsProblems()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        window.show();
        choose(window, PlantTreeModel::Kind::Device, "skid");
        QAbstractItemModel *grid = window.centralWidget()->findChild<QTableView *>()->model();
        QVERIFY(grid->setData(grid->index(6, 4), QStringLiteral("70000")));
        QVERIFY(grid->setData(grid->index(2, 1), QStringLiteral("dosing/Chlorine/Residual")));
        QVERIFY(grid->setData(grid->index(3, 9), QStringLiteral("warp")));
        window.document().validate();
        keep(window, QStringLiteral("editor-problems.png"));
        QVERIFY(window.isWindowModified());
        const QTableView *problems = viewOf<ProblemModel>(window);
        QVERIFY(problems->isVisible());
        QSet<QString> places;
        for (int row = 0; row < problems->model()->rowCount(); ++row) {
            places.insert(problems->model()->index(row, 0).data().toString());
            QVERIFY(!problems->model()->index(row, 1).data().toString().isEmpty());
        }
        const QString tags = QStringLiteral("tags/skid.json/tags/");
        QCOMPARE(
            places,
            QSet<QString>({tags + QStringLiteral("2/path"), tags + QStringLiteral("3/pollClass"),
                           tags + QStringLiteral("6/address")}));
        choose(window, PlantTreeModel::Kind::Device, "meter1");
        keep(window, QStringLiteral("editor-template.png"));
    }

    void editsAndUndoes()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        choose(window, PlantTreeModel::Kind::Device, "skid");
        const ProjectData before = window.document().data();
        actionOf(window, QStringLiteral("Add tag"))->trigger();
        QCOMPARE(window.document().data().tags.size(), before.tags.size() + 1);
        QVERIFY(window.isWindowModified());
        actionOf(window, QStringLiteral("Add connection"))->trigger();
        actionOf(window, QStringLiteral("Add device"))->trigger();
        QCOMPARE(window.document().data().devices.size(), before.devices.size() + 1);
        while (window.document().undoStack().canUndo())
            actionOf(window, QStringLiteral("Undo ") + window.document().undoStack().undoText())
                ->trigger();
        QVERIFY(window.document().data() == before);
        QVERIFY(!window.isWindowModified());
    }

    void readsATagFromTheDevice()
    {
        const SystemClock clock;
        const auto project = openProject(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        simulator::Options options;
        options.listen = {{QStringLiteral("plc"), QStringLiteral("127.0.0.1:0")},
                          {QStringLiteral("skid"), QStringLiteral("127.0.0.1:0")}};
        QTemporaryDir folder;
        options.terminals = {{QStringLiteral("line"), folder.filePath(QStringLiteral("line"))}};
        simulator::Simulator plant(*project, options, clock);
        QVERIFY(bool(plant.start()));

        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        Document &document = window.document();
        const ProjectData &data = document.data();
        for (qsizetype i = 0; i < data.connections.size(); ++i) {
            if (data.connections[i].id != QLatin1String("skid"))
                continue;
            Connection moved = data.connections[i];
            moved.port = plant.endpoints()[QStringLiteral("skid")].section(u':', -1).toInt();
            document.changeConnection(i, moved, {});
        }
        QTest::qWait(0);
        choose(window, PlantTreeModel::Kind::Tag, "cl-setpoint");
        actionOf(window, QStringLiteral("Read the selected tag"))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(
            window.statusBar()->currentMessage().startsWith(QStringLiteral("Read: 0.4")), 10000);
        QVERIFY(
            bool(plant.command(QStringLiteral("drop skid/1")).value(QLatin1String("ok")).toBool()));
        actionOf(window, QStringLiteral("Read the selected tag"))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(
            window.statusBar()->currentMessage().startsWith(QStringLiteral("Not read: ")), 20000);
    }

    void pastesIntoWhatIsSeen()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        choose(window, PlantTreeModel::Kind::Device, "skid");
        auto *grid = window.centralWidget()->findChild<QTableView *>();
        grid->sortByColumn(4, Qt::DescendingOrder);
        window.centralWidget()->findChild<QLineEdit *>()->setText(QStringLiteral("Chlorine"));
        QVERIFY(grid->model()->rowCount() > 4);
        grid->setCurrentIndex(grid->model()->index(1, 2));
        const ProjectData before = window.document().data();
        QGuiApplication::clipboard()->setText(QStringLiteral("Chlorine one\nChlorine two\n"));
        actionOf(window, QStringLiteral("Paste"))->trigger();
        QCOMPARE(grid->model()->index(1, 2).data().toString(), QStringLiteral("Chlorine one"));
        QCOMPARE(grid->model()->index(2, 2).data().toString(), QStringLiteral("Chlorine two"));
        int changed = 0;
        for (qsizetype i = 0; i < before.tags.size(); ++i)
            changed += before.tags[i] == window.document().data().tags[i] ? 0 : 1;
        QCOMPARE(changed, 2);
        actionOf(window, QStringLiteral("Undo Paste"))->trigger();
        QVERIFY(window.document().data() == before);
    }

    void aProblemLeadsToItsCell()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        choose(window, PlantTreeModel::Kind::Device, "skid");
        auto *grid = window.centralWidget()->findChild<QTableView *>();
        QVERIFY(grid->model()->setData(grid->model()->index(6, 4), QStringLiteral("70000")));
        choose(window, PlantTreeModel::Kind::Connection, "plc");
        window.centralWidget()->findChild<QLineEdit *>()->setText(QStringLiteral("no such tag"));
        window.document().validate();
        QTableView *problems = viewOf<ProblemModel>(window);
        QVERIFY(problems->model()->rowCount() > 0);
        Q_EMIT problems->clicked(problems->model()->index(0, 0));
        QCOMPARE(grid->currentIndex().row(), 6);
        QCOMPARE(grid->currentIndex().column(), 4);
        QCOMPARE(grid->currentIndex().data().toString(), QStringLiteral("70000"));
    }

    void aNewIdKeepsTheDeviceChosen()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        choose(window, PlantTreeModel::Kind::Device, "skid");
        auto *grid = window.centralWidget()->findChild<QTableView *>();
        const int rows = grid->model()->rowCount();
        QTableView *properties = viewOf<PropertyModel>(window);
        QVERIFY(properties->model()->setData(properties->model()->index(0, 1),
                                             QStringLiteral("doser")));
        QCOMPARE(grid->model()->rowCount(), rows);
        QCOMPARE(
            window.findChild<QTreeView *>()->currentIndex().data(PlantTreeModel::IdRole).toString(),
            QStringLiteral("doser"));
        window.document().undoStack().undo();
        QVERIFY(!window.isWindowModified());
    }

    void asksBeforeChangesAreLost()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        window.show();
        choose(window, PlantTreeModel::Kind::Device, "skid");
        actionOf(window, QStringLiteral("Add tag"))->trigger();
        int asked = 0;
        const auto answer = [&asked](QMessageBox::StandardButton button) {
            QTimer::singleShot(0, qApp, [&asked, button] {
                auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
                asked += box ? 1 : 0;
                if (box)
                    box->button(button)->click();
            });
        };
        answer(QMessageBox::Cancel);
        QVERIFY(!window.close());
        QCOMPARE(asked, 1);
        answer(QMessageBox::Discard);
        QVERIFY(window.close());
        QCOMPARE(asked, 2);
    }

    void filtersTags()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        choose(window, PlantTreeModel::Kind::Device, "plc");
        auto *line = window.findChild<QLineEdit *>();
        auto *grid = qobject_cast<QTableView *>(window.centralWidget()->findChild<QTableView *>());
        const int all = grid->model()->rowCount();
        line->setText(QStringLiteral("tank"));
        QVERIFY(grid->model()->rowCount() > 0);
        QVERIFY(grid->model()->rowCount() < all);
    }
};

QTEST_MAIN(EditorWindowTest)
#include "tst_window.moc"
