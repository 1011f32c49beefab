// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/linklife.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

/// The times of one link, without a link.
class LinkLifeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byDefaultNothingWaitsAndNothingCloses()
    {
        LinkLife life((Connection()));
        life.opened(5s);
        QCOMPARE(life.readyAt(), Milliseconds(5s));
        life.requested(6s);
        QCOMPARE(life.readyAt(), Milliseconds(6s));
        QVERIFY(!life.mayRest());
        life.idle(6s);
        QCOMPARE(life.restAt(), Milliseconds::max());
    }

    void pauseGapAndTurnaround()
    {
        Connection connection;
        connection.pauseAfterConnectMs = 1500;
        connection.requestGapMs = 50;
        connection.turnaroundMs = 150;
        LinkLife life(connection);
        life.opened(10s);
        QCOMPARE(life.readyAt(), Milliseconds(11500));
        life.requested(12s);
        QCOMPARE(life.readyAt(), Milliseconds(12050));
        life.broadcast(12010ms);
        QCOMPARE(life.readyAt(), Milliseconds(12160));
        life.requested(12020ms); // shorter than the turnaround
        QCOMPARE(life.readyAt(), Milliseconds(12160));
    }

    /// What the devices do with a broadcast does not end with the link.
    void aNewLinkDoesNotCutTheTurnaround()
    {
        LinkLife life((Connection()));
        life.broadcast(1s);
        life.opened(1050ms);
        QCOMPARE(life.readyAt(), Milliseconds(1200));
    }

    void idleTimeCountsFromTheFirstIdleMoment()
    {
        Connection connection;
        connection.idleCloseS = 30;
        LinkLife life(connection);
        QVERIFY(life.mayRest());
        life.opened(0s);
        QCOMPARE(life.restAt(), Milliseconds::max());
        life.idle(2s);
        life.idle(20s);
        QCOMPARE(life.restAt(), Milliseconds(32s));
        life.needed();
        QCOMPARE(life.restAt(), Milliseconds::max());
        life.idle(40s);
        QCOMPARE(life.restAt(), Milliseconds(70s));
    }

    void closeAfterPollHasNoIdleTime()
    {
        Connection connection;
        connection.closeAfterPoll = true;
        connection.idleCloseS = 30;
        LinkLife life(connection);
        life.opened(0s);
        life.idle(2s);
        QCOMPARE(life.restAt(), Milliseconds(2s));
    }
};

QTEST_GUILESS_MAIN(LinkLifeTest)
#include "tst_linklife.moc"
