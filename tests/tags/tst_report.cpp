// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/fakeclock.h"
#include "tags/tagtable.h"

#include <QSignalSpy>
#include <QTest>
#include <functional>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

constexpr TagIndex kTag = 0;
constexpr Milliseconds kStaleAfter{3000};

} // namespace

/// Report by exception, and flaps of states and of the quality.
class ReportTest final : public QObject
{
    Q_OBJECT

private:
    FakeClock m_clock;
    std::unique_ptr<TagTable> m_table;
    std::unique_ptr<QSignalSpy> m_changed;
    std::unique_ptr<QSignalSpy> m_updated;

    /// A table of one tag, read each second, stale after three.
    void make(const std::function<void(Tag &)> &rules)
    {
        ProjectData data;
        data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
        Tag tag;
        tag.id = tag.path = QStringLiteral("t");
        tag.low = 0;
        tag.high = 200;
        rules(tag);
        data.tags = {tag};
        m_table = std::make_unique<TagTable>(std::make_shared<Project>(data), m_clock);
        m_changed = std::make_unique<QSignalSpy>(m_table.get(), &TagTable::changed);
        m_updated = std::make_unique<QSignalSpy>(m_table.get(), &TagTable::updated);
    }

    void read(const Value &value, Quality quality = Quality::Good)
    {
        m_table->apply({{kTag, {value, {quality, 0}, m_clock.now()}}});
    }

    void fail(Quality quality = Quality::BadCommunication)
    {
        m_table->apply({{kTag, {{}, {quality, 0}, {}}}});
    }

    void wait(Milliseconds time)
    {
        m_clock.advance(time);
        m_table->markStale();
    }

    [[nodiscard]] TagValue counted() const { return m_table->snapshot().first().now; }
    [[nodiscard]] Quality quality() const { return counted().state.quality; }
    [[nodiscard]] TagValue told() const
    {
        return m_changed->last().first().value<ValueBatch>().first().now;
    }

private Q_SLOTS:
    void aChangeBelowTheDeadbandIsNotTold_data()
    {
        QTest::addColumn<double>("deadband");
        QTest::addColumn<double>("percent");
        QTest::newRow("absolute") << 0.5 << 0.0;
        QTest::newRow("percent of low to high") << 0.0 << 0.25;
    }

    void aChangeBelowTheDeadbandIsNotTold()
    {
        QFETCH(double, deadband);
        QFETCH(double, percent);
        make([=](Tag &tag) { tag.report = {true, deadband, percent, 60}; });
        read(10.0);
        QCOMPARE(m_changed->size(), 1);
        read(10.4);
        read(9.6);
        QCOMPARE(m_changed->size(), 1);
        QCOMPARE(counted().value, Value(9.6)); // who asks gets it
        QCOMPARE(m_updated->size(), 3); // the history sees it
        read(10.5);
        QCOMPARE(m_changed->size(), 2);
        QCOMPARE(told().value, Value(10.5));
        read(10.1); // small steps from the last one told
        QCOMPARE(m_changed->size(), 2);
        read(9.9);
        QCOMPARE(m_changed->size(), 3);
    }

    void afterTheLongestSilenceTheValueIsTold()
    {
        make([](Tag &tag) { tag.report = {true, 5, 0, 10}; });
        read(10.0);
        for (int second = 1; second <= 9; ++second) {
            wait(1s);
            read(11.0);
        }
        QCOMPARE(m_changed->size(), 1);
        wait(1s);
        read(11.0);
        QCOMPARE(m_changed->size(), 2);
        QCOMPARE(told().value, Value(11.0));
        QCOMPARE(told().time, m_clock.now());
        for (int second = 1; second <= 10; ++second) {
            wait(1s);
            read(11.0);
        }
        QCOMPARE(m_changed->size(), 3); // also without any change
    }

    void row21_theQualityIsAlwaysTold()
    {
        make([](Tag &tag) { tag.report = {true, 100, 0, 86400}; });
        read(10.0);
        const Timestamp answered = m_clock.now();
        wait(500ms);
        read(11.0);
        fail();
        QCOMPARE(m_changed->size(), 2);
        QCOMPARE(told().state.quality, Quality::BadCommunication);
        read(10.5);
        QCOMPARE(m_changed->size(), 3);
        QCOMPARE(told().state.quality, Quality::Good);
        wait(kStaleAfter + 1ms);
        QCOMPARE(m_changed->size(), 4);
        QCOMPARE(told().state.quality, Quality::Uncertain);
        QCOMPARE(told().value, Value(10.5));
        QCOMPARE(told().time - answered, 500ms); // the age is that of the last answer
    }

    void theDeadbandOf64BitIsExact()
    {
        make([](Tag &tag) { tag.report = {true, 2, 0, 60}; });
        read(quint64(18446744073709551610U));
        read(quint64(18446744073709551611U));
        QCOMPARE(m_changed->size(), 1);
        read(quint64(18446744073709551612U));
        QCOMPARE(m_changed->size(), 2);
    }

