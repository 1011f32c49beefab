// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadline.h"
#include "modbus/farend.h"
#include "modbus/requests.h"
#include "modbus/specframes.h"
#include "modbus/transport.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

const QByteArray kTwoRegisters = readRequest(Table::HoldingRegister, 100, 2).value();
const QByteArray kGoodPdu = QByteArray::fromHex("030400640065");

Connection connectionTo(const QString &path, LinkBackend backend)
{
    Connection connection;
    connection.kind = ConnectionKind::Rtu;
    connection.backend = backend;
    connection.serialPort = path;
    connection.baudRate = 115200;
    return connection;
}

struct Line {
    explicit Line(LinkBackend backend)
        : owned(makeTransport(connectionTo(far.path, backend)))
        , transport(*owned)
        , opened(owned.get(), &Transport::opened)
        , closed(owned.get(), &Transport::closed)
        , finished(owned.get(), &Transport::finished)
    {
        far.answer = [](const QByteArray &request) { return rtuFrame(request.at(0), kGoodPdu); };
    }
    [[nodiscard]] bool open()
    {
        transport.open();
        return opened.wait();
    }
    [[nodiscard]] TransportReply ask(int unit = 1)
    {
        const auto before = finished.size();
        transport.send(unit, kTwoRegisters, Milliseconds(120));
        if (finished.size() == before)
            finished.wait();
        return finished.size() > before ? finished.last().first().value<TransportReply>()
                                        : TransportReply{Status::LinkLost, {}, {}};
    }
    FarEnd far;
    std::unique_ptr<Transport> owned;
    Transport &transport;
    QSignalSpy opened;
    QSignalSpy closed;
    QSignalSpy finished;
};

} // namespace

