// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/signwatch.h"
#include "support/fakeclock.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

/// The watch of a link with two units.
struct Watched {
    Watched()
    {
        for (const char *device : {"u1", "u2"})
            watch.addUnit(QString::fromLatin1(device));
    }
    [[nodiscard]] QList<SignKind> dueAfter(Milliseconds time)
    {
        clock.advance(time);
        QList<SignKind> kinds;
        for (const FieldSign &sign : watch.takeDue())
            kinds.append(sign.kind);
        return kinds;
    }

    FakeClock clock;
    SignWatch watch{QStringLiteral("line"), clock};
};

using Kinds = QList<SignKind>;

} // namespace

/// What raises a sign, without a link. The whole way of one is in the test of the signs.
class SignWatchTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRaisedOnceAndEnds()
    {
        Watched bench;
        const auto raised = bench.watch.stray(StrayReason::WrongUnit, 1);
        QVERIFY(raised);
        QCOMPARE(raised->kind, SignKind::WrongUnit);
        QCOMPARE(raised->connection, QStringLiteral("line"));
        QCOMPARE(raised->device, QStringLiteral("u2"));
        QVERIFY(raised->active && !raised->detail.isEmpty());
        QVERIFY(!bench.watch.stray(StrayReason::WrongUnit, 1));
        QVERIFY(bench.watch.stray(StrayReason::WrongUnit, 0)); // of another device
        QCOMPARE(bench.dueAfter(SignBook::kQuiet - 1ms), Kinds());
        QCOMPARE(bench.dueAfter(1ms), (Kinds{SignKind::WrongUnit, SignKind::WrongUnit}));
        QVERIFY(bench.watch.stray(StrayReason::WrongUnit, 1));
    }

    void ofNoUnit()
    {
        Watched bench;
        const auto raised = bench.watch.stray(StrayReason::Foreign, -1);
        QVERIFY(raised);
        QCOMPARE(raised->device, QString());
    }

    void everydayTroubleIsNone()
    {
        Watched bench;
        for (const StrayReason reason :
             {StrayReason::Damaged, StrayReason::WrongLength, StrayReason::WrongEcho,
              StrayReason::Late, StrayReason::Duplicate, StrayReason::Garbage})
            QVERIFY(!bench.watch.stray(reason, 0));
    }

    void range_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<bool>("isSign");
        QTest::newRow("lowest") << Value(-5.0) << false;
        QTest::newRow("highest") << Value(5.0) << false;
        QTest::newRow("below") << Value(-5.5) << true;
        QTest::newRow("above") << Value(5.5) << true;
        QTest::newRow("text") << Value(QStringLiteral("9")) << false;
        QTest::newRow("none") << Value() << false;
    }

    void range()
    {
        QFETCH(Value, value);
        QFETCH(bool, isSign);
        Watched bench;
        Tag tag;
        QVERIFY(!bench.watch.value(tag, 0, {value, Quality::Good})); // has no range
        tag.low = -5;
        tag.high = 5;
        QCOMPARE(bench.watch.value(tag, 0, {value, Quality::Good}).has_value(), isSign);
    }

    void whatIsNoNumberIsOutOfEveryRange()
    {
        Watched bench;
        Tag tag;
        tag.high = 5;
        const auto raised = bench.watch.value(tag, 0, {{}, Quality::BadOutOfRange});
        QVERIFY(raised);
        QVERIFY(!raised->detail.isEmpty());
    }

    void identity()
    {
        Watched bench;
        const QString meter = QStringLiteral("Acme / PM-7");
        QVERIFY(!bench.watch.identity(0, {}, meter)); // nobody knew it before
        QVERIFY(!bench.watch.identity(0, meter, meter));
        const auto raised = bench.watch.identity(0, meter, QStringLiteral("Other"));
        QVERIFY(raised);
        QVERIFY(raised->detail.contains(meter));
    }

    void whoIsNewIsNamed()
    {
        Watched bench;
        QVERIFY(!bench.watch.newWriter(1, {}));
        const auto raised = bench.watch.newWriter(1, QStringLiteral("anna (panel)"));
        QVERIFY(raised);
        QCOMPARE(raised->kind, SignKind::NewWriter);
        QCOMPARE(nameOf(raised->kind), QLatin1String("newWriter"));
        QCOMPARE(raised->device, QStringLiteral("u2"));
        QVERIFY(raised->detail.startsWith(QStringLiteral("anna (panel) ")));
    }

    /// Nobody hides behind one who is new, too.
    void eachWhoIsNewIsNamed()
    {
        Watched bench;
        const auto nth = [](qsizetype n) { return QStringLiteral("user%1 (panel)").arg(n); };
        for (qsizetype n = 0; n < SignWatch::kMostWriters; ++n) {
            const auto raised = bench.watch.newWriter(1, nth(n));
            QVERIFY(raised);
            QVERIFY(raised->active);
            QCOMPARE(raised->device, QStringLiteral("u2"));
            QVERIFY(raised->detail.startsWith(nth(n)));
            QVERIFY(!bench.watch.newWriter(1, nth(n))); // a second write, sent with the first
        }
        QVERIFY(!bench.watch.newWriter(1, nth(SignWatch::kMostWriters)));
        QCOMPARE(bench.watch.signs().size(), 1);
        QVERIFY(bench.watch.newWriter(0, nth(0))); // of another device
        QCOMPARE(bench.dueAfter(SignBook::kQuiet),
                 (Kinds{SignKind::NewWriter, SignKind::NewWriter}));
        QVERIFY(bench.watch.newWriter(1, nth(0)));
    }

    void rates()
    {
        Watched bench;
        for (int second = 0; second < 120; ++second)
            QCOMPARE(bench.dueAfter(1s), Kinds());
        for (int i = 0; i < 30; ++i) {
            bench.watch.written(1);
            bench.watch.asked(0, true);
        }
        Kinds kinds;
        for (int second = 0; second < 20; ++second)
            kinds += bench.dueAfter(1s);
        QCOMPARE(kinds, (Kinds{SignKind::ExceptionRate, SignKind::WriteRate}));
        const QList<FieldSign> signs = bench.watch.signs();
        QCOMPARE(signs[0].device, QStringLiteral("u1"));
        QCOMPARE(signs[1].device, QStringLiteral("u2"));
    }
};

QTEST_GUILESS_MAIN(SignWatchTest)
#include "tst_signwatch.moc"
