// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/farend.h"
#include "modbus/footprint.h"
#include "modbus/linetiming.h"
#include "modbus/requests.h"
#include "modbus/rs485port.h"
#include "modbus/rtuframe.h"
#include "modbus/transport.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

using Kind = Rs485Port::Kind;
using SteadyTime = std::chrono::steady_clock::time_point;

const QByteArray kTwoRegisters = readRequest(Table::HoldingRegister, 100, 2).value();
const QByteArray kGoodPdu = QByteArray::fromHex("030400640065");
constexpr qsizetype kFrame = 8; ///< bytes of a request

/// An RTU transport, its far end and when that heard something.
struct Line {
    explicit Line(Rs485 rs485, int baudRate = 9600, int before = 0, int after = 0)
    {
        connection.kind = ConnectionKind::Rtu;
        connection.serialPort = far.path;
        connection.baudRate = baudRate;
        connection.rs485 = rs485;
        connection.rtsBeforeMs = before;
        connection.rtsAfterMs = after;
        transport = makeTransport(connection);
        opened = std::make_unique<QSignalSpy>(transport.get(), &Transport::opened);
        closed = std::make_unique<QSignalSpy>(transport.get(), &Transport::closed);
        finished = std::make_unique<QSignalSpy>(transport.get(), &Transport::finished);
        far.answer = [this](const QByteArray &) {
            heardAt = std::chrono::steady_clock::now();
            return says;
        };
    }
    [[nodiscard]] bool open() const
    {
        transport->open();
        return opened->wait();
    }
    [[nodiscard]] TransportReply ask(Milliseconds timeout) const
    {
        finished->clear();
        transport->send(1, kTwoRegisters, timeout);
        return !finished->isEmpty() || finished->wait()
            ? finished->last().first().value<TransportReply>()
            : TransportReply{TransportReply::Status::LinkLost, {}, QStringLiteral("no end")};
    }
    [[nodiscard]] auto frameTime() const { return kFrame * characterTime(connection); }

    FarEnd far;
    Connection connection;
    QByteArray says;
    SteadyTime heardAt;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<QSignalSpy> opened;
    std::unique_ptr<QSignalSpy> closed;
    std::unique_ptr<QSignalSpy> finished;
};

/// Without the looks.
QList<Rs485Port::Call> switches()
{
    QList<Rs485Port::Call> list = Rs485Port::calls();
    list.removeIf([](const Rs485Port::Call &call) { return call.kind == Kind::Look; });
    return list;
}

QList<Kind> kindsOf(const QList<Rs485Port::Call> &calls)
{
    QList<Kind> kinds;
    for (const Rs485Port::Call &call : calls)
        kinds.append(call.kind);
    return kinds;
}

} // namespace

