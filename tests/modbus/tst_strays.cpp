// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"
#include "modbus/modbusbus.h"
#include "modbus/requests.h"
#include "modbus/roguedevice.h"
#include "modbus/strays.h"

#include <QNetworkDatagram>
#include <QSignalSpy>
#include <QTest>
#include <QUdpSocket>
#include <algorithm>
#include <functional>
#include <random>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Counted = QMap<Counter, quint64>;

const QByteArray kRequest = readRequest(Table::HoldingRegister, 100, 2).value();
const QByteArray kAnswer = QByteArray::fromHex("030400640065");

/// Those of Counter::Exceptions to Counter::Garbage that are not 0.
Counted faults(const RequestCounters &counters)
{
    Counted map;
    for (int i = int(Counter::Exceptions); i <= int(Counter::Garbage); ++i) {
        const quint64 count = valueOf(counters, Counter(i)).toUInt64().value_or(0);
        if (count > 0)
            map.insert(Counter(i), count);
    }
    return map;
}

/// Whether what was counted is also a sign of an intrusion.
bool isSign(const Counted &counted)
{
    const auto &kind = counted.firstKey();
    return kind == Counter::WrongUnit || kind == Counter::WrongFunction
        || kind == Counter::WrongTransaction || kind == Counter::Foreign;
}

/// A bus that reads registers 100 and 101 of unit 1 every 30 ms.
class Master
{
public:
    explicit Master(Connection connection)
    {
        connection.id = QStringLiteral("line");
        connection.responseTimeoutMs = 150;
        connection.retries = 0;
        mws::Device device;
        device.id = QStringLiteral("d");
        device.connection = connection.id;
        Tag tag;
        tag.id = tag.path = QStringLiteral("a/t");
        tag.device = device.id;
        tag.address = 100;
        tag.type = DataType::UInt32;
        ProjectData data;
        data.pollClasses = {{QStringLiteral("normal"), 30, 100}};
        data.connections = {connection};
        data.devices = {device};
        data.tags = {tag};
        bus = std::make_unique<ModbusBus>(std::make_shared<const Project>(data),
                                          QMap<QString, QString>(), clock);
        bus->start();
    }
    ~Master() { bus->stop(); }
    [[nodiscard]] quint64 good() const { return unit().counters.good; }
    [[nodiscard]] LinkDiagnostics link() const { return bus->diagnostics().links.first(); }
    [[nodiscard]] UnitDiagnostics unit() const { return bus->diagnostics().units.first(); }

    SystemClock clock;
    std::unique_ptr<ModbusBus> bus;
};

Connection tcpTo(quint16 port, LinkBackend backend = LinkBackend::Own)
{
    Connection connection;
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = port;
    connection.backend = backend;
    return connection;
}

QByteArray withByte(QByteArray bytes, int at, int byte)
{
    bytes[at] = char(byte);
    return bytes;
}

/// What a device says instead of the answer to its third request.
using Fault = std::function<QByteArray(const QByteArray &request)>;
using LineFault = std::function<QByteArray(const Framing &framing)>;

/// The far end of a line: unit 1, with a fault.
struct Far {
    explicit Far(ConnectionKind theKind)
        : kind(theKind)
    {
        if (kind == ConnectionKind::Ascii)
            framing = std::make_unique<AsciiFraming>();
        else
            framing = std::make_unique<RtuFraming>();
        const qsizetype size = framing->frameSize(kRequest.size());
        end.isWhole = [size](const QByteArray &bytes) { return bytes.size() >= size; };
        end.answer = [this](const QByteArray &) {
            return ++asked == 3 && fault ? fault(*framing) : framing->frame(1, kAnswer);
        };
    }
    [[nodiscard]] Connection connection() const
    {
        Connection line;
        line.kind = kind;
        line.serialPort = end.path;
        line.baudRate = 115200;
        return line;
    }

    ConnectionKind kind;
    std::unique_ptr<Framing> framing;
    FarEnd end;
    LineFault fault;
    int asked = 0;
};

} // namespace

