// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/apiserver.h"
#include "modbus/foreignserver.h"
#include "project/projectstore.h"
#include "station/station.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QString kLibmodbus = QStringLiteral("libmodbus");
const QString kPymodbus = QStringLiteral("pymodbus");

/// Each server behind a connection of its own, as a device with one tag; all have the server's
/// name.
ProjectData plant(const QStringList &servers)
{
    ProjectData data;
    data.id = data.name = QStringLiteral("plant");
    data.startScreen = QStringLiteral("s");
    data.pollClasses = {{QStringLiteral("fast"), 100, 3}};
    Screen screen;
    screen.id = screen.title = QStringLiteral("s");
    data.screens = {screen};
    for (const QString &server : servers) {
        Connection connection;
        connection.id = server;
        connection.host = QStringLiteral("127.0.0.1");
        data.connections.append(connection);
        Device device;
        device.id = device.connection = server;
        device.area = QStringLiteral("hall");
        data.devices.append(device);
        Tag tag;
        tag.id = tag.device = server;
        tag.path = QStringLiteral("hall/%1/level").arg(server);
        tag.pollClass = QStringLiteral("fast");
        data.tags.append(tag);
    }
    return data;
}

QByteArray asking(const char *function)
{
    return QByteArray("{\"function\":\"") + function + "\"}";
}

/// "key=text" of each finding.
QStringList findingsOf(const Reply &reply)
{
    QStringList list;
    const QJsonArray findings = reply.json()[QLatin1String("findings")].toArray();
    for (const QJsonValue &finding : findings)
        list.append(finding[QLatin1String("key")].toString() + u'='
                    + finding[QLatin1String("text")].toString());
    return list;
}

} // namespace

/// An engineer's questions to devices that others wrote, through HTTP, the station's threads and
/// real TCP.
class DiagnosisTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void pymodbusTellsWhoItIs();
    void libmodbusTellsItsServerId();
    void aRefusalIsTold();
    void aRawReadShowsTheRegister_data();
    void aRawReadShowsTheRegister();
    void scansTheAddressesOfLibmodbus();
    void onlyWhoConfiguresMayAsk_data();
    void onlyWhoConfiguresMayAsk();
    void aDeviceThatIsGoneIsUnavailable();

private:
    void startStation();
    void addUser(const QString &name, const QString &role);
    Reply ask(const QString &device, const char *function)
    {
        return m_client->post(QStringLiteral("/api/v1/devices/%1/diagnose").arg(device),
                              asking(function));
    }
    [[nodiscard]] QString quality(const QString &tag)
    {
        const Reply reply = m_client->get(QStringLiteral("/api/v1/values?ids=") + tag);
        return reply.json()[QLatin1String("values")][tag][QLatin1String("q")].toString();
    }
    [[nodiscard]] AuditEntry newestAudit()
    {
        const auto rows = waitFor(m_station->services().audit.read({0, 1, {}}));
        return rows && !rows->isEmpty() ? rows->first() : AuditEntry();
    }
    /// Functions of the requests that went to the device.
    [[nodiscard]] QList<int> sentTo(const QString &connection) const
    {
        QList<int> functions;
        for (const TracedFrame &frame :
             m_station->services().bus.trace().frames(0, 20000, connection)) {
            if (frame.direction == TracedFrame::Direction::Sent)
                functions.append(uchar(frame.bytes.at(7)));
        }
        return functions;
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    ForeignServer m_libmodbus;
    ForeignServer m_pymodbus;
    std::unique_ptr<Station> m_station;
    std::unique_ptr<http::Server> m_server;
    std::unique_ptr<ApiServer> m_api;
    std::unique_ptr<ApiClient> m_client;
};

void DiagnosisTest::initTestCase()
{
    const QByteArray missing = ForeignServer::missingFor(kPymodbus, Connection());
    if (!missing.isEmpty())
        QSKIP(missing.constData());
    m_libmodbus.setImage({{QStringLiteral("holding"), {0x1267}}});
    m_pymodbus.setImage({{QStringLiteral("holding"), {0x1267}}});
    m_libmodbus.serve(kLibmodbus, ConnectionKind::Tcp);
    m_pymodbus.serve(kPymodbus, ConnectionKind::Tcp);
    QVERIFY(m_libmodbus.port() > 0 && m_pymodbus.port() > 0);
    startStation();
    QCOMPARE(m_client->signIn(QStringLiteral("engineer")).status, 201);
    for (const QString &tag : {kLibmodbus, kPymodbus})
        QTRY_COMPARE_WITH_TIMEOUT(quality(tag), QStringLiteral("good"), 20000);
}

