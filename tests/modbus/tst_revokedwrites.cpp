// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bits.h"

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using Refusal = FieldWriteResult::Refusal;
using Permit = std::function<Result<void>()>;

Result<void> revoked()
{
    return Error{ErrorCode::Denied, QStringLiteral("Your role may look, but not write.")};
}

/// Good for so many questions, and revoked then.
Permit goodFor(int questions)
{
    return [left = std::make_shared<int>(questions)] {
        return (*left)-- > 0 ? Result<void>() : revoked();
    };
}

/// Setpoint "a" at 10, its neighbours "11" and "12", and "poll", which is read all the time.
class Setpoints : public Bench
{
public:
    Setpoints()
    {
        addTag(a(), 1, 10, QStringLiteral("slow"));
        addTag(name(11), 1, 11, QStringLiteral("slow"));
        addTag(name(12), 1, 12, QStringLiteral("slow"));
        addTag(QStringLiteral("poll"), 1, 500, QStringLiteral("fast"));
    }
    void begin()
    {
        start();
        settle();
        line->forget();
    }
    /// Value 7.
    WriteId ask(const QString &tag, const Permit &permit)
    {
        scheduler->write({++m_last, index(tag), Value(quint64(7)),
                          clock.monotonic() + Milliseconds(10000), permit});
        return m_last;
    }
    void expectRevoked(WriteId id) const
    {
        QCOMPARE(result(id).outcome, Outcome::Refused);
        QCOMPARE(result(id).refusal, Refusal::Revoked);
        QCOMPARE(result(id).detail, revoked().error().detail);
    }
    [[nodiscard]] QList<int> addressesWritten() const
    {
        QList<int> addresses;
        for (const SentRequest &request : writesIn(line->sent()))
            addresses.append(request.address());
        return addresses;
    }

private:
    WriteId m_last = 0;
};

} // namespace

/// Writes whose permit is withdrawn before they are sent.
class RevokedWritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void behindADeadDevice_data()
    {
        QTest::addColumn<bool>("isRevoked");
        QTest::newRow("revoked") << true;
        QTest::newRow("kept") << false;
    }

    void behindADeadDevice()
    {
        QFETCH(const bool, isRevoked);
        Setpoints bench;
        bench.begin();
        bench.line->silent = {1};
        while (bench.unit(1).state != UnitState::Dead)
            bench.run(1ms);
        bool mayGo = true;
        const WriteId id = bench.ask(a(), [&mayGo] { return mayGo ? Result<void>() : revoked(); });
        QCOMPARE(bench.answers, 0);
        mayGo = !isRevoked;
        bench.line->silent.clear();
        bench.line->forget();
        bench.run(5s);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        QCOMPARE(writesIn(bench.line->sent()).size(), isRevoked ? 0 : 1);
        if (isRevoked)
            bench.expectRevoked(id);
        else
            QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.answers, 1);
    }

    /// Nothing can be sent, and still it is told within a second.
    void whileTheLinkIsDown()
    {
        Setpoints bench;
        bench.begin();
        bench.line->reachable = false;
        bench.line->breakLink();
        bool mayGo = true;
        const WriteId id = bench.ask(a(), [&mayGo] { return mayGo ? Result<void>() : revoked(); });
        const WriteId other = bench.ask(name(12), goodFor(1000));
        bench.run(1100ms);
        QCOMPARE(bench.answers, 0);
        mayGo = false;
        bench.run(1100ms);
        bench.expectRevoked(id);
        QCOMPARE(bench.answers, 1);
        bench.line->reachable = true;
        bench.line->forget();
        bench.run(7s);
        QCOMPARE(bench.addressesWritten(), QList<int>{12});
        QCOMPARE(bench.result(other).outcome, Outcome::Ok);
    }

    void noneGoesOutWithItsNeighbours()
    {
        Setpoints bench;
        bench.data.devices[0].registerWrite = RegisterWrite::Multiple;
        bench.data.devices[0].mergeWrites = true;
        bench.begin();
        const WriteId first = bench.ask(a(), {});
        const WriteId second = bench.ask(name(11), goodFor(0));
        const WriteId third = bench.ask(name(12), {});
        bench.run(1s);
        QCOMPARE(bench.addressesWritten(), QList<int>({10, 12}));
        QCOMPARE(bench.result(first).outcome, Outcome::Ok);
        bench.expectRevoked(second);
        QCOMPARE(bench.result(third).outcome, Outcome::Ok);
    }

    /// It was in the request of all three already; the others go without it.
    void rightBeforeItIsSent()
    {
        Setpoints bench;
        bench.data.devices[0].registerWrite = RegisterWrite::Multiple;
        bench.data.devices[0].mergeWrites = true;
        bench.begin();
        const WriteId first = bench.ask(a(), {});
        const WriteId second = bench.ask(name(11), goodFor(1));
        const WriteId third = bench.ask(name(12), {});
        bench.run(1s);
        QCOMPARE(bench.addressesWritten(), QList<int>({10, 12}));
        QCOMPARE(bench.result(first).outcome, Outcome::Ok);
        bench.expectRevoked(second);
        QCOMPARE(bench.result(third).outcome, Outcome::Ok);
        QCOMPARE(bench.answers, 3);
    }

    /// The register is read, and not written.
    void betweenTheReadAndTheWriteOfABit()
    {
        Bits bench;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        bench.begin();
        bench.scheduler->write({1, bench.index(a()), Value(true),
                                bench.clock.monotonic() + Milliseconds(10000), goodFor(1)});
        bench.run(1s);
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>{3});
        QCOMPARE(bench.result(1).refusal, Refusal::Revoked);
    }

    /// It was sent once: nobody knows whether the device took it.
    void aRepeatIsNotSent()
    {
        Setpoints bench;
        bench.data.tags[0].write.idempotent = true;
        bench.begin();
        bench.line->silent = {1};
        bool mayGo = true;
        const WriteId id = bench.ask(a(), [&mayGo] { return mayGo ? Result<void>() : revoked(); });
        while (writesIn(bench.line->sent()).isEmpty())
            bench.run(1ms);
        mayGo = false;
        bench.run(1ms); // its response timeout passes
        bench.line->silent.clear();
        bench.run(5s);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        QCOMPARE(bench.answers, 1);
    }
};

QTEST_GUILESS_MAIN(RevokedWritesTest)
#include "tst_revokedwrites.moc"
