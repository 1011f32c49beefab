// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/names.h"
#include "project/projectstore.h"
#include "project/schema.h"
#include "templates/schemacheck.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");

QMap<QString, QByteArray> filesBelow(const QString &folder)
{
    QMap<QString, QByteArray> all;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            all.insert(QDir(folder).relativeFilePath(file.fileName()), file.readAll());
    }
    return all;
}

Tag everyField()
{
    Tag tag;
    tag.id = QStringLiteral("all");
    tag.path = QStringLiteral("a/b/c");
    tag.description = QString::fromUtf8("\"quoted\" µ \\ line");
    tag.device = QStringLiteral("plc");
    tag.address = 77;
    tag.type = DataType::UInt32;
    tag.order = ByteOrder::CDAB;
    tag.factor = 0.1;
    tag.offset = -273.15;
    tag.notAvailable = QStringLiteral("FFFFFFFF 80000000");
    tag.clamp = {true, -5.5, 1e6};
    tag.report = {true, 0.5, 0, 30};
    tag.debounceMs = 250;
    tag.qualityDebounceMs = 1500;
    tag.pollClass = QStringLiteral("fast");
    tag.unit = QString::fromUtf8("m³/h");
    tag.decimals = 3;
    tag.low = 0;
    tag.high = 1e300;
    tag.normalLow = 0.125;
    tag.normalHigh = 12345678.9;
    tag.states = {{-9007199254740992, QStringLiteral("Low"), QStringLiteral("alarm")},
                  {9007199254740992, QStringLiteral("High"), {}}};
    tag.write = {true,
                 {QStringLiteral("operator")},
                 -1.5,
                 2.5,
                 0.5,
                 0.75,
                 1.25,
                 100,
                 Confirm::Reason,
                 true,
                 0,
                 true};
    tag.history = {true, 0.25, 60};
    return tag;
}

Tag withScaleFactor()
{
    Tag tag;
    tag.id = QStringLiteral("scaled");
    tag.path = QStringLiteral("a/b/scaled");
    tag.device = QStringLiteral("plc");
    tag.low = 0;
    tag.high = 10;
    tag.scaleFactor = QStringLiteral("sf");
    tag.clamp = {true, {}, 7.0};
    tag.report = {true, 0, 2.5, 60};
    return tag;
}

Tag scaleFactor()
{
    Tag tag;
    tag.id = QStringLiteral("sf");
    tag.path = QStringLiteral("a/b/sf");
    tag.device = QStringLiteral("plc");
    tag.type = DataType::Int16;
    return tag;
}

Tag twoPoints()
{
    Tag tag;
    tag.id = QStringLiteral("two");
    tag.path = QStringLiteral("a/b/two");
    tag.device = QStringLiteral("plc");
    tag.type = DataType::BitField;
    tag.bit = 2;
    tag.length = 12;
    tag.scale = {true, 0, 4095, -1, 1};
    return tag;
}

Tag textOfOneByte()
{
    Tag tag;
    tag.id = QStringLiteral("text");
    tag.path = QStringLiteral("a/b/text");
    tag.device = QStringLiteral("plc");
    tag.type = DataType::String;
    tag.length = 125;
    tag.encoding = TextEncoding::Utf8;
    tag.textBytes = TextBytes::High;
    tag.trim = TextTrim::Both;
    return tag;
}

ProjectData smallProject()
{
    ProjectData data;
    data.id = QStringLiteral("small");
    data.name = QStringLiteral("Small");
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}, {QStringLiteral("fast"), 100, 5}};
    Connection connection;
    connection.id = QStringLiteral("net");
    connection.host = QStringLiteral("192.0.2.1");
    data.connections = {connection};
    Device device;
    device.id = QStringLiteral("plc");
    device.connection = QStringLiteral("net");
    device.area = QStringLiteral("a");
    device.forbidden = {{Table::HoldingRegister, 9000, 9007}, {Table::InputRegister, 65535, 65535}};
    data.devices = {device};
    data.tags = {everyField(), withScaleFactor(), scaleFactor(), twoPoints(), textOfOneByte()};
    return data;
}

} // namespace

class ProjectTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void demoIsValid()
    {
        const LoadedProject loaded = loadProject(kDemo);
        for (const Problem &problem : loaded.problems)
            qWarning("%s", qUtf8Printable(toString(problem)));
        QVERIFY(loaded.problems.isEmpty());
    }

    void savingUnchangedGivesNoDifference()
    {
        const LoadedProject loaded = loadProject(kDemo);
        QTemporaryDir folder;
        QVERIFY(bool(saveProject(loaded.data, folder.path())));
        const auto before = filesBelow(kDemo);
        const auto after = filesBelow(folder.path());
        QCOMPARE(after.keys(), before.keys());
        for (auto it = before.begin(); it != before.end(); ++it)
            QCOMPARE(after.value(it.key()), it.value());
    }

    void everyFieldSurvives()
    {
        const ProjectData data = smallProject();
        QTemporaryDir folder;
        QVERIFY(bool(saveProject(data, folder.path())));
        const LoadedProject loaded = loadProject(folder.path());
        for (const Problem &problem : loaded.problems)
            qWarning("%s", qUtf8Printable(toString(problem)));
        QVERIFY(loaded.isValid());
        QVERIFY(loaded.data == data);
    }

    void savingLeavesOtherFilesAndRemovesGoneOnes()
    {
        QTemporaryDir folder;
        ProjectData data = smallProject();
        QVERIFY(bool(saveProject(data, folder.path())));
        QFile readme(folder.filePath(QStringLiteral("README.md")));
        QVERIFY(readme.open(QIODevice::WriteOnly));
        readme.close();
        data.tags.clear();
        QVERIFY(bool(saveProject(data, folder.path())));
        QVERIFY(readme.exists());
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("tags/plc.json"))));
    }

    void everyKindOfConnectionIsKept()
    {
        using Kind = ConnectionKind;
        for (const Kind kind :
             {Kind::Tcp, Kind::Rtu, Kind::RtuOverTcp, Kind::Ascii, Kind::Udp, Kind::Tls}) {
            ProjectData data = smallProject();
            Connection &connection = data.connections[0];
            connection.kind = kind;
            connection.serialPort = QStringLiteral("/dev/ttyS0");
            connection.dataBits = 8;
            connection.localEcho = true;
            connection.standbyHost = QStringLiteral("standby");
            connection.standbyPort = 1502;
            connection.serverName = QStringLiteral("plc.test");
            connection.pin = QString(64, u'a');
            connection.maxInFlight = 16;
            connection.backend = LinkBackend::QModbus;
            QTemporaryDir folder;
            QVERIFY(bool(saveProject(data, folder.path())));
            QCOMPARE(loadProject(folder.path()).data.connections, data.connections);
        }
    }

    void everyCounterIsKept()
    {
        ProjectData data = smallProject();
        for (int i = 1; i < namesOfCounters().size(); ++i) {
            Tag tag;
            tag.id = QStringLiteral("counter%1").arg(i);
            tag.path = QStringLiteral("a/") + tag.id;
            tag.device = data.devices[0].id;
            tag.counter = Counter(i);
            tag.ofLink = tag.counter > Counter::QueuedWrites;
            data.tags.append(tag);
        }
        QTemporaryDir folder;
        QVERIFY(bool(saveProject(data, folder.path())));
        const LoadedProject loaded = loadProject(folder.path());
        QVERIFY(loaded.isValid());
        QCOMPARE(loaded.data.tags, data.tags);
    }

    void kindOfACounter()
    {
        Tag tag;
        tag.counter = Counter::Timeouts;
        QCOMPARE(tag.valueKind(), Value::Kind::UInt);
        tag.counter = Counter::BytesReceived;
        QCOMPARE(tag.valueKind(), Value::Kind::UInt);
        tag.counter = Counter::Online;
        QCOMPARE(tag.valueKind(), Value::Kind::UInt);
        tag.counter = Counter::RoundTripMin;
        QCOMPARE(tag.valueKind(), Value::Kind::Double);
        tag.counter = Counter::BusLoad;
        QCOMPARE(tag.valueKind(), Value::Kind::Double);
    }

    void everyWriteFunctionIsKept()
    {
        using F = WriteFunction;
        for (const F function : {F::Device, F::Single, F::Multiple, F::Mask, F::ReadWrite}) {
            ProjectData data = smallProject();
            data.tags[0].write.enabled = true;
            data.tags[0].write.function = function;
            data.tags[0].write.idempotent = function != F::Device;
            QTemporaryDir folder;
            QVERIFY(bool(saveProject(data, folder.path())));
            QCOMPARE(loadProject(folder.path()).data.tags, data.tags);
        }
    }

    void everyWayToWriteIsKept()
    {
        using R = RegisterWrite;
        for (const R how : {R::Single, R::Multiple, R::Mask, R::ReadWrite}) {
            for (const BitWrite bits :
                 {BitWrite::Auto, BitWrite::Mask, BitWrite::ReadModifyWrite}) {
                ProjectData data = smallProject();
                Device &device = data.devices[0];
                device.registerWrite = how;
                device.bitWrite = bits;
                device.coilWrite = CoilWrite::Multiple;
                device.mergeWrites = true;
                device.identity = true;
                QTemporaryDir folder;
                QVERIFY(bool(saveProject(data, folder.path())));
                QCOMPARE(loadProject(folder.path()).data.devices, data.devices);
            }
        }
    }

    void standardPortFollowsTheKind_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("port");
        QTest::newRow("tcp") << QByteArray(R"({"id": "net", "host": "h"})") << 502;
        QTest::newRow("udp") << QByteArray(R"({"id": "net", "host": "h", "kind": "udp"})") << 502;
        QTest::newRow("tls") << QByteArray(R"({"id": "net", "host": "h", "kind": "tls"})") << 802;
        QTest::newRow("own") << QByteArray(
            R"({"id": "net", "host": "h", "kind": "tls", "port": 502})")
                             << 502;
    }

    void standardPortFollowsTheKind()
    {
        QFETCH(QByteArray, json);
        QFETCH(int, port);
        QTemporaryDir folder;
        ProjectData data = smallProject();
        data.connections.clear();
        data.devices.clear();
        data.tags.clear();
        QVERIFY(bool(saveProject(data, folder.path())));
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("connections")));
        QFile file(folder.filePath(QStringLiteral("connections/net.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(json);
        file.close();
        const ProjectData read = loadProject(folder.path()).data;
        QCOMPARE(read.connections.size(), 1);
        QCOMPARE(read.connections.first().port, port);
        QVERIFY(bool(saveProject(read, folder.path())));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().contains("port"), port != standardPort(read.connections[0].kind));
        file.close();
        QCOMPARE(loadProject(folder.path()).data.connections, read.connections);
    }

    void savingStaysInTheFolder()
    {
        QTemporaryDir outer;
        ProjectData data = smallProject();
        for (const char *id : {"../evil", "..", ".hidden", "a/b"}) {
            data.connections[0].id = QLatin1String(id);
            QVERIFY(!saveProject(data, outer.filePath(QStringLiteral("inner"))));
        }
        QCOMPARE(QDir(outer.path()).entryList(QDir::Files | QDir::Hidden).size(), 0);
    }

    void templatesFillInParameters()
    {
        const auto opened = openProject(kDemo);
        QVERIFY(bool(opened));
        const Project &project = **opened;
        const TagIndex voltage = project.indexOf(QStringLiteral("meter1.voltage_l1"));
        QVERIFY(voltage != kNoTag);
        const Tag &tag = project.tag(voltage);
        QCOMPARE(tag.device, QStringLiteral("meter1"));
        QVERIFY(tag.path.startsWith(QStringLiteral("energy/")));
        QVERIFY(!tag.path.contains(u'$'));
        QCOMPARE(project.indexOfPath(tag.path), voltage);
    }

    /// Also where they look like a parameter: filled in again they would grow without end.
    void valuesOfParametersAreText()
    {
        DeviceTemplate tmpl;
        tmpl.parameters = {{QStringLiteral("a"), {}, QStringLiteral("${b}${b}")},
                           {QStringLiteral("b"), {}, QStringLiteral("x")},
                           {QStringLiteral("own"), {}, QStringLiteral("y")}};
        Tag tag;
        tag.id = QStringLiteral("t");
        tag.path = QStringLiteral("${a}/${b}/${own}/${c}/${${b}}/${");
        tmpl.tags = {tag};
        Device device;
        device.id = QStringLiteral("d");
        device.area = QStringLiteral("area");
        device.parameters = {{QStringLiteral("own"), QStringLiteral("z")}};
        QCOMPARE(tagsFromTemplate(tmpl, device).constFirst().path,
                 QStringLiteral("area/${b}${b}/x/z/${c}/${x}/${"));
    }

    void textsOfTemplatesAreBounded()
    {
        const QString longOne(100'000, u'x');
        DeviceTemplate tmpl;
        tmpl.parameters = {{QStringLiteral("a"), {}, longOne}};
        Tag tag;
        tag.id = tag.description = tag.scaleFactor = longOne;
        tag.path = QStringLiteral("${a}").repeated(100'000);
        tmpl.tags = {tag};
        Device device;
        device.id = device.area = longOne;
        const Tag made = tagsFromTemplate(tmpl, device).constFirst();
        for (const QString &text : {made.id, made.path, made.description, made.scaleFactor})
            QVERIFY2(text.size() < 2000, qPrintable(QString::number(text.size())));
    }

    void tagsAreSortedByPathAndFound()
    {
        const auto opened = openProject(kDemo);
        const Project &project = **opened;
        QVERIFY(project.tagCount() >= 150);
        for (TagIndex i = 0; i < project.tagCount(); ++i) {
            QCOMPARE(project.indexOf(project.tag(i).id), i);
            QVERIFY(i == 0 || project.tag(i - 1).path < project.tag(i).path);
        }
        QCOMPARE(project.indexOf(QStringLiteral("nothing")), kNoTag);
        QCOMPARE(project.roles().first().id, QStringLiteral("viewer"));
        QVERIFY(project.role(QStringLiteral("shiftlead")));
    }

    void demoUsesEveryTableAndCommonType()
    {
        const auto opened = openProject(kDemo);
        const QList<Tag> &tags = (*opened)->tags();
        QVERIFY(tags.size() >= 150);
        QSet<Table> tables;
        QSet<DataType> types;
        QSet<ByteOrder> orders;
        for (const Tag &tag : tags) {
            tables.insert(tag.table);
            types.insert(tag.type);
            if (tag.span() > 1)
                orders.insert(tag.order);
        }
        QCOMPARE(tables.size(), 4);
        using T = DataType;
        QVERIFY(types.contains(QSet<T>{T::Bool, T::Int16, T::UInt16, T::Int32, T::UInt32, T::Int64,
                                       T::UInt64, T::Float32, T::Float64, T::Bcd16, T::String}));
        using O = ByteOrder;
        QVERIFY(orders.contains(QSet<O>{O::ABCD, O::BADC, O::CDAB, O::DCBA}));
    }

    void demoHasUnitsLimitsAndRoles()
    {
        const auto opened = openProject(kDemo);
        const QList<Tag> &tags = (*opened)->tags();
        const auto count
            = [&tags](auto isKind) { return std::count_if(tags.cbegin(), tags.cend(), isKind); };
        QVERIFY(count([](const Tag &tag) { return !tag.unit.isEmpty(); }) >= 80);
        QVERIFY(count([](const Tag &tag) { return tag.low && tag.high; }) >= 80);
        QVERIFY(count([](const Tag &tag) { return tag.normalLow || tag.normalHigh; }) >= 20);
        QVERIFY(count([](const Tag &tag) { return tag.write.min && tag.write.max; }) >= 5);
        QVERIFY(count([](const Tag &tag) { return !tag.write.roles.isEmpty(); }) >= 3);
        QVERIFY(std::any_of((*opened)->roles().cbegin(), (*opened)->roles().cend(),
                            [](const Role &role) { return !role.areas.isEmpty(); }));
    }

    void demoFitsThePublishedSchemas_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("schema");
        const QMap<QString, QByteArray> files = filesBelow(kDemo);
        QVERIFY(files.size() >= 12);
        static const QMap<QString, QString> schemas{
            {QStringLiteral("connections"), QStringLiteral("connection")},
            {QStringLiteral("screens"), QStringLiteral("screen")},
            {QStringLiteral("templates"), QStringLiteral("template")},
        };
        for (auto file = files.cbegin(); file != files.cend(); ++file) {
            const QString place = file.key().section(u'/', 0, 0).section(u'.', 0, 0);
            QTest::newRow(qUtf8Printable(file.key()))
                << file.value() << schemas.value(place, place);
        }
    }

    void demoFitsThePublishedSchemas()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, schema);
        QFile file(QStringLiteral(MWS_RESOURCES "/schemas/%1.schema.json").arg(schema));
        QVERIFY2(file.open(QIODevice::ReadOnly), qUtf8Printable(file.fileName()));
        QJsonObject object = QJsonDocument::fromJson(content).object();
        const QJsonObject rules = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(schemaProblems(object, rules), QStringList());
        object.insert(QStringLiteral("unheardOf"), 1);
        QCOMPARE(schemaProblems(object, rules).size(), 1);
    }

    void namesComeBack()
    {
        const QStringList types = namesOfTypes();
        QCOMPARE(types.size(), int(DataType::BitField) + 1);
        for (int i = 0; i < types.size(); ++i) {
            QCOMPARE(typeFromName(types[i]), std::optional(DataType(i)));
            QCOMPARE(QString(nameOf(DataType(i))), types[i]);
        }
        QCOMPARE(tableFromName(u"input"), std::optional(Table::InputRegister));
        QCOMPARE(orderFromName(u"EFGHABCD"), std::optional(ByteOrder::EFGHABCD));
        QVERIFY(!typeFromName(u"int24"));
    }

    void publishedSchemasAreInStep()
    {
        for (const QString &name : schemaNames()) {
            const QString path = QStringLiteral(MWS_RESOURCES "/schemas/%1.schema.json").arg(name);
            const QByteArray wanted = QJsonDocument(schemaOf(name)).toJson();
            if (qEnvironmentVariableIsSet("MWS_UPDATE_SCHEMAS")) {
                QFile out(path);
                QVERIFY(out.open(QIODevice::WriteOnly));
                out.write(wanted);
            }
            QFile in(path);
            QVERIFY2(in.open(QIODevice::ReadOnly), qUtf8Printable(path));
            QVERIFY2(in.readAll() == wanted,
                     "run this test with MWS_UPDATE_SCHEMAS=1 and review the difference");
        }
    }
};

QTEST_GUILESS_MAIN(ProjectTest)
#include "tst_project.moc"