Q_DECLARE_METATYPE(Fault)
Q_DECLARE_METATYPE(LineFault)

/// Each counter by a device that provokes exactly it once; the others stay at 0.
class StraysTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overTcp_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<Counted>("expected");
        const auto addFault = [](const char *name, Counter counter, Fault fault) {
            QTest::newRow(name) << std::move(fault) << Counted{{counter, 1}};
        };
        const auto say = [](const char *hex) {
            return [pdu = QByteArray::fromHex(hex)](const QByteArray &request) {
                return RogueDevice::framed(request, pdu);
            };
        };
        addFault("timeouts", Counter::Timeouts, [](const QByteArray &) { return QByteArray(); });
        addFault("exceptions", Counter::Exceptions, say("8306"));
        addFault("wrongFunction", Counter::WrongFunction, say("040400640065"));
        addFault("wrongLength", Counter::WrongLength, say("03020064"));
        addFault("wrongUnit", Counter::WrongUnit, [](const QByteArray &request) {
            return withByte(RogueDevice::good(request), 6, 2);
        });
        addFault("wrongTransaction", Counter::WrongTransaction, [](const QByteArray &request) {
            return withByte(RogueDevice::good(request), 0, quint8(request[0]) ^ 0x40);
        });
        addFault("duplicate", Counter::Duplicate, [](const QByteArray &request) {
            return RogueDevice::good(request) + RogueDevice::good(request);
        });
        addFault("garbage", Counter::Garbage,
                 [](const QByteArray &) { return QByteArray(8, '\x55'); });
        addFault("cut short", Counter::WrongLength,
                 [](const QByteArray &request) { return RogueDevice::good(request).left(9); });
    }
    void overTcp()
    {
        QFETCH(Fault, fault);
        QFETCH(Counted, expected);
        for (const LinkBackend backend : {LinkBackend::Own, LinkBackend::QModbus}) {
            RogueDevice device;
            int asked = 0;
            device.setAnswer([&](const QByteArray &request) {
                return ++asked == 3 ? fault(request) : RogueDevice::good(request);
            });
            const Master master(tcpTo(device.port(), backend));
            QTRY_COMPARE_GE(master.good(), 6ULL);
            QCOMPARE(faults(master.link().counters), expected);
            if (expected.contains(Counter::Garbage))
                QCOMPARE(faults(master.unit().counters), Counted());
            else
                QCOMPARE(faults(master.unit().counters), expected);
            QCOMPARE(master.bus->diagnostics().signs.size(), isSign(expected) ? 1 : 0);
            const bool breaks = device.connections() > 1;
            QCOMPARE(master.link().reconnects, breaks ? 1 : 0);
        }
    }

    void lateOverTcp()
    {
        for (const LinkBackend backend : {LinkBackend::Own, LinkBackend::QModbus}) {
            RogueDevice device;
            QByteArray kept;
            int asked = 0;
            device.setAnswer([&](const QByteArray &request) {
                if (++asked == 3) {
                    kept = RogueDevice::good(request);
                    return QByteArray();
                }
                return std::exchange(kept, {}) + RogueDevice::good(request);
            });
            const Master master(tcpTo(device.port(), backend));
            QTRY_COMPARE_GE(master.good(), 6ULL);
            QCOMPARE(faults(master.link().counters),
                     (Counted{{Counter::Timeouts, 1}, {Counter::Late, 1}}));
        }
    }

    void bytesOverTcp()
    {
        RogueDevice device;
        const Master master(tcpTo(device.port()));
        QTRY_COMPARE_GE(master.good(), 5ULL);
        const LinkDiagnostics link = master.link();
        QCOMPARE(link.bytesSent, 12 * link.counters.requests);
        QCOMPARE(link.bytesReceived, 13 * link.counters.good);
        QCOMPARE(faults(link.counters), Counted());
        master.bus->resetCounters();
        QCOMPARE(master.link().bytesReceived, 0);
        QTRY_COMPARE_GE(master.good(), 2ULL);
        QCOMPARE(master.link().bytesSent, 12 * master.link().counters.requests);
    }

    void overALine_data()
    {
        QTest::addColumn<LineFault>("fault");
        QTest::addColumn<Counted>("expected");
        const auto row = [](const char *name, Counter counter, LineFault fault) {
            QTest::newRow(name) << std::move(fault) << Counted{{counter, 1}};
        };
        row("timeouts", Counter::Timeouts, [](const Framing &) { return QByteArray(); });
        row("exceptions", Counter::Exceptions,
            [](const Framing &f) { return f.frame(1, QByteArray::fromHex("8306")); });
        row("damaged", Counter::Damaged, [](const Framing &f) {
            const QByteArray good = f.frame(1, kAnswer);
            return withByte(good, 5, good[5] == '0' ? '1' : good[5] ^ 1);
        });
        row("wrongUnit", Counter::WrongUnit, [](const Framing &f) { return f.frame(2, kAnswer); });
        row("wrongFunction", Counter::WrongFunction,
            [](const Framing &f) { return f.frame(1, QByteArray::fromHex("040400640065")); });
        row("wrongLength", Counter::WrongLength,
            [](const Framing &f) { return f.frame(1, QByteArray::fromHex("03020064")); });
        row("cut short", Counter::WrongLength,
            [](const Framing &f) { return f.frame(1, kAnswer).chopped(4); });
        row("foreign request first", Counter::Foreign, [](const Framing &f) {
            return f.frame(9, readRequest(Table::HoldingRegister, 7, 20).value())
                + f.frame(1, kAnswer);
        });
        row("duplicate", Counter::Duplicate,
            [](const Framing &f) { return f.frame(1, kAnswer) + f.frame(1, kAnswer); });
        row("garbage first", Counter::Garbage,
            [](const Framing &f) { return QByteArray(3, '\xf7') + f.frame(1, kAnswer); });
        row("another unit first", Counter::WrongUnit,
            [](const Framing &f) { return f.frame(2, kAnswer) + f.frame(1, kAnswer); });
    }
    void overALine()
    {
        QFETCH(LineFault, fault);
        QFETCH(Counted, expected);
        for (const ConnectionKind kind : {ConnectionKind::Rtu, ConnectionKind::Ascii}) {
            Far far(kind);
            far.fault = fault;
            const Master master(far.connection());
            QTRY_COMPARE_GE(master.good(), 6ULL);
            QCOMPARE(faults(master.link().counters), expected);
            if (!expected.contains(Counter::Foreign))
                QCOMPARE(faults(master.unit().counters), expected);
            QCOMPARE(master.bus->diagnostics().signs.size(), isSign(expected) ? 1 : 0);
            QCOMPARE(master.link().reconnects, 0);
        }
    }

    void whatIsHeardBetweenTheRequests()
    {
        Far far(ConnectionKind::Rtu);
        Connection connection = far.connection();
        connection.requestGapMs = 400; // t3.5 of silence goes by between two
        const Master master(connection);
        QSignalSpy told(master.bus.get(), &FieldBus::signChanged);
        QTRY_COMPARE_GE(master.good(), 1ULL);
        const QByteArray other = readRequest(Table::InputRegister, 0, 2).value();
        far.end.say(RtuFraming().frame(17, other));
        QTRY_COMPARE(faults(master.link().counters), (Counted{{Counter::Foreign, 1}}));
        QCOMPARE(faults(master.unit().counters), Counted());
        QCOMPARE(told.size(), 1);
        const auto sign = told[0][0].value<FieldSign>();
        QCOMPARE(sign.kind, SignKind::ForeignTraffic);
        QCOMPARE(sign.connection, QStringLiteral("line"));
        QCOMPARE(sign.device, QString());
        far.end.say(RtuFraming().frame(17, other));
        QTRY_COMPARE(master.bus->diagnostics().signs[0].count, 2);
        QCOMPARE(told.size(), 1);
    }

    void ownEchoIsNothing()
    {
        const RtuFraming framing;
        const Exchange asked{1, kRequest, kAnswer, false};
        const QByteArray heard = framing.frame(1, kRequest) + framing.frame(1, kAnswer);
        QVERIFY(straysIn(framing.split(heard, 1, kRequest), asked, {}, true).isEmpty());
    }

    void anAnswerToTheRequestBefore()
    {
        const RtuFraming framing;
        const QByteArray otherRequest = readRequest(Table::InputRegister, 5, 1).value();
        const QByteArray otherAnswer = QByteArray::fromHex("04020001");
        const Exchange asked{1, kRequest, {}, true};
        const HeardFrames heard = framing.split(framing.frame(2, otherAnswer), 1, kRequest);
        const auto reasons = [&](const Exchange &before) {
            QList<StrayReason> list;
            for (const Stray &stray : straysIn(heard, asked, before))
                list.append(stray.reason);
            return list;
        };
        QCOMPARE(reasons({}), QList{StrayReason::WrongUnit});
        QCOMPARE(reasons({2, otherRequest, {}, false}), QList{StrayReason::Late});
        QCOMPARE(reasons({2, otherRequest, otherAnswer, false}), QList{StrayReason::Duplicate});
        QCOMPARE(reasons({3, otherRequest, {}, false}), QList{StrayReason::WrongUnit});
    }

    void onlyWhatIsNoAnswerIsARequest_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<bool>("request");
        const auto row = [](const char *name, const char *hex, bool request) {
            QTest::newRow(name) << QByteArray::fromHex(hex) << request;
        };
        row("read registers", "1103006b0003", true);
        row("its answer", "110306ae415652 4340", false);
        row("read registers at 768", "110303000001", true);
        row("read coils", "110100130025", true);
        row("three bytes of coils", "1101030a1122", false);
        row("write one register", "110600010003", false);
        row("write registers", "1110000100020400 0a0102", true);
        row("its answer too", "111000010002", false);
        row("read and write", "1117000300060 00e000306 00ff00ff00ff", true);
        row("an exception", "118302", false);
        row("one byte", "11", false);
    }
    void onlyWhatIsNoAnswerIsARequest()
    {
        QFETCH(QByteArray, frame);
        QFETCH(bool, request);
        QCOMPARE(isRequest(frame), request);
    }

    void noiseIsNoForeignFrame()
    {
        std::mt19937 random(1);
        QByteArray noise(4096, '\0');
        std::generate(noise.begin(), noise.end(), [&random] { return char(random()); });
        const HeardFrames heard = RtuFraming().split(noise, 1, kRequest);
        QCOMPARE_LE(heard.whole.size(), 1);
        QCOMPARE_GE(heard.rest.size(), 4000);
    }

    void overUdp()
    {
        QUdpSocket device;
        QUdpSocket stranger;
        QVERIFY(device.bind(QHostAddress::LocalHost) && stranger.bind(QHostAddress::LocalHost));
        int asked = 0;
        connect(&device, &QUdpSocket::readyRead, this, [&] {
            while (device.hasPendingDatagrams()) {
                const QNetworkDatagram request = device.receiveDatagram();
                const QByteArray good = RogueDevice::good(request.data());
                if (++asked == 3)
                    stranger.writeDatagram(good, request.senderAddress(),
                                           quint16(request.senderPort()));
                if (asked == 4)
                    device.writeDatagram(request.makeReply("rubbish"));
                device.writeDatagram(request.makeReply(good));
            }
        });
        Connection connection = tcpTo(device.localPort());
        connection.kind = ConnectionKind::Udp;
        const Master master(connection);
        QTRY_COMPARE_GE(master.good(), 6ULL);
        QCOMPARE(faults(master.link().counters),
                 (Counted{{Counter::Foreign, 1}, {Counter::Damaged, 1}}));
        QCOMPARE(master.link().bytesSent, 12 * master.link().counters.requests);
    }
};

QTEST_GUILESS_MAIN(StraysTest)
#include "tst_strays.moc"
