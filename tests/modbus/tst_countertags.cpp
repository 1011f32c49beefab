// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/countertags.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

/// Two devices; each has a tag per counter that was added.
class Plant
{
public:
    Plant()
    {
        for (int unit = 1; unit <= 2; ++unit) {
            Device device;
            device.id = QStringLiteral("u%1").arg(unit);
            device.unit = unit;
            m_data.devices.append(device);
        }
    }
    void add(const QString &id, int unit, Counter counter, bool ofLink = false)
    {
        Tag tag;
        tag.id = id;
        tag.path = QStringLiteral("a/") + id;
        tag.device = QStringLiteral("u%1").arg(unit);
        tag.counter = counter;
        tag.ofLink = ofLink;
        m_data.tags.append(tag);
    }
    [[nodiscard]] CounterTags tags()
    {
        m_project = std::make_shared<const Project>(m_data);
        CounterTags tags(m_project);
        tags.add(QStringLiteral("u1"), 0);
        tags.add(QStringLiteral("u2"), 1);
        return tags;
    }
    [[nodiscard]] QMap<QString, double> named(const ValueBatch &batch) const
    {
        QMap<QString, double> values;
        for (const TagSample &sample : batch) {
            if (sample.now.state.quality == Quality::Good)
                values.insert(m_project->tag(sample.tag).id, sample.now.value.toDouble());
        }
        return values;
    }

private:
    ProjectData m_data;
    ProjectPtr m_project;
};

using Values = QMap<QString, double>;

QString name(const char *text)
{
    return QString::fromLatin1(text);
}

} // namespace

/// Which tag shows which count.
class CounterTagsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofUnitAndOfLink()
    {
        Plant plant;
        plant.add(name("plain"), 1, Counter::None);
        for (int unit = 1; unit <= 2; ++unit) {
            plant.add(name("good%1").arg(unit), unit, Counter::Good);
            plant.add(name("queued%1").arg(unit), unit, Counter::QueuedWrites);
            plant.add(name("skipped%1").arg(unit), unit, Counter::SkippedPolls);
            plant.add(name("online%1").arg(unit), unit, Counter::Online);
        }
        plant.add(name("good"), 2, Counter::Good, true);
        plant.add(name("queued"), 2, Counter::QueuedWrites, true);
        plant.add(name("skipped"), 2, Counter::SkippedPolls, true);
        plant.add(name("online"), 2, Counter::Online, true);
        plant.add(name("load"), 2, Counter::BusLoad, true);
        const CounterTags tags = plant.tags();
        QCOMPARE(tags.tags().size(), 13);
        RequestCounters first;
        RequestCounters second;
        first.good = 3;
        second.good = 5;
        CounterTags::Figures figures;
        figures.units = {{&first, 7, 2, true}, {&second, 1, 0, false}};
        figures.link.counters.good = 8;
        figures.link.queuedWrites = 2;
        figures.link.skippedPolls = 9;
        figures.link.busLoad = 0.5;
        figures.isUp = true;
        QCOMPARE(plant.named(tags.samples(figures, {})),
                 (Values{{name("good"), 8},
                         {name("good1"), 3},
                         {name("good2"), 5},
                         {name("load"), 0.5},
                         {name("online"), 1},
                         {name("online1"), 1},
                         {name("online2"), 0},
                         {name("queued"), 2},
                         {name("queued1"), 2},
                         {name("queued2"), 0},
                         {name("skipped"), 9},
                         {name("skipped1"), 7},
                         {name("skipped2"), 1}}));
    }

    void onlineAlone()
    {
        Plant plant;
        for (int unit = 1; unit <= 2; ++unit) {
            plant.add(name("good%1").arg(unit), unit, Counter::Good);
            plant.add(name("online%1").arg(unit), unit, Counter::Online);
            plant.add(name("link%1").arg(unit), unit, Counter::Online, true);
        }
        const CounterTags tags = plant.tags();
        QCOMPARE(plant.named(tags.onlineOf(1, true, {})), (Values{{name("online2"), 1}}));
        QCOMPARE(plant.named(tags.onlineOf(0, false, {})), (Values{{name("online1"), 0}}));
        QCOMPARE(plant.named(tags.onlineOfLink(true, {})),
                 (Values{{name("link1"), 1}, {name("link2"), 1}}));
    }

    void none()
    {
        Plant plant;
        plant.add(name("plain"), 1, Counter::None);
        const CounterTags tags = plant.tags();
        QVERIFY(tags.isEmpty());
        QVERIFY(tags.samples({}, {}).isEmpty());
        QVERIFY(tags.onlineOfLink(true, {}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(CounterTagsTest)
#include "tst_countertags.moc"
