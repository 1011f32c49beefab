// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"
#include "modbus/framesummary.h"
#include "modbus/framing.h"
#include "modbus/requests.h"
#include "modbus/roguedevice.h"
#include "modbus/transport.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

const QByteArray kRequest = QByteArray::fromHex("03006b0003");
const QByteArray kAnswer = QByteArray::fromHex("0306022b00000064");

/// A link whose frames are noted.
struct Traced {
    void make(const Connection &connection)
    {
        transport = makeTransport(connection);
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
    explicit TracedSocket(quint16 port)
    {
        Connection connection;
        connection.host = QStringLiteral("127.0.0.1");
        connection.port = port;
        make(connection);
    }
};

/// One of each function that the engine uses.
QList<QByteArray> everyRequest()
{
    QList<QByteArray> all;
    for (const Table table :
         {Table::Coil, Table::DiscreteInput, Table::HoldingRegister, Table::InputRegister})
        all.append(readRequest(table, 107, 3).value());
    return all << writeCoilRequest(172, true).value() << writeRegisterRequest(1, 3).value()
               << writeCoilsRequest(19, QList<bool>(10, true)).value()
               << writeRegistersRequest(1, {10, 258}).value()
               << maskWriteRequest(4, 0xF2, 0x25).value()
               << readWriteRequest(3, 6, 14, {255, 256, 257}).value();
}

QByteArray rightAnswerTo(const QByteArray &request)
{
    const int size = expectedResponseSize(request);
    const bool bringsData = request.at(0) <= 4 || request.at(0) == kReadWriteRegisters;
    return bringsData ? request.left(1) + char(size - 2) + QByteArray(size - 2, '\1')
                      : request.left(size);
}

/// One line per packet, its fields separated by '|'.
QStringList byTshark(const QString &file, const QStringList &fields)
{
    QStringList arguments{QStringLiteral("-r"), file,
                          QStringLiteral("-T"), QStringLiteral("fields"),
                          QStringLiteral("-E"), QStringLiteral("separator=|")};
    for (const QString &field : fields)
        arguments << QStringLiteral("-e") << field;
    QProcess process;
    process.start(QStringLiteral("tshark"), arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0)
        qFatal("tshark: %s", process.readAllStandardError().constData());
    return QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
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

    /// What our own requests look like to somebody else: no malformed frame, and nothing that
    /// Wireshark would warn of.
    void tsharkFindsNothingToWarnOf()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty())
            QSKIP("tshark is not installed");
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            return RogueDevice::framed(request, rightAnswerTo(request.mid(7)));
        });
        TracedSocket socket(device.port());
        TracedLine line;
        QVERIFY(socket.open() && line.open());
        const QList<QByteArray> requests = everyRequest();
        for (const QByteArray &request : requests) {
            QCOMPARE(checkResponse(request, socket.ask(request).pdu).verdict,
                     ResponseCheck::Verdict::Data);
            line.far.isWhole = [size = RtuFraming().frameSize(request.size())](
                                   const QByteArray &bytes) { return bytes.size() == size; };
            line.far.answer = [request](const QByteArray &) {
                return RtuFraming().frame(17, rightAnswerTo(request));
            };
            QCOMPARE(checkResponse(request, line.ask(request).pdu).verdict,
                     ResponseCheck::Verdict::Data);
        }
        for (const FrameTrace *trace : {&socket.trace, &line.trace}) {
            const QList<TracedFrame> frames = trace->frames();
            QCOMPARE(frames.size(), 2 * requests.size());
            QTemporaryDir folder;
            QFile capture(folder.filePath(QStringLiteral("trace.pcapng")));
            QVERIFY(capture.open(QIODevice::WriteOnly));
            capture.write(toPcapNg(frames));
            capture.close();
            const QStringList decoded
                = byTshark(capture.fileName(),
                           {QStringLiteral("modbus.func_code"), QStringLiteral("_ws.malformed"),
                            QStringLiteral("_ws.expert.message")});
            QCOMPARE(decoded.size(), frames.size());
            for (qsizetype i = 0; i < decoded.size(); ++i)
                QCOMPARE(decoded[i], // our comment counts as the mildest kind of expert information
                         QStringLiteral("%1||line").arg(int(requests[i / 2].at(0))));
        }
    }

    void tsharkDecodesTheCapture()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty())
            QSKIP("tshark is not installed");
        QFile vectors(QStringLiteral(MWS_TEST_DATA "/modbus/spec_frames.json"));
        QVERIFY(vectors.open(QIODevice::ReadOnly));
        const QJsonArray pairs
            = QJsonDocument::fromJson(vectors.readAll())[QLatin1String("frames")].toArray();
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
        QTemporaryDir folder;
        QFile capture(folder.filePath(QStringLiteral("trace.pcapng")));
        QVERIFY(capture.open(QIODevice::WriteOnly));
        capture.write(toPcapNg(frames));
        capture.close();
        const QStringList decoded
            = byTshark(capture.fileName(),
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
