// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/farend.h"

#include <QTest>
#include <algorithm>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Units = QSet<int>;

constexpr int kUnits = 31;

QString tagOf(int unit)
{
    return QStringLiteral("t%1").arg(unit);
}

/// 31 units with one tag each, on a line like 19200 baud: 20 ms for a request, 1 s of timeout and
/// 100 ms of silence after it.
class Line31 : public Bench
{
public:
    explicit Line31(const QString &pollClass)
        : Bench(kUnits)
    {
        for (int unit = 1; unit <= kUnits; ++unit)
            addTag(tagOf(unit), unit, 10, pollClass);
        connection.responseTimeoutMs = 1100;
        connection.retries = 1;
    }
    /// With the units dead from the begin or from a minute later.
    void live(const Units &dead, bool fromBegin, Milliseconds time)
    {
        start();
        line->latency = 20ms;
        if (!fromBegin)
            run(60s);
        line->silent = dead;
        line->forget();
        for (; time > 0s; time -= 1s) {
            if (!writeTo.isEmpty())
                write(writeTo, Value(quint64(1)));
            run(1s);
        }
        for (const SentRequest &request : line->sent())
            ++requests[request.unit];
    }
    /// The longest time that the unit was not asked, without the first failures of the dead ones,
    /// which nobody can know before.
    [[nodiscard]] Milliseconds longestGap(int unit, const Units &dead) const
    {
        QList<Milliseconds> firsts;
        for (const int other : dead)
            firsts.append(line->sentTo(other).first().at);
        const QList<SentRequest> list = line->sentTo(unit);
        Milliseconds longest{0};
        for (qsizetype i = 1; i < list.size(); ++i) {
            const auto isBetween = [&list, i](Milliseconds first) {
                return first >= list[i - 1].at && first < list[i].at;
            };
            const Milliseconds gap = list[i].at - list[i - 1].at;
            const auto unknown = std::count_if(firsts.cbegin(), firsts.cend(), isBetween);
            longest = std::max(longest, gap - int(unknown) * 1100ms);
        }
        return longest;
    }

    QString writeTo; ///< a tag that somebody writes every second
    QMap<int, int> requests; ///< by unit
};

/// The same units behind a pseudo terminal. The far end turns the clock: by 200 ms for a request
/// with its answer, by 1.1 s for one that has none; so equal times on the clock are equal times on
/// the line, however busy this machine is.
class RealLine31 : public Bench
{
public:
    explicit RealLine31(Units deadUnits)
        : Bench(kUnits)
        , dead(std::move(deadUnits))
    {
        for (int unit = 1; unit <= kUnits; ++unit)
            addTag(tagOf(unit), unit, 10, QStringLiteral("fast"));
        connection.kind = ConnectionKind::Rtu;
        connection.serialPort = far.path;
        connection.baudRate = 115200;
        connection.responseTimeoutMs = 400;
        connection.retries = 1;
        connection.quietTimeMs = 20;
        far.answer = [this](const QByteArray &request) { return answerTo(request); };
    }
    void live(Milliseconds time)
    {
        end = clock.monotonic() + time;
        startOn(modbus::makeTransport(connection));
        QTRY_VERIFY_WITH_TIMEOUT(clock.monotonic() >= end, 120000);
        scheduler->stop();
    }

    QMap<int, int> requests; ///< by unit, as the far end heard them

private:
    QByteArray answerTo(const QByteArray &request)
    {
        const int unit = uchar(request.at(0));
        const bool lives = !dead.contains(unit);
        requests[unit] += clock.monotonic() < end;
        clock.advance(lives ? 200ms : 1100ms);
        return lives ? rtuFrame(unit, QByteArray::fromHex("0302002a")) : QByteArray();
    }

    Units dead;
    Milliseconds end{0};
    FarEnd far;
};

/// What the worst of the living units keeps of its requests, in percent.
int keptPercent(const QMap<int, int> &healthy, const QMap<int, int> &now, const Units &dead)
{
    int worst = 1000;
    for (int unit = 1; unit <= kUnits; ++unit) {
        if (!dead.contains(unit))
            worst = std::min(worst, 100 * now.value(unit) / healthy.value(unit));
    }
    return worst;
}

} // namespace

/// Row 1 of the field failures: one dead unit stalls or blanks the rest of its line.
class Line31Test final : public QObject
{
    Q_OBJECT

private:
    QHash<QString, QHash<bool, QMap<int, int>>> m_healthy; ///< requests by unit with none dead

private Q_SLOTS:
    void livingUnitsKeepTheirRate_data()
    {
        QTest::addColumn<QString>("pollClass");
        QTest::addColumn<bool>("fromBegin");
        QTest::addColumn<Units>("dead");
        QTest::addColumn<int>("percent");
        for (const char *pollClass : {"fast", "normal"}) {
            for (const bool fromBegin : {true, false}) {
                const auto row = [&](const char *name, const Units &dead, int percent) {
                    QTest::addRow("%s of 31, polls %s, dead %s", name, pollClass,
                                  fromBegin ? "from the begin" : "later")
                        << QString::fromLatin1(pollClass) << fromBegin << dead << percent;
                };
                row("one", {7}, 95);
                row("three", {3, 14, 31}, 90);
                row("three neighbours", {14, 15, 16}, 90);
            }
        }
    }

