// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bits.h"
#include "modbus/lateline.h"

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using Refusal = FieldWriteResult::Refusal;
using Permit = std::function<Result<void>()>;

constexpr Milliseconds kPause{400}; ///< of the line between two frames
constexpr Milliseconds kLong{20000};

Result<void> revoked()
{
    return Error{ErrorCode::Denied, QStringLiteral("Your role may look, but not write.")};
}

/// Unit 1 with setpoints at 10, 11 and 12 and a value that is read all the time, unit 0 with one at
/// 20, on a line that must be quiet for long between two frames: a write that was taken from the
/// queue waits there.
class SlowLine : public Bench
{
public:
    SlowLine()
        : Bench(2)
    {
        connection.kind = ConnectionKind::Rtu;
        data.devices[1].unit = 0;
        addTag(a(), 1, 10, QStringLiteral("slow"));
        addTag(QStringLiteral("11"), 1, 11, QStringLiteral("slow"));
        addTag(QStringLiteral("12"), 1, 12, QStringLiteral("slow"));
        addTag(QStringLiteral("poll"), 1, 500, QStringLiteral("normal"));
        addTag(QStringLiteral("all"), 2, 20);
    }
    void begin()
    {
        auto transport = std::make_unique<LateLine>(clock, connection);
        far = transport.get();
        far->delay = [this](const SentRequest &request) {
            return silent ? std::nullopt : std::optional(request.unit == 0 ? 0ms : 2ms);
        };
        startOn(std::move(transport));
        live(3s);
        far->pause = kPause;
        live(3s);
        far->sent.clear();
        while (far->sent.isEmpty() || far->nextAt() != Milliseconds::max())
            live(1ms);
        // A poll has just been answered: whatever comes next has the pause before it.
        far->sent.clear();
        answers = 0;
    }
    void live(Milliseconds time)
    {
        const Milliseconds end = clock.monotonic() + time;
        while (clock.monotonic() < end) {
            if (far->step())
                continue;
            const Milliseconds now = clock.monotonic();
            const Milliseconds next = std::min(scheduler->wakesAt(), far->nextAt());
            clock.advance(std::clamp(next, now + 1ms, end) - now);
            if (clock.monotonic() >= scheduler->wakesAt())
                scheduler->tick();
        }
    }
    WriteId ask(const QString &tag, const Permit &permit = {}, Milliseconds lives = kLong)
    {
        scheduler->write(
            {++m_last, index(tag), Value(quint64(7)), clock.monotonic() + lives, permit});
        return m_last;
    }
    /// Good until the flag is turned.
    [[nodiscard]] Permit byFlag()
    {
        return [this] { return mayGo ? Result<void>() : revoked(); };
    }
    void expectRevoked(WriteId id) const
    {
        QCOMPARE(result(id).outcome, Outcome::Refused);
        QCOMPARE(result(id).refusal, Refusal::Revoked);
        QCOMPARE(result(id).detail, revoked().error().detail);
    }
    [[nodiscard]] UnitDiagnostics counted() const { return scheduler->unitDiagnostics().first(); }

    LateLine *far = nullptr;
    bool silent = false;
    bool mayGo = true;

private:
    WriteId m_last = 0;
};

} // namespace

