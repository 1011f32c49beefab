// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bits.h"

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;

} // namespace

/// Devices that are silent to FC 22, and what may come between its refusal and the other way.
class BitFallbackTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deviceThatIsSilentToFc22IsLearned()
    {
        Bits bench;
        bench.begin();
        bench.ignoreMasks();
        bench.expectWarning();
        QList<Outcome> outcomes;
        for (int i = 0; i < 6; ++i) {
            outcomes.append(bench.result(bench.writeBit(i % 2 == 0, 2s)).outcome);
            bench.scheduler->refresh({bench.index(b())}); // it answers
            bench.run(1s);
        }
        QCOMPARE(outcomes.first(2), QList<Outcome>(2, Outcome::Timeout));
        QCOMPARE(outcomes.mid(2), QList<Outcome>(4, Outcome::Ok));
        QCOMPARE(int(bench.lessonsOfUnit().value(kMask).exception), 0);
        bench.run(700s);
        bench.line->forget();
        QCOMPARE(bench.result(bench.writeBit(true)).outcome, Outcome::Ok);
        QCOMPARE(masksIn(bench.line->sent()), 0);
    }

    /// Three writes at once to such a device must not make it look dead.
    void silenceToFc22DoesNotKill()
    {
        Bits bench;
        bench.data.tags[0].write.momentary = true;
        bench.begin();
        bench.ignoreMasks();
        QList<WriteId> ids;
        for (int i = 0; i < 5; ++i)
            ids.append(bench.write(a(), Value(i % 2 == 0)));
        bench.run(5s);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        for (const WriteId id : std::as_const(ids))
            QVERIFY(bench.result(id).outcome != Outcome::Refused);
        QCOMPARE(masksIn(bench.line->sent()), 2);
    }

    void silenceOfTheWholeDeviceTeachesNothing()
    {
        Bits bench;
        bench.data.tags[1].pollClass = QStringLiteral("fast");
        bench.begin();
        for (int i = 0; i < 4; ++i) {
            bench.line->silent = {1};
            bench.writeBit(true, 5s);
            bench.line->silent.clear();
            bench.run(70s);
            QCOMPARE(bench.unit(1).state, UnitState::Good);
        }
        QVERIFY(bench.lessonsOfUnit().isEmpty());
        bench.line->forget();
        QCOMPARE(bench.result(bench.writeBit(true)).outcome, Outcome::Ok);
        QCOMPARE(masksIn(bench.line->sent()), 1);
    }

    void deviceThatHasAnsweredFc22IsTrusted()
    {
        Bits bench;
        bench.begin();
        bench.writeBit(true);
        bench.ignoreMasks();
        for (int i = 0; i < 5; ++i) {
            bench.writeBit(i % 2 == 0, 2s);
            bench.scheduler->refresh({bench.index(b())});
            bench.run(1s);
        }
        bench.line->override = {};
        bench.line->forget();
        QCOMPARE(bench.result(bench.writeBit(true)).outcome, Outcome::Ok);
        QCOMPARE(masksIn(bench.line->sent()), 1);
        QVERIFY(bench.lessonsOfUnit().isEmpty());
    }

    /// The whole register goes by FC 22, too: there is no other way left.
    void aRefusalOfTheOtherWayIsTheEnd()
    {
        Bits bench;
        bench.data.devices[0].registerWrite = RegisterWrite::Mask;
        bench.begin();
        bench.line->unknown = {kMask};
        bench.expectWarning();
        const FieldWriteResult result = bench.result(bench.writeBit(true));
        QCOMPARE(result.outcome, Outcome::DeviceException);
        QCOMPARE(int(result.exception), 1);
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({kMask, 3, kMask}));
    }

    void theFallbackStaysInItsSlot_data()
    {
        QTest::addColumn<int>("window");
        for (const int window : {1, 2, 4, 8, 16})
            QTest::addRow("%d", window) << window;
    }

    /// Refusal, read and write follow each other; nothing else of the unit is on the wire.
    void theFallbackStaysInItsSlot()
    {
        QFETCH(int, window);
        Bench bench(2);
        bench.connection.maxInFlight = window;
        bench.data.tags.reserve(30);
        Tag &bit = bench.addTag(a(), 1, 500, QStringLiteral("fast"));
        bit.type = DataType::Bool;
        bit.bit = 3;
        for (int i = 0; i < 20; ++i)
            bench.addTag(name(i), 1 + i % 2, 10 * i, QStringLiteral("fast"));
        bench.start();
        bench.line->latency = 40ms;
        bench.run(3s);
        bench.line->unknown = {kMask};
        bench.line->registers[1][500] = 0x8001;
        const WriteId id = bench.write(a(), Value(true));
        (void)bench.write(name(0), Value(quint64(7)));
        for (int i = 0; i < 1000 && bench.line->registers[1][500] == 0x8001; ++i)
            bench.run(1ms);
        bench.line->registers[1][500] |= 0x4000; // the device itself
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->registers[1][500], quint16(0xC009));
        const QList<SentRequest> ofUnit = bench.line->sentTo(1);
        const auto mask = std::find_if(ofUnit.cbegin(), ofUnit.cend(), isWrite);
        QCOMPARE(mask->function(), kMask);
        QCOMPARE((mask + 1)->pdu.toHex(), QByteArray("0301f40001"));
        QCOMPARE((mask + 2)->pdu.toHex(), QByteArray("0601f48009"));
        QVERIFY(mask->at >= (mask - 1)->at + 40ms);
        for (auto next = mask; next != mask + 3; ++next)
            QVERIFY((next + 1)->at >= next->at + 40ms);
    }

    void writeThatExpiresAfterTheRefusalIsNotSent()
    {
        Bits bench;
        bench.begin();
        bench.line->unknown = {kMask};
        bench.line->latency = 100ms;
        const WriteId id = bench.write(a(), Value(true), 150ms);
        bench.run(2s);
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({kMask, 3}));
        QCOMPARE(bench.answers, 1);
    }

    void linkBreaksDuringTheFallback()
    {
        Bits bench;
        bench.connection.maxInFlight = 2; // so that time passes by the clock
        bench.begin();
        bench.line->unknown = {kMask};
        bench.line->latency = 100ms;
        const WriteId id = bench.write(a(), Value(true));
        bench.run(150ms);
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({kMask, 3}));
        bench.line->breakLink();
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        bench.run(10s);
        QCOMPARE(bench.answers, 1);
        QVERIFY(!functionsOf(bench.line->sent()).contains(6));
    }
};

QTEST_GUILESS_MAIN(BitFallbackTest)
#include "tst_bitfallback.moc"
