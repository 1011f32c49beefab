// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/refusals.h"
#include "modbus/writerequests.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using modbus::Stretch;
using modbus::TransportReply;

/// Registers 10 to 19 of unit 1 are tags "10" to "19", and so are those of unit 2 as "110" …
class Rows : public Bench
{
public:
    explicit Rows(RegisterWrite how = RegisterWrite::Multiple)
        : Bench(2)
    {
        data.tags.reserve(40);
        for (Device &device : data.devices) {
            device.registerWrite = how;
            device.coilWrite = CoilWrite::Multiple;
            device.mergeWrites = true;
        }
        for (int i = 10; i < 20; ++i) {
            addTag(name(i), 1, i, QStringLiteral("slow"));
            addTag(name(100 + i), 2, i, QStringLiteral("slow"));
        }
    }
    [[nodiscard]] Tag &tag(int number)
    {
        return *std::find_if(data.tags.begin(), data.tags.end(),
                             [number](const Tag &tag) { return tag.id == name(number); });
    }
    void begin()
    {
        start();
        settle();
        line->forget();
    }
    /// Value n + 1000 for tag n.
    QList<WriteId> set(const QList<int> &numbers)
    {
        QList<WriteId> ids;
        for (const int number : numbers)
            ids.append(write(name(number), Value(quint64(1000 + number))));
        return ids;
    }
    [[nodiscard]] QStringList writes() const
    {
        QStringList list;
        for (const SentRequest &request : writesIn(line->sent()))
            list.append(QStringLiteral("%1: FC %2 %3 %4")
                            .arg(request.unit)
                            .arg(request.function())
                            .arg(request.address())
                            .arg(request.function() == 6 ? 1 : request.count()));
        return list;
    }
    [[nodiscard]] QList<Outcome> outcomes(const QList<WriteId> &ids) const
    {
        QList<Outcome> list;
        for (const WriteId id : ids)
            list.append(result(id).outcome);
        return list;
    }
};

QStringList lines(const char *text)
{
    return QString::fromLatin1(text).split(QStringLiteral(", "), Qt::SkipEmptyParts);
}

Device device(RegisterWrite how)
{
    Device made;
    made.registerWrite = how;
    made.coilWrite = CoilWrite::Multiple;
    made.mergeWrites = true;
    return made;
}

Stretch registersAt(int address, int count = 1)
{
    return {Table::HoldingRegister, address, QList<quint16>(count, quint16(address))};
}

} // namespace

