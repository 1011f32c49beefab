// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/diagnostics.h"
#include "modbus/farend.h"
#include "modbus/framesummary.h"
#include "modbus/framing.h"
#include "modbus/pki.h"
#include "modbus/requests.h"
#include "modbus/roguedevice.h"
#include "modbus/specframes.h"
#include "modbus/transport.h"
#include "support/tshark.h"

#include <QNetworkDatagram>
#include <QSet>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUdpSocket>

using namespace mws;
using namespace mws::modbus;

namespace
{

const QByteArray kRequest = QByteArray::fromHex("03006b0003");
const QByteArray kAnswer = QByteArray::fromHex("0306022b00000064");

/// A link whose frames are noted.
struct Traced {
    void make(const Connection &connection, const QString &tlsFolder = {})
    {
        transport = makeTransport(connection, tlsFolder);
        transport->setTrace(trace, QStringLiteral("line"));
        trace.setEnabled(true);
    }
    [[nodiscard]] bool open() const
    {
        QSignalSpy opened(transport.get(), &Transport::opened);
        transport->open();
        return opened.wait();
    }
    [[nodiscard]] TransportReply ask(const QByteArray &pdu = kRequest) const
    {
        QSignalSpy finished(transport.get(), &Transport::finished);
        transport->send(17, pdu, Milliseconds(300));
        return finished.wait() ? finished.first().first().value<TransportReply>()
                               : TransportReply();
    }

    FrameTrace trace;
    std::unique_ptr<Transport> transport;
};

struct TracedLine : Traced {
    TracedLine()
    {
        far.isWhole = [](const QByteArray &bytes) { return bytes.size() >= 8; };
        far.answer = [](const QByteArray &) { return RtuFraming().frame(17, kAnswer); };
        Connection connection;
        connection.kind = ConnectionKind::Rtu;
        connection.serialPort = far.path;
        connection.baudRate = 115200;
        make(connection);
    }

    FarEnd far;
};

struct TracedSocket : Traced {
    explicit TracedSocket(quint16 port, ConnectionKind kind = ConnectionKind::Tcp,
                          const QString &tlsFolder = {})
    {
        Connection connection;
        connection.id = QStringLiteral("line");
        connection.kind = kind;
        connection.host = QStringLiteral("127.0.0.1");
        connection.port = port;
        connection.serverName = QStringLiteral("plc.test");
        make(connection, tlsFolder);
    }
};

/// A serial server that takes RTU frames from a TCP connection.
struct SerialServer {
    SerialServer()
    {
        if (!server.listen(QHostAddress::LocalHost))
            qFatal("no free port on the loopback interface");
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] {
            QTcpSocket *socket = server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                heard += socket->readAll();
                if (heard.size() < requestSize)
                    return;
                heard.clear();
                socket->write(RtuFraming().frame(17, answer));
            });
        });
    }

    QTcpServer server;
    QByteArray heard;
    qsizetype requestSize = 0; ///< of the frame
    QByteArray answer; ///< the PDU
};

struct TracedDatagrams : Traced {
    TracedDatagrams()
    {
        if (!device.bind(QHostAddress::LocalHost))
            qFatal("no free port on the loopback interface");
        Connection connection;
        connection.kind = ConnectionKind::Udp;
        connection.host = QStringLiteral("127.0.0.1");
        connection.port = device.localPort();
        make(connection);
        QObject::connect(&device, &QUdpSocket::readyRead, &device, [this] {
            const QNetworkDatagram request = device.receiveDatagram();
            device.writeDatagram(request.makeReply(RogueDevice::framed(request.data(), answer)));
        });
    }

    QUdpSocket device;
    QByteArray answer; ///< the PDU
};

/// A request PDU and its answer.
struct Exchange {
    QByteArray request;
    QByteArray answer;
};

