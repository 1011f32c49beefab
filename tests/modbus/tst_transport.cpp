// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadline.h"
#include "modbus/fullserver.h"
#include "modbus/mbapwindow.h"
#include "modbus/roguedevice.h"
#include "modbus/specframes.h"
#include "modbus/tcpline.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;
using Answer = RogueDevice::Answer;

constexpr Milliseconds kNoEnd{60000}; ///< longer than any wait of these tests

/// The frame with the transaction number of the other.
QByteArray inTransactionOf(const QByteArray &other, const QByteArray &frame)
{
    return other.left(2) + frame.mid(2);
}

} // namespace

class TransportTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addCarriers(); }

    void init()
    {
        if (carrier() == Carrier::Tls && !Pki::isPossible())
            QSKIP("openssl is not installed");
    }

    void goodAnswers_data()
    {
        QTest::addColumn<int>("unit");
        QTest::newRow("unit 1") << 1;
        QTest::newRow("unit 0, no broadcast on TCP") << 0;
        QTest::newRow("unit 255") << 255;
    }

    void goodAnswers()
    {
        QFETCH(int, unit);
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        for (int i = 0; i < 300; ++i) {
            const TransportReply reply = line.ask(unit);
            QCOMPARE(reply.status, Status::Answer);
            QCOMPARE(registersOf(reply.pdu).first(), quint16(100));
        }
        QCOMPARE(uchar(device.requests().last().at(6)), uchar(unit));
        QCOMPARE(line.finished.size(), 300);
        QCOMPARE(line.stray.size(), 0);
        QCOMPARE(device.connections(), 1);
    }

    void framesOfTheSpecification_data()
    {
        addFramesOf({"spec_frames.json", "diagnostic_frames.json"});
    }

    void framesOfTheSpecification()
    {
        QFETCH(QJsonObject, frame);
        const auto hex = [&frame](const char *key) { return bytesOf(frame, key); };
        Device device;
        device.setAnswer([&](const QByteArray &request) {
            return inTransactionOf(request, hex("tcpResponse"));
        });
        TcpLine line(device.port());
        QVERIFY(line.open());
        for (qsizetype i = 1; i <= 2; ++i) { // also in another transaction than the first
            line.transport->send(frame[QLatin1String("unit")].toInt(), hex("request"),
                                 Milliseconds(1000));
            QTRY_COMPARE(line.finished.size(), i);
            const QByteArray &sent = device.requests().last();
            QCOMPARE(sent.toHex(), inTransactionOf(sent, hex("tcpRequest")).toHex());
            const auto reply = line.finished.last().first().value<TransportReply>();
            QCOMPARE(reply.status, Status::Answer);
            QCOMPARE(reply.pdu.toHex(), hex("response").toHex());
        }
        QCOMPARE(device.requests().size(), 2);
        QVERIFY(device.requests().first().left(2) != device.requests().last().left(2));
        QCOMPARE(line.stray.size(), 0);
    }

    void answersInPieces()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer([&device](const QByteArray &request) {
            const QByteArray answer = RogueDevice::good(request);
            for (const char byte : answer) {
                device.socket()->write(&byte, 1);
                device.socket()->flush();
                QTest::qWait(1);
            }
            return QByteArray();
        });
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.ask().status, Status::Answer);
    }

    /// Frames that are whole but not the answer: waited out, the connection stays.
    void foreignFrames_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addRow("wrong transaction") << Answer([](const QByteArray &request) {
            QByteArray frame = RogueDevice::good(request);
            frame[1] = char(frame[1] + 7);
            return frame;
        });
        QTest::addRow("wrong unit") << Answer([](const QByteArray &request) {
            QByteArray frame = RogueDevice::good(request);
            frame[6] = 77;
            return frame;
        });
    }

    void foreignFrames()
    {
        QFETCH(Answer, answer);
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer(answer);
        QCOMPARE(line.ask().status, Status::Invalid);
        QCOMPARE(line.stray.size(), 1);
        device.setAnswer(&RogueDevice::good);
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.closed.size(), 0);
        QCOMPARE(device.connections(), 1);
    }

    void rightAnswerAfterForeignOne()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer([](const QByteArray &request) {
            QByteArray foreign = RogueDevice::good(request);
            foreign[6] = 77;
            foreign[10] = 0x55;
            return foreign + RogueDevice::good(request);
        });
        const TransportReply reply = line.ask();
        QCOMPARE(reply.status, Status::Answer);
        QCOMPARE(registersOf(reply.pdu).first(), quint16(100));
        QCOMPARE(line.stray.size(), 1);
    }

    void duplicateIsDropped()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer([](const QByteArray &request) {
            return RogueDevice::good(request) + RogueDevice::good(request);
        });
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.finished.size(), 2);
        QTRY_COMPARE(line.stray.size(), 2);
    }

    void lateAnswerIsDropped()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        QByteArray late;
        device.setAnswer([&late](const QByteArray &request) {
            late = RogueDevice::good(request);
            late[9] = 0x55; // so that it could be told if it came through
            return QByteArray();
        });
        QCOMPARE(line.ask().status, Status::Timeout);
        device.setAnswer(
            [&late](const QByteArray &request) { return late + RogueDevice::good(request); });
        const TransportReply reply = line.ask();
        QCOMPARE(reply.status, Status::Answer);
        QCOMPARE(registersOf(reply.pdu).first(), quint16(100));
        QCOMPARE(line.stray.size(), 1);
        QCOMPARE(device.connections(), 1);
    }

    /// The stream is out of step: the link is given up, within the deadline.
    void brokenStreams_data()
    {
        QTest::addColumn<Answer>("answer");
        const auto patched = [](int at, char byte) {
            return Answer([at, byte](const QByteArray &request) {
                QByteArray frame = RogueDevice::good(request);
                frame[at] = byte;
                return frame;
            });
        };
        QTest::addRow("protocol id") << patched(2, 0x12);
        QTest::addRow("length FFxx") << patched(4, char(0xFF));
        QTest::addRow("length 0") << patched(5, 0);
        QTest::addRow("text") << Answer(
            [](const QByteArray &) { return QByteArray("HTTP/1.1 400 Bad Request\r\n"); });
    }

    void brokenStreams()
    {
        QFETCH(Answer, answer);
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer(answer);
        QCOMPARE(line.ask(1, kNoEnd).status, Status::LinkLost); // seen as soon as it comes
        QTRY_COMPARE(line.closed.size(), 1);
        device.setAnswer(&RogueDevice::good);
        QVERIFY(line.open());
        QCOMPARE(line.ask(1, kNoEnd).status, Status::Answer);
        QCOMPARE(line.finished.size(), 2);
        QCOMPARE(device.connections(), 2);
    }

    /// So it is when a frame that has begun stands still.
    void unfinishedFrames_data()
    {
        QTest::addColumn<int>("size");
        QTest::addRow("frame cut short") << 10;
        QTest::addRow("header only") << 7;
        QTest::addRow("one byte") << 1;
    }

    void unfinishedFrames()
    {
        QFETCH(int, size);
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer([](const QByteArray &) { return QByteArray(); });
        QTRY_VERIFY(device.socket());
        // There before the request: an answer that a busy computer brings in the second half of
        // its time would rightly count as late.
        device.socket()->write(RogueDevice::good(mbapFrame(1, 1, kTenRegisters)).left(size));
        QTRY_COMPARE(line.transport->bytesReceived(), quint64(size));
        QCOMPARE(line.ask().status, Status::LinkLost);
        QTRY_COMPARE(line.closed.size(), 1);
        device.setAnswer(&RogueDevice::good);
        QVERIFY(line.open());
        QCOMPARE(line.ask(1, kNoEnd).status, Status::Answer);
        QCOMPARE(line.finished.size(), 2);
        QCOMPARE(device.connections(), 2);
    }

    /// Field failures, row 25: what came in pieces just now is late, and no stream out of step.
    void answerInPiecesAtItsDeadlineKeepsTheLink()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        QByteArray answer;
        device.setAnswer([&answer](const QByteArray &request) {
            answer = RogueDevice::good(request);
            return QByteArray();
        });
        line.transport->send(1, kTenRegisters, Milliseconds(300));
        QTRY_VERIFY(!answer.isEmpty());
        QTest::qWait(200); // so that the piece is younger than half of the deadline
        device.socket()->write(answer.left(12));
        QTRY_COMPARE(line.finished.size(), 1);
        QCOMPARE(line.finished.first().first().value<TransportReply>().status, Status::Timeout);
        device.socket()->write(answer.mid(12));
        QTRY_COMPARE(line.stray.size(), 1);
        device.setAnswer(&RogueDevice::good);
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.closed.size(), 0);
        QCOMPARE(device.connections(), 1);
    }

    void strayBytesAfterAGoodFrame()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer(
            [](const QByteArray &request) { return RogueDevice::good(request) + "xx"; });
        QCOMPARE(line.ask().status, Status::Answer);
        device.setAnswer(&RogueDevice::good);
        QCOMPARE(line.ask().status, Status::LinkLost);
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
    }

    void closedInTheMiddleOfAFrame()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer([&device](const QByteArray &request) {
            device.socket()->write(RogueDevice::good(request).left(12));
            device.socket()->flush();
            device.socket()->disconnectFromHost();
            return QByteArray();
        });
        const TransportReply reply = line.ask();
        QCOMPARE(reply.status, Status::LinkLost);
        QVERIFY(!reply.detail.isEmpty());
        QCOMPARE(line.closed.size(), 1);
        QCOMPARE(line.finished.size(), 1);
    }

    void peerClosesWhileIdle()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        QTRY_VERIFY(device.socket());
        device.socket()->abort();
        QVERIFY(line.closed.wait());
        QCOMPARE(line.closed.size(), 1);
        QCOMPARE(line.finished.size(), 0);
    }

    void row24DeadlineIsKept()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        device.setAnswer([](const QByteArray &) { return QByteArray(); });
        // QModbus would give a new timeout to what waits already.
        for (const int timeout : {200, 100, 300, 100})
            QVERIFY(endsAtItsDeadline(*line.transport, Milliseconds(timeout)));
    }

    /// A peer that reads nothing any more: what is left to send must not hold the old connection,
    /// as QModbus would in ClosingState, nor keep the next one away.
    void stalledPeer()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        QTcpSocket *stalled = device.socket();
        QObject::disconnect(stalled, &QTcpSocket::readyRead, nullptr, nullptr);
        stalled->setReadBufferSize(1);
        const QPointer socket(line.transport->findChild<QTcpSocket *>()); // QModbus shows its own
        QCOMPARE(!socket, carrier() != Carrier::QModbus);
        const QByteArray write = writeRegistersRequest(0, QList<quint16>(123, 1)).value();
        for (int i = 0; i < 20000 && !(socket && socket->bytesToWrite() > 0); ++i)
            line.transport->send(1, write, kNoEnd); // 5 MB: more than the system takes
        line.transport->close();
        QTRY_VERIFY(!socket);
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(device.connections(), 2);
    }

    void refusedConnect()
    {
        Device device;
        TcpLine line(device.port());
        device.refuseConnections();
        line.transport->open();
        QVERIFY(line.closed.wait());
        QVERIFY(!line.closed.last().first().toString().isEmpty());
        QCOMPARE(line.opened.size(), 0);
        line.transport->open();
        QVERIFY(line.closed.wait());
        QCOMPARE(line.closed.size(), 2);
    }

    void addressOfVersion6()
    {
        if (!QTcpServer().listen(QHostAddress::LocalHostIPv6))
            QSKIP("no IPv6 on this machine");
        Device device;
        device.moveTo(QHostAddress::LocalHostIPv6);
        Connection connection = connectionTo(device.port());
        connection.host = QStringLiteral("::1");
        connection.serverName = QStringLiteral("plc.test");
        TcpLine line(makeCarrier(connection));
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
    }

    void connectHasADeadline()
    {
        FullServer server;
        Connection connection = connectionTo(server.port());
        connection.connectTimeoutMs = 200;
        TcpLine line(makeCarrier(connection));
        line.transport->open();
        QVERIFY(line.closed.wait());
        QCOMPARE(line.closed.size(), 1);
        QCOMPARE(line.opened.size(), 0);
    }

    void nothingComesAfterClose()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        line.transport->send(1, kTenRegisters, Milliseconds(100));
        line.transport->close();
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.finished.size(), 1);
        QCOMPARE(line.closed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TransportTest)
#include "tst_transport.moc"
