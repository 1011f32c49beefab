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

QJsonArray publishedCases()
{
    QFile file(QStringLiteral(MWS_TEST_DATA "/modbus/batching.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no batching.json");
    return QJsonDocument::fromJson(file.readAll())[QLatin1String("cases")].toArray();
}

Table tableOf(const QString &name)
{
    return name == QLatin1String("coil") ? Table::Coil
        : name == QLatin1String("input") ? Table::InputRegister
                                         : Table::HoldingRegister;
}

/// The fields of a case, whichever way it lists them; those that need not be read are left out.
QList<PlanItem> itemsOf(const QJsonObject &vector)
{
    QList<PlanItem> items;
    const auto add = [&items](const QString &table, int address, int length) {
        items.append({TagIndex(items.size()), tableOf(table), address, length});
    };
    const QString table = vector[QLatin1String("table")].toString();
    for (const QJsonValue &range : vector[QLatin1String("field_ranges")].toArray()) {
        for (int i = 0;
             !range[QLatin1String("omit")].toBool() && i < range[QLatin1String("count")].toInt();
             ++i)
            add(table,
                range[QLatin1String("start")].toInt()
                    + i * range[QLatin1String("increment")].toInt(),
                range[QLatin1String("length")].toInt());
    }
    for (const QJsonValue &field : vector[QLatin1String("fields")].toArray())
        add(table, field[QLatin1String("address")].toInt(), field[QLatin1String("length")].toInt());
    const QJsonObject tables = vector[QLatin1String("fields_by_table")].toObject();
    for (const QString &name : tables.keys()) {
        for (const QJsonValue &field : tables[name].toArray())
            add(name, field[0].toInt(), field[1].toInt());
    }
    return items;
}

/// The limits that a case is about. What telegraf calls "shrink" reads known fillers of one
/// register.
Device deviceOf(const QJsonObject &vector)
{
    Device device;
    device.holeRegisters = vector[QLatin1String("strategy")] == QLatin1String("shrink")
        ? 1
        : vector[QLatin1String("max_insert")].toInt(0);
    device.maxRegisters = vector[QLatin1String("max_registers")].toInt(125);
    device.maxBits = vector[QLatin1String("max_registers")].toInt(2000);
    return device;
}

QString shown(Table table, int address, int count)
{
    return QStringLiteral("%1:%2+%3").arg(int(table)).arg(address).arg(count);
}

QStringList shown(const QList<ReadBlock> &blocks)
{
    QStringList lines;
    for (const ReadBlock &block : blocks)
        lines.append(shown(block.table, block.address, block.count));
    lines.sort();
    return lines;
}

QStringList expectedOf(const QJsonObject &vector, const char *key)
{
    QStringList lines;
    const Table table = tableOf(vector[QLatin1String("table")].toString());
    for (const QJsonValue &request : vector[QLatin1String(key)].toArray())
        lines.append(shown(table, request[QLatin1String("address")].toInt(),
                           request[QLatin1String("length")].toInt()));
    const QJsonObject tables = vector[QLatin1String("expected_by_table")].toObject();
    for (const QString &name : tables.keys()) {
        for (const QJsonValue &request : tables[name].toArray())
            lines.append(shown(tableOf(name), request[0].toInt(), request[1].toInt()));
    }
    lines.sort();
    return lines;
}

/// What is left to read when every request of more than one tag is refused.
QList<ReadBlock> splitToTheEnd(const ReadBlock &block)
{
    QList<ReadBlock> ends;
    QList<ReadBlock> queue{block};
    while (!queue.isEmpty()) {
        const ReadBlock next = queue.takeFirst();
        const QList<ReadBlock> parts = splitBlock(next);
        if (parts == QList<ReadBlock>{next})
            ends.append(next);
        else
            queue += parts;
    }
    return ends;
}

bool bridgesForbidden(const ReadBlock &block, const Device &device)
{
    for (int address = block.address; address < block.address + block.count; ++address) {
        const int offset = address - block.address;
        const bool wanted
            = std::any_of(block.tags.cbegin(), block.tags.cend(), [offset](const BlockTag &tag) {
                  return tag.offset <= offset && offset < tag.offset + tag.span;
              });
        for (const TableRange &range : device.forbidden) {
            if (!wanted && range.touches(block.table, address, address))
                return true;
        }
    }
    return false;
}

} // namespace

class PlannerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void published_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        const QJsonArray cases = publishedCases();
        QCOMPARE(cases.size(), 20);
        for (const QJsonValue &vector : cases)
            QTest::addRow("%s", qPrintable(vector[QLatin1String("id")].toString()))
                << vector.toObject();
    }

    void published()
    {
        QFETCH(QJsonObject, vector);
        const QList<PlanItem> items = itemsOf(vector);
        const QList<ReadBlock> blocks = planReads(deviceOf(vector), items);
        const QJsonValue count = vector[QLatin1String("expected_request_count")];
        if (count.isDouble())
            QCOMPARE(blocks.size(), count.toInt());
        else
            QCOMPARE(shown(blocks), expectedOf(vector, "expected_requests"));
        qsizetype tags = 0;
        for (const ReadBlock &block : blocks) {
            for (const BlockTag &tag : block.tags)
                QCOMPARE(block.address + tag.offset, items[tag.tag].address);
            tags += block.tags.size();
        }
        QCOMPARE(tags, items.size());
    }

    /// Where a case says what becomes of the first request after exception 2 or 3.
    void publishedSplits()
    {
        int checked = 0;
        for (const QJsonValue &vector : publishedCases()) {
            if (!vector.toObject().contains(QLatin1String("after_exception_2_or_3")))
                continue;
            const QJsonObject object = vector.toObject();
            QList<ReadBlock> blocks = planReads(deviceOf(object), itemsOf(object));
            blocks += splitToTheEnd(blocks.takeFirst());
            QCOMPARE(shown(blocks), expectedOf(object, "after_exception_2_or_3"));
            ++checked;
        }
        QCOMPARE(checked, 2);
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

    void forbiddenRangesAreNeverBridged_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<int>("requests");
        QTest::addRow("before") << 0 << 9 << 1;
        QTest::addRow("first of the hole") << 0 << 12 << 2;
        QTest::addRow("inside") << 13 << 13 << 2;
        QTest::addRow("last of the hole") << 14 << 99 << 2;
        QTest::addRow("behind") << 15 << 99 << 1;
    }

    /// Two tags of two registers at 10 and 15.
    void forbiddenRangesAreNeverBridged()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(int, requests);
        const QList<PlanItem> items{{0, Table::HoldingRegister, 10, 2},
                                    {1, Table::HoldingRegister, 15, 2}};
        Device device;
        device.forbidden = {{Table::HoldingRegister, from, to}};
        QCOMPARE(planReads(device, items).size(), requests);
        device.forbidden[0].table = Table::InputRegister;
        QCOMPARE(planReads(device, items).size(), 1);
        PlanBorders borders;
        borders.unread = {{Table::HoldingRegister, from, to}};
        QCOMPARE(planReads(device, items, borders).size(), requests);
    }

    void cutsKeepReadsApart()
    {
        const QList<PlanItem> items{{0, Table::HoldingRegister, 10, 4},
                                    {1, Table::HoldingRegister, 12, 2},
                                    {2, Table::HoldingRegister, 14, 1}};
        const auto shownWith = [&items](Table table, int address) {
            PlanBorders borders;
            borders.cuts = {{table, address}};
            return shown(planReads({}, items, borders)).join(u' ');
        };
        QCOMPARE(shownWith(Table::HoldingRegister, 10), QStringLiteral("2:10+5"));
        QCOMPARE(shownWith(Table::HoldingRegister, 12), QStringLiteral("2:10+4 2:12+3"));
        QCOMPARE(shownWith(Table::HoldingRegister, 14), QStringLiteral("2:10+4 2:14+1"));
        QCOMPARE(shownWith(Table::InputRegister, 12), QStringLiteral("2:10+5"));
    }

    void holesAreCounted()
    {
        const QList<PlanItem> items{{0, Table::HoldingRegister, 10, 4},
                                    {1, Table::HoldingRegister, 11, 1},
                                    {2, Table::HoldingRegister, 17, 1}};
        QCOMPARE(holesIn(planReads({}, items).first()), 3);
        QCOMPARE(holesIn(planReads({}, {items[0]}).first()), 0);
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
            device.maxRegisters = random.bounded(1, 126);
            device.holeRegisters = random.bounded(0, 20);
            for (int i = 0; i < 20; ++i) {
                const int from = random.bounded(2000);
                device.forbidden.append({Table::InputRegister, from, from + random.bounded(4)});
            }
            QList<PlanItem> items;
            for (int i = 0; i < 100; ++i)
                items.append({TagIndex(i),
                              random.bounded(2) ? Table::HoldingRegister : Table::InputRegister,
                              random.bounded(2000),
                              random.bounded(1, 1 + std::min(4, device.maxRegisters))});
            QSet<TagIndex> seen;
            for (const ReadBlock &block : planReads(device, items)) {
                QVERIFY(block.count <= device.maxRegisters);
                QVERIFY2(!bridgesForbidden(block, device), "a forbidden hole was bridged");
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
        const QList<ReadBlock> blocks = planReads(device, items);
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(splitBlock(blocks.first()).size(), 2); // first the hole goes
        const QList<ReadBlock> ends = splitToTheEnd(blocks.first());
        QCOMPARE(ends.size(), 9);
        for (const ReadBlock &block : ends)
            QCOMPARE(block.tags.size(), 1);
    }
};

QTEST_GUILESS_MAIN(PlannerTest)
#include "tst_planner.moc"
