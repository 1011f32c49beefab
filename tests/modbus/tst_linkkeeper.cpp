// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/linkkeeper.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

/// At most a fifth less than the whole delay, and never more.
bool isAbout(Milliseconds delay, Milliseconds whole)
{
    return delay <= whole && delay >= whole - whole / 5;
}

/// A keeper in a time of its own.
struct Kept {
    Kept() { keeper.start(now); }
    /// The delay until it is opened again.
    Milliseconds lose(bool wasOpen = false)
    {
        keeper.lost(now, wasOpen);
        return keeper.openAt() - now;
    }
    void live(Milliseconds time, bool answers)
    {
        keeper.opened(now);
        if (answers)
            keeper.answered();
        now += time;
    }
    void breakInUse() { keeper.broke(now); }

    LinkKeeper keeper;
    Milliseconds now{100000};
};

} // namespace

/// When a link is opened again, without a link.
class LinkKeeperTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void backoffGrowsToHalfAMinute()
    {
        Kept kept;
        QCOMPARE(kept.keeper.openAt(), kept.now);
        for (const Milliseconds whole : {1s, 2s, 4s, 8s, 16s, 30s, 30s})
            QVERIFY(isAbout(kept.lose(), whole));
        kept.live(1ms, false); // nobody has answered
        QVERIFY(isAbout(kept.lose(true), 30s));
        kept.live(1ms, true);
        QVERIFY(isAbout(kept.lose(true), 1s));
        (void)kept.lose();
        kept.keeper.start(kept.now);
        QVERIFY(isAbout(kept.lose(), 1s));
    }

    void backoffIsByChance()
    {
        QSet<Milliseconds::rep> delays;
        Kept kept;
        kept.keeper.seed(1);
        for (int i = 0; i < 20; ++i)
            delays.insert(kept.lose().count());
        QVERIFY(delays.size() > 10);
        Kept same;
        same.keeper.seed(1);
        QVERIFY(delays.contains(same.lose().count()));
    }

    /// One that breaks by what is asked must live for a while, however well it answers.
    void brokenInUse_data()
    {
        QTest::addColumn<Milliseconds>("life");
        QTest::addColumn<Milliseconds>("backoff");
        QTest::newRow("short") << Milliseconds(4999) << Milliseconds(2000);
        QTest::newRow("long") << Milliseconds(5000) << Milliseconds(1000);
    }

    void brokenInUse()
    {
        QFETCH(Milliseconds, life);
        QFETCH(Milliseconds, backoff);
        Kept kept;
        kept.live(1s, true);
        kept.breakInUse();
        QCOMPARE(kept.keeper.openAt(), Milliseconds::max());
        QVERIFY(kept.keeper.lost(kept.now, false));
        QVERIFY(kept.keeper.brokeInUse());
        kept.now = kept.keeper.openAt();
        kept.live(life, true);
        kept.breakInUse();
        QVERIFY(isAbout(kept.lose(), backoff));
    }

    void brokenAtRestIsNotInUse()
    {
        Kept kept;
        kept.live(1s, true);
        kept.breakInUse();
        (void)kept.lose();
        kept.live(1s, true);
        QVERIFY(!kept.keeper.lost(kept.now, true));
        QVERIFY(!kept.keeper.brokeInUse());
    }

    void restsUntilItIsWoken()
    {
        Kept kept;
        (void)kept.lose();
        kept.live(1ms, true);
        kept.keeper.rest();
        QCOMPARE(kept.keeper.openAt(), Milliseconds::max());
        kept.keeper.wake(kept.now);
        QCOMPARE(kept.keeper.openAt(), kept.now);
        QVERIFY(isAbout(kept.lose(), 1s)); // it had ended well
    }

    void silentLinkIsOpenedAnew()
    {
        Kept kept;
        kept.live(0s, false);
        QVERIFY(!kept.keeper.isSilent(kept.now, true));
        kept.keeper.unanswered();
        QVERIFY(kept.keeper.isSilent(kept.now, true));
        kept.keeper.unanswered();
        QVERIFY(!kept.keeper.isSilent(kept.now, false));
        kept.keeper.unanswered();
        QVERIFY(kept.keeper.isSilent(kept.now, false));
        kept.keeper.answered();
        QVERIFY(!kept.keeper.isSilent(kept.now, true));
    }

    void butEverMoreRarely()
    {
        Kept kept;
        for (const Milliseconds delay : {5s, 10s, 20s, 40s, 60s, 60s}) {
            kept.keeper.opened(kept.now);
            kept.keeper.unanswered();
            QVERIFY(kept.keeper.isSilent(kept.now, true));
            kept.keeper.reopen(kept.now);
            QCOMPARE(kept.keeper.openAt(), kept.now);
            kept.keeper.unanswered();
            QVERIFY(!kept.keeper.isSilent(kept.now + delay - 1ms, true));
            kept.now += delay;
        }
        kept.keeper.answered();
        kept.keeper.unanswered();
        kept.keeper.reopen(kept.now);
        kept.keeper.unanswered();
        QVERIFY(kept.keeper.isSilent(kept.now + 5s, true));
    }
};

QTEST_GUILESS_MAIN(LinkKeeperTest)
#include "tst_linkkeeper.moc"
