// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/northplant.h"

#include "support/quickhashes.h"

#include <QTest>

using namespace mws;

namespace
{

Tag tagOf(const char *id, const char *path, DataType type)
{
    Tag tag;
    tag.id = QLatin1String(id);
    tag.path = QLatin1String(path);
    tag.device = QStringLiteral("plc");
    tag.type = type;
    tag.length = type == DataType::String ? 20 : 0;
    tag.table = type == DataType::Bool ? Table::Coil : Table::HoldingRegister;
    return tag;
}

Tag writable(Tag tag)
{
    tag.write.enabled = true;
    return tag;
}

QList<Tag> plantTags()
{
    Tag speed = writable(tagOf("speed", "pumping/pump/speed", DataType::Float64));
    speed.write.min = 0;
    speed.write.max = 12.3;
    Tag local = writable(tagOf("local", "pumping/pump/local", DataType::UInt16));
    local.write.localOnly = true;
    Tag slow = writable(tagOf("slow", "pumping/pump/slow", DataType::UInt16));
    slow.write.minIntervalMs = 1000;
    Tag bounded = writable(tagOf("dose", "dosing/pump/dose", DataType::Float32));
    bounded.write.max = 12.3;
    return {tagOf("level", "pumping/tank/level", DataType::Float64),
            tagOf("count", "pumping/tank/count", DataType::Int32),
            tagOf("total", "energy/meter/total", DataType::UInt64),
            tagOf("name", "pumping/tank/name", DataType::String),
            tagOf("alarm", "pumping/pump/alarm", DataType::Bool),
            writable(tagOf("run", "pumping/pump/run", DataType::Bool)),
            writable(tagOf("mode", "pumping/pump/mode", DataType::UInt16)),
            writable(tagOf("text", "pumping/pump/text", DataType::String)),
            speed,
            local,
            slow,
            bounded};
}

NorthboundEntry entryOf(Table table, int address, const char *tag, DataType type, bool isWritable)
{
    NorthboundEntry entry;
    entry.table = table;
    entry.address = address;
    entry.tag = QLatin1String(tag);
    entry.type = type;
    entry.writable = isWritable;
    return entry;
}

} // namespace

Northbound NorthPlant::usual()
{
    Northbound settings;
    settings.enabled = true;
    settings.allow = {QStringLiteral("127.0.0.0/8")};
    settings.writeRole = QStringLiteral("operator");
    settings.map = map();
    return settings;
}

QList<NorthboundEntry> NorthPlant::map()
{
    constexpr Table kHolding = Table::HoldingRegister;
    constexpr Table kInput = Table::InputRegister;
    NorthboundEntry speed = entryOf(kHolding, 0, "speed", DataType::UInt16, true);
    speed.factor = 0.1;
    NorthboundEntry text = entryOf(kHolding, 6, "text", DataType::String, true);
    text.length = 8;
    NorthboundEntry swapped = entryOf(kInput, 0, "level", DataType::Float32, false);
    swapped.order = ByteOrder::CDAB;
    NorthboundEntry marked = entryOf(kInput, 8, "level", DataType::Int16, false);
    marked.badValue = QStringLiteral("8000");
    NorthboundEntry name = entryOf(kInput, 9, "name", DataType::String, false);
    name.length = 8;
    return {entryOf(Table::Coil, 0, "run", DataType::Bool, true),
            entryOf(Table::Coil, 1, "alarm", DataType::Bool, false),
            entryOf(Table::DiscreteInput, 0, "alarm", DataType::Bool, false),
            speed,
            entryOf(kHolding, 1, "dose", DataType::Float32, true),
            entryOf(kHolding, 3, "mode", DataType::UInt16, true),
            entryOf(kHolding, 4, "local", DataType::UInt16, true),
            entryOf(kHolding, 5, "slow", DataType::UInt16, true),
            text,
            entryOf(kHolding, 10, "count", DataType::Int16, false),
            swapped,
            entryOf(kInput, 2, "count", DataType::Int32, false),
            entryOf(kInput, 4, "total", DataType::UInt64, false),
            marked,
            name};
}