    void livingUnitsKeepTheirRate()
    {
        QFETCH(QString, pollClass);
        QFETCH(bool, fromBegin);
        QFETCH(Units, dead);
        QFETCH(int, percent);
        QMap<int, int> &healthy = m_healthy[pollClass][fromBegin];
        if (healthy.isEmpty()) {
            Line31 line(pollClass);
            line.live({}, fromBegin, 600s);
            healthy = line.requests;
        }
        Line31 line(pollClass);
        line.live(dead, fromBegin, 600s);
        const int kept = keptPercent(healthy, line.requests, dead);
        QVERIFY2(kept >= percent, qPrintable(QString::number(kept)));
        for (int unit = 1; unit <= kUnits; ++unit) {
            const bool isDead = dead.contains(unit);
            QCOMPARE(line.unit(unit).state, isDead ? UnitState::Dead : UnitState::Good);
            QCOMPARE(line.quality(tagOf(unit)), isDead ? Quality::BadCommunication : Quality::Good);
        }
        QCOMPARE(line.line->opens(), 1);
    }

    /// Each write to a dead unit asks for a probe; most of them must wait.
    void writerToADeadUnitDoesNotStallTheOthers()
    {
        Line31 healthy(QStringLiteral("normal"));
        healthy.live({}, false, 600s);
        Line31 line(QStringLiteral("normal"));
        line.writeTo = tagOf(7);
        line.live({7}, false, 600s);
        const int kept = keptPercent(healthy.requests, line.requests, {7});
        QVERIFY2(kept >= 95, qPrintable(QString::number(kept)));
        QVERIFY(line.answers >= 590);
        line.line->silent = {};
        line.run(31s);
        QCOMPARE(line.unit(7).state, UnitState::Good);
        QCOMPARE(line.quality(tagOf(7)), Quality::Good);
    }

    void livingUnitsKeepTheirRateOnARealLine()
    {
        RealLine31 healthy({});
        healthy.live(300s);
        RealLine31 one({7});
        one.live(300s);
        RealLine31 three({14, 15, 16});
        three.live(300s);
        for (int unit = 1; unit <= kUnits; ++unit)
            QVERIFY2(healthy.requests.value(unit) >= 46, qPrintable(QString::number(unit)));
        const int keptWithOne = keptPercent(healthy.requests, one.requests, {7});
        QVERIFY2(keptWithOne >= 95, qPrintable(QString::number(keptWithOne)));
        const int keptWithThree = keptPercent(healthy.requests, three.requests, {14, 15, 16});
        QVERIFY2(keptWithThree >= 90, qPrintable(QString::number(keptWithThree)));
        QCOMPARE(one.unit(7).state, UnitState::Dead);
        QCOMPARE(one.quality(tagOf(7)), Quality::BadCommunication);
        QCOMPARE(one.quality(tagOf(8)), Quality::Good);
    }

    /// However many are dead: between two of their timeouts the living ones have their turn.
    void livingUnitsWaitForOneTimeoutOnly_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::addColumn<int>("retries");
        for (const int retries : {0, 1, 5}) {
            QTest::addRow("one, %d retries", retries) << 7 << 7 << retries;
            QTest::addRow("three, %d retries", retries) << 14 << 16 << retries;
            QTest::addRow("ten, %d retries", retries) << 11 << 20 << retries;
            QTest::addRow("all but one, %d retries", retries) << 2 << 31 << retries;
        }
    }

    void livingUnitsWaitForOneTimeoutOnly()
    {
        QFETCH(int, first);
        QFETCH(int, last);
        QFETCH(int, retries);
        Line31 line(QStringLiteral("normal"));
        line.connection.retries = retries;
        Units dead;
        for (int unit = first; unit <= last; ++unit)
            dead.insert(unit);
        line.live({}, true, 60s);
        line.line->silent = dead;
        line.line->forget();
        line.run(600s);
        const Milliseconds round = (kUnits - dead.size()) * line.line->latency;
        for (int unit = 1; unit <= kUnits; ++unit) {
            if (dead.contains(unit))
                continue;
            const Milliseconds gap = line.longestGap(unit, dead);
            QVERIFY2(gap <= 1s + 1100ms + 2 * round,
                     qPrintable(QStringLiteral("unit %1: %2 ms").arg(unit).arg(gap.count())));
        }
        for (const int unit : std::as_const(dead))
            QVERIFY(line.line->sentTo(unit).size() >= 9); // none is forgotten
    }
};

QTEST_GUILESS_MAIN(Line31Test)
#include "tst_line31.moc"
