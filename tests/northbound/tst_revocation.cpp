// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/pki.h"
#include "northbound/northplant.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

using namespace mws;

namespace
{

QString named(const char *text)
{
    return QString::fromLatin1(text);
}

} // namespace

/// Clients of the Modbus server whose certificates are revoked, as openssl's client sees it.
class NorthboundRevocationTest final : public QObject
{
    Q_OBJECT

private:
    Pki m_pki;
    std::unique_ptr<NorthPlant> m_plant;

    [[nodiscard]] QString file(const char *name) const
    {
        return m_plant->folder.filePath(named("northbound-tls/") + named(name));
    }
    void start(QProcess &client, const char *certificate) const
    {
        client.setProcessChannelMode(QProcess::MergedChannels);
        client.start(named("openssl"),
                     {named("s_client"), named("-connect"),
                      named("127.0.0.1:%1").arg(m_plant->port()), named("-cert"),
                      m_pki.certificate(named(certificate)), named("-key"),
                      m_pki.key(named(certificate))});
    }
    [[nodiscard]] bool isLetIn(const char *certificate)
    {
        const quint64 before = m_plant->server->status().refusedClients;
        QProcess client;
        start(client, certificate);
        QByteArray said;
        const auto isDecided = [&] {
            said += client.readAll();
            const bool isDone = said.contains("Verify return code");
            return m_plant->server->status().refusedClients > before
                || client.state() == QProcess::NotRunning
                || (isDone && m_plant->server->status().clients == 1);
        };
        (void)QTest::qWaitFor(isDecided, 20000);
        client.closeWriteChannel();
        (void)QTest::qWaitFor([&client] { return client.state() == QProcess::NotRunning; }, 20000);
        return m_plant->server->status().refusedClients == before;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"good", "lost"})
            m_pki.make(named(name), {});
    }

    void init()
    {
        Northbound settings = NorthPlant::usual();
        settings.tls = true;
        settings.writeRole.clear();
        m_plant = std::make_unique<NorthPlant>(settings);
        QVERIFY(QDir().mkpath(m_plant->folder.filePath(named("northbound-tls"))));
        QVERIFY(QFile::copy(m_pki.certificate(named("ca")), file("ca.pem")));
        QVERIFY(QFile::copy(m_pki.certificate(named("device")), file("certificate.pem")));
        QVERIFY(QFile::copy(m_pki.key(named("device")), file("key.pem")));
        QVERIFY(QFile::setPermissions(file("key.pem"), QFile::ReadOwner | QFile::WriteOwner));
        m_plant->start();
        QCOMPARE(m_plant->server->status().state, NorthboundStatus::State::Listening);
    }

    void aRevokedClientIsRefused()
    {
        QVERIFY(isLetIn("lost"));
        m_pki.makeList(file("ca.crl"), named("ca"), {named("lost")}); // without a restart
        QVERIFY(!isLetIn("lost"));
        QVERIFY(m_plant->server->status().lastError.contains(named("has been revoked")));
        QVERIFY(isLetIn("good"));
    }

    void aListThatIsOutOfDateLetsNobodyIn()
    {
        m_pki.makeList(file("ca.crl"), named("ca"), {}, named("20110101000000Z"));
        QVERIFY(!isLetIn("good"));
        QVERIFY(m_plant->server->status().lastError.contains(named("out of date")));
        m_pki.makeList(file("ca.crl"), named("ca"), {});
        QVERIFY(isLetIn("good"));
    }

    void aClientThatIsRevokedWhileConnectedIsOut()
    {
        QProcess client;
        start(client, "lost");
        QTRY_COMPARE_WITH_TIMEOUT(m_plant->server->status().clients, 1, 20000);
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += client.readAll()).contains("Verify return code"), 20000);
        m_pki.makeList(file("ca.crl"), named("ca"), {named("lost")});
        QElapsedTimer clock;
        clock.start();
        QTRY_COMPARE_WITH_TIMEOUT(m_plant->server->status().clients, 0, 20000);
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, 20000);
    }
};

QTEST_GUILESS_MAIN(NorthboundRevocationTest)
#include "tst_revocation.moc"
