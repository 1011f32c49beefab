// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "core/future.h"
#include "field/fieldbus.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "session/session.h"
#include "simulator/simulator.h"
#include "station/station.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");

Tag registerTag(const char *id, int address)
{
    Tag tag;
    tag.id = QLatin1String(id);
    tag.path = QStringLiteral("hall/") + tag.id;
    tag.device = QStringLiteral("plc");
    tag.address = address;
    return tag;
}

/// "first" and "second" to write, "level" to read.
ProjectData plant()
{
    ProjectData data;
    data.id = data.name = QStringLiteral("plant");
    data.startScreen = QStringLiteral("s");
    data.pollClasses = {{QStringLiteral("normal"), 100, 3}};
    Screen screen;
    screen.id = screen.title = QStringLiteral("s");
    data.screens = {screen};
    Connection connection;
    connection.id = QStringLiteral("net");
    connection.host = QStringLiteral("127.0.0.1");
    connection.responseTimeoutMs = 30000;
    data.connections = {connection};
    Device device;
    device.id = QStringLiteral("plc");
    device.connection = connection.id;
    device.area = QStringLiteral("hall");
    data.devices = {device};
    data.tags = {registerTag("first", 10), registerTag("second", 20), registerTag("level", 30)};
    data.tags[0].write.enabled = data.tags[1].write.enabled = true;
    return data;
}

template <typename T> T waitFor(Future<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        qFatal("a future did not finish");
    return future.result();
}

/// Without events: the simulated device, which lives in this thread, cannot answer meanwhile.
template <typename T> T block(Future<T> future)
{
    future.waitForFinished();
    return future.result();
}

} // namespace

