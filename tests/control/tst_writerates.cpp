// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/writerates.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

constexpr TagIndex kTag = 3;

Identity identity(const char *user, Origin origin = Origin::Remote)
{
    return {QString::fromLatin1(user), {}, origin, {}};
}

Tag rated(double maxRate)
{
    Tag tag;
    tag.type = DataType::Float64;
    tag.unit = QStringLiteral("bar");
    tag.write.maxRate = maxRate;
    return tag;
}

QString problem(const std::optional<WriteReply> &refused)
{
    return refused ? refused->problem : QString();
}

/// How many of so many values this one may write now.
int taken(WriteRates &rates, const Identity &who, int count, Milliseconds now)
{
    int granted = 0;
    for (int i = 0; i < count; ++i)
        granted += !rates.charge(who, now);
    return granted;
}

} // namespace

/// How fast a tag changes, and how much a user writes.
class WriteRatesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theChangePerSecondIsBounded()
    {
        WriteRates rates(600);
        const Tag tag = rated(2);
        const auto at = [&](double value, Milliseconds now) {
            return problem(rates.check(tag, kTag, Value(value), now));
        };
        QCOMPARE(at(1000, 0ms), QString()); // nothing was written before
        rates.note(1, kTag, Value(10.0), 0ms);
        rates.sent(kTag, 1);
        QCOMPARE(at(10.0, 0ms), QString());
        QCOMPARE(at(10.1, 0ms), QStringLiteral("rateTooHigh"));
        QCOMPARE(at(12.0, 1s), QString());
        QCOMPARE(at(12.1, 1s), QStringLiteral("rateTooHigh"));
        QCOMPARE(at(8.0, 1s), QString());
        QCOMPARE(at(7.9, 1s), QStringLiteral("rateTooHigh"));
        QCOMPARE(at(30.0, 10s), QString());
        const auto refused = rates.check(tag, kTag, Value(99.0), 1s);
        QVERIFY(refused->detail.contains(QStringLiteral("2 bar per second")));
        QCOMPARE(refused->code, ErrorCode::Busy);
    }

    /// Many small steps are no faster than a large one.
    void smallStepsAddUp()
    {
        WriteRates rates(600);
        const Tag tag = rated(1);
        double value = 0;
        rates.note(1, kTag, Value(value), 0ms);
        WriteId id = 1;
        for (Milliseconds now = 0ms; now <= 10s; now += 10ms) {
            if (rates.check(tag, kTag, Value(value + 0.05), now))
                continue;
            value += 0.05;
            rates.note(++id, kTag, Value(value), now);
            rates.sent(kTag, id);
        }
        QVERIFY2(value <= 10.001, qPrintable(QString::number(value)));
        QVERIFY(value > 9);
    }

    void whatNeverLeftDoesNotCount()
    {
        WriteRates rates(600);
        Tag tag = rated(1);
        tag.write.minIntervalMs = 1000;
        rates.note(1, kTag, Value(10.0), 0ms);
        rates.sent(kTag, 1);
        rates.note(2, kTag, Value(15.0), 5s);
        QCOMPARE(problem(rates.check(tag, kTag, Value(15.0), 5500ms)), QStringLiteral("tooFast"));
        rates.note(3, kTag, Value(15.0), 5600ms);
        rates.unsent(kTag, 3);
        QCOMPARE(problem(rates.check(tag, kTag, Value(15.0), 5700ms)), QStringLiteral("tooFast"));
        rates.unsent(kTag, 2);
        QCOMPARE(problem(rates.check(tag, kTag, Value(15.7), 5700ms)), QString());
        QCOMPARE(problem(rates.check(tag, kTag, Value(15.8), 5700ms)),
                 QStringLiteral("rateTooHigh"));
    }

    /// It may have been taken at the last moment, and what waited behind it came later still.
    void whatIsDoubtedCountsFromItsEnd()
    {
        WriteRates rates(600);
        Tag tag = rated(1);
        tag.write.minIntervalMs = 1000;
        rates.note(1, kTag, Value(10.0), 0ms);
        rates.note(2, kTag, Value(12.0), 2s);
        rates.doubted(kTag, 1, 5s);
        QCOMPARE(problem(rates.check(tag, kTag, Value(12.0), 5900ms)), QStringLiteral("tooFast"));
        QCOMPARE(problem(rates.check(tag, kTag, Value(13.0), 6s)), QString());
        QCOMPARE(problem(rates.check(tag, kTag, Value(13.1), 6s)), QStringLiteral("rateTooHigh"));
        rates.unsent(kTag, 2);
        QCOMPARE(problem(rates.check(tag, kTag, Value(11.0), 6s)), QString());
        QCOMPARE(problem(rates.check(tag, kTag, Value(11.1), 6s)), QStringLiteral("rateTooHigh"));
    }

    void aUserHasSoManyAMinute()
    {
        WriteRates rates(60);
        const Identity otto = identity("otto");
        QCOMPARE(taken(rates, otto, 61, 0ms), 60);
        QCOMPARE(taken(rates, otto, 1, 999ms), 0);
        QCOMPARE(taken(rates, otto, 2, 1s), 1);
        QCOMPARE(taken(rates, otto, 61, 61s), 60);
        QCOMPARE(taken(rates, otto, 61, 3600s), 60);
        QVERIFY(rates.charge(otto, 3600s)->detail.contains(QStringLiteral("60 values")));
        QCOMPARE(problem(rates.charge(otto, 3600s)), QStringLiteral("tooFast"));
    }

    /// Whoever writes under the same name elsewhere takes nothing from the panel.
    void thePanelHasItsOwn()
    {
        WriteRates rates(10);
        Identity program = identity("otto", Origin::Program);
        program.token = "abc";
        QCOMPARE(taken(rates, program, 11, 0ms), 10);
        QCOMPARE(taken(rates, identity("otto"), 1, 0ms), 0);
        QCOMPARE(taken(rates, identity("anna"), 11, 0ms), 10);
        QCOMPARE(taken(rates, identity("otto", Origin::Panel), 11, 0ms), 10);
        QCOMPARE(taken(rates, identity("modbus:192.0.2.7", Origin::Modbus), 64, 0ms), 64);
    }
};

QTEST_GUILESS_MAIN(WriteRatesTest)
#include "tst_writerates.moc"
