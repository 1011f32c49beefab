// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/serialline.h"

#include <QElapsedTimer>
#include <QTimer>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

} // namespace

/// What comes on a serial line when nobody waits for it, and too late.
class SerialTailsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addFramings(); }

    /// Field failures, row 4.
    void lateAnswerIsNotGivenToTheNextRequest()
    {
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
        SerialLine line(ascii(), false, 400);
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
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
        SerialLine line(ascii());
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
};

QTEST_GUILESS_MAIN(SerialTailsTest)
#include "tst_serialtails.moc"
