// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadline.h"
#include "modbus/networkline.h"

#include <QNetworkDatagram>
#include <QTest>
#include <QUdpSocket>
#include <QtEndian>
#include <functional>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

/// A UDP device that answers with any number of any datagrams.
class RogueDatagrams final : public QObject
{
    Q_OBJECT

public:
    using Answers = std::function<QList<QByteArray>(const QByteArray &request)>;

    explicit RogueDatagrams(const QHostAddress &address = QHostAddress::LocalHost)
    {
        if (!socket.bind(address) || !stranger.bind(address))
            qFatal("no free port on the loopback interface");
        connect(&socket, &QUdpSocket::readyRead, this, [this] {
            while (socket.hasPendingDatagrams()) {
                request = socket.receiveDatagram();
                requests.append(request.data());
                const QList<QByteArray> list = answers(request.data());
                for (const QByteArray &bytes : list)
                    say(socket, bytes);
            }
        });
    }
    void say(QUdpSocket &from, const QByteArray &bytes) const
    {
        from.writeDatagram(bytes, request.senderAddress(), quint16(request.senderPort()));
    }
    [[nodiscard]] static QByteArray frame(const QByteArray &request, const QByteArray &pdu)
    {
        QByteArray bytes = request.left(4) + QByteArray(2, '\0') + request.mid(6, 1) + pdu;
        qToBigEndian(quint16(pdu.size() + 1), bytes.data() + 4);
        return bytes;
    }
    [[nodiscard]] static QList<QByteArray> good(const QByteArray &request)
    {
        return {frame(request, kGoodPdu)};
    }

    QUdpSocket socket;
    QUdpSocket stranger; ///< same address, other port
    QNetworkDatagram request;
    QList<QByteArray> requests;
    Answers answers = &RogueDatagrams::good;
};

struct DatagramLine {
    RogueDatagrams device;
    NetworkLine line{ConnectionKind::Udp, device.socket.localPort()};
};

} // namespace

