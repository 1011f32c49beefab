// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

using namespace mws;

namespace
{

using Outcome = DiagnosisReply::Outcome;

const QString kSlow = QStringLiteral("slow");

/// Units that were read once and are left alone, and what an engineer read of them.
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
    RawReading read(const QString &tag)
    {
        scheduler->readRaw(index(tag), [this](const RawReading &got) { readings.append(got); });
        run(Milliseconds(600)); // longer than the response timeout
        return readings.isEmpty() ? RawReading() : readings.last();
    }

    QList<RawReading> readings;
};

} // namespace

/// A fresh read of one tag: what went over the wire, and what each step makes of it. The expected
/// numbers are worked out by hand from the registers.
class RawReadTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEachStep()
    {
        Desk desk;
        Tag &tag = desk.addTag(a(), 1, 10, kSlow);
        tag.type = DataType::Int32;
        tag.order = ByteOrder::CDAB;
        tag.factor = 0.5;
        tag.offset = 100;
        tag.clamp = {true, {}, 50.0};
        desk.addTag(b(), 1, 12, kSlow);
        desk.begin();
        desk.line->registers[1][10] = 0xFFFE; // CDAB: 0xFFFFFFFE, which is -2
        desk.line->registers[1][11] = 0xFFFF;
        const RawReading reading = desk.read(a());
        QCOMPARE(reading.outcome, Outcome::Ok);
        QCOMPARE(reading.unit, 1);
        QCOMPARE(reading.table, Table::HoldingRegister);
        QCOMPARE(reading.address, 10);
        QCOMPARE(reading.count, 2);
        QCOMPARE(reading.blockAddress, 10);
        QCOMPARE(reading.blockCount, 3); // the polls read its neighbour with it
        QCOMPARE(reading.request.toHex(), QByteArray("03000a0002"));
        QCOMPARE(reading.answer.toHex(), QByteArray("0304fffeffff"));
        QCOMPARE(reading.words, (QStringList{QStringLiteral("FFFE"), QStringLiteral("FFFF")}));
        QCOMPARE(reading.decoded.value, Value(qint64(-2)));
        QCOMPARE(reading.decoded.state.quality, Quality::Good);
        QCOMPARE(reading.scaled.value, Value(50.0)); // -2 × 0.5 + 100 is beyond the clamp
        QCOMPARE(reading.scaled.state.quality, Quality::UncertainClamped);
        QVERIFY(reading.scaled.time > Timestamp{} && reading.scaled.time == reading.decoded.time);
        QCOMPARE(desk.line->sent().size(), 1);
    }

    /// What an engineer reads is not what the plant shows.
    void leavesTheValueToThePolls()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->registers[1][10] = 4711;
        QCOMPARE(desk.read(a()).scaled.value, Value(quint64(4711)));
        QVERIFY(desk.published.isEmpty());
    }

    void aBitIsAWord()
    {
        Desk desk;
        Tag &tag = desk.addTag(a(), 1, 10, kSlow);
        tag.table = Table::Coil;
        tag.type = DataType::Bool;
        desk.begin();
        desk.line->coils[1][10] = true;
        const RawReading reading = desk.read(a());
        QCOMPARE(reading.words, QStringList{QStringLiteral("1")});
        QCOMPARE(reading.request.toHex(), QByteArray("01000a0001"));
        QCOMPARE(reading.decoded.value, Value(true));
        QCOMPARE(reading.scaled.value, Value(true));
    }

    /// The sentinel hides the value from the plant, not from who looks for the fault.
    void aSentinelIsDecoded()
    {
        Desk desk;
        Tag &tag = desk.addTag(a(), 1, 10, kSlow);
        tag.type = DataType::Int16;
        tag.notAvailable = QStringLiteral("8000");
        desk.begin();
        desk.line->registers[1][10] = 0x8000;
        const RawReading reading = desk.read(a());
        QCOMPARE(reading.decoded.value, Value(qint64(-32768)));
        QCOMPARE(reading.decoded.state.quality, Quality::Good);
        QCOMPARE(reading.scaled.state.quality, Quality::BadNotAvailable);
    }

    void aScaleFactorIsApplied()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, kSlow).scaleFactor = b();
        Tag &factor = desk.addTag(b(), 1, 500, kSlow);
        factor.type = DataType::Int16;
        desk.start();
        desk.line->registers[1].resize(1000);
        desk.line->registers[1][500] = 0xFFFF; // 10^-1
        desk.settle();
        desk.line->registers[1][10] = 25;
        const RawReading reading = desk.read(a());
        QCOMPARE(reading.decoded.value, Value(quint64(25)));
        QCOMPARE(reading.scaled.value, Value(2.5));
    }

    void refusalsAndSilenceAreTold()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, kSlow);
        desk.begin();
        desk.line->unknown.insert(3);
        RawReading reading = desk.read(a());
        QCOMPARE(reading.outcome, Outcome::DeviceException);
        QCOMPARE(int(reading.exception), 1);
        QVERIFY(!reading.detail.isEmpty() && reading.words.isEmpty() && reading.answer.isEmpty());
        QCOMPARE(reading.scaled.state, (QualityState{Quality::BadDeviceException, 1}));
        QCOMPARE(reading.scaled.time, Timestamp{});
        desk.line->unknown.clear();
        desk.line->silent.insert(1);
        reading = desk.read(a());
        QCOMPARE(reading.outcome, Outcome::Timeout);
        QCOMPARE(reading.scaled.state, (QualityState{Quality::BadCommunication, 0}));
        QCOMPARE(desk.unit(1).state, UnitState::Good); // one silence of a question is no evidence
        QVERIFY(desk.published.isEmpty());
        desk.line->breakLink();
        reading = desk.read(a());
        QCOMPARE(reading.outcome, Outcome::Unavailable);
        QCOMPARE(desk.readings.size(), 3);
    }

    /// What the device does not let be read is what an engineer wants to ask again.
    void aTagThatIsLeftOutCanBeAsked()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, kSlow);
        desk.start();
        desk.line->override
            = [](const SentRequest &request) -> std::optional<modbus::TransportReply> {
            if (request.address() != 10)
                return std::nullopt;
            return modbus::TransportReply{
                modbus::TransportReply::Status::Answer, QByteArray::fromHex("8302"), {}};
        };
        desk.settle();
        QCOMPARE(desk.quality(a()), Quality::BadDeviceException);
        desk.line->override = nullptr;
        desk.line->registers[1] = QList<quint16>(20, 3);
        const RawReading reading = desk.read(a());
        QCOMPARE(reading.outcome, Outcome::Ok);
        QCOMPARE(reading.blockCount, 0);
        QCOMPARE(reading.words, QStringList{QStringLiteral("0003")});
        QCOMPARE(desk.quality(a()), Quality::BadDeviceException);
    }

    void aBroadcastIsNotRead()
    {
        Desk desk(2);
        desk.connection.kind = ConnectionKind::Rtu;
        desk.data.devices[1].unit = 0;
        desk.addTag(a(), 1, 10, kSlow);
        desk.addTag(b(), 2, 10, kSlow);
        desk.begin();
        QCOMPARE(desk.read(b()).outcome, Outcome::Invalid);
        QVERIFY(desk.line->sent().isEmpty());
    }
};

QTEST_GUILESS_MAIN(RawReadTest)
#include "tst_rawread.moc"
