// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadline.h"
#include "modbus/serialline.h"

#include <QElapsedTimer>
#include <QTimer>
#include <limits>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

} // namespace

/// Our own serial transports at a line where everything goes wrong.
class SerialTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addFramings(); }

    void requestsAndAnswers()
    {
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
        SerialLine line(ascii());
        QVERIFY(line.open());
        line.answerWith(line.other(2));
        QCOMPARE(line.ask().status, Status::Invalid);
        line.answerWith(line.good());
        QCOMPARE(line.ask().pdu, kGoodPdu);
    }

    void silenceIsATimeout()
    {
        SerialLine line(ascii());
        QVERIFY(line.open());
        line.answerWith({});
        QCOMPARE(line.ask().status, Status::Timeout);
        line.answerWith(line.good());
        QCOMPARE(line.ask().pdu, kGoodPdu);
    }

    void row24DeadlineIsKept()
    {
        SerialLine line(ascii());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer); // the line is known to be quiet now
        line.answerWith({});
        QVERIFY(endsAtItsDeadline(*line.transport));
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
        SerialLine line(ascii(), true);
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
        SerialLine line(ascii(), true);
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
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
