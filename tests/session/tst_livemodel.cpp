// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session/livemodel.h"
#include "support/fakebus.h"
#include "support/fakeclock.h"
#include "tags/tagtable.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <thread>

using namespace mws;

namespace
{

constexpr int kTags = 100;

ProjectPtr manyTags()
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    data.connections = {Connection()};
    data.connections.first().id = QStringLiteral("plc");
    for (int i = 0; i < kTags; ++i) {
        Tag tag;
        tag.id = tag.path = QStringLiteral("tag%1").arg(1000 + i);
        tag.pollClass = QStringLiteral("normal");
        data.tags.append(tag);
    }
    return std::make_shared<Project>(data);
}

} // namespace

/// The table in its thread and two copies of it in another.
class LiveModelTest final : public QObject
{
    Q_OBJECT

private:
    FakeClock m_clock;
    ProjectPtr m_project = manyTags();
    QThread m_field;
    std::unique_ptr<TagTable> m_table;
    std::unique_ptr<FakeBus> m_bus;

    [[nodiscard]] ValueBatch batchOf(double value) const
    {
        ValueBatch batch;
        for (TagIndex tag = 0; tag < kTags; ++tag)
            batch.append({tag, {Value(value), {Quality::Good, 0}, m_clock.now()}});
        return batch;
    }
    void applyInFieldThread(double value)
    {
        const ValueBatch batch = batchOf(value);
        QMetaObject::invokeMethod(m_table.get(), [this, batch] { m_table->apply(batch); });
    }

private Q_SLOTS:
    void init()
    {
        m_table = std::make_unique<TagTable>(m_project, m_clock);
        m_bus = std::make_unique<FakeBus>(*m_project);
        m_table->moveToThread(&m_field);
        m_bus->moveToThread(&m_field);
        m_field.start();
    }

    void cleanup()
    {
        m_field.quit();
        QVERIFY(m_field.wait(10000));
        m_table.reset();
        m_bus.reset();
    }

    void copiesFollowWithoutLosingOrTurningBack()
    {
        applyInFieldThread(-1);
        LiveModel early(m_project, *m_table, *m_bus);
        std::unique_ptr<LiveModel> late;
        double last = -1;
        connect(&early, &LiveModel::changed, this, [&early, &last] {
            const double now = early.value(kTags - 1).value.toDouble();
            QVERIFY(now >= last);
            last = now;
        });
        for (int round = 0; round < 500; ++round) {
            applyInFieldThread(round);
            if (round == 250)
                late = std::make_unique<LiveModel>(m_project, *m_table, *m_bus);
            if (round % 50 == 0)
                QCoreApplication::processEvents();
        }
        for (TagIndex tag = 0; tag < kTags; ++tag) {
            QTRY_COMPARE(early.value(tag).value, Value(499.0));
            QTRY_COMPARE(late->value(tag).value, Value(499.0));
        }
        QTRY_COMPARE(late->links().size(), 1);
    }

    void aModelThatGoesAwayWhileTheFieldSendsIsNotMissed()
    {
        for (int round = 0; round < 100; ++round) {
            applyInFieldThread(round);
            const LiveModel shortLived(m_project, *m_table, *m_bus);
            applyInFieldThread(round + 0.5);
        }
        LiveModel last(m_project, *m_table, *m_bus);
        QTRY_COMPARE(last.value(0).value, Value(99.5));
    }

    /// Here the field thread fills the table by itself: what runs inside a queued call the thread
    /// sanitizer does not judge. Copies stay until it is over, for it does not see how Qt takes a
    /// connection away from a signal that is being sent. The counters order nothing.
    void readingACopyTouchesNothingOfTheFieldThread()
    {
        constexpr int kRounds = 1000;
        constexpr auto relaxed = std::memory_order_relaxed;
        TagTable table(m_project, m_clock);
        FakeBus bus(*m_project);
        const LiveModel early(m_project, table, bus);
        std::unique_ptr<LiveModel> late;
        table.moveToThread(nullptr);
        std::atomic<int> rounds{0};
        std::atomic<int> looks{0};
        std::thread field([&] {
            table.moveToThread(QThread::currentThread());
            for (int round = 0; round < kRounds; ++round) {
                const int before = looks.load(relaxed);
                table.apply(batchOf(round));
                QCoreApplication::sendPostedEvents(&table); // somebody wants a first snapshot
                while (round % 10 == 0 && looks.load(relaxed) == before)
                    std::this_thread::yield();
                rounds.store(round + 1, relaxed);
            }
            table.moveToThread(nullptr);
        });
        double last = -1;
        bool turnedBack = false;
        while (rounds.load(relaxed) < kRounds) {
            looks.fetch_add(1, relaxed);
            if (!late && rounds.load(relaxed) > kRounds / 2)
                late = std::make_unique<LiveModel>(m_project, table, bus);
            const double now = early.value(kTags - 1).value.toDouble();
            turnedBack |= now < last;
            last = now;
            QCoreApplication::processEvents();
        }
        field.join();
        QVERIFY(!turnedBack);
        QTRY_COMPARE(early.value(0).value, Value(kRounds - 1.0));
        QTRY_COMPARE(late->value(0).value, Value(kRounds - 1.0));
    }
};

QTEST_GUILESS_MAIN(LiveModelTest)
#include "tst_livemodel.moc"
