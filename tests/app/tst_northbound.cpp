// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"
#include "northbound/rawmodbus.h"

#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTest>
#include <QUrl>

/// mws-server with a project that wants a Modbus server: a client's write goes to the simulated
/// plant and back, and the API tells what happened.
class NorthboundProgramTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aClientReadsAndWritesThePlant();
    void theApiTellsTheStateToEngineers();

private:
    QJsonObject request(const QByteArray &method, const char *path, const QJsonObject &body = {});
    int m_status = 0; ///< of the last request

    Installation m_installation;
    std::unique_ptr<QProcess> m_server;
    QNetworkAccessManager m_network;
    quint16 m_port = 0;
};

void NorthboundProgramTest::initTestCase()
{
    QVERIFY(m_installation.begin());
    {
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        m_port = free.serverPort();
    }
    QFile file(m_installation.path("project/northbound.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"enabled\": true, \"allow\": [\"127.0.0.1\"], \"writeRole\": \"operator\", "
               "\"port\": "
               + QByteArray::number(m_port)
               + ", \"map\": [{\"tag\": \"raw-setpoint\", \"address\": 0, \"factor\": 0.1, "
                 "\"writable\": true}]}");
    file.close();
    m_server = m_installation.start("mws-server");
    QVERIFY(m_server);
}

void NorthboundProgramTest::cleanupTestCase()
{
    if (m_server)
        QCOMPARE(Installation::end(*m_server), 0);
}

void NorthboundProgramTest::aClientReadsAndWritesThePlant()
{
    RawModbus client(m_port);
    QByteArray before;
    QTRY_VERIFY_WITH_TIMEOUT((before = client.ask("0300000001")).startsWith("0302"), 20000);
    QVERIFY(before != "030201c7");
    QCOMPARE(client.ask("06000001c7"), QByteArray("06000001c7")); // 45.5
    QCOMPARE(client.ask("0300000001"), QByteArray("030201c7"));
    QCOMPARE(client.ask("0600000001"), QByteArray("8603")); // below the minimum
    const QByteArray identity = QByteArray::fromHex(client.ask("2b0e0100"));
    QVERIFY(identity.contains("Modbus Web Server") && identity.contains(MWS_VERSION));
    QByteArray output;
    QTRY_VERIFY((output += m_server->readAll())
                    .contains("Modbus server: 127.0.0.1 port " + QByteArray::number(m_port)));
}

QJsonObject NorthboundProgramTest::request(const QByteArray &method, const char *path,
                                           const QJsonObject &body)
{
    const QString base = m_installation.ready().value(QLatin1String("url")).toString();
    QNetworkRequest request(QUrl(base + QLatin1String(path)));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromPath(m_installation.path("data/certificate.pem")));
    request.setSslConfiguration(tls);
    request.setRawHeader("Origin", base.chopped(1).toLatin1());
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    const std::unique_ptr<QNetworkReply> reply(
        method == "GET" ? m_network.get(request)
                        : m_network.post(request, QJsonDocument(body).toJson()));
    const bool done = QTest::qWaitFor([&reply] { return reply->isFinished(); }, 20000);
    m_status = done ? reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : -1;
    return QJsonDocument::fromJson(reply->readAll()).object();
}

void NorthboundProgramTest::theApiTellsTheStateToEngineers()
{
    request("GET", "api/v1/northbound");
    QCOMPARE(m_status, 401);
    const QByteArray password = "blue herring sings\n";
    QCOMPARE(m_installation.ctl("user add ernie --role engineer --password-stdin", password), 0);
    QCOMPARE(m_installation.ctl("user add otto --role operator --password-stdin", password), 0);
    const auto stateFor = [&](const char *user) {
        const QJsonObject who{{QStringLiteral("user"), QLatin1String(user)},
                              {QStringLiteral("password"), QStringLiteral("blue herring sings")}};
        const bool signedIn = QTest::qWaitFor(
            [&] {
                request("POST", "api/v1/session", who);
                return m_status == 201;
            },
            20000);
        return signedIn ? request("GET", "api/v1/northbound") : QJsonObject();
    };
    stateFor("otto");
    QCOMPARE(m_status, 403);
    const QJsonObject state = stateFor("ernie");
    QCOMPARE(m_status, 200);
    QCOMPARE(state[QLatin1String("state")].toString(), QStringLiteral("listening"));
    QCOMPARE(state[QLatin1String("address")].toString(), QStringLiteral("127.0.0.1"));
    QCOMPARE(state[QLatin1String("port")].toInt(), int(m_port));
    QCOMPARE(state[QLatin1String("writes")].toInt(), 1);
    QCOMPARE(state[QLatin1String("refusedWrites")].toInt(), 1);
}

QTEST_GUILESS_MAIN(NorthboundProgramTest)
#include "tst_northbound.moc"