/// One of each function that tags use.
QList<Exchange> exchangesOfTags()
{
    QList<Exchange> all;
    for (const Table table :
         {Table::Coil, Table::DiscreteInput, Table::HoldingRegister, Table::InputRegister})
        all.append({readRequest(table, 107, 3).value(), {}});
    for (const auto &request :
         {writeCoilRequest(172, true), writeRegisterRequest(1, 3),
          writeCoilsRequest(19, QList<bool>(10, true)), writeRegistersRequest(1, {10, 258}),
          maskWriteRequest(4, 0xF2, 0x25), readWriteRequest(3, 6, 14, {255, 256, 257})})
        all.append({request.value(), {}});
    for (auto &[request, answer] : all) {
        const int size = expectedResponseSize(request);
        const bool bringsData = request.at(0) <= 4 || request.at(0) == kReadWriteRegisters;
        answer = bringsData ? request.left(1) + char(size - 2) + QByteArray(size - 2, '\1')
                            : request.left(size);
    }
    return all;
}

/// The specification's examples of all other functions; it has none of FC 17.
QList<Exchange> exchangesOfDiagnostics()
{
    QList<Exchange> all{{serverIdRequest(), QByteArray::fromHex("1105b4ff414243")}};
    for (const QJsonValue &pair : framesIn("diagnostic_frames.json"))
        all.append({bytesOf(pair, "request"), responseOf(pair)});
    return all;
}

/// Each function that the engine uses, answered and then refused, with each exception code.
QList<Exchange> everyExchange()
{
    QList<Exchange> all = exchangesOfTags() + exchangesOfDiagnostics();
    const QByteArray codes = QByteArray::fromHex("01020304050607080a0b");
    const QList<Exchange> answered = all;
    for (qsizetype i = 0; i < answered.size(); ++i) {
        const QByteArray &request = answered[i].request;
        all.append({request, char(request[0] | 0x80) + codes.mid(i % codes.size(), 1)});
    }
    return all;
}

/// Function, exception code, malformed, expert information: our comment is its mildest kind.
QStringList shownByTshark(const Exchange &exchange, bool isRtu)
{
    const QString function = QString::number(int(exchange.request.at(0)));
    const bool isRefused = exchange.answer.at(0) < 0;
    const QString code = isRefused ? QString::number(exchange.answer.at(1)) : QString();
    // Its dissector of RTU leaves frames of less than five bytes as data, without a note: the
    // requests that are a function code only, of FC 7, 11, 12 and 17.
    const bool isData = isRtu && exchange.request.size() == 1;
    return {(isData ? QString() : function) + QStringLiteral("|||line"),
            function + u'|' + code + QStringLiteral("||line")};
}

TracedFrame frameOf(const char *dissector, TracedFrame::Direction direction, const QJsonValue &hex)
{
    TracedFrame frame;
    frame.connection = QStringLiteral("plc");
    frame.dissector = dissector;
    frame.direction = direction;
    frame.bytes = QByteArray::fromHex(hex.toString().toLatin1());
    return frame;
}

} // namespace

