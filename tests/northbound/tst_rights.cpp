// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/northplant.h"
#include "northbound/rawmodbus.h"
#include "northbound/responder.h"

#include <QTcpServer>
#include <QTest>

using namespace mws;

/// Who may connect and who may write, and what the audit says about it.
class NorthboundRightsTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<NorthPlant> m_plant;
    std::unique_ptr<RawModbus> m_client;

    void startAs(const char *role)
    {
        Northbound settings = NorthPlant::usual();
        settings.writeRole = QLatin1String(role);
        startWith(settings);
        m_client = std::make_unique<RawModbus>(m_plant->port());
    }
    void startWith(const Northbound &settings)
    {
        m_client.reset();
        m_plant = std::make_unique<NorthPlant>(settings);
        m_plant->start();
    }
    [[nodiscard]] const NorthboundStatus &status() const { return m_plant->server->status(); }

private Q_SLOTS:
    void onlyListedClientsMayConnect()
    {
        Northbound settings = NorthPlant::usual();
        settings.allow = {QStringLiteral("127.0.0.2"), QStringLiteral("127.9.0.0/16")};
        startWith(settings);
        for (const char *listed : {"127.0.0.2", "127.9.1.2"})
            QCOMPARE(RawModbus(m_plant->port(), listed).ask("0300000001"), QByteArray("03020048"));
        RawModbus stranger(m_plant->port(), "127.0.0.3");
        QVERIFY(stranger.waitClosed());
        QCOMPARE(status().refusedClients, 1U);
        QCOMPARE(status().lastError, QStringLiteral("127.0.0.3: not in the allow-list"));
        QTRY_COMPARE(m_plant->audit(),
                     QStringList{QStringLiteral("denied modbus:127.0.0.3 northbound connect")});
    }

    void anEmptyListIsForNobody()
    {
        Northbound settings = NorthPlant::usual();
        settings.allow.clear();
        startWith(settings);
        QVERIFY(RawModbus(m_plant->port()).waitClosed());
        QCOMPARE(status().refusedClients, 1U);
    }

    void strangersDoNotFillTheAudit()
    {
        Northbound settings = NorthPlant::usual();
        settings.allow.clear();
        startWith(settings);
        for (int i = 0; i < 60; ++i)
            QVERIFY(RawModbus(m_plant->port()).waitClosed());
        QCOMPARE(status().refusedClients, 60U);
        QTRY_COMPARE(m_plant->audit().size(), 20);
    }

    void withoutARoleEverythingIsReadOnly()
    {
        startAs("");
        for (const char *write :
             {"050000ff00", "0600030007", "0f000000010100", "100003000102000a", "16000300ff0100",
              "170000000100030001020011", "06ffff0000", "06"}) {
            const QByteArray function = QByteArray::fromHex(write).left(1);
            const QByteArray answer = QByteArray(1, char(function[0] | char(0x80))).toHex() + "01";
            QVERIFY2(m_client->ask(write) == answer, write);
        }
        QCOMPARE(m_client->ask("0300030001"), QByteArray("03020003"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(status().refusedWrites, 8U);
        QTRY_COMPARE(m_plant->audit(),
                     QStringList(8, QStringLiteral("denied modbus:127.0.0.1  write")));
    }

    void aRoleThatDoesNotExistIsNone()
    {
        startAs("ghost");
        QCOMPARE(m_client->ask("0600030007"), QByteArray("8601"));
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void aRoleWithoutTheRightIsRefusedByTheDoor()
    {
        startAs("viewer");
        QCOMPARE(m_client->ask("0600030007"), QByteArray("8601"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(m_plant->audit(),
                 QStringList{QStringLiteral("denied modbus:127.0.0.1 pumping/pump/mode denied")});
    }

    void aRoleWritesInItsAreasOnly()
    {
        startAs("dosinglead");
        QCOMPARE(m_client->ask("0600030007"), QByteArray("8601"));
        QCOMPARE(m_client->ask("1000010002043f800000"), QByteArray("1000010002"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
        // Both at once: nothing is written.
        QCOMPARE(m_client->ask("100001000306400000000007"), QByteArray("9001"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    /// Without certificates the map says what may be read; to a write the rest is not there.
    void whatARoleDoesNotSeeItDoesNotWrite()
    {
        startAs("doser");
        QCOMPARE(m_client->ask("0300030001"), QByteArray("03020003"));
        QCOMPARE(m_client->ask("0600030007"), QByteArray("8602"));
        QCOMPARE(m_client->ask("1000010002043f800000"), QByteArray("1000010002"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void whatIsForThePanelStaysThere()
    {
        startAs("administrator");
        QCOMPARE(m_client->ask("0600040007"), QByteArray("8601"));
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void aClientIsNoUser()
    {
        startAs("administrator");
        m_plant->addAdministrator();
        const Identity client{QStringLiteral("modbus:127.0.0.1"), QStringLiteral("administrator"),
                              Origin::Modbus, QStringLiteral("127.0.0.1")};
        for (const Permission permission :
             {Permission::View, Permission::Write, Permission::Configure, Permission::Administer})
            QVERIFY(!m_plant->access.may(client, permission));
        const Tag &mode = m_plant->project->tag(m_plant->project->indexOf(QStringLiteral("mode")));
        QVERIFY(m_plant->access.mayWrite(client, mode));
        // The role counts for clients of the Modbus server alone.
        for (const Origin origin : {Origin::Panel, Origin::Remote, Origin::Program}) {
            Identity other = client;
            other.origin = origin;
            QVERIFY(!m_plant->access.mayWrite(other, mode));
        }
    }

    void limitsAndRateAreThoseOfTheTag()
    {
        startAs("operator");
        QCOMPARE(m_client->ask("060000007b"), QByteArray("060000007b")); // 12.3
        QCOMPARE(m_client->ask("060000007c"), QByteArray("8603")); // 12.4
        QCOMPARE(m_client->ask("0600050001"), QByteArray("0600050001"));
        QCOMPARE(m_client->ask("0600050002"), QByteArray("8606")); // within a second
        m_plant->clock.advance(Milliseconds(1000));
        QCOMPARE(m_client->ask("0600050002"), QByteArray("0600050002"));
        QCOMPARE(m_plant->bus.writes.size(), 3);
    }

    void everyWriteIsInTheAudit()
    {
        startAs("operator");
        QCOMPARE(m_client->ask("0600030007"), QByteArray("0600030007"));
        QCOMPARE(m_client->ask("060000ffff"), QByteArray("8603"));
        QCOMPARE(m_client->ask("050001ff00"), QByteArray("8502"));
        QTRY_COMPARE(
            m_plant->audit(),
            (QStringList{
                QStringLiteral("write.intended modbus:127.0.0.1 pumping/pump/mode pending"),
                QStringLiteral("write.result modbus:127.0.0.1 pumping/pump/mode ok"),
                QStringLiteral("write.refused modbus:127.0.0.1 pumping/pump/speed outOfRange"),
                QStringLiteral("denied modbus:127.0.0.1 alarm write"),
            }));
        const auto entries = m_plant->auditLog.read({0, 10, {}}).result();
        for (const AuditEntry &entry : *entries)
            QCOMPARE(entry.origin, QStringLiteral("modbus 127.0.0.1"));
    }

    void aFloodOfWritesIsHeldBack()
    {
        startAs("operator");
        int busy = 0;
        for (int i = 0; i < 90; ++i)
            busy += m_client->ask("0600030007") == "8606";
        m_client = std::make_unique<RawModbus>(m_plant->port()); // begins nothing anew
        for (int i = 0; i < 90; ++i)
            busy += m_client->ask("0600030007") == "8606";
        QCOMPARE(m_plant->bus.writes.size(), 128);
        QCOMPARE(busy, 180 - 128);
        // Two rows for each write, and few for what was held back.
        QTRY_COMPARE(m_plant->audit().size(), 2 * 128 + 20);
    }

    void beforeThereIsAnAdministratorItListensOnLoopbackOnly()
    {
        Northbound settings = NorthPlant::usual();
        settings.address = QStringLiteral("0.0.0.0");
        startWith(settings);
        QCOMPARE(status().address, QStringLiteral("127.0.0.1"));
        const quint16 port = m_plant->port();
        RawModbus early(port);
        QCOMPARE(early.ask("0300030001"), QByteArray("03020003"));
        m_plant->addAdministrator();
        m_plant->clock.advance(Milliseconds(2000));
        QTRY_COMPARE(status().address, QStringLiteral("0.0.0.0"));
        QCOMPARE(m_plant->port(), port);
        QCOMPARE(early.ask("0300030001"), QByteArray("03020003")); // stays
        QCOMPARE(RawModbus(port).ask("0300030001"), QByteArray("03020003"));
    }

    /// Once, and as soon as there is room for a row.
    void aDeniedReadIsInTheAudit()
    {
        Northbound settings = NorthPlant::usual();
        settings.tls = true;
        NorthPlant plant(settings);
        const Services services{plant.project, plant.clock,    plant.tags,    plant.bus,
                                plant.access,  plant.auditLog, plant.history, plant.door};
        const northbound::ServedMap map(*plant.project);
        LiveModel model(plant.project, plant.tags, plant.bus);
        northbound::Plant shared{
            services, settings, map, model, {}, northbound::Budget(plant.clock), {}};
        const QString address = QStringLiteral("10.0.0.9");
        while (shared.budget.takeRow(address)) { }
        Session session(services, model, Origin::Modbus, address);
        northbound::Responder responder(shared, session, address);
        const auto read = [&responder] {
            responder.handle(QByteArray::fromHex("0300030001"), [](const QByteArray &answer) {
                QCOMPARE(answer, QByteArray::fromHex("8301"));
            });
        };
        read();
        QCOMPARE(plant.audit().size(), 0);
        plant.clock.advance(Milliseconds(5000));
        read();
        plant.clock.advance(Milliseconds(60000));
        read();
        QTRY_COMPARE(plant.audit().size(), 1);
    }

    void aPortInUseIsToldAndTriedAgain()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Northbound settings = NorthPlant::usual();
        settings.port = other.serverPort();
        NorthPlant plant(settings);
        const Services services{plant.project, plant.clock,    plant.tags,    plant.bus,
                                plant.access,  plant.auditLog, plant.history, plant.door};
        northbound::Server server(services, {});
        server.start();
        QCOMPARE(server.status().state, NorthboundStatus::State::Failed);
        QVERIFY(server.status().lastError.contains(QString::number(settings.port)));
        other.close();
        QTRY_COMPARE(server.status().state, NorthboundStatus::State::Listening);
        QCOMPARE(server.status().port, settings.port);
    }

    void offIsOff()
    {
        Northbound settings = NorthPlant::usual();
        settings.enabled = false;
        startWith(settings);
        QCOMPARE(status().state, NorthboundStatus::State::Off);
        QCOMPARE(status().port, 0);
    }

    void withoutFilesThereIsNoTls()
    {
        Northbound settings = NorthPlant::usual();
        settings.tls = true;
        startWith(settings);
        QCOMPARE(status().state, NorthboundStatus::State::Failed);
        QVERIFY2(status().lastError.startsWith(QStringLiteral("northbound-tls/ca.pem: ")),
                 qPrintable(status().lastError));
        QCOMPARE(status().port, 0);
    }
};

QTEST_GUILESS_MAIN(NorthboundRightsTest)
#include "tst_rights.moc"
