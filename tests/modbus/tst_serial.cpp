// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadline.h"
#include "modbus/farend.h"
#include "modbus/framing.h"
#include "modbus/requests.h"
#include "modbus/transport.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <limits>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

const QByteArray kTwoRegisters = readRequest(Table::HoldingRegister, 100, 2).value();
const QByteArray kGoodPdu = QByteArray::fromHex("030400640065");
const QByteArray kOtherPdu = QByteArray::fromHex("0304deadbeef");
constexpr Milliseconds kShort{150};
constexpr Milliseconds kLong{60000}; ///< longer than any wait of these tests

Connection connectionTo(const QString &path, bool ascii)
{
    Connection connection;
    connection.kind = ascii ? ConnectionKind::Ascii : ConnectionKind::Rtu;
    connection.serialPort = path;
    connection.baudRate = 115200;
    return connection;
}

/// A serial transport, its far end and everything it says.
struct Line {
    explicit Line(bool isAscii, bool localEcho = false, int quietTimeMs = 100)
        : ascii(isAscii)
    {
        if (ascii)
            framing = std::make_unique<AsciiFraming>();
        else
            framing = std::make_unique<RtuFraming>();
        Connection connection = connectionTo(far.path, ascii);
        connection.localEcho = localEcho;
        connection.quietTimeMs = quietTimeMs;
        transport = makeTransport(connection);
        opened = std::make_unique<QSignalSpy>(transport.get(), &Transport::opened);
        closed = std::make_unique<QSignalSpy>(transport.get(), &Transport::closed);
        finished = std::make_unique<QSignalSpy>(transport.get(), &Transport::finished);
        stray = std::make_unique<QSignalSpy>(transport.get(), &Transport::strayFrame);
        const qsizetype size = framing->frameSize(kTwoRegisters.size());
        far.isWhole = [size](const QByteArray &bytes) { return bytes.size() >= size; };
        answerWith(good());
    }
    [[nodiscard]] QByteArray good(int unit = 1) const { return framing->frame(unit, kGoodPdu); }
    [[nodiscard]] QByteArray other(int unit = 1) const { return framing->frame(unit, kOtherPdu); }
    [[nodiscard]] QByteArray damaged() const
    {
        QByteArray bytes = good();
        bytes[6] = char(bytes[6] ^ 1);
        return bytes;
    }
    void answerWith(const QByteArray &bytes)
    {
        far.answer = [bytes](const QByteArray &) { return bytes; };
    }
    [[nodiscard]] bool open() const
    {
        transport->open();
        return opened->wait();
    }
    [[nodiscard]] TransportReply last() const
    {
        return finished->last().first().value<TransportReply>();
    }
    [[nodiscard]] TransportReply ask(Milliseconds timeout = kShort,
                                     const QByteArray &request = kTwoRegisters) const
    {
        const auto before = finished->size();
        transport->send(1, request, timeout);
        return finished->size() > before || finished->wait()
            ? last()
            : TransportReply{Status::LinkLost, {}, QStringLiteral("no end")};
    }

    bool ascii;
    FarEnd far;
    std::unique_ptr<Framing> framing;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<QSignalSpy> opened;
    std::unique_ptr<QSignalSpy> closed;
    std::unique_ptr<QSignalSpy> finished;
    std::unique_ptr<QSignalSpy> stray;
};

} // namespace