/// What holds for both ways to drive a serial line.
class RtuTest final : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static LinkBackend backend()
    {
        QFETCH_GLOBAL(int, backend);
        return LinkBackend(backend);
    }

    /// One request as PDU and whole frame, and the answer likewise.
    static void exchange(int unit, const QByteArray &request, const QByteArray &requestFrame,
                         const QByteArray &answer, const QByteArray &answerFrame)
    {
        Line line(backend());
        QByteArray heard;
        line.far.isWhole = [](const QByteArray &) { return true; };
        line.far.answer = [&](const QByteArray &bytes) {
            heard += bytes;
            return heard == requestFrame ? answerFrame : QByteArray();
        };
        QVERIFY(line.open());
        line.transport.send(unit, request, Milliseconds(1000));
        QVERIFY(line.finished.wait());
        QCOMPARE(heard.toHex(), requestFrame.toHex());
        const auto reply = line.finished.last().first().value<TransportReply>();
        QCOMPARE(reply.status, Status::Answer);
        QCOMPARE(reply.pdu.toHex(), answer.toHex());
    }

    void answerIsFoundBehind(const QByteArray &before)
    {
        Line line(backend());
        QVERIFY(line.open());
        const auto good = line.far.answer;
        line.far.answer = [before](const QByteArray &) { return before + rtuFrame(1, kGoodPdu); };
        QCOMPARE(line.ask().pdu, kGoodPdu);
        QCOMPARE(line.ask().pdu, kGoodPdu);
        line.far.answer = good;
        QCOMPARE(line.ask().pdu, kGoodPdu);
        QCOMPARE(line.finished.size(), 3);
        QCOMPARE(line.far.heard.size(), 3);
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<int>("backend");
        QTest::newRow("own") << int(LinkBackend::Own);
        QTest::newRow("qmodbus") << int(LinkBackend::QModbus);
    }

    void framesOfTheSpecification_data()
    {
        addFramesOf({"spec_frames.json", "diagnostic_frames.json"});
    }

    void framesOfTheSpecification()
    {
        QFETCH(QJsonObject, frame);
        const int unit = frame[QLatin1String("unit")].toInt();
        const QByteArray answer = responseOf(frame);
        exchange(unit, bytesOf(frame, "request"), bytesOf(frame, "rtuRequest"), answer,
                 answer == bytesOf(frame, "response") ? bytesOf(frame, "rtuResponse")
                                                      : rtuFrame(unit, answer));
    }

    /// FC 17: the device says how long its answer is.
    void serverId()
    {
        exchange(1, QByteArray::fromHex("11"), QByteArray::fromHex("0111c02c"),
                 QByteArray::fromHex("1105b4ff414243"),
                 QByteArray::fromHex("011105b4ff41424321d8"));
    }

    void manyInARow()
    {
        Line line(backend());
        QVERIFY(line.open());
        for (int i = 0; i < 50; ++i)
            QCOMPARE(line.ask().pdu, kGoodPdu);
        QCOMPARE(line.far.heard.size(), 50);
        QCOMPARE(line.finished.size(), 50);
    }

    void badFrames_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QByteArray damaged = rtuFrame(1, kGoodPdu);
        damaged[4] = char(damaged[4] ^ 1);
        const int invalid = int(Status::Invalid);
        const int timeout = int(Status::Timeout);
        QTest::newRow("bad checksum") << damaged << invalid;
        QTest::newRow("other unit") << rtuFrame(2, kGoodPdu) << invalid;
        QTest::newRow("other function")
            << rtuFrame(1, QByteArray::fromHex("040400640065")) << invalid;
        QTest::newRow("cut short") << rtuFrame(1, kGoodPdu).left(6) << invalid;
        QTest::newRow("silence") << QByteArray() << timeout;
    }

    void badFrames()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        Line line(backend());
        QVERIFY(line.open());
        const auto good = line.far.answer;
        line.far.answer = [bytes](const QByteArray &) { return bytes; };
        QCOMPARE(int(line.ask().status), status);
        line.far.answer = good;
        QCOMPARE(line.ask().pdu, kGoodPdu);
        QCOMPARE(line.closed.size(), 0);
    }

    /// The hostile responses of serial lines; those over TCP are in tst_hostile.cpp.
    void hostileResponses_data()
    {
        QTest::addColumn<QString>("id");
        QFile file(QStringLiteral(MWS_TEST_DATA "/modbus/hostile_responses.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QJsonValue &one :
             QJsonDocument::fromJson(file.readAll())[QLatin1String("cases")].toArray()) {
            const QString id = one[QLatin1String("id")].toString();
            if (id.contains(QLatin1String("rtu")))
                QTest::addRow("%s", qPrintable(id)) << id;
        }
    }

    void hostileResponses()
    {
        QFETCH(QString, id);
        if (id == QLatin1String("late-rtu"))
            lateAnswerIsNotGivenToTheNextRequest();
        else if (id == QLatin1String("rtu-leading-00"))
            answerIsFoundBehind(QByteArray(1, '\0'));
        else
            QFAIL("nothing sends this");
    }

    void answerIsFoundBehindNoise_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("00") << QByteArray(1, '\0');
        QTest::newRow("FF") << QByteArray(1, char(0xFF));
        QTest::newRow("unit id twice") << QByteArray(1, char(1));
        QTest::newRow("start of a frame") << QByteArray::fromHex("0103ff");
        QTest::newRow("echo of the request") << rtuFrame(1, kTwoRegisters);
        QTest::newRow("frame of another unit") << rtuFrame(2, QByteArray::fromHex("03040bad0bad"));
    }

    void answerIsFoundBehindNoise()
    {
        QFETCH(QByteArray, before);
        answerIsFoundBehind(before);
    }

    /// It may be a late one, so the line is quiet before the next request.
    void answerOfAnotherLengthIsNoAnswer()
    {
        Line line(backend());
        QVERIFY(line.open());
        const auto good = line.far.answer;
        line.far.answer
            = [](const QByteArray &) { return rtuFrame(1, QByteArray::fromHex("03020064")); };
        QCOMPARE(line.ask().status, Status::Invalid);
        line.far.answer = good;
        line.transport.send(1, kTwoRegisters, Milliseconds(120));
        line.far.say(rtuFrame(1, QByteArray::fromHex("0304DEADBEEF")));
        QVERIFY(line.finished.wait());
        QCOMPARE(line.finished.last().first().value<TransportReply>().pdu, kGoodPdu);
        QCOMPARE(line.far.heard.size(), 2);
    }

    void lateAnswerIsNotGivenToTheNextRequest()
    {
        Line line(backend());
        QVERIFY(line.open());
        const auto good = line.far.answer;
        line.far.answer = [](const QByteArray &) { return QByteArray(); };
        QCOMPARE(line.ask().status, Status::Timeout);
        line.far.answer = good;
        line.transport.send(1, kTwoRegisters, Milliseconds(120)); // waits for the quiet line
        line.far.say(rtuFrame(1, QByteArray::fromHex("0304DEADBEEF")));
        QVERIFY(line.finished.wait());
        QCOMPARE(line.finished.size(), 2);
        QCOMPARE(line.finished.last().first().value<TransportReply>().pdu, kGoodPdu);
        QCOMPARE(line.far.heard.size(), 2);
    }

    void row24DeadlineIsKept()
    {
        Line line(backend());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer); // the line is known to be quiet now
        line.far.answer = [](const QByteArray &) { return QByteArray(); };
        // QModbus starts its timer, a coarse one, when the port says that the bytes have left; a
        // busy machine may be late with that.
        const bool isOwn = backend() == LinkBackend::Own;
        const Milliseconds timeout(200);
        QVERIFY(endsAtItsDeadline(line.transport, timeout, isOwn ? Milliseconds(20) : timeout));
    }

    void chatteringLineEndsTheRequest()
    {
        Line line(backend());
        QVERIFY(line.open());
        line.far.answer = [](const QByteArray &) { return QByteArray(); };
        QCOMPARE(line.ask().status, Status::Timeout);
        QTimer chatter;
        connect(&chatter, &QTimer::timeout, this, [&line] { line.far.say("x"); });
        chatter.start(20);
        line.transport.send(1, kTwoRegisters, Milliseconds(120));
        QVERIFY(line.finished.wait(10000));
        QCOMPARE(line.finished.last().first().value<TransportReply>().status, Status::LinkLost);
        QCOMPARE(line.closed.size(), 1);
    }

    void adapterIsPulledOut()
    {
        Line line(backend());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        line.transport.send(1, kTwoRegisters, Milliseconds(5000));
        line.far.unplug();
        QTRY_COMPARE(line.closed.size(), 1);
        QCOMPARE(line.finished.last().first().value<TransportReply>().status, Status::LinkLost);
        line.transport.open();
        QTRY_COMPARE(line.closed.size(), 2); // it is still away
        QVERIFY(!line.closed.last().first().toString().isEmpty());
        QCOMPARE(line.opened.size(), 1);
        line.far.plug();
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
    }

    void nothingComesAfterClose()
    {
        Line line(backend());
        QVERIFY(line.open());
        line.far.answer = [](const QByteArray &) { return QByteArray(); };
        line.transport.send(1, kTwoRegisters, Milliseconds(50));
        line.transport.close();
        line.far.answer = [](const QByteArray &) { return rtuFrame(1, kGoodPdu); };
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.finished.size(), 1);
        QCOMPARE(line.closed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(RtuTest)
#include "tst_rtu.moc"