/// Modbus over UDP with peers that do not keep to the rules.
class DatagramsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datagrams_data()
    {
        QTest::addColumn<int>("unit");
        for (const int unit : {0, 1, 255})
            QTest::addRow("unit %d", unit) << unit;
    }

    void datagrams()
    {
        QFETCH(int, unit);
        DatagramLine d;
        QVERIFY(d.line.open());
        for (int i = 0; i < 300; ++i)
            QCOMPARE(d.line.ask(kShort, unit).pdu, kGoodPdu);
        QCOMPARE(d.device.requests.size(), 300);
        const QByteArray request = d.device.requests.last();
        QCOMPARE(request.mid(2, 4), QByteArray::fromHex("00000006"));
        QCOMPARE(uchar(request.at(6)), uchar(unit));
        QCOMPARE(request.mid(7), kTwoRegisters);
        QVERIFY(request.left(2) != d.device.requests.first().left(2));
        QCOMPARE(d.line.stray.size(), 0);
    }

    void row24DeadlineIsKept()
    {
        DatagramLine d;
        d.device.answers = [](const QByteArray &) { return QList<QByteArray>(); };
        QVERIFY(d.line.open());
        QVERIFY(endsAtItsDeadline(*d.line.transport));
    }

    void datagramsOnIpv6()
    {
        if (!QUdpSocket().bind(QHostAddress::LocalHostIPv6))
            QSKIP("no IPv6 on this machine");
        RogueDatagrams device(QHostAddress::LocalHostIPv6);
        NetworkLine line(ConnectionKind::Udp, device.socket.localPort(), QStringLiteral("::1"));
        QVERIFY(line.open());
        QCOMPARE(line.ask().pdu, kGoodPdu);
    }

    void datagramsToAName()
    {
        RogueDatagrams device;
        NetworkLine line(ConnectionKind::Udp, device.socket.localPort(),
                         QStringLiteral("localhost"));
        QVERIFY(line.open());
    }

    void unknownName()
    {
        NetworkLine line(ConnectionKind::Udp, 502, QStringLiteral("no-such-device.invalid"));
        line.transport->open();
        QVERIFY(line.closed.wait());
        QVERIFY(!line.closed.last().first().toString().isEmpty());
        QCOMPARE(line.opened.size(), 0);
    }

    void foreignDatagrams_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("change");
        QTest::newRow("transaction") << 1 << 1;
        QTest::newRow("protocol") << 2 << 1;
        QTest::newRow("length too long") << 5 << 8;
        QTest::newRow("length too short") << 5 << 1;
        QTest::newRow("unit") << 6 << 2;
    }

    void foreignDatagrams()
    {
        QFETCH(int, at);
        QFETCH(int, change);
        DatagramLine d;
        const auto foreign = [at, change](const QByteArray &request) {
            QByteArray bytes = RogueDatagrams::frame(request, kOtherPdu);
            bytes[at] = char(bytes[at] ^ change);
            return bytes;
        };
        d.device.answers
            = [&](const QByteArray &request) { return QList<QByteArray>{foreign(request)}; };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Invalid);
        QCOMPARE(d.line.stray.size(), 1);
        d.device.answers = [&](const QByteArray &request) {
            return QList<QByteArray>{foreign(request), {}, "x"} + RogueDatagrams::good(request);
        };
        QCOMPARE(d.line.ask(kLong).pdu, kGoodPdu);
        QCOMPARE(d.line.stray.size(), 4);
        QCOMPARE(d.line.closed.size(), 0);
    }

    void twoFramesInOneDatagramAreNone()
    {
        DatagramLine d;
        d.device.answers = [](const QByteArray &request) {
            const QByteArray frame = RogueDatagrams::frame(request, kGoodPdu);
            return QList<QByteArray>{frame + frame};
        };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Invalid);
    }

    void datagramFromAnotherPort()
    {
        DatagramLine d;
        d.device.answers = [&d](const QByteArray &request) {
            d.device.say(d.device.stranger, RogueDatagrams::frame(request, kOtherPdu));
            return QList<QByteArray>();
        };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Invalid);
        QCOMPARE(d.line.stray.size(), 1);
    }

    void datagramFromAnotherAddress()
    {
        DatagramLine d;
        QUdpSocket elsewhere; // the same port on another address
        if (!elsewhere.bind(QHostAddress(QStringLiteral("127.0.0.2")), d.device.socket.localPort()))
            QSKIP("no second loopback address");
        d.device.answers = [&](const QByteArray &request) {
            d.device.say(elsewhere, RogueDatagrams::frame(request, kOtherPdu));
            return QList<QByteArray>();
        };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Invalid);
        QCOMPARE(d.line.stray.size(), 1);
    }

    void lateAndDoubleDatagrams()
    {
        DatagramLine d;
        QSignalSpy told(d.line.transport.get(), &Transport::lateAnswer);
        QByteArray late;
        d.device.answers = [&late](const QByteArray &request) {
            late = RogueDatagrams::frame(request, kOtherPdu);
            return QList<QByteArray>();
        };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Timeout);
        d.device.answers = [&late](const QByteArray &request) {
            const QByteArray good = RogueDatagrams::frame(request, kGoodPdu);
            return QList<QByteArray>{late, good, good};
        };
        QCOMPARE(d.line.ask(kLong).pdu, kGoodPdu);
        QTRY_COMPARE(d.line.stray.size(), 2);
        QCOMPARE(told.size(), 1);
        QVERIFY(told.first().first().value<Milliseconds>() > Milliseconds(0));
        QCOMPARE(d.line.finished.size(), 2);
    }

    void anAnsweredDatagramLeavesTheNextItsDeadline()
    {
        DatagramLine d;
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Answer);
        d.device.answers = [](const QByteArray &) { return QList<QByteArray>(); };
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(d.line.ask(Milliseconds(200)).status, Status::Timeout);
        QVERIFY(timer.elapsed() >= 200);
        QCOMPARE(d.line.ask(Milliseconds(50)).status, Status::Timeout);
    }

    void datagramsInAnyOrder()
    {
        DatagramLine d;
        d.device.answers = [&d](const QByteArray &) {
            QList<QByteArray> all;
            for (qsizetype i = 16; i > 0 && d.device.requests.size() == 16; --i) {
                const QByteArray &request = d.device.requests.at(i - 1);
                const QByteArray pdu = QByteArray::fromHex("0304") + request.mid(8, 4);
                all.append(RogueDatagrams::frame(request, pdu));
            }
            return all;
        };
        QVERIFY(d.line.open());
        QHash<RequestId, QByteArray> asked;
        for (int i = 0; i < 16; ++i) {
            const QByteArray request = readRequest(Table::HoldingRegister, 100 + i, 2).value();
            asked.insert(d.line.transport->send(1 + i % 3, request, kLong),
                         QByteArray::fromHex("0304") + request.mid(1));
        }
        QTRY_COMPARE(d.line.finished.size(), 16);
        for (const QList<QVariant> &one : std::as_const(d.line.finished)) {
            const auto reply = one.first().value<TransportReply>();
            QCOMPARE(reply.pdu, asked.take(reply.request));
        }
        QVERIFY(asked.isEmpty());
        QCOMPARE(d.line.stray.size(), 0);
    }

    void noDatagramsAfterClose()
    {
        DatagramLine d;
        QVERIFY(d.line.open());
        d.line.transport->send(1, kTwoRegisters, Milliseconds(20));
        d.line.transport->close();
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Answer);
        QCOMPARE(d.line.finished.size(), 1);
        QCOMPARE(d.line.closed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(DatagramsTest)
#include "tst_datagrams.moc"
