// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/tcpline.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QtEndian>
#include <poll.h>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

constexpr Milliseconds kShort{150};
constexpr Milliseconds kLong{60000}; ///< longer than any wait of these tests

/// A device that keeps the requests until the test answers them.
struct Patient : Device {
    Patient()
    {
        setAnswer([this](const QByteArray &request) {
            kept.append(request);
            return QByteArray();
        });
    }
    void say(const QByteArray &bytes) const { socket()->write(bytes); }
    QList<QByteArray> kept;
};

/// A patient device and a line to it, with requests for single registers.
struct Window {
    Window()
        : line(device.port())
    {
    }
    RequestId ask(int address, int unit = 1, Milliseconds timeout = kLong)
    {
        const QByteArray pdu = readRequest(Table::HoldingRegister, address, 1).value();
        return line.transport->send(unit, pdu, timeout);
    }
    [[nodiscard]] TransportReply reply(qsizetype i) const
    {
        return line.finished.at(i).first().value<TransportReply>();
    }
    Patient device;
    TcpLine line;
};

QByteArray withUnit(QByteArray frame, int unit)
{
    frame[6] = char(unit);
    return frame;
}

} // namespace

/// Own Modbus/TCP, plain and over TLS: several requests in flight.
class TcpTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<int>("carrier");
        QTest::newRow("own") << int(Carrier::Own);
        QTest::newRow("TLS") << int(Carrier::Tls);
    }

    void init()
    {
        if (carrier() == Carrier::Tls && !Pki::isPossible())
            QSKIP("openssl is not installed");
    }

    void answersInAnyOrder()
    {
        Window w;
        QVERIFY(w.line.open());
        QMap<RequestId, int> asked;
        for (int i = 0; i < 16; ++i)
            asked.insert(w.ask(100 + i, 1 + i % 3), 100 + i);
        QCOMPARE(asked.size(), 16);
        QTRY_COMPARE(w.device.kept.size(), 16);
        QByteArray all;
        for (auto it = w.device.kept.crbegin(); it != w.device.kept.crend(); ++it)
            all += RogueDevice::good(*it);
        w.device.say(all);
        QTRY_COMPARE(w.line.finished.size(), 16);
        for (int i = 0; i < 16; ++i) {
            const TransportReply reply = w.reply(i);
            QCOMPARE(reply.status, Status::Answer);
            QCOMPARE(int(registersOf(reply.pdu).first()), asked.take(reply.request));
        }
        QVERIFY(asked.isEmpty());
        QCOMPARE(w.line.stray.size(), 0);
    }

    void row3LateAnswersAreDroppedAndTold()
    {
        Window w;
        QVERIFY(w.line.open());
        for (int i = 0; i < 4; ++i)
            (void)w.ask(100 + i, 1, kShort);
        QTRY_COMPARE(w.line.finished.size(), 4);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(w.reply(i).status, Status::Timeout);
        // From now on everything is one behind, as with a master that takes what comes.
        for (int i = 0; i < 4; ++i) {
            const RequestId id = w.ask(200 + i);
            QTRY_COMPARE(w.device.kept.size(), 5 + i);
            w.device.say(RogueDevice::good(w.device.kept.at(i))
                         + RogueDevice::good(w.device.kept.at(4 + i)));
            QTRY_COMPARE(w.line.finished.size(), 5 + i);
            QCOMPARE(w.reply(4 + i).request, id);
            QCOMPARE(int(registersOf(w.reply(4 + i).pdu).first()), 200 + i);
        }
        QCOMPARE(w.line.stray.size(), 4);
        QCOMPARE(w.line.late.size(), 4);
        for (const QList<QVariant> &late : std::as_const(w.line.late))
            QVERIFY(late.first().value<Milliseconds>() > Milliseconds(0));
        QCOMPARE(w.device.connections(), 1);
    }

    void duplicatesAndUnknownTransactionsAreStray()
    {
        Window w;
        QVERIFY(w.line.open());
        (void)w.ask(100);
        (void)w.ask(101);
        QTRY_COMPARE(w.device.kept.size(), 2);
        const QByteArray first = RogueDevice::good(w.device.kept.at(0));
        QByteArray unknown = first;
        unknown[0] = char(unknown[0] ^ 0x40);
        w.device.say(unknown + first + first + RogueDevice::good(w.device.kept.at(1)) + first);
        QTRY_COMPARE(w.line.stray.size(), 3);
        QCOMPARE(w.line.finished.size(), 2);
        QCOMPARE(int(registersOf(w.reply(1).pdu).first()), 101);
        QCOMPARE(w.line.late.size(), 0);
        QCOMPARE(w.line.closed.size(), 0);
    }

    /// A gateway that mixes up its units: the transaction alone is not enough.
    void answerOfAnotherUnitIsNone()
    {
        Window w;
        QVERIFY(w.line.open());
        (void)w.ask(100, 1, kShort);
        const RequestId other = w.ask(101, 2);
        QTRY_COMPARE(w.device.kept.size(), 2);
        w.device.say(withUnit(RogueDevice::good(w.device.kept.at(0)), 2));
        QTRY_COMPARE(w.line.finished.size(), 1);
        QCOMPARE(w.reply(0).status, Status::Invalid);
        w.device.say(RogueDevice::good(w.device.kept.at(1)));
        QTRY_COMPARE(w.line.finished.size(), 2);
        QCOMPARE(w.reply(1).request, other);
        QCOMPARE(w.reply(1).status, Status::Answer);
    }

    void row24EachRequestHasItsDeadline()
    {
        Window w;
        QVERIFY(w.line.open());
        QElapsedTimer timer;
        timer.start();
        const QList<RequestId> asked{w.ask(100, 1, Milliseconds(200)), w.ask(101, 1, kLong),
                                     w.ask(102, 2, Milliseconds(50)),
                                     w.ask(103, 2, Milliseconds(120))};
        QList<qint64> ends;
        connect(w.line.transport.get(), &Transport::finished, this,
                [&] { ends.append(timer.elapsed()); });
        QTRY_COMPARE(w.line.finished.size(), 3);
        QCOMPARE(w.reply(0).request, asked.at(2));
        QCOMPARE(w.reply(1).request, asked.at(3));
        QCOMPARE(w.reply(2).request, asked.at(0));
        QVERIFY(ends.at(0) >= 50 && ends.at(1) >= 120 && ends.at(2) >= 200);
        w.device.say(RogueDevice::good(w.device.kept.at(1)));
        QTRY_COMPARE(w.line.finished.size(), 4);
        QCOMPARE(w.reply(3).status, Status::Answer);
    }

    void row24AnAnswerLeavesTheNextRequestItsDeadline()
    {
        Window w;
        QVERIFY(w.line.open());
        for (const Milliseconds timeout : {Milliseconds(200), Milliseconds(50)}) {
            w.line.finished.clear();
            (void)w.ask(100, 1, kShort);
            QTRY_VERIFY(!w.device.kept.isEmpty());
            w.device.say(RogueDevice::good(w.device.kept.takeLast()));
            QTRY_COMPARE(w.line.finished.size(), 1);
            QElapsedTimer timer;
            timer.start();
            (void)w.ask(101, 1, timeout);
            QTRY_COMPARE(w.line.finished.size(), 2);
            QCOMPARE(w.reply(1).status, Status::Timeout);
            QVERIFY(timer.elapsed() >= timeout.count());
            w.device.kept.clear();
        }
    }

    void sendTellsNothing()
    {
        Window w;
        QVERIFY(w.line.open());
        (void)w.ask(100);
        (void)w.ask(101);
        QTRY_COMPARE(w.device.kept.size(), 2);
        qsizetype told = 0;
        connect(w.line.transport.get(), &Transport::finished, this, [&] {
            const qsizetype before = w.line.finished.size();
            if (before == 1)
                (void)w.ask(102);
            told += w.line.finished.size() - before;
        });
        for (const QByteArray &request : std::as_const(w.device.kept)) {
            w.device.say(RogueDevice::good(request));
            w.device.socket()->flush(); // two records, if it is TLS
        }
        QTRY_COMPARE(w.line.finished.size(), 2);
        QCOMPARE(told, 0);
    }

    void aPlainRequestDoesNotWaitForTheEventLoop()
    {
        if (carrier() != Carrier::Own)
            QSKIP("TLS has its turn of the event loop");
        Window w;
        QVERIFY(w.line.open());
        QTRY_VERIFY(w.device.socket());
        (void)w.ask(100);
        pollfd arrived{int(w.device.socket()->socketDescriptor()), POLLIN, 0};
        QCOMPARE(::poll(&arrived, 1, 5000), 1);
    }

    /// Nor for others to go out with: it was asked just now whether it may go.
    void aWriteDoesNotWaitForOthers()
    {
        if (carrier() != Carrier::Own)
            QSKIP("TLS has its turn of the event loop");
        Patient device;
        Connection connection = connectionTo(device.port());
        connection.maxInFlight = 4;
        TcpLine line(makeCarrier(connection));
        QVERIFY(line.open());
        QTRY_VERIFY(device.socket());
        line.transport->send(1, writeRegisterRequest(7, 42).value(), kLong, [] { return true; });
        pollfd arrived{int(device.socket()->socketDescriptor()), POLLIN, 0};
        QCOMPARE(::poll(&arrived, 1, 5000), 1);
    }

    void row25TimeoutOfOneUnitKeepsTheLink()
    {
        Window w;
        QVERIFY(w.line.open());
        for (int i = 0; i < 10; ++i) {
            (void)w.ask(100, 1, Milliseconds(20));
            (void)w.ask(200, 2);
            QTRY_COMPARE(w.device.kept.size(), 2 * i + 2);
            QTRY_COMPARE(w.line.finished.size(), 2 * i + 1);
            QCOMPARE(w.reply(2 * i).status, Status::Timeout);
            w.device.say(RogueDevice::good(w.device.kept.last()));
            QTRY_COMPARE(w.line.finished.size(), 2 * i + 2);
            QCOMPARE(w.reply(2 * i + 1).status, Status::Answer);
        }
        QCOMPARE(w.line.closed.size(), 0);
        QCOMPARE(w.device.connections(), 1);
    }

    /// The bytes of an answer are on their way when another request ends.
    void row25AnswerInPiecesAtADeadlineKeepsTheLink()
    {
        Window w;
        QVERIFY(w.line.open());
        (void)w.ask(100, 1, Milliseconds(300));
        (void)w.ask(200, 2);
        QTRY_COMPARE(w.device.kept.size(), 2);
        const QByteArray answer = RogueDevice::good(w.device.kept.last());
        connect(w.line.transport.get(), &Transport::finished, this, [&] {
            if (w.line.finished.size() == 1)
                w.device.say(answer.mid(5));
        });
        QTest::qWait(200); // so that the piece is younger than half of the deadline
        w.device.say(answer.left(5));
        QTRY_COMPARE(w.line.finished.size(), 2);
        QCOMPARE(w.reply(0).status, Status::Timeout);
        QCOMPARE(w.reply(1).status, Status::Answer);
        QCOMPARE(w.line.closed.size(), 0);
    }

    void slowDripEndsTheLink()
    {
        Window w;
        QVERIFY(w.line.open());
        (void)w.ask(100, 1, Milliseconds(300));
        QTRY_COMPARE(w.device.kept.size(), 1);
        const QByteArray answer = RogueDevice::good(w.device.kept.last());
        int said = 0;
        QTimer drip;
        connect(&drip, &QTimer::timeout, this, [&] {
            if (w.device.socket() && said < 8)
                w.device.say(answer.mid(said++, 1));
        });
        drip.start(25);
        QTRY_COMPARE(w.line.closed.size(), 1);
        QCOMPARE(w.reply(0).status, Status::LinkLost);
        QCOMPARE(w.line.finished.size(), 1);
    }

    void brokenLinkEndsAllRequests()
    {
        Window w;
        QVERIFY(w.line.open());
        for (int i = 0; i < 16; ++i)
            (void)w.ask(100 + i);
        QTRY_COMPARE(w.device.kept.size(), 16);
        w.device.socket()->abort();
        QTRY_COMPARE(w.line.closed.size(), 1);
        QCOMPARE(w.line.finished.size(), 16);
        for (int i = 0; i < 16; ++i)
            QCOMPARE(w.reply(i).status, Status::LinkLost);
    }

    void resetInEveryState_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::newRow("idle") << -1;
        QTest::newRow("after the request") << 0;
        QTest::newRow("in the header") << 3;
        QTest::newRow("in the answer") << 10;
    }

    void resetInEveryState()
    {
        QFETCH(int, bytes);
        Window w;
        for (int round = 0; round < 3; ++round) {
            QVERIFY(w.line.open());
            QTRY_COMPARE(w.device.connections(), round + 1);
            if (bytes >= 0) {
                (void)w.ask(100);
                QTRY_COMPARE(w.device.kept.size(), round + 1);
                w.device.say(RogueDevice::good(w.device.kept.last()).left(bytes));
                w.device.socket()->flush();
            }
            w.device.socket()->abort();
            QTRY_COMPARE(w.line.closed.size(), round + 1);
            QVERIFY(!w.line.closed.last().first().toString().isEmpty());
        }
        QCOMPARE(w.line.finished.size(), bytes >= 0 ? 3 : 0);
    }

    /// The connection is accepted and broken off before anything is said.
    void resetAtOnce()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server,
                [&server] { server.nextPendingConnection()->abort(); });
        TcpLine line(server.serverPort());
        line.transport->open();
        QTRY_COMPARE(line.closed.size(), 1);
        QVERIFY(!line.closed.last().first().toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TcpTest)
#include "tst_tcp.moc"
