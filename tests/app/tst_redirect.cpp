// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/curl.h"
#include "app/installation.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrl>

/// The plain HTTP of a station: none unless asked for, none before there is an administrator.
class RedirectProgramTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void itComesWithTheAdministrator();
    void itIsThereFromTheStart();
    void nobodyAskedForIt();
    void badOptions_data();
    void badOptions();

private:
    void addAdministrator()
    {
        QCOMPARE(m_installation->ctl("user add root --role administrator --password-stdin",
                                     "blue herring sings\n"),
                 0);
    }
    void start(const QStringList &more);
    /// Port of the plain HTTP that the program has told so far; 0: it has told none.
    int toldPort();
    void checkRedirect(int port);

    std::unique_ptr<Installation> m_installation;
    std::unique_ptr<QProcess> m_server;
    QByteArray m_output;
};

void RedirectProgramTest::init()
{
    m_output.clear();
    m_installation = std::make_unique<Installation>();
    QVERIFY(m_installation->begin());
}

void RedirectProgramTest::cleanup()
{
    if (m_server)
        QCOMPARE(Installation::end(*m_server), 0);
    m_server.reset();
    m_installation.reset();
}

void RedirectProgramTest::start(const QStringList &more)
{
    m_server = m_installation->start(
        "mws-server",
        QStringList{QStringLiteral("--host-name"), QStringLiteral("plant.test")} + more);
    QVERIFY(m_server);
}

int RedirectProgramTest::toldPort()
{
    m_output += m_server->readAll();
    static const QRegularExpression kLine(QStringLiteral("Plain HTTP on port (\\d+) "));
    return kLine.match(QString::fromUtf8(m_output)).captured(1).toInt();
}

void RedirectProgramTest::checkRedirect(int port)
{
    const QUrl web(m_installation->ready().value(QLatin1String("url")).toString());
    const QString plain = QStringLiteral("http://127.0.0.1:%1").arg(port);
    const QStringList named{QStringLiteral("-H"), QStringLiteral("Host: plant.test:80")};
    const CurlAnswer page = curl(named, plain + QStringLiteral("/tags?a=b"), {});
    QCOMPARE(page.status, 308);
    QVERIFY(page.head.contains("\r\nLocation: https://plant.test:" + QByteArray::number(web.port())
                               + "/tags?a=b\r\n"));
    QVERIFY(!page.head.contains("Strict-Transport-Security"));
    QCOMPARE(curl(named, plain + QStringLiteral("/api/v1/session"), {}).status, 403);
    QCOMPARE(curl({QStringLiteral("-H"), QStringLiteral("Host: evil.test")}, plain, {}).status,
             421);
}

void RedirectProgramTest::itComesWithTheAdministrator()
{
    start({QStringLiteral("--redirect-port"), QStringLiteral("0")});
    QVERIFY(!m_installation->ready().contains(QLatin1String("redirectPort")));
    QCOMPARE(toldPort(), 0);
    addAdministrator();
    QTRY_VERIFY_WITH_TIMEOUT(toldPort() != 0, 20000);
    checkRedirect(toldPort());
}

void RedirectProgramTest::itIsThereFromTheStart()
{
    addAdministrator();
    start({QStringLiteral("--redirect-port"), QStringLiteral("0"), QStringLiteral("--base-path"),
           QStringLiteral("/")});
    const int port = m_installation->ready().value(QLatin1String("redirectPort")).toInt();
    QVERIFY(port != 0);
    checkRedirect(port);
}

void RedirectProgramTest::nobodyAskedForIt()
{
    addAdministrator();
    start({});
    QVERIFY(!m_installation->ready().contains(QLatin1String("redirectPort")));
    QCOMPARE(toldPort(), 0);
}

void RedirectProgramTest::badOptions_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char *name, const char *option, const char *value, const char *said) {
        QTest::newRow(name) << QStringList{QLatin1String(option), QLatin1String(value)}
                            << QByteArray(said);
    };
    row("port", "--redirect-port", "http", "--redirect-port wants 0 to 65535");
    row("everybody", "--trusted-proxy", "0.0.0.0/0", "--trusted-proxy wants an address");
    row("a name", "--trusted-proxy", "localhost", "--trusted-proxy wants an address");
    row("no slash", "--base-path", "plant1", "--base-path wants a path");
    row("too few", "--connections", "7", "--connections wants 8 to 768");
    row("too many", "--connections", "769", "--connections wants 8 to 768");
    row("no number", "--connections", "all", "--connections wants 8 to 768");
    row("none of an address", "--connections-per-address", "0", "wants 1 to the number of");
    row("more than all", "--connections-per-address", "257", "wants 1 to the number of");
    row("a host", "--device-network", "plc.test", "--device-network wants an IP address");
    row("bits", "--device-network", "10.0.0.1/8", "--device-network wants an IP address");
    row("history", "--history-days", "-1", "--history-days wants 0 to 36500");
    row("dots", "--base-path", "/a/../b", "--base-path wants a path");
}

void RedirectProgramTest::badOptions()
{
    QFETCH(const QStringList, options);
    QFETCH(const QByteArray, said);
    const auto server = m_installation->launchStation("mws-server", options);
    QVERIFY(server->waitForFinished(20000));
    QCOMPARE(server->exitCode(), 1);
    const QByteArray output = server->readAll();
    QVERIFY2(output.contains(said), output);
}

QTEST_GUILESS_MAIN(RedirectProgramTest)
#include "tst_redirect.moc"