void DiagnosisTest::startStation()
{
    const QString project = m_folder.filePath(QStringLiteral("project"));
    QVERIFY(bool(saveProject(plant({kLibmodbus, kPymodbus}), project)));
    const auto at = [](const ForeignServer &server) {
        return QStringLiteral("127.0.0.1:%1").arg(server.port());
    };
    m_station = std::make_unique<Station>(
        Station::Options{project,
                         {{kLibmodbus, at(m_libmodbus)}, {kPymodbus, at(m_pymodbus)}},
                         m_folder.filePath(QStringLiteral("data"))},
        m_clock);
    const auto started = m_station->start();
    QVERIFY2(bool(started), started ? "" : qUtf8Printable(started.error().detail));
    for (const char *role : {"viewer", "operator", "engineer"})
        addUser(QLatin1String(role), QLatin1String(role));
    m_station->services().bus.trace().setEnabled(true);
    http::Server::Config config;
    config.port = 0;
    m_server = std::make_unique<http::Server>(config);
    m_api = std::make_unique<ApiServer>(m_station->services(), *m_server);
    QVERIFY(bool(m_server->listen()));
    m_client = std::make_unique<ApiClient>(*m_server);
}

void DiagnosisTest::addUser(const QString &name, const QString &role)
{
    User user;
    user.name = name;
    user.role = role;
    QVERIFY(bool(
        waitFor(m_station->services().access.addUser(user, QLatin1String(ApiPlant::kPassword)))));
}

void DiagnosisTest::cleanupTestCase()
{
    m_client.reset();
    m_api.reset();
    m_server.reset();
    m_station.reset();
}

void DiagnosisTest::init()
{
    m_station->services().bus.trace().clear();
}

void DiagnosisTest::pymodbusTellsWhoItIs()
{
    const Reply reply = ask(kPymodbus, "identify");
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(reply.json()[QLatin1String("outcome")].toString(), QStringLiteral("ok"));
    QVERIFY(reply.json()[QLatin1String("exception")].isNull());
    QCOMPARE(findingsOf(reply),
             (QStringList{QStringLiteral("vendorName=Acme"), QStringLiteral("productCode=AX-1"),
                          QStringLiteral("revision=2.11")}));
    QCOMPARE(sentTo(kPymodbus).count(43), 1);
    const AuditEntry entry = newestAudit();
    QCOMPARE(entry.action, QStringLiteral("diagnose"));
    QCOMPARE(entry.actor, QStringLiteral("engineer"));
    QCOMPARE(entry.target, kPymodbus);
    QCOMPARE(entry.outcome, QStringLiteral("ok"));
    QCOMPARE(quality(kPymodbus), QStringLiteral("good"));
}

/// FC 17; libmodbus answers with the status "running" and its version.
void DiagnosisTest::libmodbusTellsItsServerId()
{
    const Reply reply = ask(kLibmodbus, "serverId");
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(reply.json()[QLatin1String("outcome")].toString(), QStringLiteral("ok"));
    QVERIFY2(findingsOf(reply).join(u' ').contains(QStringLiteral("LMB3.")), reply.body);
    QCOMPARE(sentTo(kLibmodbus).count(17), 1);
    QCOMPARE(quality(kLibmodbus), QStringLiteral("good"));
}

/// libmodbus does not know FC 43. The refusal is the device's word, so the request has succeeded.
void DiagnosisTest::aRefusalIsTold()
{
    const Reply reply = ask(kLibmodbus, "identify");
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(reply.json()[QLatin1String("outcome")].toString(), QStringLiteral("deviceException"));
    QCOMPARE(reply.json()[QLatin1String("exception")].toInt(), 1);
    QVERIFY(!reply.json()[QLatin1String("detail")].toString().isEmpty());
    QVERIFY(findingsOf(reply).isEmpty());
    QCOMPARE(sentTo(kLibmodbus).count(43), 1);
    QCOMPARE(newestAudit().outcome, QStringLiteral("deviceException"));
    QCOMPARE(quality(kLibmodbus), QStringLiteral("good"));
}

void DiagnosisTest::aRawReadShowsTheRegister_data()
{
    QTest::addColumn<QString>("tag");
    QTest::newRow("libmodbus") << kLibmodbus;
    QTest::newRow("pymodbus") << kPymodbus;
}

