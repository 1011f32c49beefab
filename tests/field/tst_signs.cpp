// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/ratewatch.h"
#include "field/sharewatch.h"
#include "field/signbook.h"

#include <QSet>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPump = QStringLiteral("pump");
const QString kValve = QStringLiteral("valve");

Timestamp at(int second)
{
    return fromMsSinceEpoch(1767225600000 + second * 1000);
}

/// A rate over ten seconds at a time.
struct Rate {
    bool next(quint64 events)
    {
        total += events;
        bool any = false;
        for (int second = 0; second < 10; ++second)
            any |= watch.jumps(total, now += 1s);
        return any;
    }

    RateWatch watch;
    quint64 total = 0;
    Milliseconds now{0};
};

/// A share over ten seconds at a time.
struct Share {
    bool next(quint64 moreSome, quint64 moreAll)
    {
        some += moreSome;
        all += moreAll;
        bool any = false;
        for (int second = 0; second < 10; ++second)
            any |= watch.jumps(some, all, now += 1s);
        return any;
    }

    ShareWatch watch;
    quint64 some = 0;
    quint64 all = 0;
    Milliseconds now{0};
};

} // namespace

class SignsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsName()
    {
        QSet<QString> names;
        for (int i = 0; i <= int(SignKind::IdentityChanged); ++i)
            names.insert(nameOf(SignKind(i)));
        QCOMPARE(names.size(), int(SignKind::IdentityChanged) + 1);
        QCOMPARE(nameOf(SignKind::IdentityChanged), QLatin1String("identityChanged"));
    }

    void raisedOnceAndClearedAfterQuiet()
    {
        SignBook book(QStringLiteral("line"));
        FieldSign *sign = book.note(SignKind::WrongUnit, kPump, at(0), 0s);
        QVERIFY(sign);
        sign->detail = QStringLiteral("why");
        QVERIFY(!book.note(SignKind::WrongUnit, kPump, at(30), 30s));
        QVERIFY(book.takeQuiet(89999ms).isEmpty());
        QCOMPARE(book.signs().size(), 1);
        QVERIFY(book.signs()[0].active);
        const QList<FieldSign> quiet = book.takeQuiet(90s);
        QCOMPARE(quiet.size(), 1);
        QVERIFY(!quiet[0].active);
        QCOMPARE(quiet[0].connection, QStringLiteral("line"));
        QCOMPARE(quiet[0].device, kPump);
        QCOMPARE(quiet[0].first, at(0));
        QCOMPARE(quiet[0].last, at(30));
        QCOMPARE(quiet[0].count, 2);
        QCOMPARE(quiet[0].detail, QStringLiteral("why"));
        QVERIFY(book.takeQuiet(200s).isEmpty());
        QVERIFY(book.note(SignKind::WrongUnit, kPump, at(300), 300s));
        QCOMPARE(book.signs().size(), 2);
    }

    void kindsAndDevicesAreApart()
    {
        SignBook book(QStringLiteral("line"));
        QVERIFY(book.note(SignKind::WrongUnit, kPump, at(0), 0s));
        QVERIFY(book.note(SignKind::WrongUnit, kValve, at(0), 0s));
        QVERIFY(book.note(SignKind::WrongFunction, kPump, at(0), 0s));
        QVERIFY(book.note(SignKind::WrongUnit, {}, at(0), 0s));
        QVERIFY(!book.note(SignKind::WrongUnit, {}, at(1), 1s));
        QCOMPARE(book.signs().size(), 4);
    }

    void oldOnesAreForgotten()
    {
        SignBook book(QStringLiteral("line"));
        for (int i = 0; i < 1000; ++i) {
            book.note(SignKind::OutOfRange, kPump, at(i), i * 100s);
            book.note(SignKind::WrongUnit, kValve, at(i), i * 50s); // is never quiet
            (void)book.takeQuiet(i * 100s + 61s);
        }
        const QList<FieldSign> signs = book.signs();
        QCOMPARE_LE(signs.size(), 102);
        QCOMPARE(signs.last().first, at(999));
    }

    void nothingJumpsInTheFirstMinute()
    {
        Rate rate;
        for (int i = 0; i < 6; ++i)
            QVERIFY(!rate.next(i % 2 ? 1000 : 0));
    }

    void aJumpIsTold()
    {
        Rate rate;
        for (int i = 0; i < 20; ++i)
            QVERIFY(!rate.next(4));
        QVERIFY(!rate.next(19)); // too few
        QVERIFY(rate.next(30));
        QCOMPARE(rate.watch.newest(), 30);
        QVERIFY(rate.watch.usual() > 4 && rate.watch.usual() < 6);
    }

    void whatIsUsualIsNoJump()
    {
        Rate rate;
        for (int i = 0; i < 20; ++i)
            QVERIFY(!rate.next(100));
        QVERIFY(!rate.next(400)); // less than five times
        QVERIFY(!rate.next(0));
    }

    void whatStaysBecomesUsual()
    {
        Rate rate;
        for (int i = 0; i < 10; ++i)
            QVERIFY(!rate.next(0));
        int jumps = 0;
        for (int i = 0; i < 20; ++i)
            jumps += rate.next(100);
        QVERIFY(jumps >= 1 && jumps <= 5);
    }

    void countersMayBeginAnew()
    {
        Rate rate;
        for (int i = 0; i < 10; ++i)
            QVERIFY(!rate.next(50));
        rate.total = 0;
        for (int i = 0; i < 10; ++i)
            QVERIFY(!rate.next(50));
    }

    void aShareJumps()
    {
        Share share;
        for (int i = 0; i < 10; ++i)
            QVERIFY(!share.next(0, 10));
        QVERIFY(!share.next(4, 10)); // less than half
        QVERIFY(!share.next(7, 7)); // too few
        for (int i = 0; i < 10; ++i)
            QVERIFY(!share.next(0, 10));
        QVERIFY(share.next(5, 10));
        QCOMPARE(share.watch.newestSome(), 5);
        QCOMPARE(share.watch.newestAll(), 10);
    }

    void aShareThatIsUsualIsNoJump()
    {
        Share share;
        for (int i = 0; i < 20; ++i)
            QVERIFY(!share.next(2, 10));
        QVERIFY(!share.next(10, 10));
    }

    void aShareThatStaysBecomesUsual()
    {
        Share share;
        for (int i = 0; i < 10; ++i)
            QVERIFY(!share.next(0, 10));
        int jumps = 0;
        for (int i = 0; i < 20; ++i)
            jumps += share.next(10, 10);
        QVERIFY(jumps >= 1 && jumps <= 3);
    }

    /// Nor does it in as many intervals in which there was nothing to learn from.
    void noShareJumpsBeforeItIsKnown()
    {
        Share share;
        for (int i = 0; i < 20; ++i)
            QVERIFY(!share.next(0, 0));
        for (int i = 0; i < 6; ++i)
            QVERIFY(!share.next(i % 2 ? 10 : 0, 10));
    }
};

QTEST_GUILESS_MAIN(SignsTest)
#include "tst_signs.moc"
