// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>
#include <algorithm>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using Refusal = FieldWriteResult::Refusal;

QString factor()
{
    return QStringLiteral("sf");
}

/// Value a at 10 is scaled by the register at `factorAddress` of the slow class.
class Scaled : public Bench
{
public:
    explicit Scaled(int factorAddress = 11, const QString &pollClass = {})
    {
        Tag &value = addTag(a(), 1, 10, pollClass);
        value.type = DataType::Int16;
        value.scaleFactor = factor();
        Tag &scale = addTag(factor(), 1, factorAddress, QStringLiteral("slow"));
        scale.type = DataType::Int16;
        scale.notAvailable = QStringLiteral("8000");
        m_factorAddress = factorAddress;
    }
    void begin(int raw, int power)
    {
        start();
        line->registers[1].resize(1000);
        put(raw, power);
    }
    void put(int raw, int power)
    {
        line->registers[1][10] = quint16(raw);
        line->registers[1][m_factorAddress] = quint16(power);
    }
    [[nodiscard]] QList<double> numbers() const
    {
        QList<double> all;
        for (const Published &sample : published) {
            if (sample.tag == index(a()) && !sample.now.value.isNone())
                all.append(sample.now.value.toDouble());
        }
        return all;
    }

private:
    int m_factorAddress;
};

} // namespace

