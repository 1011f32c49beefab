// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/writerights.h"

#include <QTest>

using namespace mws;

namespace
{

using Tags = QMap<QString, Tag>;
using Change = void (*)(Tags &);

Tag tagAt(const char *id, int address)
{
    Tag tag;
    tag.id = QLatin1String(id);
    tag.path = QStringLiteral("dosing/pump/") + tag.id;
    tag.device = QStringLiteral("plc");
    tag.address = address;
    tag.write.enabled = true;
    return tag;
}

Tag bitAt(const char *id, int address, int bit)
{
    Tag tag = tagAt(id, address);
    tag.type = DataType::Bool;
    tag.bit = bit;
    return tag;
}

/// "free" can be written by whoever may write; "ruled", two registers from 10 on, has all rules of
/// who; "level" is read only.
Tags plantTags()
{
    Tag ruled = tagAt("ruled", 10);
    ruled.type = DataType::Float32;
    ruled.write.roles = {QStringLiteral("engineer"), QStringLiteral("foreman")};
    ruled.write.localOnly = true;
    ruled.write.secondPerson = true;
    ruled.write.max = 5;
    ruled.write.confirm = Confirm::Ask;
    Tag level = tagAt("level", 30);
    level.write = {};
    Tags tags;
    for (const Tag &tag : {ruled, level, tagAt("free", 20), bitAt("start", 25, 3)})
        tags.insert(tag.id, tag);
    return tags;
}

Tag &ruled(Tags &tags)
{
    return tags[QStringLiteral("ruled")];
}

Tag &freeOne(Tags &tags)
{
    return tags[QStringLiteral("free")];
}

Tag &level(Tags &tags)
{
    return tags[QStringLiteral("level")];
}

void add(Tags &tags, const Tag &tag)
{
    tags.insert(tag.id, tag);
}

} // namespace

Q_DECLARE_METATYPE(Change)

/// Which changes of tags let more people write.
class WriteRightsTest final : public QObject
{
    Q_OBJECT

private:
    static void columns() { QTest::addColumn<Change>("change"); }
    static void row(const char *name, Change change) { QTest::newRow(name) << change; }

private Q_SLOTS:
    void whatWidens_data()
    {
        columns();
        row("another role",
            [](Tags &tags) { ruled(tags).write.roles.append(QStringLiteral("operator")); });
        row("every role", [](Tags &tags) { ruled(tags).write.roles.clear(); });
        row("from everywhere", [](Tags &tags) { ruled(tags).write.localOnly = false; });
        row("alone", [](Tags &tags) { ruled(tags).write.secondPerson = false; });
        row("another area",
            [](Tags &tags) { freeOne(tags).path = QStringLiteral("pumping/pump/free"); });
        row("another name", [](Tags &tags) { freeOne(tags).path += u'2'; });
        row("the rule is gone", [](Tags &tags) { tags.remove(QStringLiteral("ruled")); });
        row("read only", [](Tags &tags) { ruled(tags).write = {}; });
        row("moved", [](Tags &tags) { ruled(tags).address = 12; });
        row("to another device", [](Tags &tags) { ruled(tags).device = QStringLiteral("other"); });
        row("shorter", [](Tags &tags) { ruled(tags).type = DataType::Int16; });
        row("a new one at its registers", [](Tags &tags) { add(tags, tagAt("new", 11)); });
        row("one that begins before it", [](Tags &tags) {
            Tag tag = tagAt("new", 7);
            tag.type = DataType::Float64;
            add(tags, tag);
        });
        row("one that was elsewhere", [](Tags &tags) { freeOne(tags).address = 10; });
        row("one that was read only", [](Tags &tags) {
            level(tags).address = 11;
            level(tags).write.enabled = true;
        });
        row("under another id", [](Tags &tags) {
            tags.remove(QStringLiteral("free"));
            add(tags, tagAt("new", 20));
        });
        row("the same bit", [](Tags &tags) { add(tags, bitAt("new", 25, 3)); });
        row("the register of a bit", [](Tags &tags) { add(tags, tagAt("new", 25)); });
        row("a run of bits", [](Tags &tags) {
            Tag tag = bitAt("new", 25, 1);
            tag.type = DataType::BitField;
            tag.length = 3;
            add(tags, tag);
        });
    }

    void whatWidens()
    {
        QFETCH(const Change, change);
        Tags after = plantTags();
        change(after);
        QVERIFY(widensWriting(plantTags(), after));
    }

    void whatDoesNot_data()
    {
        columns();
        row("nothing", [](Tags &) {});
        row("fewer roles", [](Tags &tags) { ruled(tags).write.roles.removeLast(); });
        row("a role where all were",
            [](Tags &tags) { freeOne(tags).write.roles = {QStringLiteral("engineer")}; });
        row("a second person", [](Tags &tags) { freeOne(tags).write.secondPerson = true; });
        row("limits", [](Tags &tags) {
            ruled(tags).write.max = 500;
            ruled(tags).write.confirm = Confirm::None;
        });
        row("another scale", [](Tags &tags) { ruled(tags).factor = 2; });
        row("one without a rule is gone", [](Tags &tags) { tags.remove(QStringLiteral("free")); });
        row("one without a rule moves", [](Tags &tags) { freeOne(tags).address = 40; });
        row("a new one beside it", [](Tags &tags) { add(tags, tagAt("new", 12)); });
        row("a new one of another device", [](Tags &tags) {
            Tag tag = tagAt("new", 10);
            tag.device = QStringLiteral("other");
            add(tags, tag);
        });
        row("a new one of another table", [](Tags &tags) {
            Tag tag = tagAt("new", 10);
            tag.table = Table::Coil;
            tag.type = DataType::Bool;
            add(tags, tag);
        });
        row("a new one that only reads", [](Tags &tags) {
            Tag tag = tagAt("new", 10);
            tag.write = {};
            add(tags, tag);
        });
        row("the next bit", [](Tags &tags) { add(tags, bitAt("new", 25, 4)); });
        row("what was read only is written", [](Tags &tags) { level(tags).write.enabled = true; });
        row("what was read only has another name",
            [](Tags &tags) { level(tags).path = QStringLiteral("pumping/level"); });
    }

    void whatDoesNot()
    {
        QFETCH(const Change, change);
        Tags after = plantTags();
        change(after);
        QVERIFY(!widensWriting(plantTags(), after));
    }

    /// An administrator has put them side by side; that they stay widens nothing.
    void twoThatSharedTheirRegistersMayGoOn()
    {
        Tags before = plantTags();
        add(before, tagAt("second", 10));
        Tags after = before;
        after[QStringLiteral("second")].write.max = 7;
        QVERIFY(!widensWriting(before, after));
        after[QStringLiteral("second")].address = 20; // where "free" is
        QVERIFY(widensWriting(before, after));
    }
};

QTEST_GUILESS_MAIN(WriteRightsTest)
#include "tst_writerights.moc"
