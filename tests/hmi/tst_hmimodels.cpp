// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/groupmodel.h"
#include "hmi/panelplant.h"
#include "hmi/widgetmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace mws;

namespace
{

WidgetGroup group(const char *id, int x, int y, int w, int h = 4)
{
    return {QLatin1String(id), QLatin1String(id), x, y, w, h, {}};
}

QVariant at(const QAbstractItemModel &model, int row, int role)
{
    return model.data(model.index(row, 0), role);
}

} // namespace

/// The lists that the panel's views show.
class HmiModelsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void screensBeginWithTheStartScreen();
    void groupsOfAScreen();
    void groupsAsDrawn();
    void groupsInBands();
    void groupsFollowTheWidth();
    void devicesTellTheirState();
    void linksInTheClearAreNamed();
    void aBrokenWireTellsWhy();
    void aWireThatIsClosedOnPurposeIsNoFault();
    void usersWithPin();
    void touchTargetsAreMillimetres();
};

void HmiModelsTest::screensBeginWithTheStartScreen()
{
    PanelPlant plant;
    ScreenListModel &screens = *plant.context.plant().screens();
    const QAbstractItemModelTester tester(&screens);
    QCOMPARE(screens.rowCount(), int(plant.project->screens().size()));
    QCOMPARE(at(screens, 0, ScreenListModel::ScreenId).toString(), QStringLiteral("overview"));
    QCOMPARE(at(screens, 0, ScreenListModel::Icon).toString(), QStringLiteral("overview"));
    QCOMPARE(plant.context.plant().startScreen(), QStringLiteral("overview"));
    QVERIFY(plant.context.plant().isSimulation());
}

void HmiModelsTest::groupsOfAScreen()
{
    PanelPlant plant;
    GroupModel groups;
    const QAbstractItemModelTester tester(&groups);
    for (const Screen &screen : plant.project->screens()) {
        groups.setScreen(screen);
        QCOMPARE(groups.rowCount(), int(screen.groups.size()));
        for (int row = 0; row < groups.rowCount(); ++row) {
            auto *widgets = at(groups, row, GroupModel::Widgets).value<WidgetModel *>();
            QVERIFY(widgets);
            const QAbstractItemModelTester inner(widgets);
            const WidgetGroup &expected = screen.groups[row];
            QCOMPARE(widgets->rowCount(), int(expected.widgets.size()));
            for (int n = 0; n < widgets->rowCount(); ++n) {
                QCOMPARE(at(*widgets, n, WidgetModel::WidgetId).toString(), expected.widgets[n].id);
                QCOMPARE(at(*widgets, n, WidgetModel::Tags).toStringList(),
                         expected.widgets[n].tags);
                QCOMPARE(at(*widgets, n, WidgetModel::Column).toInt(), expected.widgets[n].x);
            }
        }
    }
}

void HmiModelsTest::groupsAsDrawn()
{
    GroupModel groups;
    groups.setScreen({QStringLiteral("s"),
                      {},
                      {},
                      {group("a", 0, 0, 4), group("b", 4, 0, 8), group("c", 0, 4, 6, 5)}});
    QCOMPARE(groups.totalRows(), 9);
    QCOMPARE(at(groups, 1, GroupModel::Left).toDouble(), 4.0 / 12);
    QCOMPARE(at(groups, 1, GroupModel::Width).toDouble(), 8.0 / 12);
    QCOMPARE(at(groups, 2, GroupModel::Top).toInt(), 4);
}

void HmiModelsTest::groupsInBands()
{
    GroupModel groups;
    groups.setColumnsAvailable(9);
    groups.setScreen({QStringLiteral("s"),
                      {},
                      {},
                      {group("a", 0, 0, 4), group("b", 4, 0, 4, 5), group("c", 8, 0, 4),
                       group("wide", 0, 4, 8), group("e", 8, 4, 4)}});
    // a and b fill the first band, c and e the second, the wide one the third.
    QCOMPARE(at(groups, 0, GroupModel::Width).toDouble(), 0.5);
    QCOMPARE(at(groups, 1, GroupModel::Left).toDouble(), 0.5);
    QCOMPARE(at(groups, 2, GroupModel::Top).toInt(), 5);
    QCOMPARE(at(groups, 4, GroupModel::Top).toInt(), 5);
    QCOMPARE(at(groups, 4, GroupModel::Left).toDouble(), 0.5);
    QCOMPARE(at(groups, 3, GroupModel::Top).toInt(), 9);
    QCOMPARE(at(groups, 3, GroupModel::Width).toDouble(), 1.0);
    QCOMPARE(groups.totalRows(), 13);
}

