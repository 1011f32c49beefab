// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/future.h"
#include "modbus/roguedevice.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "session/session.h"
#include "station/station.h"

#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

using namespace mws;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");
const QString kDose = QStringLiteral("dose");

/// "dose" changes by 5 at most, and is polled so seldom that the test sees one poll.
ProjectData projectOf(quint16 port)
{
    ProjectData data;
    data.id = data.name = QStringLiteral("doubt");
    data.startScreen = QStringLiteral("s");
    data.pollClasses = {{QStringLiteral("seldom"), 60000, 3}};
    Screen screen;
    screen.id = screen.title = QStringLiteral("s");
    data.screens = {screen};
    Connection connection;
    connection.id = QStringLiteral("net");
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = port;
    connection.responseTimeoutMs = 200;
    data.connections = {connection};
    Device device;
    device.id = QStringLiteral("plc");
    device.connection = connection.id;
    device.area = QStringLiteral("a");
    data.devices = {device};
    Tag dose;
    dose.id = kDose;
    dose.path = QStringLiteral("a/dose");
    dose.device = device.id;
    dose.address = 10;
    dose.pollClass = QStringLiteral("seldom");
    dose.write.enabled = true;
    dose.write.maxStep = 5;
    data.tags = {dose};
    return data;
}

/// A device with one register, that may leave a write without an answer.
struct Plc {
    Plc()
    {
        device.setAnswer([this](const QByteArray &request) {
            return request.at(7) == 6 ? written(request) : read(request);
        });
    }
    QByteArray read(const QByteArray &request) const
    {
        QByteArray pdu = QByteArray::fromHex("03020000");
        qToBigEndian(value, pdu.data() + 2);
        return RogueDevice::framed(request, pdu);
    }
    QByteArray written(const QByteArray &request)
    {
        ++writes;
        if (takes)
            value = qFromBigEndian<quint16>(request.constData() + 10);
        return answers ? RogueDevice::framed(request, request.mid(7)) : QByteArray();
    }

    RogueDevice device;
    quint16 value = 10;
    int writes = 0;
    bool takes = true;
    bool answers = true;
};

template <typename T> T waitFor(Future<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        qFatal("a future did not finish");
    return future.result();
}

} // namespace

/// A whole station after a write that the device did not answer.
class DoubtTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStepIsJudgedFromWhatTheDeviceHolds_data()
    {
        QTest::addColumn<bool>("takes");
        QTest::addColumn<int>("wrong"); ///< a step from what the device does not hold
        QTest::addColumn<int>("right");
        QTest::newRow("it took the value") << true << 5 << 20;
        QTest::newRow("it did not") << false << 20 << 5;
    }

    void aStepIsJudgedFromWhatTheDeviceHolds()
    {
        QFETCH(const bool, takes);
        QFETCH(const int, wrong);
        QFETCH(const int, right);
        Plc plc;
        QTemporaryDir folder;
        const QString project = folder.filePath(QStringLiteral("project"));
        QVERIFY(bool(saveProject(projectOf(plc.device.port()), project)));
        const SystemClock clock;
        Station station({project, {}, folder.filePath(QStringLiteral("data"))}, clock);
        QVERIFY(bool(station.start()));
        const Services services = station.services();
        User user;
        user.name = user.role = QStringLiteral("operator");
        QVERIFY(bool(waitFor(services.access.addUser(user, kPassword))));
        LiveModel model(services.project, services.tags, services.bus);
        Session session(services, model, Origin::Remote, QStringLiteral("192.0.2.7"));
        QVERIFY(bool(waitFor(session.signIn(user.name, kPassword))));
        const TagIndex dose = model.project().indexOf(kDose);
        QTRY_COMPARE(model.value(dose).value.toDouble(), 10.0);

        plc.takes = takes;
        plc.answers = false;
        QCOMPARE(waitFor(session.write(kDose, 15)).outcome, WriteReply::Outcome::Timeout);
        QCOMPARE(plc.writes, 1);
        QCOMPARE(waitFor(session.write(kDose, wrong)).outcome, WriteReply::Outcome::Refused);
        QCOMPARE(plc.writes, 1);

        plc.answers = plc.takes = true;
        const auto isWritten = [&] {
            return waitFor(session.write(kDose, right)).outcome == WriteReply::Outcome::Ok;
        };
        QVERIFY(QTest::qWaitFor(isWritten, 20000)); // as soon as it has been read
        QCOMPARE(plc.writes, 2);
        QCOMPARE(int(plc.value), right);
        station.stop();
    }
};

QTEST_GUILESS_MAIN(DoubtTest)
#include "tst_doubt.moc"
