// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/panelplant.h"
#include "hmi/trendscale.h"
#include "hmi/trendseries.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kTag = QStringLiteral("net-pressure");

/// One stretch of a series over ten minutes.
constexpr Milliseconds kStretch{600 * 1000 / TrendSeries::kStretches};

} // namespace

/// The course of a value: round axis ticks, history first and live values after, gaps kept.
class TrendTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ticks_data();
    void ticks();
    void paddedNeverEmpty();
    void mapsCorners();
    void joinsLiveValues();
    void badIsAGap();
    void forgetsWhatIsOld();
    void beginsWithHistory();
};

void TrendTest::ticks_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("hundred") << 0.0 << 100.0 << 5 << QList<double>{0, 20, 40, 60, 80, 100};
    QTest::newRow("small") << 6.5 << 8.5 << 4 << QList<double>{6.5, 7, 7.5, 8, 8.5};
    QTest::newRow("through zero") << -1.0 << 1.0 << 2 << QList<double>{-1, 0, 1};
    QTest::newRow("one") << 0.0 << 300.0 << 3 << QList<double>{0, 100, 200, 300};
    QTest::newRow("nothing") << 5.0 << 5.0 << 3 << QList<double>{};
    QTest::newRow("wrong way") << 5.0 << 1.0 << 3 << QList<double>{};
    QTest::newRow("not a number") << qQNaN() << 1.0 << 3 << QList<double>{};
}

void TrendTest::ticks()
{
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(int, count);
    QFETCH(QList<double>, expected);
    const QList<double> got = TrendScale::ticks({low, high}, count);
    QCOMPARE(got.size(), expected.size());
    for (qsizetype n = 0; n < got.size(); ++n)
        QVERIFY2(qAbs(got[n] - expected[n]) < 1e-9, qPrintable(QString::number(got[n])));
}

void TrendTest::paddedNeverEmpty()
{
    QVERIFY(TrendScale::padded(5, 5).high > TrendScale::padded(5, 5).low);
    QVERIFY(TrendScale::padded(0, 0).high > 0);
    const auto none = TrendScale::padded(qInf(), -qInf());
    QVERIFY(none.high > none.low);
}

void TrendTest::mapsCorners()
{
    const TrendScale scale{QRectF(10, 20, 100, 50), 1000, 2000, {0, 10}};
    QCOMPARE(scale.x(1000), 10.0);
    QCOMPARE(scale.x(2000), 110.0);
    QCOMPARE(scale.y(0), 70.0);
    QCOMPARE(scale.y(10), 20.0);
}

void TrendTest::joinsLiveValues()
{
    PanelPlant plant;
    plant.set(kTag, 4.0);
    TrendSeries series(plant.session, plant.context.feed(), kTag, 600);
    QCOMPARE(series.points().size(), 1);
    plant.clock.advance(kStretch / 4);
    plant.set(kTag, 5.0);
    plant.clock.advance(kStretch / 4);
    plant.set(kTag, 3.0);
    QCOMPARE(series.points().size(), 1);
    QCOMPARE(series.points().first().min, 3.0);
    QCOMPARE(series.points().first().max, 5.0);
    QCOMPARE(series.points().first().last, 3.0);
    plant.clock.advance(kStretch);
    plant.set(kTag, 4.5);
    QCOMPARE(series.points().size(), 2);
}

void TrendTest::badIsAGap()
{
    PanelPlant plant;
    plant.set(kTag, 4.0);
    TrendSeries series(plant.session, plant.context.feed(), kTag, 600);
    plant.clock.advance(10ms);
    plant.set(kTag, Value(), {Quality::BadCommunication, 0});
    QCOMPARE(series.points().size(), 2);
    QVERIFY(!series.points().last().good);
    plant.clock.advance(10ms);
    plant.set(kTag, 4.1);
    QCOMPARE(series.points().size(), 3);
    QVERIFY(series.points().last().good);
}

void TrendTest::forgetsWhatIsOld()
{
    PanelPlant plant;
    plant.set(kTag, 1.0);
    TrendSeries series(plant.session, plant.context.feed(), kTag, 600);
    for (int n = 0; n < 5; ++n) {
        plant.clock.advance(200s);
        plant.set(kTag, 2.0 + n);
    }
    series.trim(toMsSinceEpoch(plant.clock.now()));
    // The value that held when the shown time began, and the three within it.
    QCOMPARE(series.points().size(), 4);
    QCOMPARE(series.points().first().last, 3.0);
}

void TrendTest::beginsWithHistory()
{
    PanelPlant plant;
    plant.run(600s);
    TrendSeries series(plant.session, plant.context.feed(), kTag, 600);
    QVERIFY(series.tag().history.enabled);
    QTRY_VERIFY(series.points().size() > 20);
    const auto &points = series.points();
    for (qsizetype n = 1; n < points.size(); ++n)
        QVERIFY(points[n - 1].time <= points[n].time);
    QVERIFY(points.last().time - points.first().time > 500'000);
}

QTEST_MAIN(TrendTest)
#include "tst_trend.moc"