/// Our own serial transports at a line where everything goes wrong.
class SerialTest final : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static bool ascii()
    {
        QFETCH_GLOBAL(bool, ascii);
        return ascii;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<bool>("ascii");
        QTest::newRow("RTU") << false;
        QTest::newRow("ASCII") << true;
    }

    void requestsAndAnswers()
    {
        Line line(ascii());
        QVERIFY(line.open());
        for (int i = 0; i < 50; ++i)
            QCOMPARE(line.ask().pdu, kGoodPdu);
        QCOMPARE(line.far.heard.size(), 50);
        QCOMPARE(line.far.heard.last(), line.framing->frame(1, kTwoRegisters));
        QCOMPARE(line.finished->size(), 50);
        QCOMPARE(line.stray->size(), 0);
    }

    void answerIsFoundBehindAnything_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("00") << 0;
        QTest::newRow("garbage") << 1;
        QTest::newRow("the begin of the answer") << 2;
        QTest::newRow("an answer of another unit") << 3;
        QTest::newRow("question and answer of another master") << 4;
        QTest::newRow("echo that nobody told us of") << 5;
        QTest::newRow("a damaged answer") << 6;
    }

    /// Field failures, row 17.
    void answerIsFoundBehindAnything()
    {
        QFETCH(int, what);
        Line line(ascii());
        const QByteArray foreign = line.framing->frame(2, kTwoRegisters) + line.other(2);
        const QList<QByteArray> before{QByteArray(1, '\0'),
                                       QByteArray::fromHex("ff3a0155aa0d"),
                                       line.good().first(3),
                                       line.other(2),
                                       foreign,
                                       line.framing->frame(1, kTwoRegisters),
                                       line.damaged()};
        QVERIFY(line.open());
        line.answerWith(before.at(what) + line.good());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(line.ask(kLong).pdu, kGoodPdu);
        QCOMPARE(line.far.heard.size(), 3);
    }

    /// Field failures, row 17: the other master talks while our answer is on its way, with silence
    /// between.
    void trafficOfAnotherMasterDoesNotEndTheRequest()
    {
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith(line.framing->frame(2, kTwoRegisters));
        line.transport->send(1, kTwoRegisters, kLong);
        QTRY_COMPARE(line.far.heard.size(), 1);
        for (int i = 0; i < 3; ++i) {
            QTest::qWait(20);
            line.far.say(line.other(2));
        }
        QVERIFY(!line.finished->wait(50));
        line.far.say(line.good());
        QVERIFY(line.finished->wait());
        QCOMPARE(line.last().pdu, kGoodPdu);
    }

    /// Field failures, row 18.
    void damagedAnswerEndsTheRequestBeforeItsDeadline()
    {
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith(line.damaged());
        const TransportReply reply = line.ask(kLong);
        QCOMPARE(reply.status, Status::Invalid);
        QVERIFY(reply.detail.contains(QLatin1String("damaged")));
        QCOMPARE(line.stray->size(), 1);
        line.answerWith(line.good());
        QCOMPARE(line.ask(kLong).pdu, kGoodPdu);
        QCOMPARE(line.closed->size(), 0);
    }

    /// t3.5, which is 1750 µs here.
    void aRequestKeepsTheGapAfterAnAnswer()
    {
        Line line(ascii());
        QElapsedTimer sinceAnswer;
        qint64 shortest = std::numeric_limits<qint64>::max();
        line.far.answer = [&](const QByteArray &) {
            if (sinceAnswer.isValid())
                shortest = std::min(shortest, sinceAnswer.nsecsElapsed());
            sinceAnswer.start();
            return line.good();
        };
        QVERIFY(line.open());
        for (int i = 0; i < 50; ++i)
            QCOMPARE(line.ask().pdu, kGoodPdu);
        QVERIFY2(shortest >= 1750000, qPrintable(QString::number(shortest)));
    }

    void wrongUnitIsWaitedOut()
    {
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith(line.other(2));
        QCOMPARE(line.ask().status, Status::Invalid);
        line.answerWith(line.good());
        QCOMPARE(line.ask().pdu, kGoodPdu);
    }

    void silenceIsATimeout()
    {
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith({});
        QCOMPARE(line.ask().status, Status::Timeout);
        line.answerWith(line.good());
        QCOMPARE(line.ask().pdu, kGoodPdu);
    }

    void row24DeadlineIsKept()
    {
        Line line(ascii());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer); // the line is known to be quiet now
        line.answerWith({});
        QVERIFY(endsAtItsDeadline(*line.transport));
    }

    /// Field failures, row 4.
    void lateAnswerIsNotGivenToTheNextRequest()
    {
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith({});
        QCOMPARE(line.ask().status, Status::Timeout);
        line.answerWith(line.good());
        line.transport->send(1, kTwoRegisters, kShort); // waits for the quiet line
        line.far.say(line.other());
        QVERIFY(line.finished->wait());
        QCOMPARE(line.last().pdu, kGoodPdu);
        QCOMPARE(line.far.heard.size(), 2);
    }

    void lateAnswerOfAnotherLength_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("late");
        QTest::newRow("read") << kTwoRegisters << kGoodPdu
                              << QByteArray::fromHex("0314") + QByteArray(20, 'v');
        QTest::newRow("write") << writeRegisterRequest(7, 42).value()
                               << QByteArray::fromHex("060007002a")
                               << QByteArray::fromHex("0600070029");
    }

    /// Field failures, row 4: it comes when the line has been quiet and the next request is open.
    void lateAnswerOfAnotherLength()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, late);
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith({});
        QCOMPARE(line.ask().status, Status::Timeout);
        line.answerWith(line.framing->frame(1, late));
        line.transport->send(1, request, kLong);
        QTRY_COMPARE(line.far.heard.size(), 2);
        QVERIFY(!line.finished->wait(30));
        line.far.say(line.framing->frame(1, answer));
        QTRY_COMPARE(line.finished->size(), 2);
        QCOMPARE(line.last().pdu, answer);
        line.answerWith(line.other()); // as long as the one before
        QCOMPARE(line.ask(kLong).pdu, kOtherPdu);
        QCOMPARE(line.far.heard.size(), 3);
    }

    /// A port that is opened anew has the same line, and the device still answers.
    void answerOfTheLinkBeforeIsNotGivenToTheNextRequest()
    {
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith({});
        line.transport->send(1, kTwoRegisters, kLong);
        QTRY_COMPARE(line.far.heard.size(), 1);
        line.answerWith(line.good());
        QVERIFY(line.open());
        line.transport->send(1, kTwoRegisters, kLong);
        line.far.say(line.other());
        QVERIFY(line.finished->wait());
        QCOMPARE(line.last().pdu, kGoodPdu);
        QCOMPARE(line.far.heard.size(), 2);
    }

    void lateAnswerInPiecesKeepsTheNextRequestWaiting()
    {
        Line line(ascii(), false, 400);
        QVERIFY(line.open());
        line.answerWith({});
        QCOMPARE(line.ask().status, Status::Timeout);
        line.answerWith(line.good());
        line.transport->send(1, kTwoRegisters, kLong);
        const QByteArray late = line.other();
        for (const char byte : late) {
            line.far.say(QByteArray(1, byte));
            QTest::qWait(50); // all of it takes longer than the quiet time
            QCOMPARE(line.far.heard.size(), 1);
        }
        QVERIFY(line.finished->wait());
        QCOMPARE(line.last().pdu, kGoodPdu);
    }

    void bytesWhileNobodyAskedAreStray()
    {
        Line line(ascii());
        QVERIFY(line.open());
        QCOMPARE(line.ask().pdu, kGoodPdu);
        line.far.say(line.other());
        QVERIFY(line.stray->wait());
        QCOMPARE(line.stray->size(), 1);
        QCOMPARE(line.ask().pdu, kGoodPdu);
        QCOMPARE(line.finished->size(), 2);
    }

    void slowDripIsPutTogether()
    {
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith({});
        line.transport->send(1, kTwoRegisters, kLong);
        QTRY_COMPARE(line.far.heard.size(), 1);
        const QByteArray answer = line.good();
        for (const char byte : answer) {
            QCOMPARE(line.finished->size(), 0);
            line.far.say(QByteArray(1, byte));
            QTest::qWait(10); // longer than t3.5
        }
        QTRY_COMPARE(line.finished->size(), 1);
        QCOMPARE(line.last().pdu, kGoodPdu);
    }

    void endlessDripEndsAtTheDeadline()
    {
        Line line(ascii());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        line.answerWith({});
        QTimer drip;
        const QByteArray start = line.good().first(4);
        connect(&drip, &QTimer::timeout, this, [&line, &start] { line.far.say(start); });
        drip.start(10);
        QCOMPARE(line.ask().status, Status::Invalid);
        line.transport->send(1, kTwoRegisters, kShort); // the line never becomes quiet
        QVERIFY(line.finished->wait(10000));
        QCOMPARE(line.last().status, Status::LinkLost);
        QCOMPARE(line.closed->size(), 1);
    }

    void localEchoIsTakenOff_data()
    {
        QTest::addColumn<bool>("write");
        QTest::newRow("read") << false;
        QTest::newRow("write, whose answer is its echo") << true;
    }

    /// Field failures, row 17.
    void localEchoIsTakenOff()
    {
        QFETCH(bool, write);
        const QByteArray request = write ? writeRegisterRequest(7, 42).value() : kTwoRegisters;
        const QByteArray answer = write ? request : kGoodPdu;
        Line line(ascii(), true);
        QVERIFY(line.open());
        line.far.answer
            = [&](const QByteArray &echo) { return echo + line.framing->frame(1, answer); };
        QCOMPARE(line.ask(kLong, request).pdu, answer);
        line.far.answer = [](const QByteArray &echo) { return echo; }; // the device is off
        QCOMPARE(line.ask(kShort, request).status, Status::Timeout);
        line.far.answer = [&](const QByteArray &echo) {
            return QByteArray(1, '\0') + echo + line.framing->frame(1, answer);
        };
        QCOMPARE(line.ask(kLong, request).pdu, answer);
    }

    void missingEchoIsTold()
    {
        Line line(ascii(), true);
        QVERIFY(line.open());
        const TransportReply reply = line.ask();
        QCOMPARE(reply.status, Status::Invalid);
        QVERIFY(reply.detail.contains(QLatin1String("echo")));
    }

    void adapterIsPulledOutAndPutIn_data()
    {
        QTest::addColumn<bool>("asking");
        QTest::newRow("idle") << false;
        QTest::newRow("in a request") << true;
    }

    void adapterIsPulledOutAndPutIn()
    {
        QFETCH(bool, asking);
        Line line(ascii());
        QVERIFY(line.open());
        for (int round = 1; round <= 3; ++round) {
            QCOMPARE(line.ask().pdu, kGoodPdu);
            line.closed->clear();
            line.finished->clear();
            line.answerWith({});
            if (asking)
                line.transport->send(1, kTwoRegisters, kLong);
            line.far.unplug();
            QTRY_COMPARE(line.closed->size(), 1);
            QVERIFY(!line.closed->first().first().toString().isEmpty());
            QCOMPARE(line.finished->size(), asking ? 1 : 0);
            line.transport->open(); // still away
            QTRY_COMPARE(line.closed->size(), 2);
            line.far.plug();
            line.answerWith(line.good());
            QVERIFY(line.open());
        }
        QCOMPARE(line.ask().pdu, kGoodPdu);
    }

    void nothingComesAfterClose()
    {
        Line line(ascii());
        QVERIFY(line.open());
        line.answerWith({});
        line.transport->send(1, kTwoRegisters, Milliseconds(20));
        line.transport->close();
        line.answerWith(line.good());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.finished->size(), 1);
        QCOMPARE(line.closed->size(), 0);
    }
};

QTEST_GUILESS_MAIN(SerialTest)
#include "tst_serial.moc"
