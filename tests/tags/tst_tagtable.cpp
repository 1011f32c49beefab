// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/fakeclock.h"
#include "tags/tagtable.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

ProjectPtr twoClasses()
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("fast"), 250, 3}, {QStringLiteral("slow"), 5000, 2}};
    for (const char *name : {"fast", "slow"}) {
        Tag tag;
        tag.id = tag.path = tag.pollClass = QLatin1String(name);
        data.tags.append(tag);
    }
    return std::make_shared<Project>(data);
}

} // namespace

class TagTableTest final : public QObject
{
    Q_OBJECT

private:
    FakeClock m_clock;
    ProjectPtr m_project = twoClasses();
    TagIndex m_fast = m_project->indexOf(QStringLiteral("fast"));
    TagIndex m_slow = m_project->indexOf(QStringLiteral("slow"));
    std::unique_ptr<TagTable> m_table;

    void apply(TagIndex tag, const Value &value, Quality quality = Quality::Good)
    {
        m_table->apply({{tag, {value, {quality, 0}, m_clock.now()}}});
    }

    Quality quality(TagIndex tag) const { return m_table->value(tag).state.quality; }

private Q_SLOTS:
    void init() { m_table = std::make_unique<TagTable>(m_project, m_clock); }

    void staleAfterSoManyPeriodsOfTheClass()
    {
        apply(m_fast, 1.0);
        apply(m_slow, 2.0);
        m_clock.advance(750ms);
        m_table->markStale();
        QCOMPARE(quality(m_fast), Quality::Good);
        m_clock.advance(1ms);
        QSignalSpy changed(m_table.get(), &TagTable::changed);
        m_table->markStale();
        QCOMPARE(quality(m_fast), Quality::Uncertain);
        QCOMPARE(m_table->value(m_fast).value, Value(1.0));
        QCOMPARE(quality(m_slow), Quality::Good);
        QCOMPARE(changed.size(), 1);
        m_clock.advance(9250ms);
        m_table->markStale();
        QCOMPARE(quality(m_slow), Quality::Uncertain);
        QCOMPARE(changed.size(), 2);
    }

    /// Field failures, row 21: when nothing at all is heard of a tag, not even a failure, good
    /// lasts for three periods by standard and two at least, and for one look at the table more.
    void row21_goodHasAnEnd_data()
    {
        QTest::addColumn<int>("staleAfter");
        QTest::newRow("standard") << PollClass().staleAfter;
        QTest::newRow("least") << 2;
    }

    void row21_goodHasAnEnd()
    {
        QFETCH(int, staleAfter);
        ProjectData data;
        data.pollClasses = {{QStringLiteral("c"), 1000, staleAfter}};
        Tag tag;
        tag.id = tag.path = QStringLiteral("t");
        tag.pollClass = QStringLiteral("c");
        data.tags.append(tag);
        TagTable table(std::make_shared<Project>(data), m_clock);
        table.apply({{0, {Value(1.0), {Quality::Good, 0}, m_clock.now()}}});
        Milliseconds age{0};
        while (table.value(0).state.quality == Quality::Good && age < 10s) {
            m_clock.advance(250ms);
            age += 250ms;
            table.markStale();
        }
        QCOMPARE(table.value(0).state.quality, Quality::Uncertain);
        QCOMPARE(age, staleAfter * 1000ms + 250ms);
        QCOMPARE(table.value(0).time, m_clock.now() - age);
    }

    void looksForStaleValuesByItself()
    {
        apply(m_fast, 1.0);
        m_table->start();
        m_clock.advance(1s);
        QTRY_COMPARE(quality(m_fast), Quality::Uncertain);
    }

    void anAnswerMakesItGoodAgainAndTheSameValueIsNotAChange()
    {
        apply(m_fast, 1.0);
        m_clock.advance(1s);
        m_table->markStale();
        QSignalSpy changed(m_table.get(), &TagTable::changed);
        QSignalSpy updated(m_table.get(), &TagTable::updated);
        apply(m_fast, 1.0);
        QCOMPARE(quality(m_fast), Quality::Good);
        QCOMPARE(changed.size(), 1);
        const Timestamp first = m_table->value(m_fast).time;
        m_clock.advance(250ms);
        apply(m_fast, 1.0);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(updated.size(), 2);
        QCOMPARE(m_table->value(m_fast).time - first, 250ms);
    }

    void aBadQualityKeepsTheLastValueAndItsTime()
    {
        apply(m_fast, 1.5);
        const Timestamp answered = m_table->value(m_fast).time;
        m_clock.advance(100ms);
        apply(m_fast, {}, Quality::BadCommunication);
        QCOMPARE(quality(m_fast), Quality::BadCommunication);
        QCOMPARE(m_table->value(m_fast).value, Value(1.5));
        QCOMPARE(m_table->value(m_fast).time, answered);
        m_clock.advance(10s);
        m_table->markStale(); // bad stays bad
        QCOMPARE(quality(m_fast), Quality::BadCommunication);
    }

    void theSnapshotHasEveryTagInOrder()
    {
        apply(m_slow, 7.0);
        const ValueBatch all = m_table->snapshot();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0].tag, TagIndex(0));
        QCOMPARE(all[1].tag, TagIndex(1));
        QCOMPARE(all[int(m_slow)].now.value, Value(7.0));
        QVERIFY(all[int(m_fast)].now.value.isNone());
        QVERIFY(!isGood(all[int(m_fast)].now.state.quality));
    }
};

QTEST_GUILESS_MAIN(TagTableTest)
#include "tst_tagtable.moc"
