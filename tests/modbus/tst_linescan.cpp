// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/linescan.h"

#include <QTest>

using namespace mws;

namespace
{

using State = ScanStatus::State;
using Found = QList<ScanFinding>;
using modbus::TransportReply;

const QString kSlow = QStringLiteral("slow");
const QString kFast = QStringLiteral("fast");

ScanOrder units(int first, int last)
{
    ScanOrder order;
    order.connection = QStringLiteral("line");
    order.first = first;
    order.last = last;
    return order;
}

ScanOrder addresses(int first, int last, int unit = 1)
{
    ScanOrder order = units(first, last);
    order.kind = ScanOrder::Kind::Addresses;
    order.device = QStringLiteral("u%1").arg(unit);
    return order;
}

TransportReply refusal(const char *pdu)
{
    return {TransportReply::Status::Answer, QByteArray::fromHex(pdu), {}};
}

/// Units that are polled, and what scans behind them have found.
class Desk : public Bench
{
public:
    using Bench::Bench;

    void begin()
    {
        start();
        settle();
        line->forget();
        published.clear();
    }
    Result<void> scan(const ScanOrder &order)
    {
        return scheduler->startScan(order,
                                    [this](const ScanStatus &status) { ended.append(status); });
    }
    void runOut()
    {
        for (int i = 0; i < 10000 && status().state == State::Running; ++i)
            run(Milliseconds(100));
    }
    [[nodiscard]] const ScanStatus &status() const { return scheduler->scan(); }
    /// Requests to units that no device is.
    [[nodiscard]] QList<SentRequest> knocks() const
    {
        QList<SentRequest> list = line->sent();
        list.removeIf([this](const SentRequest &request) {
            return request.unit <= int(data.devices.size());
        });
        return list;
    }

    QList<ScanStatus> ended;
};

} // namespace

