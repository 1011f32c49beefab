// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "control/writedoor.h"
#include "core/future.h"
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
    level.write.enabled = true;
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

    /// At the panel, as one who has the right; what comes of it.
    static void write(const Services &services, const char *user)
    {
        const Identity who{QLatin1String(user), QLatin1String(user), Origin::Panel, {}};
        auto reply = services.control.submit({who, QStringLiteral("level"), 1, true, {}});
        QTRY_VERIFY_WITH_TIMEOUT(reply.isFinished(), 20000);
        QVERIFY(reply.result().outcome != WriteReply::Outcome::Refused);
    }
    static void addUser(const Services &services, const char *name)
    {
        User user;
        user.name = user.role = QLatin1String(name);
        auto added = services.access.addUser(user, QStringLiteral("a long enough secret of seven"));
        QTRY_VERIFY_WITH_TIMEOUT(added.isFinished(), 20000);
        QVERIFY(added.result());
    }

private Q_SLOTS:
    /// Also across a restart.
    void whoWritesForTheFirstTimeIsTold()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) { // writes are acknowledged
            return request.at(7) > 4 ? RogueDevice::framed(request, request.mid(7, 5))
                                     : RogueDevice::good(request);
        });
        QTemporaryDir folder;
        const QString project = folder.filePath(QStringLiteral("project"));
        QVERIFY(bool(saveProject(projectOf(device.port()), project)));
        SystemClock clock;
        const Station::Options options{project, {}, folder.filePath(QStringLiteral("data"))};
        {
            Station station(options, clock);
            QVERIFY(bool(station.start()));
            addUser(station.services(), "operator");
            addUser(station.services(), "engineer");
            write(station.services(), "operator");
            write(station.services(), "operator");
            QTRY_COMPARE(rowsOf(station.services(), "sign.raised").size(), 1);
        }
        Station station(options, clock);
        QVERIFY(bool(station.start()));
        write(station.services(), "operator");
        write(station.services(), "engineer");
        QTRY_COMPARE(rowsOf(station.services(), "sign.raised").size(), 2);
        const AuditEntry row = rowsOf(station.services(), "sign.raised").constFirst();
        QCOMPARE(row.outcome, QStringLiteral("newWriter"));
        QCOMPARE(row.target, QStringLiteral("plc"));
        QVERIFY(row.detail.startsWith(QStringLiteral("engineer (panel)")));
    }

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