/// Values whose power of ten lies in another register of the device, as SunSpec has them.
class ScaleFactorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theValueComesWithTheFactorOfTheSameAnswer()
    {
        Scaled bench;
        bench.begin(2305, -1);
        bench.settle();
        QCOMPARE(bench.value(a()).value, Value(230.5));
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.value(factor()).value, Value(-1));
        bench.put(23, 1);
        bench.run(1900ms); // until after the second round, before the third
        QCOMPARE(bench.value(a()).value, Value(230.0));
        QCOMPARE(bench.numbers(), (QList<double>{230.5, 230.0})); // never 23 × 10^-1
    }

    void theFactorIsReadAsOftenAsItsValues()
    {
        Scaled bench(11, QStringLiteral("fast"));
        bench.begin(100, 0);
        bench.run(2s);
        int together = 0;
        for (const SentRequest &request : bench.line->sent())
            together += request.address() == 10 && request.count() == 2;
        QVERIFY2(together >= 19, qPrintable(QString::number(together)));
    }

    void noValueBeforeTheFactorWasRead()
    {
        Scaled bench(500); // another request, after that of the value
        bool isSilent = true;
        bench.begin(2305, -1);
        bench.line->override
            = [&isSilent](const SentRequest &request) -> std::optional<modbus::TransportReply> {
            if (isSilent && request.address() == 500)
                return modbus::TransportReply{modbus::TransportReply::Status::Timeout, {}, {}};
            return std::nullopt;
        };
        bench.run(1500ms); // a block that fails three times is asked seldom
        QVERIFY(bench.line->sent().size() >= 4);
        QCOMPARE(bench.quality(a()), Quality::BadNotRead);
        QVERIFY(bench.numbers().isEmpty());
        isSilent = false;
        bench.run(1100ms);
        QCOMPARE(bench.value(a()).value, Value(230.5));
    }

    void anotherFactorMakesItsValuesDueAtOnce()
    {
        Scaled bench(500, QStringLiteral("slow"));
        bench.addTag(b(), 1, 300).scaleFactor = factor(); // reads the factor each second
        bench.begin(7, 0);
        bench.settle();
        QCOMPARE(bench.value(a()).value, Value(7.0));
        bench.put(8, 2);
        bench.run(2s);
        QCOMPARE(bench.value(a()).value, Value(800.0));
    }

    void row6_aFactorThatIsNotAvailableMakesItsValuesNotAvailable_data()
    {
        QTest::addColumn<int>("power");
        QTest::addColumn<QString>("sentinel");
        QTest::addColumn<int>("quality");
        QTest::newRow("sentinel of the tag")
            << 0x8000 << QStringLiteral("8000") << int(Quality::BadNotAvailable);
        QTest::newRow("0x8000 by itself") << 0x8000 << QString() << int(Quality::BadNotAvailable);
        QTest::newRow("11") << 11 << QString() << int(Quality::BadOutOfRange);
        QTest::newRow("-11") << -11 << QString() << int(Quality::BadOutOfRange);
        QTest::newRow("10") << 10 << QString() << int(Quality::Good);
        QTest::newRow("-10") << -10 << QString() << int(Quality::Good);
    }

    void row6_aFactorThatIsNotAvailableMakesItsValuesNotAvailable()
    {
        QFETCH(int, power);
        QFETCH(QString, sentinel);
        QFETCH(int, quality);
        Scaled bench;
        bench.data.tags[1].notAvailable = sentinel;
        bench.begin(5, power);
        bench.settle();
        QCOMPARE(bench.quality(a()), Quality(quality));
        QCOMPARE(bench.value(a()).value.isNone(), quality != int(Quality::Good));
    }

    void aDeviceThatWasAwayHasToGiveItsFactorAnew()
    {
        Scaled bench(500);
        bench.begin(2305, -1);
        bench.settle();
        QCOMPARE(bench.value(a()).value, Value(230.5));
        bench.line->silent.insert(1);
        bench.run(10s);
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
        bench.line->silent.clear();
        bench.line->override
            = [](const SentRequest &request) -> std::optional<modbus::TransportReply> {
            if (request.address() == 500)
                return modbus::TransportReply{modbus::TransportReply::Status::Timeout, {}, {}};
            return std::nullopt;
        };
        bench.published.clear();
        bench.line->forget();
        bench.run(120s);
        const QList<SentRequest> sent = bench.line->sent();
        QVERIFY(std::count_if(sent.begin(), sent.end(),
                              [](const SentRequest &request) { return request.address() == 10; })
                > 10); // the device is back and says what a holds
        QVERIFY(bench.numbers().isEmpty());
        QVERIFY(isBad(bench.quality(a())));
    }

    void writesGoThroughTheFactorThatWasRead()
    {
        Scaled bench;
        bench.begin(2305, -1);
        bench.settle();
        QVERIFY(bench.scheduler->fits(bench.index(a()), Value(3276.7)));
        QVERIFY(!bench.scheduler->fits(bench.index(a()), Value(3276.8)));
        const WriteId id = bench.write(a(), Value(-12.34));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->registers[1][10], quint16(-123));
        QCOMPARE(bench.result(id).readBack, Value(-12.3));
    }

    void aWriteWithoutAFactorIsRefused()
    {
        Scaled bench;
        bench.begin(2305, 0x8000);
        bench.settle();
        bench.line->forget();
        const WriteId id = bench.write(a(), Value(230.5));
        bench.settle();
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        QCOMPARE(bench.result(id).refusal, Refusal::NotReadable);
        QVERIFY(!bench.result(id).detail.isEmpty());
        QVERIFY(writesIn(bench.line->sent()).isEmpty());
    }

    void bitFieldsAreWrittenAfterAFreshRead()
    {
        Bench bench;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        Tag &field = bench.addTag(a(), 1, 10, QStringLiteral("slow"));
        field.type = DataType::BitField;
        field.bit = 4;
        field.length = 3;
        bench.start();
        bench.line->registers[1].resize(1000);
        bench.settle();
        bench.line->registers[1][10] = 0xFF8F; // the device changed it after the poll
        bench.line->forget();
        const WriteId id = bench.write(a(), Value(quint64(5)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->registers[1][10], quint16(0xFFDF));
        QCOMPARE(bench.line->sent().first().function(), 3);
        QCOMPARE(bench.value(a()).value, Value(quint64(5)));
    }

    void theReadBackSeesThroughTheClamp()
    {
        Bench bench;
        bench.addTag(a(), 1, 10, QStringLiteral("slow")).clamp = {true, 0.0, 100.0};
        bench.start();
        bench.line->registers[1].resize(1000);
        bench.settle();
        bench.line->override
            = [&bench](const SentRequest &request) -> std::optional<modbus::TransportReply> {
            if (!isWrite(request))
                return std::nullopt;
            bench.line->registers[1][10] = 250; // the device takes another value
            return modbus::TransportReply{modbus::TransportReply::Status::Answer, request.pdu, {}};
        };
        const WriteId id = bench.write(a(), Value(quint64(100)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Differs);
        QCOMPARE(bench.result(id).readBack, Value(quint64(250)));
        QCOMPARE(bench.value(a()).value, Value(quint64(100)));
        QCOMPARE(bench.quality(a()), Quality::UncertainClamped);
    }
};

QTEST_GUILESS_MAIN(ScaleFactorTest)
#include "tst_scalefactor.moc"
