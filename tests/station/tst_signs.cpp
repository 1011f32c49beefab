// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "field/fieldbus.h"
#include "modbus/roguedevice.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "station/station.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

ProjectData projectOf(quint16 port)
{
    ProjectData data;
    data.id = data.name = QStringLiteral("signs");
    data.startScreen = QStringLiteral("s");
    data.pollClasses = {{QStringLiteral("normal"), 50, 3}};
    Screen screen;
    screen.id = screen.title = QStringLiteral("s");
    data.screens = {screen};
    Connection connection;
    connection.id = QStringLiteral("net");
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = port;
    data.connections = {connection};
    Device device;
    device.id = QStringLiteral("plc");
    device.connection = connection.id;
    device.area = QStringLiteral("a");
    data.devices = {device};
    Tag level;
    level.id = QStringLiteral("level");
    level.path = QStringLiteral("a/level");
    level.device = device.id;
    level.address = 10;
    Tag strange;
    strange.id = QStringLiteral("strange");
    strange.path = QStringLiteral("a/strange");
    strange.device = device.id;
    strange.counter = Counter::WrongFunction;
    strange.history.enabled = true;
    data.tags = {level, strange};
    return data;
}

} // namespace

/// What a sign leaves behind in a whole station.
class StationSignsTest final : public QObject
{
    Q_OBJECT

private:
    static QList<AuditEntry> rowsOf(const Services &services, const char *action)
    {
        AuditLog::Query query;
        query.action = QLatin1String(action);
        auto future = services.audit.read(query);
        future.waitForFinished();
        return future.result().value();
    }

private Q_SLOTS:
    void aSignGoesToTheAuditTrailOnce()
    {
        RogueDevice device;
        bool isStrange = false;
        device.setAnswer([&isStrange](const QByteArray &request) {
            return isStrange ? RogueDevice::framed(request, QByteArray::fromHex("420200"))
                             : RogueDevice::good(request);
        });
        QTemporaryDir folder;
        const QString project = folder.filePath(QStringLiteral("project"));
        QVERIFY(bool(saveProject(projectOf(device.port()), project)));
        SystemClock clock;
        Station station({project, {}, folder.filePath(QStringLiteral("data"))}, clock);
        QVERIFY(bool(station.start()));
        const Services &services = station.services();
        LiveModel model(services.project, services.tags, services.bus);
        const TagIndex strange = services.project->indexOf(QStringLiteral("strange"));
        QTRY_COMPARE(model.value(strange).state.quality, Quality::Good);
        QTRY_COMPARE_GE(device.requests().size(), 10);
        QVERIFY(rowsOf(services, "sign.raised").isEmpty());
        QCOMPARE(model.value(strange).value, Value(quint64(0)));

        isStrange = true;
        QTRY_COMPARE(rowsOf(services, "sign.raised").size(), 1);
        QTRY_VERIFY(model.value(strange).value.toDouble() >= 3);
        const QList<AuditEntry> rows = rowsOf(services, "sign.raised");
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].actor, QStringLiteral("system"));
        QCOMPARE(rows[0].target, QStringLiteral("plc"));
        QCOMPARE(rows[0].outcome, QStringLiteral("wrongFunction"));
        QVERIFY(!rows[0].detail.isEmpty());
        station.stop();
    }
};

QTEST_GUILESS_MAIN(StationSignsTest)
#include "tst_signs.moc"
