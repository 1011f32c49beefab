// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/roguedevice.h"
#include "modbus/tcpline.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;
using Verdict = ResponseCheck::Verdict;
using Answer = RogueDevice::Answer;

constexpr Milliseconds kShort{150};
/// Longer than a test waits for a signal: what must be seen at once is not seen by this deadline.
constexpr Milliseconds kLong{60000};

/// What the device sends, and what becomes of the request and of the next one.
struct Hostile {
    Answer answer;
    Status status = Status::LinkLost;
    Verdict verdict = Verdict::Invalid; ///< of an answer
    int strays = 0; ///< in all
    Milliseconds deadline = kShort;
    Answer next = &RogueDevice::good;
    Status nextStatus = Status::Answer;
};

Answer patched(QList<std::pair<int, quint8>> bytes)
{
    return [bytes](const QByteArray &request) {
        QByteArray frame = RogueDevice::good(request);
        for (const auto &[at, byte] : bytes)
            frame[at] = char(byte);
        return frame;
    };
}

Answer registers(int count)
{
    return [count](const QByteArray &request) {
        const QByteArray pdu = request.mid(7, 1) + char(2 * count) + QByteArray(2 * count, 'v');
        return RogueDevice::framed(request, pdu);
    };
}

Hostile lateOne()
{
    const auto late = std::make_shared<QByteArray>();
    Hostile hostile{[late](const QByteArray &request) {
                        *late = RogueDevice::good(request);
                        (*late)[9] = 0x55; // so that it could be told if it came through
                        return QByteArray();
                    },
                    Status::Timeout};
    hostile.next = [late](const QByteArray &request) { return *late + RogueDevice::good(request); };
    hostile.strays = 1;
    return hostile;
}

/// By the ids of the file.
QMap<QString, Hostile> hostiles()
{
    const Answer cut
        = [](const QByteArray &request) { return RogueDevice::good(request).left(10); };
    const Answer twice = [](const QByteArray &request) {
        return RogueDevice::good(request) + RogueDevice::good(request);
    };
    const Answer more = [](const QByteArray &request) { return RogueDevice::good(request) + "xx"; };
    const auto named = [](const char *id) { return QString::fromLatin1(id); };
    return {
        {named("truncated-adu"), {cut, Status::LinkLost, Verdict::Invalid, 1}},
        {named("wrong-unit"), {patched({{6, 77}}), Status::Invalid, Verdict::Invalid, 1}},
        {named("wrong-fc"), {patched({{7, 4}}), Status::Answer}},
        {named("short-payload"), {registers(1), Status::Answer}},
        {named("long-payload"), {registers(12), Status::Answer}},
        {named("duplicate"), {twice, Status::Answer, Verdict::Data, 1}},
        {named("mbap-len-0"), {patched({{5, 0}}), Status::LinkLost, Verdict::Invalid, 1, kLong}},
        {named("mbap-len-big"),
         {patched({{4, 0xFF}, {5, 0xFF}}), Status::LinkLost, Verdict::Invalid, 1, kLong}},
        {named("proto-id"),
         {patched({{2, 0x12}, {3, 0x34}}), Status::LinkLost, Verdict::Invalid, 1, kLong}},
        {named("stray-bytes"),
         {more, Status::Answer, Verdict::Data, 1, kShort, &RogueDevice::good, Status::LinkLost}},
        {named("late-tcp"), lateOne()},
    };
}

} // namespace

/// Every hostile response over TCP that tests/data/modbus/hostile_responses.json lists, from a
/// rogue device to the transport; those of serial lines are in tst_rtu.cpp.
class HostileTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addCarriers(); }

    void init()
    {
        if (carrier() == Carrier::Tls && !Pki::isPossible())
            QSKIP("openssl is not installed");
    }

    void responses_data()
    {
        QTest::addColumn<QString>("id");
        QFile file(QStringLiteral(MWS_TEST_DATA "/modbus/hostile_responses.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray cases
            = QJsonDocument::fromJson(file.readAll())[QLatin1String("cases")].toArray();
        QStringList ids;
        for (const QJsonValue &one : cases) {
            const QString id = one[QLatin1String("id")].toString();
            if (!id.contains(QLatin1String("rtu")))
                ids.append(id);
        }
        for (const QString &id : std::as_const(ids))
            QTest::addRow("%s", qPrintable(id)) << id;
        ids.sort();
        QCOMPARE(ids, hostiles().keys());
    }

    void responses()
    {
        QFETCH(QString, id);
        const Hostile hostile = hostiles().value(id);
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        device.setAnswer(hostile.answer);
        const TransportReply reply = line.ask(1, hostile.deadline);
        QCOMPARE(reply.status, hostile.status);
        if (reply.status == Status::Answer)
            QCOMPARE(checkResponse(kTenRegisters, reply.pdu).verdict, hostile.verdict);
        QTRY_COMPARE(line.closed.size(), hostile.status == Status::LinkLost ? 1 : 0);

        device.setAnswer(hostile.next);
        if (hostile.status == Status::LinkLost)
            QVERIFY(line.open());
        TransportReply next = line.ask(1, kShort);
        QCOMPARE(next.status, hostile.nextStatus);
        if (hostile.nextStatus == Status::LinkLost) {
            QVERIFY(line.open());
            next = line.ask(1, kShort);
        }
        QCOMPARE(next.status, Status::Answer);
        QCOMPARE(registersOf(next.pdu),
                 registersOf(RogueDevice::good(device.requests().last()).mid(7)));
        QTRY_COMPARE(line.stray.size(), hostile.strays);
    }
};

QTEST_GUILESS_MAIN(HostileTest)
#include "tst_hostile.moc"
