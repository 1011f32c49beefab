// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/lessonbook.h"

#include <QRegularExpression>
#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

ProjectData plant()
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    Connection connection;
    connection.id = QStringLiteral("net");
    connection.host = QStringLiteral("10.0.0.7");
    data.connections = {connection};
    for (const char *id : {"plc", "meter"}) {
        Device device;
        device.id = QString::fromLatin1(id);
        device.connection = connection.id;
        data.devices.append(device);
        for (int i = 0; i < 3; ++i) {
            Tag tag;
            tag.id = QStringLiteral("%1.%2").arg(device.id).arg(i);
            tag.path = QStringLiteral("a/") + tag.id;
            tag.device = device.id;
            tag.address = 10 + i;
            data.tags.append(tag);
        }
    }
    return data;
}

LessonBook bookOf(const ProjectData &data)
{
    return LessonBook(std::make_shared<const Project>(data));
}

TagIndex indexIn(const ProjectData &data, const char *id)
{
    return Project(data).indexOf(QLatin1String(id));
}

Lesson lesson(int exception)
{
    Lesson made;
    made.exception = quint8(exception);
    made.since = fromMsSinceEpoch(1767225600123);
    return made;
}

/// The PLC refuses its second tag and its coils, may not be read across address 12 and has no
/// FC 22.
QByteArray learned()
{
    const ProjectData data = plant();
    Lessons lessons;
    lessons.tags.insert(indexIn(data, "plc.1"), lesson(2));
    lessons.tables.insert(Table::Coil, lesson(1));
    lessons.cuts.insert({Table::HoldingRegister, 12}, lesson(3));
    lessons.functions.insert(22, lesson(1));
    LessonBook book = bookOf(data);
    book.put(data.devices[0], lessons);
    return book.toBytes();
}

Lessons recalled(const ProjectData &data, const QByteArray &bytes)
{
    LessonBook book = bookOf(data);
    book.read(bytes);
    return book.of(data.devices[0]);
}

} // namespace

/// What survives a restart, and what a change of the project makes void.
class LessonBookTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack()
    {
        const ProjectData data = plant();
        const Lessons lessons = recalled(data, learned());
        QCOMPARE(lessons.tags.keys(), QList<TagIndex>{indexIn(data, "plc.1")});
        QCOMPARE(int(lessons.tags.first().exception), 2);
        QCOMPARE(lessons.tags.first().since, fromMsSinceEpoch(1767225600123));
        QCOMPARE(lessons.tables.keys(), QList<Table>{Table::Coil});
        QCOMPARE(int(lessons.tables.first().exception), 1);
        QCOMPARE(int(lessons.cuts.value({Table::HoldingRegister, 12}).exception), 3);
        QCOMPARE(lessons.functions.keys(), QList<int>{22});
        QCOMPARE(int(lessons.functions.first().exception), 1);
        QCOMPARE(lessons.functions.first().since, fromMsSinceEpoch(1767225600123));
        LessonBook book = bookOf(data);
        book.read(learned());
        QVERIFY(book.of(data.devices[1]).isEmpty());
        QCOMPARE(book.toBytes(), learned());
    }

    void anotherDeviceMakesItVoid_data()
    {
        using Change = std::function<void(ProjectData &)>;
        QTest::addColumn<Change>("change");
        QTest::addRow("host") << Change(
            [](ProjectData &data) { data.connections[0].host = QStringLiteral("10.0.0.8"); });
        QTest::addRow("port") << Change([](ProjectData &data) { data.connections[0].port = 503; });
        QTest::addRow("kind") << Change(
            [](ProjectData &data) { data.connections[0].kind = ConnectionKind::Udp; });
        QTest::addRow("unit") << Change([](ProjectData &data) { data.devices[0].unit = 2; });
        QTest::addRow("template") << Change(
            [](ProjectData &data) { data.devices[0].templateId = QStringLiteral("other"); });
    }

    void anotherDeviceMakesItVoid()
    {
        QFETCH(std::function<void(ProjectData &)>, change);
        ProjectData data = plant();
        change(data);
        QVERIFY(recalled(data, learned()).isEmpty());
    }

    void anotherTagMakesItsLessonVoid_data()
    {
        using Change = std::function<void(Tag &)>;
        QTest::addColumn<Change>("change");
        QTest::addRow("address") << Change([](Tag &tag) { tag.address = 20; });
        QTest::addRow("type") << Change([](Tag &tag) { tag.type = DataType::Int16; });
        QTest::addRow("table") << Change([](Tag &tag) { tag.table = Table::InputRegister; });
        QTest::addRow("device") << Change([](Tag &tag) { tag.device = QStringLiteral("meter"); });
        QTest::addRow("gone") << Change([](Tag &tag) { tag.id = QStringLiteral("plc.9"); });
    }

    void anotherTagMakesItsLessonVoid()
    {
        QFETCH(std::function<void(Tag &)>, change);
        ProjectData data = plant();
        change(data.tags[1]);
        const Lessons lessons = recalled(data, learned());
        QVERIFY(lessons.tags.isEmpty());
        QVERIFY(!lessons.tables.isEmpty() && !lessons.cuts.isEmpty());
    }

    void aNameOrAScaleChangesNothing()
    {
        ProjectData data = plant();
        data.tags[1].path = QStringLiteral("b/c");
        data.tags[1].factor = 0.1;
        data.connections[0].responseTimeoutMs = 500;
        QCOMPARE(recalled(data, learned()).tags.size(), 1);
    }

    void damagedBytesAreIgnored_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("text") << QByteArray("none");
        QTest::addRow("cut off") << learned().chopped(5);
        QTest::addRow("array") << QByteArray("[]");
        QTest::addRow("other version") << learned().replace("\"version\":1", "\"version\":2");
        QTest::addRow("binary") << QByteArray(100, '\0');
    }

    void damagedBytesAreIgnored()
    {
        QFETCH(QByteArray, bytes);
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("learned.*damaged and not used")));
        QVERIFY(recalled(plant(), bytes).isEmpty());
    }

    void wrongMembersAreLeftOut()
    {
        const QByteArray bytes = learned()
                                     .replace("\"exception\":2", "\"exception\":999")
                                     .replace("\"table\":\"coil\"", "\"table\":\"spoon\"")
                                     .replace("\"function\":22", "\"function\":3")
                                     .replace("\"address\":12", "\"address\":-12");
        QVERIFY(recalled(plant(), bytes).isEmpty());
        QVERIFY(recalled(plant(), "{\"version\":1,\"devices\":[7,{},{\"device\":[]}]}").isEmpty());
    }
};

QTEST_GUILESS_MAIN(LessonBookTest)
#include "tst_lessonbook.moc"