ProjectData NorthPlant::data(const Northbound &settings)
{
    ProjectData data;
    data.id = QStringLiteral("plant");
    data.name = QStringLiteral("Plant");
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    data.roles = {{QStringLiteral("dosinglead"),
                   QStringLiteral("Dosing lead"),
                   Permission::View | Permission::Write,
                   {QStringLiteral("dosing")},
                   false},
                  {QStringLiteral("doser"),
                   QStringLiteral("Doser"),
                   {},
                   {},
                   false,
                   {},
                   {{Permission::View | Permission::Write, {QStringLiteral("dosing")}}}},
                  {QStringLiteral("blind"), QStringLiteral("Blind"), Permission::Write, {}, false}};
    Connection connection;
    connection.id = QStringLiteral("plc");
    connection.host = QStringLiteral("127.0.0.1");
    data.connections = {connection};
    Device device;
    device.id = device.connection = QStringLiteral("plc");
    device.area = QStringLiteral("pumping");
    data.devices = {device};
    data.tags = plantTags();
    data.northbound = settings;
    return data;
}

NorthPlant::NorthPlant(Northbound settings)
    : project(std::make_shared<const Project>(data(settings)))
    , auditLog(store, clock)
    , access(store, clock, quickHashes())
    , tags(project, clock)
    , bus(*project)
    , history(project, store, folder.filePath(QStringLiteral("journal")), clock)
    , door(tags, bus, access, auditLog, clock)
{
    if (!store.open(folder.filePath(QStringLiteral("data.sqlite"))))
        qFatal("the store did not open");
    access.setProject(project);
    if (!access.load() || !history.open())
        qFatal("access or history did not open");
    QObject::connect(&bus, &FieldBus::writeFinished, &tags, [this](const FieldWriteResult &result) {
        for (const FieldWrite &write : std::as_const(bus.writes)) {
            if (write.id == result.id && result.outcome == FieldWriteResult::Outcome::Ok)
                tags.apply({{write.tag, {write.value, {Quality::Good, 0}, clock.now()}}});
        }
    });
    const Services services{project, clock, tags, bus, access, auditLog, history, door};
    northbound::Server::Config config;
    config.dataFolder = folder.path();
    config.identification = {"Vendor", "Product", "1.2.3"};
    config.port = 0;
    server = std::make_unique<northbound::Server>(services, config);
}

void NorthPlant::start()
{
    server->start();
    // The first snapshot, without values, is on its way to the model.
    QCoreApplication::processEvents();
    set("level", Value(2.5));
    set("count", Value(-5));
    set("total", Value(quint64(0x0123456789ABCDEF)));
    set("name", Value(QStringLiteral("Tank 7")));
    set("alarm", Value(true));
    set("run", Value(false));
    set("mode", Value(3));
    set("text", Value(QStringLiteral("abc")));
    set("speed", Value(7.24));
    set("local", Value(4));
    set("slow", Value(5));
    set("dose", Value(1.5));
}

void NorthPlant::addAdministrator()
{
    User user;
    user.name = QStringLiteral("root");
    user.role = QStringLiteral("administrator");
    auto added = access.addUser(user, QStringLiteral("correct horse battery"));
    added.waitForFinished();
    if (!added.result())
        qFatal("%s", qUtf8Printable(added.result().error().detail));
}

void NorthPlant::set(const char *tagId, const Value &value, Quality quality)
{
    const TagIndex index = project->indexOf(QLatin1String(tagId));
    tags.apply({{index, {value, {quality, 0}, clock.now()}}});
}

Value NorthPlant::valueOf(const char *tagId) const
{
    return tags.value(project->indexOf(QLatin1String(tagId))).value;
}

QStringList NorthPlant::audit(const QString &action)
{
    QStringList rows;
    const auto entries = auditLog.read({0, 1000, action}).result();
    for (const AuditEntry &entry : *entries)
        rows.prepend(
            QStringList{entry.action, entry.actor, entry.target, entry.outcome}.join(u' '));
    return rows;
}
