// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"
#include "modbus/pki.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <QUrl>

/// mws-server that wants certificates of users, as curl sees it.
class ClientCertificatesProgramTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void withoutAuthoritiesItDoesNotStart();
    void onlyWhoHasOneIsAnswered();
    void removingItByMwsctlCountsAtOnce();
    void badOptions_data();
    void badOptions();

private:
    /// The status of /healthz; 0: no answer.
    [[nodiscard]] int statusFor(const char *certificate) const;

    mws::Pki m_pki;
    Installation m_installation;
    std::unique_ptr<QProcess> m_server;
    int m_port = 0;
};

void ClientCertificatesProgramTest::initTestCase()
{
    QVERIFY(m_installation.begin());
    for (const char *name : {"anna", "stray"})
        m_pki.make(QLatin1String(name), {});
    QCOMPARE(m_installation.ctl("user add anna --role administrator --password-stdin",
                                "blue herring sings\n"),
             0);
    const QString add = QStringLiteral("user certificate add anna %1")
                            .arg(m_pki.certificate(QStringLiteral("anna")));
    QCOMPARE(m_installation.ctl(qPrintable(add)), 0);
}

void ClientCertificatesProgramTest::cleanupTestCase()
{
    if (m_server)
        QCOMPARE(Installation::end(*m_server), 0);
}

int ClientCertificatesProgramTest::statusFor(const char *certificate) const
{
    QStringList arguments{QStringLiteral("-sk"),
                          QStringLiteral("--noproxy"),
                          QStringLiteral("*"),
                          QStringLiteral("-o"),
                          QStringLiteral("/dev/null"),
                          QStringLiteral("-w"),
                          QStringLiteral("%{http_code}"),
                          QStringLiteral("https://127.0.0.1:%1/healthz").arg(m_port)};
    if (*certificate)
        arguments += {QStringLiteral("--cert"), m_pki.certificate(QLatin1String(certificate)),
                      QStringLiteral("--key"), m_pki.key(QLatin1String(certificate))};
    QProcess curl;
    curl.start(QStringLiteral("curl"), arguments);
    curl.waitForFinished(20000);
    return curl.readAllStandardOutput().toInt();
}

void ClientCertificatesProgramTest::withoutAuthoritiesItDoesNotStart()
{
    const auto server = m_installation.launchStation(
        "mws-server", {QStringLiteral("--client-certificates"), QStringLiteral("required")});
    QVERIFY(server->waitForFinished(20000));
    QCOMPARE(server->exitCode(), 1);
    const QByteArray output = server->readAll();
    QVERIFY2(output.contains("web-clients/ca.pem"), output);
}

void ClientCertificatesProgramTest::onlyWhoHasOneIsAnswered()
{
    const QString folder = m_installation.path("data/web-clients");
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(
        QFile::copy(m_pki.certificate(QStringLiteral("ca")), folder + QStringLiteral("/ca.pem")));
    m_server = m_installation.start(
        "mws-server", {QStringLiteral("--client-certificates"), QStringLiteral("required")});
    QVERIFY(m_server);
    m_port = QUrl(m_installation.ready().value(QLatin1String("url")).toString()).port();
    QCOMPARE(statusFor("anna"), 200);
    QCOMPARE(statusFor(""), 0);
    QCOMPARE(statusFor("stray"), 0);
}

void ClientCertificatesProgramTest::removingItByMwsctlCountsAtOnce()
{
    const QString remove = QStringLiteral("user certificate remove anna %1")
                               .arg(m_pki.fingerprint(QStringLiteral("anna")));
    QCOMPARE(m_installation.ctl(qPrintable(remove)), 0);
    QTRY_COMPARE_WITH_TIMEOUT(statusFor("anna"), 0, 2000);
}

void ClientCertificatesProgramTest::badOptions_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("said");
    const QStringList option{QStringLiteral("--client-certificates")};
    QTest::newRow("word") << option + QStringList{QStringLiteral("perhaps")}
                          << QByteArray("--client-certificates wants off, optional or required");
    QTest::newRow("proxy") << option
            + QStringList{QStringLiteral("required"), QStringLiteral("--trusted-proxy"),
                          QStringLiteral("192.0.2.1")}
                           << QByteArray("cannot be met behind a --trusted-proxy");
}

void ClientCertificatesProgramTest::badOptions()
{
    QFETCH(const QStringList, options);
    QFETCH(const QByteArray, said);
    const auto server = m_installation.launchStation("mws-server", options);
    QVERIFY(server->waitForFinished(20000));
    QCOMPARE(server->exitCode(), 1);
    const QByteArray output = server->readAll();
    QVERIFY2(output.contains(said), output);
}

QTEST_GUILESS_MAIN(ClientCertificatesProgramTest)
#include "tst_clientcertificates.moc"