/// A write that waits behind a device that does not answer, and somebody loses the right to it: the
/// device never sees it.
class RevokedTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<simulator::Simulator> m_plant;
    std::unique_ptr<Station> m_station;
    std::unique_ptr<LiveModel> m_model;
    int m_value = 0;

    [[nodiscard]] AccessControl &access() const { return m_station->services().access; }
    [[nodiscard]] RemoteLockout &lockout() const { return m_station->services().control.lockout(); }
    void startStation()
    {
        m_station = std::make_unique<Station>(
            Station::Options{m_folder.filePath(QStringLiteral("project")), m_plant->endpoints(),
                             m_folder.filePath(QStringLiteral("d"))},
            m_clock);
        QVERIFY(bool(m_station->start()));
        const Services services = m_station->services();
        m_model = std::make_unique<LiveModel>(services.project, services.tags, services.bus);
    }
    void stopStation()
    {
        m_model.reset();
        m_station->stop();
    }
    [[nodiscard]] qsizetype writesSeen() const
    {
        QFile file(m_folder.filePath(QStringLiteral("writes")));
        return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : 0;
    }
    [[nodiscard]] int writesQueued() const
    {
        FieldBus &bus = m_station->services().bus;
        int queued = 0;
        QMetaObject::invokeMethod(
            &bus, [&] { queued = bus.diagnostics().units.first().queuedWrites; },
            Qt::BlockingQueuedConnection);
        return queued;
    }
    void addUser(const QString &name, const char *role)
    {
        User user;
        user.name = name;
        user.role = QLatin1String(role);
        QVERIFY(bool(block(access().addUser(user, kPassword))));
    }
    std::unique_ptr<Session> sessionOf(const QString &user, QByteArray *id = nullptr)
    {
        auto session = std::make_unique<Session>(m_station->services(), *m_model, Origin::Remote,
                                                 QStringLiteral("192.0.2.7"));
        const auto signedIn = waitFor(session->signIn(user, kPassword));
        if (signedIn && id)
            *id = signedIn->sessionId;
        return session;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString folder = m_folder.filePath(QStringLiteral("project"));
        QVERIFY(bool(saveProject(plant(), folder)));
        const auto project = openProject(folder);
        QVERIFY(bool(project));
        simulator::Options options;
        options.listen = {{QStringLiteral("net"), QStringLiteral("127.0.0.1:0")}};
        options.writeLog = m_folder.filePath(QStringLiteral("writes"));
        m_plant = std::make_unique<simulator::Simulator>(*project, options, m_clock);
        QVERIFY(bool(m_plant->start()));
        startStation();
        addUser(QStringLiteral("root"), "administrator");
        addUser(QStringLiteral("keeper"), "operator");
    }

    void cleanupTestCase() { stopStation(); }

    void whileItWaits_data()
    {
        QTest::addColumn<QString>("lost");
        for (const char *lost : {"kept", "role", "disabled", "session", "token", "lockout"})
            QTest::newRow(lost) << QString(QLatin1String(lost));
    }

    void whileItWaits()
    {
        QFETCH(const QString, lost);
        const bool isKept = lost == QLatin1String("kept");
        const QString user = QStringLiteral("vera-") + lost;
        addUser(user, "operator");
        QByteArray sessionId;
        const auto victim = sessionOf(user, &sessionId);
        QVERIFY(victim->isSignedIn());
        if (lost == QLatin1String("token")) {
            Token token;
            token.user = token.name = user;
            token.mayWrite = true;
            token.expires = m_clock.now() + 1h;
            const auto text = block(access().addToken(token));
            QVERIFY(bool(text));
            QVERIFY(bool(victim->resumeToken(*text)));
        }
        const auto keeper = sessionOf(QStringLiteral("keeper"));
        const qsizetype before = writesSeen();

        m_plant->command(QStringLiteral("delay net/1 500"));
        const auto first = keeper->write(QStringLiteral("first"), ++m_value);
        QTRY_COMPARE(writesSeen(), before + 1); // and is not answered before events run again
        const auto second = victim->write(QStringLiteral("second"), m_value);
        const QDeadlineTimer limit(4s);
        while (writesQueued() == 0 && !limit.hasExpired())
            ;
        QCOMPARE(writesQueued(), 1);

        UserChange change;
        if (lost == QLatin1String("role"))
            change.role = QStringLiteral("viewer");
        if (lost == QLatin1String("disabled"))
            change.enabled = false;
        if (lost == QLatin1String("session"))
            QVERIFY(bool(access().revoke(AccessControl::publicId(sessionId))));
        else if (lost == QLatin1String("token"))
            QVERIFY(bool(block(access().removeToken(victim->identity().token))));
        else if (lost == QLatin1String("lockout"))
            QVERIFY(bool(block(lockout().set({{}, QStringLiteral("keeper"), m_clock.now()}))));
        else if (!isKept)
            QVERIFY(bool(block(access().changeUser(user, change))));

        const WriteReply reply = waitFor(second);
        (void)block(lockout().lift({}));
        QCOMPARE(waitFor(first).outcome, WriteReply::Outcome::Ok);
        m_plant->command(QStringLiteral("clear"));
        const TagIndex level = m_model->project().indexOf(QStringLiteral("level"));
        const Timestamp then = m_clock.now();
        QTRY_VERIFY(m_model->value(level).time > then);
        QCOMPARE(writesSeen(), before + (isKept ? 2 : 1));
        if (isKept) {
            QCOMPARE(reply.outcome, WriteReply::Outcome::Ok);
            return;
        }
        QCOMPARE(reply.outcome, WriteReply::Outcome::Refused);
        QCOMPARE(reply.problem, QStringLiteral("revoked"));
        QVERIFY(!reply.detail.isEmpty());
        const auto rows
            = block(m_station->services().audit.read({0, 100, QStringLiteral("write.result")}));
        QVERIFY(std::any_of(rows->cbegin(), rows->cend(), [&user](const AuditEntry &row) {
            return row.actor == user && row.outcome == QLatin1String("dropped");
        }));
    }

    void aLockoutOutlivesTheStation()
    {
        QVERIFY(bool(block(lockout().set({{}, QStringLiteral("keeper"), m_clock.now()}))));
        stopStation();
        startStation();
        const auto keeper = sessionOf(QStringLiteral("keeper"));
        const qsizetype before = writesSeen();
        const WriteReply refused = waitFor(keeper->write(QStringLiteral("first"), ++m_value));
        QCOMPARE(refused.problem, QStringLiteral("localOnly"));
        QVERIFY(bool(block(lockout().lift({}))));
        stopStation();
        startStation();
        const auto again = sessionOf(QStringLiteral("keeper"));
        QCOMPARE(waitFor(again->write(QStringLiteral("first"), m_value)).outcome,
                 WriteReply::Outcome::Ok);
        QCOMPARE(writesSeen(), before + 1);
    }
};

QTEST_GUILESS_MAIN(RevokedTest)
#include "tst_revoked.moc"
