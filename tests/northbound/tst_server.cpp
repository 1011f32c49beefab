// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/northplant.h"
#include "northbound/rawmodbus.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;
using Outcome = FieldWriteResult::Outcome;
using Refusal = FieldWriteResult::Refusal;

/// What the server answers to a client that behaves.
class NorthboundServerTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<NorthPlant> m_plant;
    std::unique_ptr<RawModbus> m_client;

    void startWith(const Northbound &settings)
    {
        m_client.reset();
        m_plant = std::make_unique<NorthPlant>(settings);
        m_plant->start();
        QCOMPARE(m_plant->server->status().state, NorthboundStatus::State::Listening);
        m_client = std::make_unique<RawModbus>(m_plant->port());
    }

private Q_SLOTS:
    void init() { startWith(NorthPlant::usual()); }

    void everyReadFunctionAnswers()
    {
        QCOMPARE(m_client->ask("0100000002"), QByteArray("010102"));
        QCOMPARE(m_client->ask("0200000001"), QByteArray("020101"));
        QCOMPARE(m_client->ask("0300000001"), QByteArray("03020048")); // 7.24 / 0.1
        QCOMPARE(m_client->ask("0300010002"), QByteArray("03043fc00000"));
        QCOMPARE(m_client->ask("03000a0001"), QByteArray("0302fffb"));
        QCOMPARE(m_client->ask("0400000002"), QByteArray("040400004020")); // 2.5 in CDAB
        QCOMPARE(m_client->ask("0400020006"), QByteArray("040cfffffffb0123456789abcdef"));
        QCOMPARE(m_client->ask("0400090004"), QByteArray("040854616e6b20370000"));
        QCOMPARE(m_client->ask("2b0e0100").left(14), QByteArray("2b0e0181000003"));
    }

    void wrongRequestsGetTheirException()
    {
        QCOMPARE(m_client->ask("0700"), QByteArray("8701"));
        QCOMPARE(m_client->ask("2d00"), QByteArray("ad01"));
        QCOMPARE(m_client->ask("0300c80001"), QByteArray("8302")); // nothing there
        QCOMPARE(m_client->ask("03000a0002"), QByteArray("8302")); // beyond the map
        QCOMPARE(m_client->ask("0300020001"), QByteArray("8302")); // half a float32
        QCOMPARE(m_client->ask("0300000000"), QByteArray("8303"));
        QCOMPARE(m_client->ask("030000007e"), QByteArray("8303"));
        QCOMPARE(m_client->ask("03000000010000"), QByteArray("8303"));
        QCOMPARE(m_client->ask("050000ff01"), QByteArray("8503"));
        QCOMPARE(m_client->ask("0500010000"), QByteArray("8502")); // the entry can only be read
        QCOMPARE(m_client->ask("06000a0001"), QByteArray("8602"));
        QCOMPARE(m_client->ask("0600010001"), QByteArray("8602")); // half a float32
        QCOMPARE(m_client->ask("0300000001", 7), QByteArray("830b"));
        QCOMPARE(m_client->ask("0300000001", 0), QByteArray("03020048"));
        QCOMPARE(m_client->ask("0300000001", 255), QByteArray("03020048"));
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void whatIsNotGoodIsAnException()
    {
        m_plant->set("level", Value(), Quality::BadCommunication);
        QCOMPARE(m_client->ask("0400000002"), QByteArray("8404"));
        QCOMPARE(m_client->ask("0400080001"), QByteArray("04028000")); // its badValue
        m_plant->set("level", Value(2.5), Quality::Uncertain);
        QCOMPARE(m_client->ask("0400000002"), QByteArray("8404"));
        QCOMPARE(m_client->ask("0400080001"), QByteArray("04028000"));
        m_plant->set("speed", Value(6553.6)); // does not fit
        QCOMPARE(m_client->ask("0300000001"), QByteArray("8304"));
        Northbound settings = NorthPlant::usual();
        settings.serveStale = true;
        startWith(settings);
        m_plant->set("level", Value(2.5), Quality::Uncertain);
        QCOMPARE(m_client->ask("0400000002"), QByteArray("040400004020"));
        m_plant->set("level", Value(2.5), Quality::BadDeviceException);
        QCOMPARE(m_client->ask("0400000002"), QByteArray("8404"));
    }

    void everyWriteFunctionWrites()
    {
        QCOMPARE(m_client->ask("050000ff00"), QByteArray("050000ff00"));
        QCOMPARE(m_plant->valueOf("run"), Value(true));
        QCOMPARE(m_client->ask("0600030007"), QByteArray("0600030007"));
        QCOMPARE(m_plant->valueOf("mode"), Value(quint64(7)));
        QCOMPARE(m_client->ask("0f000000010100"), QByteArray("0f00000001"));
        QCOMPARE(m_plant->valueOf("run"), Value(false));
        QCOMPARE(m_client->ask("10000000040800644144cccd0009"), QByteArray("1000000004"));
        QCOMPARE(m_plant->valueOf("speed"), Value(10.0));
        QCOMPARE(m_plant->valueOf("dose"), Value(12.3)); // the maximum, as float32
        QCOMPARE(m_plant->valueOf("mode"), Value(quint64(9)));
        QCOMPARE(m_client->ask("16000300000109"), QByteArray("16000300000109"));
        QCOMPARE(m_plant->valueOf("mode"), Value(quint64(0x0109)));
        QCOMPARE(m_client->ask("170000000100030001020011"), QByteArray("17020064"));
        QCOMPARE(m_client->ask("170003000100030001020012"), QByteArray("17020012")); // its own
        QCOMPARE(m_client->ask("10000600040878797a0000000000"), QByteArray("1000060004"));
        QCOMPARE(m_plant->valueOf("text"), Value(QStringLiteral("xyz")));
        QCOMPARE(m_plant->server->status().writes, 10U);
        QCOMPARE(m_plant->server->status().exceptions, 0U);
    }

    void theAnswerWaitsForTheDevice()
    {
        m_plant->bus.holdAnswers = true;
        m_client->send(RawModbus::frame(QByteArray::fromHex("0600030007"), 1));
        m_client->send(RawModbus::frame(QByteArray::fromHex("0300030001"), 2));
        QTRY_COMPARE(m_plant->bus.writes.size(), 1);
        QTest::qWait(50);
        QCOMPARE(m_client->socket().bytesAvailable(), 0);
        m_plant->bus.answer();
        QCOMPARE(m_client->receive(12), RawModbus::frame(QByteArray::fromHex("0600030007"), 1));
        QCOMPARE(m_client->receive(11), RawModbus::frame(QByteArray::fromHex("03020007"), 2));
    }

    void theOutcomeOfAWriteIsTold()
    {
        const auto outcome = [this](Outcome what, Refusal refusal = Refusal::None) {
            m_plant->bus.next.outcome = what;
            m_plant->bus.next.refusal = refusal;
            m_plant->bus.next.exception = 2;
            return m_client->ask("0600030007");
        };
        QCOMPARE(outcome(Outcome::Ok), QByteArray("0600030007"));
        QCOMPARE(outcome(Outcome::Unverified), QByteArray("0600030007"));
        QCOMPARE(outcome(Outcome::Differs), QByteArray("8604"));
        QCOMPARE(outcome(Outcome::DeviceException), QByteArray("8604"));
        QCOMPARE(outcome(Outcome::Timeout), QByteArray("8604"));
        QCOMPARE(outcome(Outcome::Refused, Refusal::Busy), QByteArray("8606"));
        QCOMPARE(outcome(Outcome::Refused, Refusal::Superseded), QByteArray("8604"));
        QCOMPARE(outcome(Outcome::Refused, Refusal::Expired), QByteArray("8604"));
        QCOMPARE(outcome(Outcome::Refused, Refusal::NotFitting), QByteArray("8603"));
    }

    void severalValuesAreCheckedBeforeOneIsSent()
    {
        // speed 99 is above 12.3; dose and mode would be fine
        QCOMPARE(m_client->ask("10000000040803de3f8000000009"), QByteArray("9003"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(m_plant->valueOf("mode"), Value(3));
        QCOMPARE(
            m_plant->audit(QStringLiteral("write.refused")),
            (QStringList{
                QStringLiteral("write.refused modbus:127.0.0.1 pumping/pump/speed outOfRange"),
                QStringLiteral("write.refused modbus:127.0.0.1 dosing/pump/dose groupRefused"),
                QStringLiteral("write.refused modbus:127.0.0.1 pumping/pump/mode groupRefused"),
            }));
        // A register that is no value stops all, too.
        QCOMPARE(m_client->ask("10000000040800647fc000000009"), QByteArray("9003"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        // From there each goes its own way, and the failure of one is told.
        m_plant->bus.next.outcome = Outcome::DeviceException;
        QCOMPARE(m_client->ask("10000000040800643f8000000009"), QByteArray("9004"));
        QCOMPARE(m_plant->bus.writes.size(), 3);
        QCOMPARE(m_plant->valueOf("mode"), Value(quint64(9)));
    }

    /// The known value may be old: a bit that the device or a panel has changed since would be
    /// lost.
    void aMaskIsNotMixedWithTheKnownValue()
    {
        m_plant->set("mode", Value(quint64(0x0003)));
        QCOMPARE(m_client->ask("16000300ff0100"), QByteArray("9601"));
        QCOMPARE(m_client->ask("160003fffe0001"), QByteArray("9601"));
        QCOMPARE(m_client->ask("160003ffff0000"), QByteArray("9601"));
        QCOMPARE(m_client->ask("16000300010100"), QByteArray("9601"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(m_plant->audit(QStringLiteral("denied")).size(), 4);
        QCOMPARE(m_client->ask("16000100ff0100"), QByteArray("9602")); // half a float32
        QCOMPARE(m_client->ask("160003ffff"), QByteArray("9603"));
        QCOMPARE(m_client->ask("16000300000104"), QByteArray("16000300000104")); // all bits
        QCOMPARE(m_plant->bus.writes.size(), 1);
        QCOMPARE(m_plant->valueOf("mode"), Value(quint64(0x0104)));
    }

    /// The mask says all of it, whatever the device holds: also while nothing is known.
    void aMaskWritesABit_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("exception");
        QTest::addColumn<bool>("state");
        QTest::newRow("set") << QByteArray("16000bfffe0001") << 0 << true;
        QTest::newRow("clear") << QByteArray("16000bfffe0000") << 0 << false;
        QTest::newRow("all replaced") << QByteArray("16000b00000001") << 0 << true;
        QTest::newRow("kept") << QByteArray("16000bffff0001") << 1 << false;
        QTest::newRow("kept, others put") << QByteArray("16000b00ff0100") << 1 << false;
        QTest::newRow("no state") << QByteArray("16000b00fe0101") << 3 << false;
    }

    void aMaskWritesABit()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, exception);
        QFETCH(bool, state);
        Northbound settings = NorthPlant::usual();
        settings.map.removeIf(
            [](const NorthboundEntry &entry) { return entry.tag == QLatin1String("run"); });
        NorthboundEntry run;
        run.table = Table::HoldingRegister;
        run.address = 11;
        run.type = DataType::Bool;
        run.tag = QStringLiteral("run");
        run.writable = true;
        settings.map.append(run);
        startWith(settings);
        m_plant->set("run", Value(), Quality::BadCommunication);
        const QByteArray refusal = QByteArray("960").append(char('0' + exception));
        QCOMPARE(m_client->ask(request), exception ? refusal : request);
        QCOMPARE(m_plant->bus.writes.size(), exception ? 0 : 1);
        if (!exception)
            QCOMPARE(m_plant->bus.writes.first().value, Value(state));
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        QByteArray requests;
        QByteArray answers;
        for (int i = 0; i < 40; ++i) {
            const QByteArray value = QByteArray::fromHex("00").append(char(i + 1));
            requests += RawModbus::frame(QByteArray::fromHex("060003") + value, 2 * i);
            requests += RawModbus::frame(QByteArray::fromHex("0300030001"), 2 * i + 1);
            answers += RawModbus::frame(QByteArray::fromHex("060003") + value, 2 * i);
            answers += RawModbus::frame(QByteArray::fromHex("0302") + value, 2 * i + 1);
        }
        m_client->send(requests);
        QCOMPARE(m_client->receive(answers.size()), answers);
    }

    void aTagIsShownAsOneMomentOfIt()
    {
        // Two values that differ in both registers; a mixture would be a third one.
        QByteArray requests;
        for (int i = 0; i < 50; ++i)
            requests += RawModbus::frame(QByteArray::fromHex("0400000002"), i);
        m_client->send(requests);
        bool isFirst = false;
        QByteArray all;
        QVERIFY(QTest::qWaitFor([&] {
            isFirst = !isFirst;
            m_plant->set("level", Value(isFirst ? 2.5 : -1.1));
            all += m_client->socket().readAll();
            return all.size() >= 50 * 13;
        }));
        for (int i = 0; i < 50; ++i) {
            const QByteArray words = all.mid(13 * i + 9, 4).toHex();
            QVERIFY2(words == "00004020" || words == "cccdbf8c", words);
        }
    }

    void statusIsCountedAndTold()
    {
        QSignalSpy told(m_plant->server.get(), &northbound::Server::statusChanged);
        m_client->ask("0300000001");
        m_client->ask("0300c80001");
        m_client->ask("0600000000");
        m_client->ask("060000ffff");
        QVERIFY(told.wait());
        const NorthboundStatus status = m_plant->server->status();
        QCOMPARE(status.clients, 1);
        QCOMPARE(status.requests, 4U);
        QCOMPARE(status.exceptions, 2U);
        QCOMPARE(status.writes, 1U);
        QCOMPARE(status.refusedWrites, 1U);
        QTRY_COMPARE(told.last().first().value<NorthboundStatus>(), status);
        m_client.reset();
        QTRY_COMPARE(m_plant->server->status().clients, 0);
        QCOMPARE(m_plant->server->status().closedClients, 0U);
    }
};

QTEST_GUILESS_MAIN(NorthboundServerTest)
#include "tst_server.moc"