    void aClampedValueIsAnAnswerAndGrowsStale()
    {
        make([](Tag &) {});
        read(100.0, Quality::UncertainClamped);
        wait(kStaleAfter - 100ms);
        read(100.0, Quality::UncertainClamped);
        wait(kStaleAfter);
        QCOMPARE(quality(), Quality::UncertainClamped);
        wait(1ms);
        QCOMPARE(quality(), Quality::Uncertain);
    }

    void aNewStateCountsWhenItHasLasted()
    {
        make([](Tag &tag) { tag.debounceMs = 2000; });
        read(false);
        QCOMPARE(counted().value, Value(false)); // the first at once
        const Timestamp confirmed = m_clock.now();
        wait(1s);
        read(true);
        QCOMPARE(counted().value, Value(false));
        QCOMPARE(counted().time, confirmed); // an old state is not made young
        QCOMPARE(m_table->value(kTag).value, Value(true)); // for writes and checks
        QCOMPARE(m_updated->size(), 1);
        wait(1s);
        read(true);
        QCOMPARE(counted().value, Value(false));
        wait(1s);
        read(true);
        QCOMPARE(counted().value, Value(true));
        QCOMPARE(counted().time, m_clock.now());
        QCOMPARE(m_changed->size(), 2);
    }

    void aFlapNeverCounts()
    {
        make([](Tag &tag) { tag.debounceMs = 750; });
        read(quint64(1));
        for (int flap = 0; flap < 5; ++flap) {
            wait(500ms);
            read(quint64(2));
            wait(500ms);
            read(quint64(1));
            QCOMPARE(quality(), Quality::Good);
            QCOMPARE(counted().time, m_clock.now());
        }
        wait(500ms);
        read(quint64(2));
        wait(500ms);
        read(quint64(3)); // another new state: its time begins now
        wait(500ms);
        read(quint64(3));
        QCOMPARE(counted().value, Value(quint64(1)));
        wait(500ms);
        read(quint64(3));
        QCOMPARE(counted().value, Value(quint64(3)));
        QCOMPARE(m_changed->size(), 2);
    }

    void row21_aStateThatIsNotConfirmedGrowsStale()
    {
        make([](Tag &tag) { tag.debounceMs = 60000; });
        read(false);
        for (int second = 0; second < 4; ++second) {
            wait(1s);
            read(true);
        }
        QCOMPARE(quality(), Quality::Uncertain);
        QCOMPARE(counted().value, Value(false));
        QCOMPARE(told().state.quality, Quality::Uncertain);
    }

    void aSingleFailedReadDoesNotCount()
    {
        make([](Tag &tag) { tag.qualityDebounceMs = 2500; });
        read(10.0);
        const Timestamp answered = m_clock.now();
        wait(1s);
        fail();
        QCOMPARE(quality(), Quality::Good);
        QCOMPARE(counted().time, answered); // its age goes on
        QCOMPARE(m_table->value(kTag).state.quality, Quality::BadCommunication);
        wait(1s);
        read(11.0);
        QCOMPARE(quality(), Quality::Good);
        QCOMPARE(counted().value, Value(11.0));
        wait(2s);
        fail(); // the time of the first failure is over and does not count here
        QCOMPARE(quality(), Quality::Good);
    }

    void row5_aLastingFailureIsNeverHidden_data()
    {
        QTest::addColumn<bool>("again");
        QTest::newRow("failed reads go on") << true;
        QTest::newRow("nothing comes any more") << false;
    }

    void row5_aLastingFailureIsNeverHidden()
    {
        QFETCH(bool, again);
        make([](Tag &tag) { tag.qualityDebounceMs = 2500; });
        read(10.0);
        const Timestamp answered = m_clock.now();
        fail(Quality::BadDeviceException);
        for (int step = 0; step < 9; ++step) {
            wait(250ms);
            if (again)
                fail(Quality::BadDeviceException);
            QCOMPARE(quality(), Quality::Good);
        }
        wait(250ms);
        QCOMPARE(quality(), Quality::BadDeviceException);
        QCOMPARE(counted().value, Value(10.0)); // the last known, and not 0
        QCOMPARE(counted().time, answered);
        QCOMPARE(told().state.quality, Quality::BadDeviceException);
        read(12.0);
        QCOMPARE(quality(), Quality::Good); // a good answer at once
    }

    void whatTheDeviceSaysIsNoFailedRead()
    {
        make([](Tag &tag) { tag.qualityDebounceMs = 60000; });
        read(10.0);
        fail(Quality::BadNotAvailable);
        QCOMPARE(quality(), Quality::BadNotAvailable);
    }

    void row21_aWaitingFailureDoesNotStopTheAge()
    {
        make([](Tag &tag) { tag.qualityDebounceMs = 60000; });
        read(10.0);
        for (int second = 0; second < 4; ++second) {
            wait(1s);
            fail();
        }
        QCOMPARE(quality(), Quality::Uncertain);
    }
};

QTEST_GUILESS_MAIN(ReportTest)
#include "tst_report.moc"
