// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/planner.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

QList<PlanItem> itemsOf(const QJsonArray &ranges)
{
    QList<PlanItem> items;
    for (const QJsonValue &range : ranges) {
        if (range[QLatin1String("omit")].toBool())
            continue;
        const int start = range[QLatin1String("start")].toInt();
        const int increment = range[QLatin1String("increment")].toInt();
        for (int i = 0; i < range[QLatin1String("count")].toInt(); ++i)
            items.append({TagIndex(items.size()), Table::HoldingRegister, start + i * increment,
                          range[QLatin1String("length")].toInt()});
    }
    return items;
}

} // namespace

class PlannerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void published_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        QFile file(QStringLiteral(MWS_TEST_DATA "/modbus/batching.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
        for (const QJsonValue &vector : document[QLatin1String("cases")].toArray()) {
            if (vector[QLatin1String("strategy")] == QLatin1String("max_insert"))
                QTest::addRow("%s", qPrintable(vector[QLatin1String("id")].toString()))
                    << vector.toObject();
        }
    }

    void published()
    {
        QFETCH(QJsonObject, vector);
        Device device;
        device.holeRegisters = vector[QLatin1String("max_insert")].toInt();
        device.maxRegisters = vector[QLatin1String("max_registers")].toInt();
        const auto blocks
            = planReads(device, itemsOf(vector[QLatin1String("field_ranges")].toArray()));
        const QJsonArray expected = vector[QLatin1String("expected_requests")].toArray();
        QCOMPARE(blocks.size(), expected.size());
        for (qsizetype i = 0; i < blocks.size(); ++i) {
            QCOMPARE(blocks[i].address, expected[i][QLatin1String("address")].toInt());
            QCOMPARE(blocks[i].count, expected[i][QLatin1String("length")].toInt());
        }
    }

    void holesUpToTheLimitAreBridged()
    {
        Device device;
        device.holeRegisters = 2;
        QList<PlanItem> items{{0, Table::HoldingRegister, 10, 1},
                              {1, Table::HoldingRegister, 13, 2}};
        auto blocks = planReads(device, items);
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks[0].count, 5);
        QCOMPARE(blocks[0].tags[1], (BlockTag{1, 3, 2}));
        items[1].address = 14;
        QCOMPARE(planReads(device, items).size(), 2);
    }

    void tablesAreNeverMixed()
    {
        const auto blocks = planReads({},
                                      {{0, Table::Coil, 0, 1},
                                       {1, Table::DiscreteInput, 1, 1},
                                       {2, Table::InputRegister, 2, 1}});
        QCOMPARE(blocks.size(), 3);
    }

    void itemsAreNeverCut()
    {
        Device device;
        device.maxRegisters = 10;
        QList<PlanItem> items;
        for (int i = 0; i < 7; ++i)
            items.append({TagIndex(i), Table::HoldingRegister, i * 4, 4});
        const auto blocks = planReads(device, items);
        QCOMPARE(blocks.size(), 4);
        for (const ReadBlock &block : blocks)
            QVERIFY(block.count <= 8 && block.count % 4 == 0);
    }

    void overlappingItemsShareABlock()
    {
        const auto blocks
            = planReads({}, {{0, Table::HoldingRegister, 5, 4}, {1, Table::HoldingRegister, 6, 1}});
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks[0].count, 4);
    }

    void randomPlansCoverEachItemOnceWithinTheLimits()
    {
        QRandomGenerator random(20260101);
        for (int round = 0; round < 200; ++round) {
            Device device;
            device.maxRegisters = random.bounded(4, 126);
            device.holeRegisters = random.bounded(0, 20);
            QList<PlanItem> items;
            for (int i = 0; i < 100; ++i)
                items.append({TagIndex(i),
                              random.bounded(2) ? Table::HoldingRegister : Table::InputRegister,
                              random.bounded(2000), random.bounded(1, 5)});
            QSet<TagIndex> seen;
            for (const ReadBlock &block : planReads(device, items)) {
                QVERIFY(block.count <= device.maxRegisters);
                for (const BlockTag &tag : block.tags) {
                    const PlanItem &item = items[tag.tag];
                    QCOMPARE(block.address + tag.offset, item.address);
                    QVERIFY(tag.offset + tag.span <= block.count);
                    QVERIFY(block.table == item.table && !seen.contains(tag.tag));
                    seen.insert(tag.tag);
                }
            }
            QCOMPARE(seen.size(), 100);
        }
    }

    void splittingEndsAtSingleTags()
    {
        Device device;
        device.holeRegisters = 8;
        QList<PlanItem> items;
        for (int i = 0; i < 9; ++i)
            items.append({TagIndex(i), Table::HoldingRegister, i < 5 ? i : i + 4, 1});
        QList<ReadBlock> queue = planReads(device, items);
        QCOMPARE(queue.size(), 1);
        QCOMPARE(splitBlock(queue.first()).size(), 2); // first the hole goes
        QSet<TagIndex> singles;
        while (!queue.isEmpty()) {
            const ReadBlock block = queue.takeFirst();
            const auto parts = splitBlock(block);
            if (parts.size() == 1 && parts.first() == block)
                singles.insert(block.tags.first().tag);
            else
                queue += parts;
        }
        QCOMPARE(singles.size(), 9);
    }
};

QTEST_GUILESS_MAIN(PlannerTest)
#include "tst_planner.moc"