void HmiModelsTest::groupsFollowTheWidth()
{
    GroupModel groups;
    const QAbstractItemModelTester tester(&groups);
    groups.setScreen({QStringLiteral("s"), {}, {}, {group("a", 0, 0, 6), group("b", 6, 0, 6)}});
    const QSignalSpy moved(&groups, &QAbstractItemModel::dataChanged);
    groups.setColumnsAvailable(6);
    QCOMPARE(moved.count(), 1);
    QCOMPARE(groups.totalRows(), 8);
    groups.setColumnsAvailable(40);
    QCOMPARE(groups.columnsAvailable(), GroupModel::kColumns);
    QCOMPARE(groups.totalRows(), 4);
}

void HmiModelsTest::devicesTellTheirState()
{
    PanelPlant plant;
    Plant &shown = plant.context.plant();
    DeviceModel &devices = *shown.devices();
    const QAbstractItemModelTester tester(&devices);
    const QSignalSpy changed(&shown, &Plant::communicationChanged);
    QCOMPARE(shown.communication(), Plant::Communication::Good);
    QCOMPARE(devices.answering(), devices.expected());

    UnitStatus dead;
    dead.device = QStringLiteral("skid");
    dead.state = UnitState::Dead;
    dead.timeouts = 3;
    Q_EMIT plant.bus.unitChanged(dead);
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(shown.communication(), Plant::Communication::Disturbed);
    QCOMPARE(devices.expected() - devices.answering(), 1);

    dead.timeouts = 4;
    Q_EMIT plant.bus.unitChanged(dead);
    QCoreApplication::processEvents();
    QCOMPARE(changed.count(), 1);
}

void HmiModelsTest::linksInTheClearAreNamed()
{
    PanelPlant plant;
    const DeviceModel &devices = *plant.context.plant().devices();
    int named = 0;
    for (int row = 0; row < devices.rowCount(); ++row) {
        const Device &device = plant.project->devices()[row];
        const bool serial = plant.project->connection(device.connection)->isSerial();
        QCOMPARE(at(devices, row, DeviceModel::InTheClear).toBool(), !serial);
        named += serial ? 0 : 1;
    }
    QCOMPARE(named, 2); // plc and skid; the others are on the serial line
}

void HmiModelsTest::aBrokenWireTellsWhy()
{
    PanelPlant plant;
    DeviceModel &devices = *plant.context.plant().devices();
    for (const Connection &connection : plant.project->connections())
        Q_EMIT plant.bus.linkChanged(
            {connection.id, LinkState::Failed, QStringLiteral("Connection refused"), {}});
    QTRY_COMPARE(plant.context.plant().communication(), Plant::Communication::Failed);
    for (int row = 0; row < devices.rowCount(); ++row) {
        QCOMPARE(at(devices, row, DeviceModel::State).toString(), QStringLiteral("dead"));
        QCOMPARE(at(devices, row, DeviceModel::StateText).toString(),
                 QStringLiteral("Connection refused"));
    }
}

void HmiModelsTest::aWireThatIsClosedOnPurposeIsNoFault()
{
    PanelPlant plant;
    DeviceModel &devices = *plant.context.plant().devices();
    const int answering = devices.answering();
    QSignalSpy changed(&devices, &DeviceModel::stateChanged);
    for (const Connection &connection : plant.project->connections())
        Q_EMIT plant.bus.linkChanged({connection.id, LinkState::Idle, {}, {}});
    QTRY_COMPARE(changed.size(), plant.project->connections().size());
    QCOMPARE(devices.answering(), answering);
    bool isTold = false;
    for (int row = 0; row < devices.rowCount(); ++row) {
        QVERIFY(at(devices, row, DeviceModel::State).toString() != QStringLiteral("dead"));
        isTold |= at(devices, row, DeviceModel::StateText).toString()
            == QStringLiteral("Answers; not connected between requests");
    }
    QVERIFY(isTold);
}

void HmiModelsTest::usersWithPin()
{
    PanelPlant plant;
    UserModel &users = *plant.context.user().users();
    const QAbstractItemModelTester tester(&users);
    users.refresh();
    QCOMPARE(users.rowCount(), 2);
    QCOMPARE(at(users, 0, UserModel::Name).toString(), QStringLiteral("otto"));
    QCOMPARE(at(users, 0, UserModel::DisplayName).toString(), QStringLiteral("Otto Brandt"));
    QVERIFY(waitFor(plant.access.setPin(QStringLiteral("otto"), {})));
    users.refresh();
    QCOMPARE(users.rowCount(), 1);
}

/// The resolution is that of the command line, whatever the screen says.
void HmiModelsTest::touchTargetsAreMillimetres()
{
    DisplaySettings display({5.0, false, QStringLiteral("day")});
    QCOMPARE(display.target(), 15 * 5);
    QCOMPARE(display.minimumTarget(), 12 * 5);
    QCOMPARE(display.gap(), 3 * 5);
    display.setGloves(true);
    QCOMPARE(display.target(), 20 * 5);
    QCOMPARE(display.minimumTarget(), 16 * 5);
}

QTEST_MAIN(HmiModelsTest)
#include "tst_hmimodels.moc"
