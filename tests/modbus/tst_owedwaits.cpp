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
using modbus::TransportReply;

QString wide()
{
    return QStringLiteral("wide");
}

QString other()
{
    return QStringLiteral("other");
}

/// Two units without transaction numbers; of unit 2 a setpoint.
class Owing : public Bench
{
public:
    explicit Owing(ConnectionKind kind = ConnectionKind::Rtu)
        : Bench(2)
    {
        connection.kind = kind;
        addTag(other(), 2, 900, QStringLiteral("slow"));
    }
    void begin()
    {
        start();
        run(1s);
        line->forget();
    }
    /// The next request of the function and address ends so.
    void endOnce(int function, int address, const TransportReply &reply)
    {
        line->override = [=, this](const SentRequest &request) -> std::optional<TransportReply> {
            if (m_ended || request.function() != function || request.address() != address)
                return std::nullopt;
            m_ended = true;
            return reply;
        };
        m_ended = false;
    }
    [[nodiscard]] bool hasEnded() const { return m_ended; }
    [[nodiscard]] qsizetype asked(int unit, int address) const
    {
        const QList<SentRequest> sent = line->sentTo(unit);
        return std::count_if(sent.cbegin(), sent.cend(), [address](const SentRequest &request) {
            return request.address() == address;
        });
    }

private:
    bool m_ended = false;
};

/// Setpoints a and b are bits 0 and 1 of one register; the write of a is never answered.
class Bits : public Owing
{
public:
    explicit Bits(ConnectionKind kind = ConnectionKind::Rtu,
                  RegisterWrite how = RegisterWrite::Multiple)
        : Owing(kind)
        , m_function(how == RegisterWrite::Multiple ? 16 : 23)
    {
        data.devices[0].registerWrite = how;
        data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        addBit(a(), 0);
        addBit(b(), 1);
    }
    void begin()
    {
        Owing::begin();
        line->registers[1].resize(1000);
        line->registers[1][10] = 0;
        endOnce(m_function, 10, {});
        const WriteId id = write(a(), Value(true));
        run(510ms);
        QCOMPARE(result(id).outcome, Outcome::Timeout);
        line->forget();
    }
    [[nodiscard]] quint16 &word() { return line->registers[1][10]; }
    [[nodiscard]] int function() const { return m_function; }

private:
    void addBit(const QString &id, int bit)
    {
        Tag &tag = addTag(id, 1, 10, QStringLiteral("slow"));
        tag.type = DataType::Bool;
        tag.bit = bit;
    }

    int m_function;
};

} // namespace

/// What could be taken for an answer that is still owed waits, and nothing else does.
class OwedWaitsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBitIsPutIntoWhatTheRegisterHoldsThen_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        QTest::addColumn<RegisterWrite>("how");
        QTest::newRow("rtu, FC 16") << ConnectionKind::Rtu << RegisterWrite::Multiple;
        QTest::newRow("rtu, FC 23") << ConnectionKind::Rtu << RegisterWrite::ReadWrite;
        QTest::newRow("ascii") << ConnectionKind::Ascii << RegisterWrite::Multiple;
        QTest::newRow("over tcp") << ConnectionKind::RtuOverTcp << RegisterWrite::Multiple;
    }

    void aBitIsPutIntoWhatTheRegisterHoldsThen()
    {
        QFETCH(ConnectionKind, kind);
        QFETCH(RegisterWrite, how);
        Bits bench(kind, how);
        bench.begin();
        const WriteId id = bench.write(b(), Value(true));
        bench.run(100ms);
        bench.word() = 0x0101; // the device did it late, and its panel set bit 8
        bench.run(2s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.word(), quint16(0x0103));
        const QList<SentRequest> sent = bench.line->sentTo(1);
        const auto written
            = std::find_if(sent.cbegin(), sent.cend(), [&bench](const SentRequest &request) {
                  return request.function() == bench.function();
              });
        QVERIFY(written != sent.cbegin() && written != sent.cend());
        QCOMPARE((written - 1)->function(), 3);
        QVERIFY(written->at - (written - 1)->at < 10ms);
    }

    void aWriteThatWaitsExpiresInTime()
    {
        Bits bench;
        bench.begin();
        const WriteId id = bench.write(b(), Value(true), 200ms);
        bench.run(210ms);
        QCOMPARE(bench.result(id).refusal, Refusal::Expired);
    }

    void aNewerOneTakesItsPlace()
    {
        Bits bench;
        bench.begin();
        const WriteId older = bench.write(b(), Value(true));
        bench.run(50ms);
        const WriteId newer = bench.write(b(), Value(false));
        bench.run(50ms);
        QCOMPARE(bench.result(older).refusal, Refusal::Superseded);
        bench.run(2s);
        QCOMPARE(bench.result(newer).outcome, Outcome::Ok);
    }

    void itHoldsUpNoOtherUnit()
    {
        Bits bench;
        bench.begin();
        (void)bench.write(b(), Value(true));
        bench.run(50ms);
        (void)bench.write(other(), Value(quint64(7)));
        bench.run(10ms);
        QCOMPARE(writesIn(bench.line->sentTo(2)).size(), 1);
    }

    void aDamagedAnswerCostsNothingElse_data()
    {
        QTest::addColumn<int>("retries");
        QTest::addRow("asked once") << 0;
        QTest::addRow("asked again") << 1;
    }

    void aDamagedAnswerCostsNothingElse()
    {
        QFETCH(int, retries);
        Owing bench;
        bench.connection.retries = retries;
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.addTag(wide(), 1, 500, QStringLiteral("fast")).type = DataType::UInt32;
        bench.addTag(b(), 1, 700, QStringLiteral("slow"));
        bench.begin();
        bench.endOnce(3, 10, {TransportReply::Status::Invalid, {}, QStringLiteral("CRC")});
        while (!bench.hasEnded())
            bench.run(1ms);
        bench.run(250ms);
        bench.line->forget();
        (void)bench.write(b(), Value(quint64(7)));
        (void)bench.write(other(), Value(quint64(7)));
        bench.run(20ms);
        QCOMPARE(writesIn(bench.line->sentTo(1)).size(), 1);
        QCOMPARE(writesIn(bench.line->sentTo(2)).size(), 1);
        bench.run(400ms);
        QVERIFY(bench.asked(1, 500) >= 4);
        bench.run(2s);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QVERIFY(bench.asked(1, 10) >= 10);
    }

    /// A serial server hands what comes late to whoever is connected then.
    void aNewConnectionIsOwedWhatTheLastOneWas()
    {
        Owing bench(ConnectionKind::RtuOverTcp);
        bench.connection.responseTimeoutMs = 3000;
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.addTag(b(), 1, 500, QStringLiteral("fast"));
        bench.begin();
        const int opens = bench.line->opens();
        bench.endOnce(3, 10, {TransportReply::Status::LinkLost, {}, QStringLiteral("gone")});
        while (bench.line->opens() == opens)
            bench.run(1ms);
        bench.line->forget();
        bench.run(1s);
        QCOMPARE(bench.asked(1, 10), 1);
        QCOMPARE(bench.asked(1, 500), 0);
        bench.run(7s);
        QVERIFY(bench.asked(1, 500) > 1);
    }
};

QTEST_GUILESS_MAIN(OwedWaitsTest)
#include "tst_owedwaits.moc"