/// Setpoints that wait together and lie side by side go out in one request.
class MergedWritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void adjacentSetpointsAreOneRequest()
    {
        Rows bench;
        bench.begin();
        const QList<WriteId> ids = bench.set({10, 11, 12});
        bench.run(1s);
        QCOMPARE(bench.writes(), lines("1: FC 16 10 3"));
        QCOMPARE(writesIn(bench.line->sent()).first().pdu.toHex(),
                 QByteArray("10000a00030603f203f303f4"));
        QCOMPARE(bench.outcomes(ids), QList<Outcome>(3, Outcome::Ok));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(bench.result(ids[i]).readBack, Value(quint64(1010 + i)));
        QCOMPARE(bench.answers, 3);
        QCOMPARE(bench.value(name(12)).value, Value(quint64(1012)));
    }

    void whatGoesTogether_data()
    {
        QTest::addColumn<RegisterWrite>("how");
        QTest::addColumn<QList<int>>("numbers");
        QTest::addColumn<QStringList>("writes");
        using R = RegisterWrite;
        const auto row = [](const char *name, R how, const QList<int> &numbers, const char *text) {
            QTest::newRow(name) << how << numbers << lines(text);
        };
        row("in any order", R::Multiple, {12, 10, 13, 11}, "1: FC 16 10 4");
        row("no hole", R::Multiple, {10, 11, 13, 14}, "1: FC 16 10 2, 1: FC 16 13 2");
        row("none overtakes", R::Multiple, {10, 15, 11},
            "1: FC 16 10 1, 1: FC 16 15 1, 1: FC 16 11 1");
        row("one unit", R::Multiple, {10, 110, 11, 111},
            "1: FC 16 10 1, 2: FC 16 10 1, 1: FC 16 11 1, 2: FC 16 11 1");
        row("two units", R::Multiple, {10, 11, 110, 111}, "1: FC 16 10 2, 2: FC 16 10 2");
        row("FC 6 is for one", R::Single, {10, 11}, "1: FC 6 10 1, 1: FC 6 11 1");
        row("FC 22 is for one", R::Mask, {10, 11}, "1: FC 22 10 0, 1: FC 22 11 0");
        row("FC 23", R::ReadWrite, {11, 10}, "1: FC 23 10 2");
    }

    void whatGoesTogether()
    {
        QFETCH(RegisterWrite, how);
        QFETCH(QList<int>, numbers);
        QFETCH(QStringList, writes);
        Rows bench(how);
        bench.begin();
        const QList<WriteId> ids = bench.set(numbers);
        bench.run(2s);
        QCOMPARE(bench.writes(), writes);
        QCOMPARE(bench.outcomes(ids), QList<Outcome>(ids.size(), Outcome::Ok));
        for (const int number : numbers)
            QCOMPARE(bench.line->registers[1 + number / 100][number % 100], quint16(1000 + number));
    }

    void notUnlessTheDeviceWantsIt()
    {
        Rows bench;
        bench.data.devices[0].mergeWrites = false;
        bench.begin();
        bench.set({10, 11});
        bench.run(1s);
        QCOMPARE(bench.writes(), lines("1: FC 16 10 1, 1: FC 16 11 1"));
        QVERIFY(!Device().mergeWrites);
    }

    void severalRegistersAndCoils()
    {
        Rows bench;
        bench.tag(10).type = DataType::UInt32;
        bench.tag(11).address = 12;
        for (const int number : {12, 13, 14}) {
            bench.tag(number).table = Table::Coil;
            bench.tag(number).type = DataType::Bool;
        }
        bench.begin();
        QList<WriteId> ids = bench.set({10, 11});
        ids += bench.write(name(13), Value(true));
        ids += bench.write(name(14), Value(false));
        ids += bench.write(name(12), Value(true));
        bench.run(2s);
        QCOMPARE(bench.writes(), lines("1: FC 16 10 3, 1: FC 15 12 3"));
        QCOMPARE(writesIn(bench.line->sent()).last().pdu.toHex(), QByteArray("0f000c00030103"));
        QCOMPARE(bench.outcomes(ids), QList<Outcome>(5, Outcome::Ok));
    }

    void commandsGoAloneAndInTheirOrder()
    {
        Rows bench;
        bench.tag(12).write.momentary = true;
        bench.begin();
        const QList<WriteId> ids = bench.set({10, 11, 12, 12, 13, 14});
        bench.run(2s);
        QCOMPARE(bench.writes(),
                 lines("1: FC 16 10 2, 1: FC 16 12 1, 1: FC 16 12 1, 1: FC 16 13 2"));
        QCOMPARE(bench.answers, ids.size());
        QCOMPARE(bench.result(ids[2]).outcome, Outcome::Unverified);
        QCOMPARE(bench.result(ids[3]).outcome, Outcome::Unverified);
    }

    void partsOfRegistersGoAlone()
    {
        Rows bench;
        bench.tag(11).type = DataType::UInt8Low;
        bench.begin();
        bench.set({10});
        bench.write(name(11), Value(quint64(1)));
        bench.set({12});
        bench.run(2s);
        QCOMPARE(bench.writes().size(), 3);
        QCOMPARE(writesIn(bench.line->sent())[1].function(), 22);
    }

    void exceptionAndSilenceAreOfAll_data()
    {
        QTest::addColumn<int>("exception");
        QTest::newRow("exception 2") << 2;
        QTest::newRow("exception 4") << 4;
        QTest::newRow("exception 11, from a gateway") << 11;
        QTest::newRow("silence") << 0;
    }

    /// A device may have taken over a part: nothing is repeated, not even singly.
    void exceptionAndSilenceAreOfAll()
    {
        QFETCH(int, exception);
        Rows bench;
        bench.begin();
        bench.line->override = [exception](const SentRequest &request) {
            if (!isWrite(request))
                return std::optional<TransportReply>();
            return std::optional(exception ? refusal(request, exception) : TransportReply());
        };
        const QList<WriteId> ids = bench.set({10, 11, 12});
        bench.run(3s);
        QCOMPARE(bench.writes(), lines("1: FC 16 10 3"));
        QCOMPARE(bench.outcomes(ids),
                 QList<Outcome>(3,
                                exception == 2 || exception == 4 ? Outcome::DeviceException
                                                                 : Outcome::Timeout));
        for (const WriteId id : ids) {
            QCOMPARE(int(bench.result(id).exception), exception);
            QVERIFY(bench.result(id).detail.contains(QStringLiteral("3 tags")));
        }
        QCOMPARE(bench.answers, 3);
    }

    void eachHasItsOwnOutcome_data()
    {
        QTest::addColumn<RegisterWrite>("how");
        QTest::newRow("FC 16") << RegisterWrite::Multiple;
        QTest::newRow("FC 23") << RegisterWrite::ReadWrite;
    }

    void eachHasItsOwnOutcome()
    {
        QFETCH(RegisterWrite, how);
        Rows bench(how);
        bench.tag(12).write.readBackMs = 0;
        bench.begin();
        bench.line->override = [&bench](const SentRequest &request) {
            bench.line->registers[1][11] = 5; // the device keeps its own
            if (request.function() != 23)
                return std::optional<TransportReply>();
            return std::optional(TransportReply{
                TransportReply::Status::Answer, QByteArray::fromHex("170603f2000503f4"), {}});
        };
        const QList<WriteId> ids = bench.set({10, 11, 12});
        bench.line->registers[1][10] = 1010;
        bench.line->registers[1][12] = 1012;
        bench.run(1s);
        QCOMPARE(bench.writes().size(), 1);
        QCOMPARE(bench.outcomes(ids), QList<Outcome>({Outcome::Ok, Outcome::Differs, Outcome::Ok}));
        QCOMPARE(bench.result(ids[1]).readBack, Value(quint64(5)));
        QCOMPARE(bench.value(name(11)).value, Value(quint64(5)));
        QCOMPARE(bench.answers, 3);
    }

    void acknowledgedForLater_data() { eachHasItsOwnOutcome_data(); }

    /// Exception 5 to all of them; each is read back.
    void acknowledgedForLater()
    {
        QFETCH(RegisterWrite, how);
        Rows bench(how);
        bench.tag(12).write.readBackMs = 0;
        bench.begin();
        bench.line->override = [](const SentRequest &request) {
            return isWrite(request) ? std::optional(refusal(request, 5)) : std::nullopt;
        };
        const QList<WriteId> ids = bench.set({10, 11, 12});
        bench.line->registers[1][10] = 1010;
        bench.line->registers[1][11] = 5; // the device keeps its own
        bench.line->registers[1][12] = 1012;
        bench.run(2s);
        QCOMPARE(bench.writes().size(), 1);
        QCOMPARE(bench.answers, 3);
        QCOMPARE(bench.outcomes(ids), QList<Outcome>({Outcome::Ok, Outcome::Differs, Outcome::Ok}));
    }

    void whatDoesNotFitStaysBehind()
    {
        Rows bench;
        bench.begin();
        const WriteId good = bench.set({10}).first();
        const WriteId tooLarge = bench.write(name(11), Value(quint64(70000)));
        const WriteId next = bench.set({11}).first();
        bench.run(1s);
        QCOMPARE(bench.result(tooLarge).outcome, Outcome::Refused);
        QCOMPARE(bench.result(good).outcome, Outcome::Ok);
        QCOMPARE(bench.result(next).outcome, Outcome::Ok);
    }

    void whatHasExpiredIsNotTakenAlong()
    {
        Rows bench;
        bench.connection.maxInFlight = 2; // so that time passes by the clock
        bench.begin();
        bench.line->latency = 100ms;
        bench.set({15});
        bench.run(10ms); // on the wire
        const WriteId lasting = bench.set({10}).first();
        const WriteId brief = bench.write(name(11), Value(quint64(1)), 50ms);
        bench.run(2s);
        QCOMPARE(bench.result(brief).outcome, Outcome::Refused);
        QCOMPARE(bench.result(brief).refusal, FieldWriteResult::Refusal::Expired);
        QCOMPARE(bench.result(lasting).outcome, Outcome::Ok);
        QCOMPARE(bench.writes(), lines("1: FC 16 15 1, 1: FC 16 10 1"));
    }

    void latestSetpointGoesOut()
    {
        Rows bench;
        bench.begin();
        const QList<WriteId> ids = bench.set({10, 11, 12});
        const WriteId newer = bench.write(name(11), Value(quint64(7)));
        bench.run(1s);
        QCOMPARE(bench.writes(), lines("1: FC 16 10 3"));
        QCOMPARE(bench.result(ids[1]).refusal, FieldWriteResult::Refusal::Superseded);
        QCOMPARE(bench.result(newer).outcome, Outcome::Ok);
        QCOMPARE(bench.line->registers[1][11], quint16(7));
        QCOMPARE(bench.answers, 4);
    }

    void linkBreaksUnderThem()
    {
        Rows bench;
        bench.connection.maxInFlight = 2; // so that time passes by the clock
        bench.begin();
        bench.line->latency = 100ms;
        const QList<WriteId> ids = bench.set({10, 11, 12});
        bench.run(10ms);
        bench.line->breakLink();
        QCOMPARE(bench.outcomes(ids), QList<Outcome>(3, Outcome::Timeout));
        bench.run(20s);
        QCOMPARE(bench.answers, 3);
        QCOMPARE(bench.writes().size(), 1);
    }

    void limits_data()
    {
        QTest::addColumn<Device>("device");
        QTest::addColumn<QList<Stretch>>("stretches");
        QTest::addColumn<int>("count");
        const QList<Stretch> three{registersAt(10), registersAt(11), registersAt(12)};
        Device narrow = device(RegisterWrite::Multiple);
        narrow.maxRegisters = 2;
        QTest::newRow("by the device") << narrow << three << 2;
        QList<Stretch> many;
        QList<Stretch> coils;
        for (int i = 0; i < 130; ++i)
            many.append(registersAt(i));
        for (int i = 0; i < 40; ++i)
            coils.append({Table::Coil, 50 * i, QList<quint16>(50, 1)});
        QTest::newRow("FC 16") << device(RegisterWrite::Multiple) << many << 123;
        QTest::newRow("FC 23") << device(RegisterWrite::ReadWrite) << many << 121;
        QTest::newRow("FC 15") << device(RegisterWrite::Single) << coils << 39;
        Device few = device(RegisterWrite::Single);
        few.maxBits = 100;
        QTest::newRow("FC 15 by the device") << few << coils << 2;
        const Device usual = device(RegisterWrite::Multiple);
        QTest::newRow("overlap") << usual << QList<Stretch>{registersAt(10, 2), registersAt(11)}
                                 << 1;
        QTest::newRow("the same") << usual << QList<Stretch>{registersAt(10), registersAt(10)} << 1;
        QTest::newRow("tables") << usual << QList<Stretch>{registersAt(10), {Table::Coil, 11, {1}}}
                                << 1;
        QTest::newRow("a hole that is never filled")
            << usual << QList<Stretch>{registersAt(10), registersAt(12), registersAt(13)} << 1;
        QTest::newRow("up to the last whole")
            << usual
            << QList<Stretch>{registersAt(10), registersAt(12), registersAt(11), registersAt(14)}
            << 3;
        QTest::newRow("wider than the limit")
            << narrow << QList<Stretch>{registersAt(10, 4), registersAt(14)} << 1;
    }

    void limits()
    {
        QFETCH(Device, device);
        QFETCH(QList<Stretch>, stretches);
        QFETCH(int, count);
        QCOMPARE(int(modbus::mergeable(device, stretches)), count);
        const auto request = modbus::writeRequest(device, modbus::merged(stretches.first(count)));
        QVERIFY(request);
        device.mergeWrites = false;
        QCOMPARE(int(modbus::mergeable(device, stretches)), 1);
    }
};

QTEST_GUILESS_MAIN(MergedWritesTest)
#include "tst_mergedwrites.moc"