/// Writes that have left the queue, and wait for their line.
class LastMomentTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRevokedOneDoesNotLeave_data()
    {
        QTest::addColumn<bool>("isRevoked");
        QTest::newRow("revoked") << true;
        QTest::newRow("kept") << false;
    }

    void aRevokedOneDoesNotLeave()
    {
        QFETCH(const bool, isRevoked);
        SlowLine bench;
        bench.begin();
        const WriteId id = bench.ask(a(), bench.byFlag());
        bench.live(kPause / 2);
        QCOMPARE(bench.answers, 0);
        QVERIFY(bench.far->sent.isEmpty());
        bench.mayGo = !isRevoked;
        bench.live(3s);
        QCOMPARE(writesIn(bench.far->sent).size(), isRevoked ? 0 : 1);
        QCOMPARE(bench.answers, 1);
        if (isRevoked)
            bench.expectRevoked(id);
        else
            QVERIFY(bench.result(id).outcome != Outcome::Refused);
    }

    void oneWhoseTimeIsOverDoesNotLeave()
    {
        SlowLine bench;
        bench.begin();
        const WriteId id = bench.ask(a(), {}, kPause / 2);
        bench.live(3s);
        QVERIFY(writesIn(bench.far->sent).isEmpty());
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        QCOMPARE(bench.result(id).refusal, Refusal::Expired);
        QCOMPARE(bench.answers, 1);
    }

    /// It is no request, no failure and no silence, and nothing has to wait for its answer.
    void itLeavesNoTrace()
    {
        SlowLine bench;
        bench.begin();
        const UnitDiagnostics before = bench.counted();
        (void)bench.ask(a(), bench.byFlag());
        bench.live(kPause / 2);
        bench.mayGo = false;
        while (bench.answers == 0)
            bench.live(1ms);
        QCOMPARE(bench.counted().counters.requests, before.counters.requests);
        QCOMPARE(bench.counted().counters.timeouts, before.counters.timeouts);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        QCOMPARE(bench.linkStates.last(), LinkState::Connected);
        bench.mayGo = true;
        const WriteId next = bench.ask(a());
        bench.live(kPause + 10ms);
        QCOMPARE(writesIn(bench.far->sent).size(), 1);
        bench.live(3s);
        QVERIFY(bench.result(next).outcome != Outcome::Refused);
        QVERIFY(bench.counted().counters.requests > before.counters.requests);
    }

    void itsNeighboursGoWithoutIt()
    {
        SlowLine bench;
        bench.data.devices[0].registerWrite = RegisterWrite::Multiple;
        bench.data.devices[0].mergeWrites = true;
        bench.begin();
        const WriteId first = bench.ask(a());
        const WriteId second = bench.ask(QStringLiteral("11"), bench.byFlag());
        const WriteId third = bench.ask(QStringLiteral("12"));
        bench.scheduler->tick();
        bench.live(kPause / 2);
        bench.mayGo = false;
        bench.live(5s);
        bench.expectRevoked(second);
        QVERIFY(bench.result(first).outcome != Outcome::Refused);
        QVERIFY(bench.result(third).outcome != Outcome::Refused);
        QList<int> addresses;
        for (const SentRequest &request : writesIn(bench.far->sent))
            addresses.append(request.address());
        QCOMPARE(addresses, QList<int>({10, 12}));
        QCOMPARE(bench.answers, 3);
    }

    /// The register was read, and the line had to be quiet before the write.
    void theWriteBehindAReadDoesNotLeave()
    {
        SlowLine bench;
        bench.data.tags[0].type = DataType::Bool;
        bench.data.tags[0].bit = 3;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        bench.begin();
        bench.scheduler->write(
            {1, bench.index(a()), Value(true), bench.clock.monotonic() + kLong, bench.byFlag()});
        while (bench.far->sent.isEmpty())
            bench.live(1ms);
        QCOMPARE(functionsOf(bench.far->sent), QList<int>{3});
        bench.live(kPause / 2); // it was answered after 2 ms
        QCOMPARE(bench.answers, 0);
        bench.mayGo = false;
        bench.live(3s);
        QVERIFY(writesIn(bench.far->sent).isEmpty());
        bench.expectRevoked(1);
    }

    void aBroadcastDoesNotLeave()
    {
        SlowLine bench;
        bench.begin();
        const WriteId id = bench.ask(QStringLiteral("all"), bench.byFlag());
        bench.live(kPause / 2);
        bench.mayGo = false;
        bench.live(3s);
        QVERIFY(writesIn(bench.far->sent).isEmpty());
        bench.expectRevoked(id);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
    }

    /// It was sent once: nobody knows whether the device took it.
    void aRepeatDoesNotLeave()
    {
        SlowLine bench;
        bench.data.tags[0].write.idempotent = true;
        bench.connection.quietTimeMs = int(kPause.count());
        bench.begin();
        bench.silent = true;
        const WriteId id = bench.ask(a(), bench.byFlag());
        while (writesIn(bench.far->sent).isEmpty())
            bench.live(1ms);
        const auto timeout = Milliseconds(bench.connection.responseTimeoutMs);
        bench.live(timeout + kPause / 2); // the repeat waits for the line
        QCOMPARE(bench.answers, 0);
        bench.mayGo = false;
        bench.silent = false;
        bench.live(5s);
        QCOMPARE(writesIn(bench.far->sent).size(), 1);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        QCOMPARE(bench.answers, 1);
    }

    /// A link that breaks before anything has left: the write is not in doubt, and goes over the
    /// next one.
    void aLinkThatBreaksBefore()
    {
        SlowLine bench;
        bench.begin();
        const WriteId id = bench.ask(a());
        bench.live(kPause / 2);
        bench.far->breakLink();
        QCOMPARE(bench.answers, 0);
        bench.live(10s);
        QCOMPARE(writesIn(bench.far->sent).size(), 1);
        QVERIFY(bench.result(id).outcome != Outcome::Refused);
        QVERIFY(bench.result(id).outcome != Outcome::Timeout);
        QCOMPARE(bench.answers, 1);
    }

    /// It had been sent once, so that it stays in doubt.
    void aLinkThatBreaksBeforeARepeat()
    {
        SlowLine bench;
        bench.data.tags[0].write.idempotent = true;
        bench.connection.quietTimeMs = int(kPause.count());
        bench.begin();
        bench.silent = true;
        const WriteId id = bench.ask(a());
        while (writesIn(bench.far->sent).isEmpty())
            bench.live(1ms);
        bench.live(Milliseconds(bench.connection.responseTimeoutMs) + kPause / 2);
        QCOMPARE(bench.answers, 0);
        bench.far->breakLink();
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        bench.silent = false;
        bench.live(10s);
        QCOMPARE(writesIn(bench.far->sent).size(), 1);
        QCOMPARE(bench.linkStates.last(), LinkState::Connected);
    }

    void aLinkThatBreaksBehind()
    {
        SlowLine bench;
        bench.begin();
        bench.silent = true;
        const WriteId id = bench.ask(a());
        while (writesIn(bench.far->sent).isEmpty())
            bench.live(1ms);
        bench.far->breakLink();
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        bench.silent = false;
        bench.live(10s);
        QCOMPARE(writesIn(bench.far->sent).size(), 1);
    }
};

QTEST_GUILESS_MAIN(LastMomentTest)
#include "tst_lastmoment.moc"
