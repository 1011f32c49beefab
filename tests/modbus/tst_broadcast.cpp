// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/farend.h"
#include "modbus/framing.h"
#include "modbus/requests.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using Status = TransportReply::Status;

const QByteArray kSet7 = writeRegisterRequest(7, 42).value();
constexpr Milliseconds kLong{60000}; ///< longer than any wait of these tests

/// A line of two devices, polled every second, and a broadcast (device u3) with two setpoints.
class Hall : public Bench
{
public:
    Hall()
        : Bench(3)
    {
        connection.kind = ConnectionKind::Rtu;
        data.devices[2].unit = 0;
        addTag(QStringLiteral("m1"), 1, 10);
        addTag(QStringLiteral("m2"), 2, 10);
        addTag(a(), 3, 10).write.enabled = true;
        addTag(b(), 3, 11).write.enabled = true;
    }
    void begin()
    {
        start();
        line->override = [this](const SentRequest &request) -> std::optional<TransportReply> {
            if (request.unit == 0)
                return TransportReply{ending, {}, {}};
            return std::nullopt;
        };
        run(Milliseconds(3000));
        line->forget();
        published.clear();
    }

    Status ending = Status::Sent; ///< of the broadcasts
};

/// A serial transport and its far end.
struct Line {
    explicit Line(bool ascii, bool localEcho = false, int baudRate = 9600)
    {
        if (ascii)
            framing = std::make_unique<AsciiFraming>();
        else
            framing = std::make_unique<RtuFraming>();
        Connection connection;
        connection.kind = ascii ? ConnectionKind::Ascii : ConnectionKind::Rtu;
        connection.serialPort = far.path;
        connection.baudRate = baudRate;
        connection.localEcho = localEcho;
        transport = makeTransport(connection);
        opened = std::make_unique<QSignalSpy>(transport.get(), &Transport::opened);
        finished = std::make_unique<QSignalSpy>(transport.get(), &Transport::finished);
        stray = std::make_unique<QSignalSpy>(transport.get(), &Transport::strayFrame);
        const qsizetype size = framing->frameSize(kSet7.size());
        far.isWhole = [size](const QByteArray &bytes) { return bytes.size() >= size; };
    }
    [[nodiscard]] bool open() const
    {
        transport->open();
        return opened->wait();
    }
    [[nodiscard]] TransportReply ask(int unit, Milliseconds timeout) const
    {
        const auto before = finished->size();
        transport->send(unit, kSet7, timeout);
        return finished->size() > before || finished->wait()
            ? finished->last().first().value<TransportReply>()
            : TransportReply{Status::LinkLost, {}, QStringLiteral("no end")};
    }

    FarEnd far;
    std::unique_ptr<Framing> framing;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<QSignalSpy> opened;
    std::unique_ptr<QSignalSpy> finished;
    std::unique_ptr<QSignalSpy> stray;
};

} // namespace