/// How a scan shares a link with polls and writes, and what it finds.
class LineScanTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsUnits()
    {
        Desk desk(2);
        desk.addTag(a(), 1, 10, kSlow);
        desk.addTag(b(), 2, 10, kSlow);
        desk.begin();
        desk.line->silent = {3, 4, 6, 8};
        desk.line->override = [](const SentRequest &request) -> std::optional<TransportReply> {
            if (request.unit == 7)
                return refusal("8302");
            return request.unit == 9 ? std::optional(refusal("830b")) : std::nullopt;
        };
        QVERIFY(bool(desk.scan(units(1, 9))));
        QCOMPARE(desk.status().state, State::Running);
        desk.runOut();
        QCOMPARE(desk.status().state, State::Done);
        // A gateway speaks for 9, which it does not reach; 7 refuses the register, so it is there.
        QCOMPARE(desk.status().found, (Found{{1, 1, 0}, {2, 2, 0}, {5, 5, 0}, {7, 7, 2}}));
        QCOMPARE(desk.status().requests, 7);
        QCOMPARE(desk.status().next, 10);
        QCOMPARE(desk.knocks().size(), 7);
        QCOMPARE(desk.line->sent().size(), 7); // who is polled is not asked
        QCOMPARE(desk.knocks().first().pdu.toHex(), QByteArray("0300000001"));
        QCOMPARE(desk.ended.size(), 1);
        QCOMPARE(desk.ended.first().found, desk.status().found);
        QVERIFY(desk.ended.first().ended > desk.ended.first().started);
        QVERIFY(desk.published.isEmpty());
        QCOMPARE(desk.unit(1).state, UnitState::Good);
    }

    void aDeviceWithoutTagsIsAsked()
    {
        Desk desk(2);
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        QVERIFY(bool(desk.scan(units(1, 2))));
        desk.runOut();
        QCOMPARE(desk.status().found, (Found{{1, 1, 0}, {2, 2, 0}}));
        QCOMPARE(desk.line->sent().size(), 1);
        QCOMPARE(desk.line->sent().first().unit, 2);
    }

    /// Each silence costs the polls one timeout, then they come first.
    void pollsComeFirst()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kFast);
        desk.begin();
        desk.line->silent = {2, 3, 4, 5, 6};
        QVERIFY(bool(desk.scan(units(2, 6))));
        desk.runOut();
        QCOMPARE(desk.status().state, State::Done);
        int polls = 0;
        const QList<SentRequest> sent = desk.line->sent();
        for (const SentRequest &request : sent) {
            if (request.unit != 1) {
                QVERIFY(request.unit == 2 || polls >= 4); // 500 ms of rest with a poll each 100 ms
                polls = 0;
            } else {
                ++polls;
            }
        }
        QCOMPARE(desk.knocks().size(), 5);
        QCOMPARE(desk.quality(a()), Quality::Good);
    }

    /// It has at most half of the line, and 50 ms between two requests at least.
    void restsAsLongAsItAsked()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->silent = {2, 3};
        QVERIFY(bool(desk.scan(units(2, 5))));
        desk.runOut();
        const QList<SentRequest> knocks = desk.knocks();
        QCOMPARE(knocks.size(), 4);
        QVERIFY(knocks[1].at - knocks[0].at >= Milliseconds(1000));
        QVERIFY(knocks[2].at - knocks[1].at >= Milliseconds(1000));
        QVERIFY(knocks[3].at - knocks[2].at >= Milliseconds(50));
        QVERIFY(knocks[3].at - knocks[2].at < Milliseconds(200));
    }

    void writesComeFirst()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->silent = {2, 3};
        QVERIFY(bool(desk.scan(units(2, 3))));
        QCOMPARE(desk.knocks().size(), 1); // the first question is on its way
        const WriteId id = desk.write(a(), Value(quint64(5)));
        desk.run(Milliseconds(2000));
        QCOMPARE(desk.result(id).outcome, FieldWriteResult::Outcome::Ok);
        const QList<SentRequest> sent = desk.line->sent();
        QCOMPARE(sent[0].unit, 2);
        QVERIFY(isWrite(sent[1]));
        QCOMPARE(sent[2].unit, 1); // read back before the scan goes on
        QCOMPARE(sent[3].unit, 3);
    }

    /// Nothing else is sent while one who may be silent is asked, whatever the window is: behind a
    /// gateway it would wait, and be taken for a silence of its own.
    void isAloneOnTheLink()
    {
        Desk desk(1);
        desk.connection.maxInFlight = 4;
        desk.addTag(a(), 1, 10, kFast);
        desk.begin();
        desk.line->silent = {2, 3};
        desk.line->mostInFlight = 0;
        QVERIFY(bool(desk.scan(units(2, 3))));
        desk.runOut();
        QCOMPARE(desk.status().state, State::Done);
        QCOMPARE(desk.line->mostInFlight, 1);
    }

    void oneAtATime()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->silent = {2, 3, 4};
        QVERIFY(bool(desk.scan(units(2, 4))));
        QCOMPARE(desk.scan(units(2, 4)).error().code, ErrorCode::Busy);
        desk.scheduler->cancelScan(); // while the first question is on its way
        QCOMPARE(desk.status().state, State::Cancelled);
        QCOMPARE(desk.ended.size(), 1);
        // An answer to the old one must not be taken for one to a new one.
        QCOMPARE(desk.scan(units(2, 4)).error().code, ErrorCode::Busy);
        desk.run(Milliseconds(3000));
        QCOMPARE(desk.knocks().size(), 1);
        QVERIFY(bool(desk.scan(units(4, 4))));
        desk.runOut();
        QCOMPARE(desk.status().state, State::Done);
        QVERIFY(desk.status().found.isEmpty());
        QCOMPARE(desk.ended.size(), 2);
    }

    /// Also of a device that is out of service.
    void forbiddenRegistersAreNotKnockedAt()
    {
        Desk desk(3);
        desk.data.devices[1].enabled = desk.data.devices[2].enabled = false;
        desk.data.devices[1].forbidden = {{Table::HoldingRegister, 0, 19}};
        desk.data.devices[2].forbidden
            = {{Table::HoldingRegister, 0, 65535}, {Table::InputRegister, 0, 65535}};
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        QVERIFY(bool(desk.scan(units(2, 3))));
        desk.runOut();
        QCOMPARE(desk.status().found, (Found{{2, 2, 0}}));
        QCOMPARE(desk.line->sent().size(), 1);
        QCOMPARE(desk.line->sent().first().address(), 20);
    }

    void findsAddresses()
    {
        Desk desk(1);
        desk.data.devices[0].forbidden = {{Table::HoldingRegister, 30, 39}};
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->override = [](const SentRequest &request) -> std::optional<TransportReply> {
            return request.address() + request.count() > 50 ? std::optional(refusal("8302"))
                                                            : std::nullopt;
        };
        QVERIFY(bool(desk.scan(addresses(0, 59))));
        desk.runOut();
        QCOMPARE(desk.status().state, State::Done);
        QCOMPARE(desk.status().found, (Found{{0, 29, 0}, {40, 49, 0}, {50, 59, 2}}));
        for (const SentRequest &request : desk.line->sent())
            QVERIFY(request.address() + request.count() <= 30 || request.address() >= 40);
        // What was refused teaches the polls nothing.
        QVERIFY(desk.published.isEmpty());
        QCOMPARE(desk.unit(1).state, UnitState::Good);
    }

    void aSilentDeviceEndsTheSearchOfAddresses()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->silent = {1};
        QVERIFY(bool(desk.scan(addresses(0, 999))));
        desk.runOut();
        QCOMPARE(desk.status().state, State::Failed);
        QCOMPARE(desk.status().requests, 2);
        QCOMPARE(desk.unit(1).state, UnitState::Good);
    }

    /// Some devices hang up on a unit that they do not know: it is not asked again.
    void aLinkThatBreaksEndsIt()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->override = [](const SentRequest &request) -> std::optional<TransportReply> {
            if (request.unit != 3)
                return std::nullopt;
            return TransportReply{TransportReply::Status::LinkLost, {}, {}};
        };
        QVERIFY(bool(desk.scan(units(2, 9))));
        desk.run(Milliseconds(20000));
        QCOMPARE(desk.status().state, State::Failed);
        QCOMPARE(desk.status().found, (Found{{2, 2, 0}}));
        QCOMPARE(desk.status().next, 3);
        QCOMPARE(desk.knocks().size(), 2);
        QCOMPARE(desk.ended.size(), 1);
        QCOMPARE(desk.unit(1).state, UnitState::Good); // the link is back, and the polls with it
    }

    void aLinkThatRestsIsOpened()
    {
        Desk desk(1);
        desk.connection.closeAfterPoll = true;
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.run(Milliseconds(1000));
        QVERIFY(!desk.line->isOpen());
        QVERIFY(bool(desk.scan(units(2, 4))));
        desk.runOut();
        QCOMPARE(desk.status().found.size(), 3);
        desk.run(Milliseconds(1000));
        QVERIFY(!desk.line->isOpen());
    }

    void theStationStops()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        QVERIFY(bool(desk.scan(units(2, 200))));
        desk.run(Milliseconds(100));
        desk.scheduler->stop();
        QCOMPARE(desk.status().state, State::Failed);
        QCOMPARE(desk.ended.size(), 1);
    }

    /// A link that has no time left does not keep a scan for ever.
    void endsAfterHalfAnHour()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->silent = {2};
        QVERIFY(bool(desk.scan(units(2, 200))));
        desk.run(Milliseconds(20));
        desk.clock.advance(modbus::LineScan::kLongest);
        desk.run(Milliseconds(2000));
        QCOMPARE(desk.status().state, State::Failed);
        QVERIFY(!desk.status().detail.isEmpty());
        QCOMPARE(desk.ended.size(), 1);
    }

    void refusals_data()
    {
        QTest::addColumn<ScanOrder>("order");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("last before first") << units(5, 4) << ErrorCode::Invalid;
        QTest::newRow("no such unit") << units(1, 256) << ErrorCode::Invalid;
        QTest::newRow("a negative unit") << units(-1, 5) << ErrorCode::Invalid;
        QTest::newRow("no such address") << addresses(65000, 65536) << ErrorCode::Invalid;
        QTest::newRow("too many") << addresses(0, modbus::LineScan::kMostAddresses)
                                  << ErrorCode::Invalid;
        QTest::newRow("no such device") << addresses(0, 5, 9) << ErrorCode::NotFound;
        QTest::newRow("a device out of service") << addresses(0, 5, 2) << ErrorCode::NotFound;
    }
    void refusals()
    {
        QFETCH(const ScanOrder, order);
        QFETCH(const ErrorCode, code);
        Desk desk(2);
        desk.data.devices[1].enabled = false;
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        const auto started = desk.scan(order);
        QVERIFY(!started);
        QCOMPARE(started.error().code, code);
        QVERIFY(!started.error().detail.isEmpty());
        desk.run(Milliseconds(1000));
        QVERIFY(desk.line->sent().isEmpty() && desk.ended.isEmpty());
        QCOMPARE(desk.status().state, State::Never);
    }

    /// Unit 0 of a line is all of them, and nobody answers.
    void aLineHasUnits1To247()
    {
        Desk desk(1);
        desk.connection.kind = ConnectionKind::Rtu;
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        QCOMPARE(desk.scan(units(0, 9)).error().code, ErrorCode::Invalid);
        QCOMPARE(desk.scan(units(1, 248)).error().code, ErrorCode::Invalid);
        QVERIFY(bool(desk.scan(units(246, 247))));
        desk.runOut();
        QCOMPARE(desk.status().found, (Found{{246, 246, 0}, {247, 247, 0}}));
    }

    void whoCannotBeReachedIsNotScanned()
    {
        Desk desk(1);
        desk.addTag(a(), 1, 10, kFast);
        desk.begin();
        desk.line->silent = {1};
        desk.run(Milliseconds(5000));
        QCOMPARE(desk.unit(1).state, UnitState::Dead);
        QCOMPARE(desk.scan(addresses(0, 9)).error().code, ErrorCode::Unavailable);
        desk.line->reachable = false;
        desk.line->breakLink();
        QCOMPARE(desk.scan(units(2, 9)).error().code, ErrorCode::Unavailable);
        QVERIFY(desk.ended.isEmpty());
    }
};

QTEST_GUILESS_MAIN(LineScanTest)
#include "tst_linescan.moc"
