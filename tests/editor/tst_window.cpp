// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"
#include "simulator/simulator.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QStatusBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
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

private Q_SLOTS:
    void showsThePlant()
    {
        MainWindow window;
        window.openFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
        window.show();
        choose(window, PlantTreeModel::Kind::Tag, "cl-setpoint");
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QImage picture = window.grab().toImage();
        const QString folder = qEnvironmentVariable("MWS_SCREENSHOT_DIR");
        if (!folder.isEmpty())
            QVERIFY(picture.save(folder + QStringLiteral("/editor.png")));
        QVERIFY(window.windowTitle().startsWith(QStringLiteral("Waterworks Lindental")));
        QVERIFY(!window.isWindowModified());
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
            actionOf(window,
                     window.document().undoStack().undoText().isEmpty()
                         ? QStringLiteral("Undo")
                         : QStringLiteral("Undo ") + window.document().undoStack().undoText())
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