/// What the frame trace notes, says and exports.
class TraceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notesBothDirections()
    {
        TracedLine line;
        QVERIFY(line.open());
        QCOMPARE(line.ask().pdu, kAnswer);
        const QList<TracedFrame> frames = line.trace.frames();
        QCOMPARE(frames.size(), 2);
        QCOMPARE(frames[0].direction, TracedFrame::Direction::Sent);
        QCOMPARE(frames[0].bytes, RtuFraming().frame(17, kRequest));
        QCOMPARE(frames[0].summary, QStringLiteral("unit 17: read holding registers 107 to 109"));
        QCOMPARE(frames[1].direction, TracedFrame::Direction::Received);
        QCOMPARE(frames[1].bytes, RtuFraming().frame(17, kAnswer));
        QCOMPARE(frames[1].summary,
                 QStringLiteral("unit 17: read holding registers 02 2B 00 00 00 64"));
        QCOMPARE(frames[1].connection, QStringLiteral("line"));
        QVERIFY(frames[1].time >= frames[0].time);
    }

    void notesWhatIsNotUnderstood()
    {
        TracedLine line;
        const QByteArray rubbish = QByteArray::fromHex("110306022b00000064c8bb");
        line.far.answer = [rubbish](const QByteArray &) { return rubbish; };
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, TransportReply::Status::Invalid);
        QCOMPARE(line.trace.frames().size(), 2);
        QCOMPARE(line.trace.frames().last().bytes, rubbish);
        QCOMPARE(line.trace.frames().last().summary, QStringLiteral("not understood"));
    }

    void notesFramesOfTcp()
    {
        RogueDevice device;
        device.setAnswer(
            [](const QByteArray &request) { return RogueDevice::framed(request, kAnswer); });
        TracedSocket line(device.port());
        QVERIFY(line.open());
        QCOMPARE(line.ask().pdu, kAnswer);
        QCOMPARE(line.trace.frames().size(), 2);
        const QList<TracedFrame> frames = line.trace.frames();
        QCOMPARE(frames[0].bytes, device.requests().constFirst());
        QCOMPARE(frames[0].dissector, QByteArrayLiteral("mbtcp"));
        QCOMPARE(frames[0].summary, QStringLiteral("unit 17: read holding registers 107 to 109"));
        QCOMPARE(frames[1].direction, TracedFrame::Direction::Received);
        QCOMPARE(frames[1].bytes, RogueDevice::framed(frames[0].bytes, kAnswer));
        QCOMPARE(frames[1].summary,
                 QStringLiteral("unit 17: read holding registers 02 2B 00 00 00 64"));
    }

    void notesWhatBreaksTheStream()
    {
        const QByteArray rubbish = QByteArrayLiteral("HTTP/1.1 400");
        RogueDevice device;
        device.setAnswer([rubbish](const QByteArray &) { return rubbish; });
        TracedSocket line(device.port());
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, TransportReply::Status::LinkLost);
        QCOMPARE(line.trace.frames().size(), 2);
        QCOMPARE(line.trace.frames().last().bytes, rubbish);
        QCOMPARE(line.trace.frames().last().summary, QStringLiteral("not understood"));
    }

    void summariesOfTheSpecification_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("answered");
        const auto add = [](const char *request, const char *response, const char *asked,
                            const char *answered) {
            QTest::addRow("%s", request)
                << QByteArray::fromHex(request) << QByteArray::fromHex(response)
                << QString(QLatin1String(asked)) << QString(QLatin1String(answered));
        };
        add("0100130013", "0103cd6b05", "read coils 19 to 37", "read coils CD 6B 05");
        add("0500acff00", "0500acff00", "write single coil 172 = 65280",
            "write single coil 172 = 65280");
        add("0600010003", "0600010003", "write single register 1 = 3",
            "write single register 1 = 3");
        add("100001000204000a0102", "1000010002", "write multiple registers 1 to 2 00 0A 01 02",
            "write multiple registers 1 to 2");
        add("16000400f20025", "16000400f20025", "mask write register 4 & 00F2 | 0025",
            "mask write register 4 & 00F2 | 0025");
        add("1700030006000e00010200ff", "17020abc",
            "read/write multiple registers 3 to 8 / 14 00 FF",
            "read/write multiple registers 0A BC");
        add("0104a10001", "8102", "read coils 1185", "exception 2: illegal data address");
        add("080000a537", "080000a537", "diagnostics return query data A5 37",
            "diagnostics return query data A5 37");
        add("1804de", "180006000201b81284", "read FIFO queue 1246",
            "read FIFO queue 00 06 00 02 01 B8 12 84");
        add("2b0e0100", "2b0e01", "encapsulated interface transport 0E 01 00",
            "encapsulated interface transport 0E 01");
        add("03", "83", "read holding registers", "function 131");
    }

    void summariesOfTheSpecification()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const QByteArray, response);
        QTEST(requestSummary(request), "asked");
        QTEST(responseSummary(response), "answered");
    }

    /// What our own requests look like to somebody else, and their answers: no malformed frame,
    /// and nothing that Wireshark would warn of.
    void tsharkFindsNothingToWarnOf()
    {
        if (!hasTshark() || !Pki::isPossible())
            QSKIP("tshark or openssl is not installed");
        const Pki pki;
        RogueDevice device;
        RogueDevice tlsDevice(pki.server());
        SerialServer serialServer;
        const TracedSocket socket(device.port());
        const TracedSocket tls(tlsDevice.port(), ConnectionKind::Tls,
                               pki.stationFolder(QStringLiteral("line")));
        TracedDatagrams datagrams;
        TracedLine line;
        const TracedSocket stream(serialServer.server.serverPort(), ConnectionKind::RtuOverTcp);
        const QList<const Traced *> links{&socket, &tls, &datagrams, &line, &stream};
        for (const Traced *link : links)
            QVERIFY(link->open());
        const QList<Exchange> exchanges = everyExchange();
        QSet<int> functions;
        for (const Exchange &exchange : exchanges)
            functions.insert(exchange.request.at(0));
        QCOMPARE(functions,
                 (QSet<int>{1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24, 43}));
        for (const auto &[request, answer] : exchanges) {
            for (RogueDevice *each : {&device, &tlsDevice})
                each->setAnswer([answer = answer](const QByteArray &frame) {
                    return RogueDevice::framed(frame, answer);
                });
            datagrams.answer = serialServer.answer = answer;
            serialServer.requestSize = RtuFraming().frameSize(request.size());
            line.far.isWhole = [size = serialServer.requestSize](const QByteArray &bytes) {
                return bytes.size() == size;
            };
            line.far.answer
                = [answer = answer](const QByteArray &) { return RtuFraming().frame(17, answer); };
            for (const Traced *link : links)
                QCOMPARE(link->ask(request).pdu.toHex(), answer.toHex());
            QVERIFY(isResponse(request, answer));
        }
        for (const Traced *link : links) {
            const QStringList decoded = byTshark(
                toPcapNg(link->trace.frames()),
                {QStringLiteral("modbus.func_code"), QStringLiteral("modbus.exception_code"),
                 QStringLiteral("_ws.malformed"), QStringLiteral("_ws.expert.message")});
            QStringList expected;
            for (const Exchange &exchange : exchanges)
                expected += shownByTshark(exchange, link == &line || link == &stream);
            QCOMPARE(decoded, expected);
        }
    }

    void tsharkDecodesTheCapture()
    {
        if (!hasTshark())
            QSKIP("tshark is not installed");
        const QJsonArray pairs = framesIn("spec_frames.json");
        using enum TracedFrame::Direction;
        QList<TracedFrame> frames;
        QStringList expected;
        for (const QJsonValue &pair : pairs) {
            frames << frameOf("mbtcp", Sent, pair[QLatin1String("tcpRequest")])
                   << frameOf("mbtcp", Received, pair[QLatin1String("tcpResponse")])
                   << frameOf("mbrtu", Sent, pair[QLatin1String("rtuRequest")])
                   << frameOf("mbrtu", Received, pair[QLatin1String("rtuResponse")]);
            const int function = pair[QLatin1String("function")].toInt();
            for (const char *dissector : {"mbtcp", "mbtcp", "mbrtu", "mbrtu"})
                expected
                    << QStringLiteral("%1|%2||plc").arg(QLatin1String(dissector)).arg(function);
        }
        const QStringList decoded
            = byTshark(toPcapNg(frames),
                       {QStringLiteral("frame.protocols"), QStringLiteral("modbus.func_code"),
                        QStringLiteral("_ws.malformed"), QStringLiteral("frame.comment")});
        QCOMPARE(decoded.size(), expected.size());
        for (qsizetype i = 0; i < decoded.size(); ++i)
            QVERIFY2(decoded[i].endsWith(expected[i].section(u'|', 1))
                         && decoded[i].contains(expected[i].section(u'|', 0, 0)),
                     qPrintable(decoded[i] + QStringLiteral(" is not ") + expected[i]));
    }
};

QTEST_GUILESS_MAIN(TraceTest)
#include "tst_trace.moc"