void DiagnosisTest::aRawReadShowsTheRegister()
{
    QFETCH(const QString, tag);
    const Reply reply = m_client->post(QStringLiteral("/api/v1/tags/%1/raw").arg(tag), "{}");
    QVERIFY2(reply.status == 200, reply.body);
    const QJsonObject answer = reply.json();
    QCOMPARE(answer[QLatin1String("words")].toArray(), QJsonArray{QStringLiteral("1267")});
    QCOMPARE(answer[QLatin1String("request")][QLatin1String("pdu")].toString(),
             QStringLiteral("0300000001"));
    QCOMPARE(answer[QLatin1String("answer")].toString(), QStringLiteral("03021267"));
    QCOMPARE(answer[QLatin1String("scaled")][QLatin1String("v")].toInt(), 4711);
    QCOMPARE(answer[QLatin1String("scaled")][QLatin1String("q")].toString(),
             QStringLiteral("good"));
    QCOMPARE(newestAudit().action, QStringLiteral("diagnose"));
    QCOMPARE(newestAudit().target, QStringLiteral("hall/%1/level").arg(tag));
    QCOMPARE(newestAudit().actor, QStringLiteral("engineer"));
}

/// It has a thousand registers, and refuses what lies behind them.
void DiagnosisTest::scansTheAddressesOfLibmodbus()
{
    const QString path = QStringLiteral("/api/v1/connections/libmodbus/scan");
    const Reply begun = m_client->post(path,
                                       "{\"kind\":\"addresses\",\"device\":\"libmodbus\","
                                       "\"table\":\"holding\",\"first\":990,\"last\":1009}");
    QVERIFY2(begun.status == 202, begun.body);
    QTRY_COMPARE_WITH_TIMEOUT(m_client->get(path).json()[QLatin1String("state")].toString(),
                              QStringLiteral("done"), 30000);
    const QJsonArray found = m_client->get(path).json()[QLatin1String("found")].toArray();
    QCOMPARE(found,
             (QJsonArray{QJsonObject{{QStringLiteral("first"), 990}, {QStringLiteral("last"), 999}},
                         QJsonObject{{QStringLiteral("first"), 1000},
                                     {QStringLiteral("last"), 1009},
                                     {QStringLiteral("exception"), 2}}}));
    QTRY_COMPARE(newestAudit().outcome, QStringLiteral("ok"));
    QCOMPARE(newestAudit().action, QStringLiteral("scan"));
    QCOMPARE(newestAudit().actor, QStringLiteral("engineer"));
    QCOMPARE(quality(kLibmodbus), QStringLiteral("good"));
}

void DiagnosisTest::onlyWhoConfiguresMayAsk_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<int>("status");
    QTest::newRow("nobody") << QString() << 401;
    QTest::newRow("viewer") << QStringLiteral("viewer") << 403;
    QTest::newRow("operator") << QStringLiteral("operator") << 403;
    QTest::newRow("engineer") << QStringLiteral("engineer") << 200;
}

/// What is refused does not reach the device.
void DiagnosisTest::onlyWhoConfiguresMayAsk()
{
    QFETCH(const QString, user);
    QFETCH(const int, status);
    ApiClient client(*m_server);
    if (!user.isEmpty())
        QCOMPARE(client.signIn(user).status, 201);
    const bool isAllowed = status == 200;
    const Reply reply
        = client.post(QStringLiteral("/api/v1/devices/pymodbus/diagnose"), asking("identify"));
    QVERIFY2(reply.status == status, reply.body);
    QCOMPARE(newestAudit().action,
             isAllowed ? QStringLiteral("diagnose") : QStringLiteral("denied"));
    QCOMPARE(newestAudit().actor, user);
    // The link works on, and what had been sent would have gone before this poll.
    QTRY_VERIFY(sentTo(kPymodbus).count(3) >= 2);
    QCOMPARE(sentTo(kPymodbus).count(43), isAllowed ? 1 : 0);
}

void DiagnosisTest::aDeviceThatIsGoneIsUnavailable()
{
    m_libmodbus.stop();
    QTRY_VERIFY_WITH_TIMEOUT(quality(kLibmodbus) != QLatin1String("good"), 20000);
    const Reply reply = ask(kLibmodbus, "serverId");
    QVERIFY2(reply.status == 503, reply.body);
    QCOMPARE(reply.code(), QStringLiteral("unavailable"));
    QCOMPARE(newestAudit().outcome, QStringLiteral("unavailable"));
    QCOMPARE(ask(kPymodbus, "identify").status, 200);
}

QTEST_GUILESS_MAIN(DiagnosisTest)
#include "tst_diagnosis.moc"
