// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/jobbook.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Purpose = Job::Purpose;

Job job(RequestId id, int unit, Purpose purpose = Purpose::Poll)
{
    Job job;
    job.id = id;
    job.unit = unit;
    job.purpose = purpose;
    return job;
}

Job repeatOf(Job job)
{
    job.alone = job.isRepeat = true;
    return job;
}

bool always(const Job &)
{
    return true;
}

} // namespace

/// Who may send beside whom, without anything that is sent.
class JobBookTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowIsItsLimit()
    {
        JobBook book(2);
        QVERIFY(book.isIdle() && book.hasSlot());
        book.start(job(1, 0));
        QVERIFY(!book.isIdle() && book.hasSlot());
        book.start(job(2, 1));
        QVERIFY(!book.hasSlot());
        QCOMPARE(book.freeSlots(), 0);
        QCOMPARE(book.finish(1)->unit, 0);
        QVERIFY(!book.finish(1)); // its answer comes only once
        QVERIFY(book.hasSlot());
    }

    void soloIsAloneOnTheLink()
    {
        JobBook book(16);
        Job solo = job(1, 0);
        solo.solo = true;
        book.start(solo);
        QVERIFY(!book.hasSlot());
        (void)book.finish(1);
        book.start(job(2, 1));
        QVERIFY(book.hasSlot());
        book.follow(solo); // waits until the link is free
        QVERIFY(!book.hasSlot());
        (void)book.finish(2);
        QVERIFY(book.hasSlot());
    }

    /// Silence is evidence only of a request that was alone in its unit.
    void sharingIsNoted()
    {
        JobBook book(16);
        book.start(job(1, 0));
        book.start(job(2, 1));
        QVERIFY(!book.finish(2)->shared);
        Job again = job(3, 0);
        again.shared = true; // of its last time
        book.start(again);
        QVERIFY(book.finish(1)->shared);
        QVERIFY(book.finish(3)->shared);
        book.start(again);
        QVERIFY(!book.finish(3)->shared);
    }

    void reserved_data()
    {
        QTest::addColumn<Purpose>("purpose");
        QTest::addColumn<bool>("isReserved");
        QTest::addColumn<bool>("isWriting");
        QTest::newRow("poll") << Purpose::Poll << false << false;
        QTest::newRow("probe") << Purpose::Probe << false << false;
        QTest::newRow("read before") << Purpose::PreRead << true << true;
        QTest::newRow("write") << Purpose::Write << true << true;
        QTest::newRow("read back") << Purpose::ReadBack << true << false;
        QTest::newRow("identity") << Purpose::Identity << true << false;
        QTest::newRow("question") << Purpose::Diagnose << true << false;
    }

    void reserved()
    {
        QFETCH(Purpose, purpose);
        QFETCH(bool, isReserved);
        QFETCH(bool, isWriting);
        JobBook book(16);
        book.start(job(1, 3, purpose));
        QCOMPARE(book.isReserved(3), isReserved);
        QCOMPARE(book.isWriting(), isWriting);
        QCOMPARE(book.isDiagnosing(), purpose == Purpose::Diagnose);
        QVERIFY(!book.isReserved(2));
        (void)book.finish(1);
        book.follow(job(2, 3, purpose));
        QVERIFY(book.isReserved(3)); // whatever follows is next for its unit
        QCOMPARE(book.isWriting(), isWriting);
    }

    void followsKeepTheirOrder()
    {
        JobBook book(1);
        book.follow(repeatOf(job(1, 0)));
        book.follow(job(2, 1, Purpose::Write));
        book.followFirst(repeatOf(job(3, 2)));
        const auto isRepeat = [](const Job &job) { return job.isRepeat; };
        QVERIFY(book.hasFollow(isRepeat));
        QCOMPARE(book.takeFollow([](const Job &job) { return !job.isRepeat; })->id, RequestId(2));
        QCOMPARE(book.takeFollow(always)->id, RequestId(3));
        QCOMPARE(book.takeFollow(always)->id, RequestId(1));
        QVERIFY(!book.takeFollow(always));
        QVERIFY(!book.hasFollows() && !book.hasFollow(isRepeat));
    }

    /// Somebody waits for the end of a write, always.
    void onlyReadsAreDropped()
    {
        JobBook book(1);
        Job write = job(1, 0, Purpose::Write);
        write.writes = {FieldWrite()};
        book.follow(write);
        book.follow(job(2, 0));
        book.follow(job(3, 1));
        book.dropReads(0);
        QCOMPARE(book.takeFollows().size(), size_t(2));
    }

    void outdatedOfItsUnit()
    {
        JobBook book(2);
        book.start(job(1, 0));
        book.start(job(2, 1));
        book.outdate({7}, 1);
        QVERIFY(book.finish(1)->outdated.isEmpty());
        QCOMPARE(book.finish(2)->outdated, QList<TagIndex>{7});
    }

    void blocksInFlight()
    {
        JobBook book(3);
        for (const int block : {4, 5}) {
            Job poll = job(RequestId(block), 0);
            poll.block = block;
            book.start(poll);
        }
        book.start(job(9, 1));
        QCOMPARE(book.blocksOf(0), (QList<int>{4, 5}));
        QCOMPARE(book.countOf(0), 2);
        QCOMPARE(book.countIf(always), 3);
    }
};

QTEST_GUILESS_MAIN(JobBookTest)
#include "tst_jobbook.moc"
