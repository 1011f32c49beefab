// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/connection.h"
#include "northbound/northplant.h"
#include "northbound/rawmodbus.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;
using northbound::Connection;

/// Clients that are wrong, slow, too many or not to be here at all.
class NorthboundHostileTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<NorthPlant> m_plant;

    void startWith(const Northbound &settings)
    {
        m_plant = std::make_unique<NorthPlant>(settings);
        m_plant->start();
    }
    [[nodiscard]] std::unique_ptr<RawModbus> client(const char *from = "127.0.0.1") const
    {
        return std::make_unique<RawModbus>(m_plant->port(), from);
    }
    [[nodiscard]] const NorthboundStatus &status() const { return m_plant->server->status(); }

private Q_SLOTS:
    void init() { startWith(NorthPlant::usual()); }

    void bytesThatAreNoModbusEndTheConnection_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("length 0") << QByteArray::fromHex("000100000000");
        QTest::newRow("length 1") << QByteArray::fromHex("000100000001ff");
        QTest::newRow("length 255") << QByteArray::fromHex("0001000000ff01");
        QTest::newRow("length 65535") << QByteArray::fromHex("00010000ffff01");
        QTest::newRow("protocol 1") << QByteArray::fromHex("000100010006010300000001");
        QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTest::newRow("after a good one") << RawModbus::frame(QByteArray::fromHex("0300000001"))
                + QByteArray::fromHex("000200000000");
    }

    void bytesThatAreNoModbusEndTheConnection()
    {
        QFETCH(QByteArray, bytes);
        const auto rogue = client();
        const auto other = client();
        rogue->send(bytes);
        QVERIFY(rogue->waitClosed());
        QTRY_COMPARE(status().clients, 1);
        QCOMPARE(status().closedClients, 1U);
        QVERIFY2(status().lastError.contains(QStringLiteral("no Modbus")),
                 qPrintable(status().lastError));
        QCOMPARE(other->ask("0300000001"), QByteArray("03020048"));
    }

    void aLengthThatDoesNotFitTheFunctionIsRefused()
    {
        const auto rogue = client();
        QCOMPARE(rogue->ask("03"), QByteArray("8303"));
        QCOMPARE(rogue->ask("0300000001ff"), QByteArray("8303"));
        QCOMPARE(rogue->ask("06000300070000"), QByteArray("8603"));
        QCOMPARE(rogue->ask("100003000102"), QByteArray("9003"));
        QCOMPARE(rogue->ask("10000300010200070008"), QByteArray("9003"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(rogue->ask("0300000001"), QByteArray("03020048"));
    }

    void aRequestInPiecesIsOneRequest()
    {
        const auto slow = client();
        const QByteArray frame = RawModbus::frame(QByteArray::fromHex("0300000001"), 9);
        for (const char byte : frame) {
            slow->send(QByteArray(1, byte));
            QTest::qWait(5);
        }
        QCOMPARE(slow->receive(11), RawModbus::frame(QByteArray::fromHex("03020048"), 9));
    }

    void aRequestThatDoesNotEndIsNotWaitedFor()
    {
        const auto half = client();
        half->send(QByteArray::fromHex("0001000000"));
        const auto drip = client();
        QTimer dripping;
        int sent = 0;
        // One byte of an endless row of headers that promise 254 bytes.
        connect(&dripping, &QTimer::timeout, this, [&] {
            drip->send(QByteArray(1, QByteArray::fromHex("0001000000fe01")[qMin(sent++, 6)]));
        });
        dripping.start(500ms);
        QVERIFY(half->waitClosed());
        QVERIFY(drip->waitClosed());
        QCOMPARE(status().closedClients, 2U);
    }

    void silenceEndsTheConnection()
    {
        Northbound settings = NorthPlant::usual();
        settings.idleTimeoutS = 1;
        startWith(settings);
        const auto silent = client();
        const auto busy = client();
        QTimer polling;
        connect(&polling, &QTimer::timeout, this,
                [&] { busy->send(RawModbus::frame(QByteArray::fromHex("0300000001"))); });
        polling.start(100ms);
        QVERIFY(silent->waitClosed());
        QVERIFY(!busy->isClosed());
        QCOMPARE(status().clients, 1);
        QVERIFY(status().lastError.contains(QStringLiteral("for too long")));
    }

    void aFloodWaitsItsTurn()
    {
        Northbound settings = NorthPlant::usual();
        settings.requestsPerSecond = 10;
        startWith(settings);
        const auto flood = client();
        QByteArray requests;
        for (int i = 0; i < 2000; ++i)
            requests += RawModbus::frame(QByteArray::fromHex("0300000001"), i);
        flood->send(requests);
        QCOMPARE(flood->receive(110).size(), 110);
        const auto other = client();
        QCOMPARE(other->ask("0300000001"), QByteArray("03020048"));
        QTest::qWait(300); // the clock of the station stands still
        QCOMPARE(flood->socket().bytesAvailable(), 0);
        QCOMPARE(status().requests, 11U);
        m_plant->clock.advance(500ms);
        QCOMPARE(flood->receive(55).size(), 55);
        QTest::qWait(300);
        QCOMPARE(status().requests, 16U);
    }

    void aClientThatDoesNotReadIsClosed()
    {
        Northbound settings = NorthPlant::usual();
        settings.requestsPerSecond = 1000;
        settings.idleTimeoutS = 3600;
        startWith(settings);
        const auto deaf = client();
        deaf->socket().setReadBufferSize(1);
        deaf->socket().setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
        QTimer asking;
        connect(&asking, &QTimer::timeout, this, [&] {
            m_plant->clock.advance(1s);
            if (!deaf->isClosed() && deaf->socket().bytesToWrite() < 10000)
                for (int i = 0; i < 500; ++i)
                    deaf->socket().write(RawModbus::frame(QByteArray::fromHex("0400000009")));
        });
        asking.start(10ms);
        QTRY_COMPARE_WITH_TIMEOUT(status().closedClients, 1U, 40000);
        QVERIFY(status().lastError.contains(QStringLiteral("did not take its answers")));
    }

    void onlySoManyClients()
    {
        Northbound settings = NorthPlant::usual();
        settings.maxClients = 2;
        startWith(settings);
        auto first = client();
        const auto second = client();
        QTRY_COMPARE(status().clients, 2);
        const auto third = client();
        QVERIFY(third->waitClosed());
        QCOMPARE(status().refusedClients, 1U);
        first.reset();
        QTRY_COMPARE(status().clients, 1);
        const auto fourth = client();
        QCOMPARE(fourth->ask("0300000001"), QByteArray("03020048"));
    }

    void clientsThatComeAndGoLeaveNothing()
    {
        const auto descriptors = [] {
            return QDir(QStringLiteral("/proc/self/fd"))
                .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
                .size();
        };
        const auto before = descriptors();
        for (int i = 0; i < 200; ++i) {
            const auto hasty = client();
            hasty->send(RawModbus::frame(QByteArray::fromHex("0600030007")));
            if (i % 2)
                hasty->socket().abort();
        }
        QTRY_COMPARE(status().clients, 0);
        QTRY_COMPARE(descriptors(), before);
        QCOMPARE(client()->ask("0300000001"), QByteArray("03020048"));
    }

    void closingCutsEverybodyOff()
    {
        const auto open = client();
        m_plant->bus.holdAnswers = true;
        open->send(RawModbus::frame(QByteArray::fromHex("0600030007")));
        QTRY_COMPARE(m_plant->bus.writes.size(), 1);
        m_plant->server.reset();
        QVERIFY(open->waitClosed());
        m_plant->bus.answer();
        QTRY_VERIFY(m_plant->audit().last().startsWith(QStringLiteral("write.result")));
    }
};

QTEST_GUILESS_MAIN(NorthboundHostileTest)
#include "tst_hostile.moc"