/// Who switches the transmitter of an RS-485 line.
class Rs485Test final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDriverThatCannotSwitchIsTold_data()
    {
        QTest::addColumn<Rs485>("rs485");
        QTest::addColumn<QString>("reason");
        QTest::newRow("kernel") << Rs485::Kernel << QStringLiteral("(TIOCSRS485: ");
        QTest::newRow("rts") << Rs485::Rts << QStringLiteral("no RTS line");
    }

    /// The driver of pseudo terminals is one.
    void aDriverThatCannotSwitchIsTold()
    {
        QFETCH(Rs485, rs485);
        QFETCH(QString, reason);
        Line line(rs485);
        const Footprint before = Footprint::now();
        for (int i = 1; i <= 3; ++i) {
            line.transport->open();
            QTRY_COMPARE(line.closed->size(), i);
            QVERIFY2(line.closed->last().first().toString().contains(reason),
                     qPrintable(line.closed->last().first().toString()));
            QCOMPARE(line.opened->size(), 0);
            QCOMPARE(Footprint::now().files, before.files + 1); // that of the watch, kept
        }
        line.transport->close();
        QCOMPARE(Footprint::now().files, before.files + 1);
    }

    void byDefaultNobodyTouchesRts()
    {
        const Rs485Port port;
        Line line(Rs485::None);
        line.says = rtuFrame(1, kGoodPdu);
        QVERIFY(line.open());
        QCOMPARE(line.ask(5s).pdu, kGoodPdu);
        QCOMPARE(kindsOf(Rs485Port::calls()), QList<Kind>());
    }

    void theKernelIsAskedOncePerOpen()
    {
        const Rs485Port port;
        Line line(Rs485::Kernel, 9600, 3, 7);
        line.says = rtuFrame(1, kGoodPdu);
        QVERIFY(line.open());
        QCOMPARE(line.ask(5s).pdu, kGoodPdu);
        QCOMPARE(kindsOf(Rs485Port::calls()), QList<Kind>{Kind::Mode});
        const serial_rs485 mode = Rs485Port::calls().first().mode;
        QCOMPARE(mode.flags, quint32(SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND));
        QCOMPARE(mode.delay_rts_before_send, 3U);
        QCOMPARE(mode.delay_rts_after_send, 7U);
        QVERIFY(line.open());
        QCOMPARE(kindsOf(Rs485Port::calls()), (QList<Kind>{Kind::Mode, Kind::Mode}));
    }

    void rtsIsSetAroundEachFrame_data()
    {
        QTest::addColumn<int>("baudRate");
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("after");
        QTest::newRow("9600") << 9600 << 0 << 0;
        QTest::newRow("1200") << 1200 << 0 << 0;
        QTest::newRow("115200") << 115200 << 0 << 0;
        QTest::newRow("with delays") << 9600 << 15 << 9;
    }

    void rtsIsSetAroundEachFrame()
    {
        QFETCH(int, baudRate);
        QFETCH(int, before);
        QFETCH(int, after);
        const Rs485Port port;
        Line line(Rs485::Rts, baudRate, before, after);
        QVERIFY(line.open());
        QCOMPARE(kindsOf(switches()), QList<Kind>{Kind::RtsOff}); // it listens
        for (int i = 0; i < 3; ++i) {
            Rs485Port::forget();
            (void)line.ask(300ms);
            const auto calls = switches();
            QCOMPARE(kindsOf(calls), (QList<Kind>{Kind::RtsOn, Kind::RtsOff}));
            QVERIFY(line.heardAt - calls[0].at >= Milliseconds(before));
            const auto held = calls[1].at - calls[0].at;
            QVERIFY(held >= line.frameTime() + Milliseconds(before + after));
            QCOMPARE(line.far.heard.size(), i + 1);
        }
    }

    /// Where the port can tell, RTS waits for the last bit, and for nothing more.
    void rtsFallsWhenTheLineIsEmpty()
    {
        const Rs485Port port;
        Line line(Rs485::Rts);
        QVERIFY(line.open());
        Rs485Port::forget();
        Rs485Port::setBusyLooks(6);
        (void)line.ask(300ms);
        const auto calls = Rs485Port::calls();
        QCOMPARE(kindsOf(calls),
                 QList<Kind>({Kind::RtsOn}) + QList<Kind>(7, Kind::Look)
                     + QList<Kind>({Kind::RtsOff}));
    }

    void theThreadDoesNotWait()
    {
        const Rs485Port port;
        Line line(Rs485::Rts, 300); // a request takes 290 ms
        QVERIFY(line.open());
        QTimer timer;
        int turns = 0;
        timer.callOnTimeout([&turns] { turns += switches().last().kind == Kind::RtsOn; });
        timer.start(1);
        (void)line.ask(50ms);
        QVERIFY2(turns > 10, qPrintable(QString::number(turns)));
    }

    void aPortThatNeverSendsIsLost()
    {
        const Rs485Port port;
        Line line(Rs485::Rts, 115200);
        QVERIFY(line.open());
        Rs485Port::setBusyLooks(-1);
        line.transport->send(1, kTwoRegisters, 60s);
        QTRY_COMPARE(line.closed->size(), 1);
        QVERIFY(line.closed->first().first().toString().contains(QLatin1String("does not send")));
        QCOMPARE(line.finished->size(), 1);
        Rs485Port::setBusyLooks(0);
        line.says = rtuFrame(1, kGoodPdu);
        QVERIFY(line.open());
        QCOMPARE(line.ask(5s).pdu, kGoodPdu);
    }

    /// A pseudo terminal answers before the time of the line is over.
    void anAnswerThatComesTooSoonDoesNotLeaveRtsOn()
    {
        const Rs485Port port;
        Line line(Rs485::Rts, 9600);
        line.says = rtuFrame(1, kGoodPdu);
        QVERIFY(line.open());
        for (int i = 0; i < 20; ++i)
            QCOMPARE(line.ask(5s).pdu, kGoodPdu);
        QTRY_COMPARE(switches().last().kind, Kind::RtsOff);
    }
};

QTEST_GUILESS_MAIN(Rs485Test)
#include "tst_rs485.moc"
