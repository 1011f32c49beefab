// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/busy.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;

} // namespace

/// Writes beside several requests in flight: alone in their units, in their order, and nobody
/// starves.
class WindowWritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row22WriteIsAloneInItsUnit()
    {
        Busy bench(2, 6); // slots are left
        bench.start();
        bench.line->latency = 40ms;
        bench.run(3s);
        bench.line->forget();
        bench.runUntilBusy(12);
        const WriteId id = bench.write(a(), Value(quint64(77)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        const QList<SentRequest> writes = writesIn(bench.line->sent());
        QCOMPARE(writes.size(), 1);
        QVERIFY(wasAlone(bench.line->sent(), writes.first(), 40ms));
        QVERIFY(!bench.line->sentTo(2).isEmpty());
    }

    void row22OldValueNeverComesBack_data()
    {
        QTest::addColumn<int>("window");
        QTest::addColumn<RegisterWrite>("how");
        QTest::addColumn<bool>("isBit");
        for (const int window : {1, 2, 4, 8, 16}) {
            QTest::addRow("FC 6, %d", window) << window << RegisterWrite::Single << false;
            QTest::addRow("FC 23, %d", window) << window << RegisterWrite::ReadWrite << false;
            QTest::addRow("FC 22, %d", window) << window << RegisterWrite::Single << true;
        }
    }

    /// A read that is on the wire when the write comes brings the old value.
    void row22OldValueNeverComesBack()
    {
        QFETCH(int, window);
        QFETCH(RegisterWrite, how);
        QFETCH(bool, isBit);
        Busy bench(1, 10, window);
        bench.data.devices[0].registerWrite = how;
        bench.data.tags[0].write.readBackMs = 0;
        if (isBit) {
            bench.data.tags[0].type = DataType::Bool;
            bench.data.tags[0].bit = 3;
        }
        bench.start();
        bench.line->latency = std::min(40ms, 4ms * window); // so that rounds come to an end
        bench.line->writeLatency = 2ms;
        bench.run(3s);
        for (quint64 number = 1; number <= 30; number += 3) {
            const Value value = isBit ? Value(number % 2 == 1) : Value(number);
            bench.runUntilBusy(std::min(window, 10));
            bench.run(Milliseconds(int(number)));
            bench.line->forget();
            bench.published.clear();
            const WriteId id = bench.write(a(), value);
            bench.run(1s);
            QCOMPARE(bench.result(id).outcome, Outcome::Ok);
            const Milliseconds acknowledged = writesIn(bench.line->sent()).first().at + 2ms;
            for (const Bench::Published &sample : std::as_const(bench.published)) {
                if (sample.tag == bench.index(a()) && sample.at > acknowledged)
                    QCOMPARE(sample.now.value, value);
            }
            QCOMPARE(bench.value(a()).value, value);
        }
    }

    void row23ReadAndWriteOfARegisterBelongTogether()
    {
        Busy bench(1, 10);
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        Tag &bit = bench.addTag(b(), 1, 500, fast());
        bit.type = DataType::Bool;
        bit.bit = 3;
        bench.start();
        bench.line->latency = 40ms;
        bench.run(3s);
        bench.line->registers[1][500] = 0x8001;
        bench.runUntilBusy(11);
        bench.line->forget();
        const WriteId id = bench.write(b(), Value(true));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->registers[1][500], quint16(0x8009));
        const QList<SentRequest> sent = bench.line->sent();
        const SentRequest write = writesIn(sent).first();
        QVERIFY(wasAlone(sent, write, 40ms));
        const auto isBefore = [&write](const SentRequest &request) {
            return request.at < write.at && request.at + 40ms >= write.at;
        };
        QCOMPARE(std::count_if(sent.cbegin(), sent.cend(), isBefore), 1);
        const auto preRead = std::find_if(sent.cbegin(), sent.cend(), isBefore);
        QCOMPARE(preRead->address(), 500);
        QVERIFY(wasAlone(sent, *preRead, 40ms));
    }

    void writesKeepTheirOrder()
    {
        Busy bench(3, 5);
        bench.start();
        bench.line->slow = {{1, 100ms}};
        bench.run(3s);
        bench.line->forget();
        (void)bench.write(a(), Value(quint64(1)));
        (void)bench.write(tagOf(2, 0), Value(quint64(2)));
        (void)bench.write(tagOf(3, 0), Value(quint64(3)));
        (void)bench.write(tagOf(1, 1), Value(quint64(4)));
        bench.run(2s);
        const QList<SentRequest> writes = writesIn(bench.line->sent());
        QCOMPARE(writes.size(), 4);
        QList<int> units;
        for (const SentRequest &write : writes)
            units.append(write.unit);
        QCOMPARE(units, QList<int>({1, 2, 3, 1}));
        QVERIFY(writes[1].at >= writes[0].at + 100ms);
        QVERIFY(writes[3].at >= writes[2].at + bench.line->latency);
    }

    /// A unit that is polled without a pause still takes a write soon.
    void writeIsNotStarved()
    {
        Busy bench(1, 60, 4);
        bench.start();
        bench.line->latency = 30ms;
        bench.run(3s);
        bench.runUntilBusy(4);
        bench.line->forget();
        const Milliseconds asked = bench.clock.monotonic();
        (void)bench.write(a(), Value(quint64(5)));
        bench.run(1s);
        const QList<SentRequest> writes = writesIn(bench.line->sent());
        QCOMPARE(writes.size(), 1);
        QVERIFY(writes.first().at - asked <= 2 * bench.line->latency);
    }

    /// At most four writes in a row while a poll waits.
    void pollsAreNotStarved()
    {
        Busy bench(1, 60, 4);
        for (int i = 0; i < 60; ++i)
            bench.data.tags[i].write.momentary = true; // all writes are kept, none is read back
        bench.start();
        bench.line->latency = 30ms;
        bench.run(3s);
        bench.line->forget();
        for (quint64 i = 0; i < 40; ++i)
            (void)bench.write(a(), Value(i));
        bench.run(3s);
        int inARow = 0;
        for (const SentRequest &request : bench.line->sent()) {
            inARow = isWrite(request) ? inARow + 1 : 0;
            QVERIFY(inARow <= 4);
        }
        QCOMPARE(writesIn(bench.line->sent()).size(), 40);
    }
};

QTEST_GUILESS_MAIN(WindowWritesTest)
#include "tst_windowwrites.moc"