/// Writes to unit 0 of a serial line (MODBUS over Serial Line V1.02, sections 2.1 and 2.4.1).
class BroadcastTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsSentOnceAndNobodyAcknowledgesIt()
    {
        Hall hall;
        hall.begin();
        const WriteId id = hall.write(a(), Value(quint64(42)));
        hall.run(5s);
        const auto sent = hall.line->sentTo(0);
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent.first().pdu, writeRegisterRequest(10, 42).value());
        QCOMPARE(hall.result(id).outcome, Outcome::Unverified);
        QVERIFY(hall.result(id).detail.contains(QLatin1String("nobody acknowledges a broadcast")));
        QCOMPARE(hall.answers, 1);
    }

    void whatIsForbiddenIsNotWritten()
    {
        Hall bench;
        bench.data.devices[2].forbidden = {{Table::HoldingRegister, 11, 11}};
        bench.begin();
        const WriteId id = bench.write(b(), Value(quint64(1)));
        bench.run(Milliseconds(1000));
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        QVERIFY(writesIn(bench.line->sent()).isEmpty());
        QCOMPARE(bench.quality(b()), Quality::BadConfiguration);
    }

    void itIsNeverPolledAndSaysNothingAboutAnyDevice()
    {
        Hall hall;
        hall.begin();
        for (int i = 0; i < 5; ++i) {
            (void)hall.write(a(), Value(quint64(i)));
            hall.scheduler->refresh({hall.index(a()), hall.index(b())});
            hall.run(2s);
        }
        QCOMPARE(hall.line->sentTo(0).size(), 5);
        QCOMPARE(hall.unit(3).state, UnitState::Unknown);
        QCOMPARE(hall.unit(3).timeouts, quint64(0));
        QCOMPARE(hall.unit(3).good, quint64(0));
        QCOMPARE(hall.unit(1).state, UnitState::Good);
        for (const QString &tag : {a(), b()}) {
            QCOMPARE(hall.quality(tag), Quality::BadNotRead);
            QCOMPARE(hall.times(tag, Quality::Good), 0);
            QCOMPARE(hall.times(tag, Quality::BadCommunication), 0);
        }
        hall.line->breakLink();
        QCOMPARE(hall.quality(QStringLiteral("m1")), Quality::BadCommunication);
        QCOMPARE(hall.quality(a()), Quality::BadNotRead);
    }

    /// Also where it is the first request of its link, alone on it: nobody was asked to answer.
    void itIsNotToBlameWhenTheLinkBreaks()
    {
        Hall hall;
        hall.ending = Status::LinkLost;
        hall.begin();
        for (int i = 1; i <= 5; ++i) {
            hall.line->breakLink();
            hall.line->forget();
            const WriteId id = hall.write(a(), Value(quint64(i)), 120s);
            hall.run(60s);
            QCOMPARE(hall.line->sent().first().unit, 0);
            QCOMPARE(hall.line->sentTo(0).size(), 1); // and not repeated
            QCOMPARE(hall.result(id).outcome, Outcome::Timeout);
            QCOMPARE(hall.unit(3).state, UnitState::Unknown);
        }
        QCOMPARE(hall.unit(1).state, UnitState::Good);
        hall.ending = Status::Sent;
        const WriteId id = hall.write(a(), Value(quint64(6)));
        hall.run(2s);
        QCOMPARE(hall.result(id).outcome, Outcome::Unverified);
    }

    void theTurnaroundPassesBeforeTheNextRequest()
    {
        Hall hall;
        hall.connection.turnaroundMs = 170;
        hall.begin();
        (void)hall.write(a(), Value(quint64(1)));
        (void)hall.write(b(), Value(quint64(2)));
        hall.run(3s);
        const auto sent = hall.line->sent();
        int broadcasts = 0;
        for (qsizetype i = 0; i + 1 < sent.size(); ++i) {
            if (sent[i].unit != 0)
                continue;
            ++broadcasts;
            QVERIFY(sent[i + 1].at - sent[i].at >= 170ms);
            QVERIFY(sent[i + 1].at - sent[i].at < 1s);
        }
        QCOMPARE(broadcasts, 2);
        QCOMPARE(hall.unit(1).skippedPolls, quint64(0));
    }

    void coilsAndSeveralRegisters()
    {
        Hall hall;
        hall.data.devices[2].registerWrite = RegisterWrite::Multiple;
        hall.data.devices[2].coilWrite = CoilWrite::Multiple;
        hall.data.devices[2].mergeWrites = true;
        Tag &coil = hall.addTag(QStringLiteral("c"), 3, 5);
        coil.table = Table::Coil;
        coil.type = DataType::Bool;
        coil.write.enabled = true;
        hall.begin();
        const WriteId first = hall.write(a(), Value(quint64(1)));
        const WriteId second = hall.write(b(), Value(quint64(2)));
        hall.run(1s);
        const WriteId third = hall.write(QStringLiteral("c"), Value(true));
        hall.run(1s);
        QList<QByteArray> pdus;
        for (const SentRequest &request : hall.line->sentTo(0))
            pdus.append(request.pdu);
        QCOMPARE(pdus,
                 (QList<QByteArray>{writeRegistersRequest(10, {1, 2}).value(),
                                    writeCoilsRequest(5, {true}).value()}));
        for (const WriteId id : {first, second, third})
            QCOMPARE(hall.result(id).outcome, Outcome::Unverified);
    }

    /// The adapter that should repeat what it sends does not: it is unknown whether it was sent.
    void aBroadcastThatMayNotHaveLeft()
    {
        Hall hall;
        hall.begin();
        hall.ending = Status::Timeout;
        for (int i = 0; i < 4; ++i) {
            const WriteId id = hall.write(a(), Value(quint64(i)));
            hall.run(2s);
            QCOMPARE(hall.result(id).outcome, Outcome::Timeout);
        }
        QCOMPARE(hall.unit(3).state, UnitState::Unknown); // nobody probes it
        QCOMPARE(hall.unit(3).timeouts, quint64(4));
        QCOMPARE(hall.line->opens(), 1);
    }

    void whoOnlyBroadcastsLeavesADeadLineOpen()
    {
        Hall hall;
        hall.begin();
        hall.line->silent = {1, 2};
        hall.run(10s);
        QCOMPARE(hall.unit(1).state, UnitState::Dead);
        const WriteId id = hall.write(a(), Value(quint64(3)));
        hall.run(3s);
        QCOMPARE(hall.result(id).outcome, Outcome::Unverified);
    }

    void itLeavesTheLineInOneFrameAndWaitsForNobody_data()
    {
        QTest::addColumn<bool>("ascii");
        QTest::newRow("RTU") << false;
        QTest::newRow("ASCII") << true;
    }

    void itLeavesTheLineInOneFrameAndWaitsForNobody()
    {
        QFETCH(bool, ascii);
        Line line(ascii, false, 1200);
        QVERIFY(line.open());
        QCOMPARE(line.ask(0, kLong).status, Status::Sent); // after the quiet time of a new port
        QElapsedTimer time;
        time.start();
        QCOMPARE(line.ask(0, kLong).status, Status::Sent);
        const qsizetype size = line.framing->frameSize(kSet7.size());
        const qint64 onWire = size * 1000000000LL * 10 / 1200; // ns, at least 10 bits per byte
        QVERIFY2(time.nsecsElapsed() >= onWire, qPrintable(QString::number(time.nsecsElapsed())));
        QTRY_COMPARE(line.far.heard.size(), 2);
        QCOMPARE(line.far.heard.last(), line.framing->frame(0, kSet7));
        line.far.answer = [&line](const QByteArray &) { return line.framing->frame(1, kSet7); };
        QCOMPARE(line.ask(1, kLong).status, Status::Answer);
        QCOMPARE(line.stray->size(), 0);
    }

    /// A device must not answer; one that does is not believed.
    void anAnswerToItIsStray()
    {
        Line line(false);
        QVERIFY(line.open());
        line.far.answer = [&line](const QByteArray &) { return line.framing->frame(0, kSet7); };
        QCOMPARE(line.ask(0, kLong).status, Status::Sent);
        QTRY_COMPARE(line.stray->size(), 1);
        QCOMPARE(line.finished->size(), 1);
    }

    void withLocalEchoTheEchoSaysThatItHasLeft()
    {
        Line line(false, true);
        line.far.answer = [](const QByteArray &echo) { return echo; };
        QVERIFY(line.open());
        QCOMPARE(line.ask(0, kLong).status, Status::Sent);
        QCOMPARE(line.stray->size(), 0);
        line.far.answer = [](const QByteArray &) { return QByteArray(); };
        const TransportReply reply = line.ask(0, Milliseconds(100));
        QCOMPARE(reply.status, Status::Timeout);
        QVERIFY(reply.detail.contains(QLatin1String("echo")));
    }
};

QTEST_GUILESS_MAIN(BroadcastTest)
#include "tst_broadcast.moc"
