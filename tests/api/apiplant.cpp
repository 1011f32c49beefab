// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiplant.h"

#include "access/notice.h"
#include "audit/stationkey.h"

#include "api/ratelimits.h"
#include "support/quickhashes.h"

#include <QFile>

using namespace mws;

namespace
{

Tag tagOf(const char *id, const char *path, int address, DataType type)
{
    Tag tag;
    tag.id = QLatin1String(id);
    tag.path = QLatin1String(path);
    tag.device = QStringLiteral("plc");
    tag.address = address;
    tag.type = type;
    return tag;
}

Tag writable(Tag tag)
{
    tag.write.enabled = true;
    return tag;
}

QList<Tag> plantTags()
{
    Tag level = tagOf("level", "pumping/tank/level", 0, DataType::Float32);
    level.unit = QStringLiteral("m");
    level.low = 0;
    level.high = 5;
    level.history.enabled = true;
    Tag setpoint = writable(tagOf("setpoint", "pumping/pump1/setpoint", 10, DataType::UInt16));
    setpoint.factor = 0.1;
    setpoint.write.min = 0;
    setpoint.write.max = 100;
    setpoint.write.step = 0.5;
    Tag start = writable(tagOf("start", "pumping/pump1/start", 0, DataType::Bool));
    start.table = Table::Coil;
    start.write.confirm = Confirm::Ask;
    Tag mode = writable(tagOf("mode", "pumping/pump1/mode", 12, DataType::UInt16));
    mode.states = {{0, QStringLiteral("Off"), QStringLiteral("normal")},
                   {1, QStringLiteral("<b>\"Auto\"</b>"), QStringLiteral("active")}};
    mode.write.confirm = Confirm::Reason;
    Tag local = writable(tagOf("local", "pumping/pump1/local", 13, DataType::UInt16));
    local.write.localOnly = true;
    Tag calibration
        = writable(tagOf("calibration", "pumping/tank/calibration", 14, DataType::Int16));
    calibration.write.roles = {QStringLiteral("engineer")};
    Tag dose = writable(tagOf("dose", "dosing/pump/dose", 15, DataType::Int32));
    dose.write.minIntervalMs = 1000;
    Tag total = tagOf("total", "energy/meter/total", 20, DataType::UInt64);
    return {level, setpoint, start, mode, local, calibration, dose, total};
}

Screen overview()
{
    Widget value;
    value.id = QStringLiteral("w1");
    value.type = QStringLiteral("value");
    value.tags = {QStringLiteral("level")};
    Widget trend;
    trend.id = QStringLiteral("w2");
    trend.type = QStringLiteral("trend");
    trend.tags = {QStringLiteral("level"), QStringLiteral("setpoint")};
    trend.properties = {{QStringLiteral("seconds"), 60}};
    WidgetGroup group;
    group.id = QStringLiteral("g1");
    group.title = QStringLiteral("Tank");
    group.widgets = {value, trend};
    return {QStringLiteral("overview"),
            QStringLiteral("Overview"),
            QStringLiteral("overview"),
            {group}};
}

/// Of what doser may see, and of more.
Screen dosing()
{
    Widget dose;
    dose.id = QStringLiteral("w1");
    dose.type = QStringLiteral("value");
    dose.tags = {QStringLiteral("dose")};
    Widget trend;
    trend.id = QStringLiteral("w2");
    trend.type = QStringLiteral("trend");
    trend.title = QStringLiteral("Both");
    trend.tags = {QStringLiteral("dose"), QStringLiteral("level")};
    trend.properties = {{QStringLiteral("label"), QStringLiteral("of level")}};
    WidgetGroup group;
    group.id = QStringLiteral("g1");
    group.widgets = {dose, trend};
    return {QStringLiteral("dosing"), QStringLiteral("Dosing"), {}, {group}};
}

Role roleOf(const char *id, const QStringList &inherits, const QList<Grant> &grants)
{
    Role role;
    role.id = QLatin1String(id);
    role.inherits = inherits;
    role.grants = grants;
    return role;
}

/// doser sees and writes the area dosing only; near writes from 10.1.0.0/16 alone, here from
/// loopback; the others are for api/routeroles.
QList<Role> ownRoles()
{
    const auto writesFrom = [](const char *network) {
        return Grant{Permission::Write, {}, {}, {}, {QLatin1String(network)}};
    };
    const QString viewer = QStringLiteral("viewer");
    return {
        {QStringLiteral("dosinglead"),
         QStringLiteral("Dosing lead"),
         Permission::View | Permission::Write,
         {QStringLiteral("dosing")},
         false},
        roleOf("doser", {}, {{Permission::View | Permission::Write, {QStringLiteral("dosing")}}}),
        roleOf("near", {viewer}, {writesFrom("10.1.0.0/16")}),
        roleOf("here", {viewer}, {writesFrom("127.0.0.0/8")}),
        roleOf("mechanic", {viewer}, {Grant{Permission::Configure}}),
        roleOf("fitter", {viewer},
               {Grant{Permission::Write | Permission::Configure, {}, {}, {Origin::Panel}}}),
        roleOf("collector", {},
               {Grant{Permission::View | Permission::Write, {}, {}, {Origin::Program}}}),
        roleOf("distant", {},
               {Grant{Permission::View | Permission::Write | Permission::Configure,
                      {},
                      {},
                      {},
                      {QStringLiteral("10.1.0.0/16")}}}),
        roleOf("lead", {QStringLiteral("doser"), QStringLiteral("mechanic")}, {})};
}

/// What clients of the Modbus server are shown, and may write if their role may.
Northbound northbound(bool tls)
{
    Northbound server;
    server.enabled = true;
    server.tls = tls;
    server.allow = {QStringLiteral("192.0.2.0/24")};
    server.writeRole = tls ? QString() : QStringLiteral("dosinglead");
    int address = 0;
    for (const char *tag : {"level", "setpoint", "mode", "local", "dose"}) {
        NorthboundEntry entry;
        entry.address = address;
        entry.type = DataType::Float32;
        entry.tag = QLatin1String(tag);
        entry.writable = address > 0;
        server.map.append(entry);
        address += 2;
    }
    return server;
}

ProjectData plantData(int extraTags, bool northTls, const QList<Tag> &more)
{
    ProjectData data;
    data.id = QStringLiteral("plant");
    data.name = QStringLiteral("Plant");
    data.startScreen = QStringLiteral("overview");
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    data.roles = ownRoles();
    Connection connection;
    connection.id = QStringLiteral("plc");
    connection.name = QStringLiteral("PLC link");
    connection.host = QStringLiteral("127.0.0.1");
    data.connections = {connection};
    Device device;
    device.id = QStringLiteral("plc");
    device.name = QStringLiteral("PLC");
    device.connection = QStringLiteral("plc");
    device.area = QStringLiteral("pumping");
    data.devices = {device};
    data.tags = plantTags() + more;
    for (int n = 0; n < extraTags; ++n) {
        Tag tag = tagOf("", "", n % 60000, DataType::Float32);
        tag.id = QStringLiteral("many.%1").arg(n);
        tag.path = QStringLiteral("many/unit%1/value%2").arg(n / 100).arg(n);
        data.tags.append(tag);
    }
    data.screens = {overview(), dosing()};
    data.northbound = northbound(northTls);
    return data;
}

void addUser(AccessControl &access, const char *name, const char *role)
{
    User user;
    user.name = QLatin1String(name);
    user.displayName = QStringLiteral("Display of ") + user.name;
    user.role = QLatin1String(role);
    const auto added = waitFor(access.addUser(user, QLatin1String(ApiPlant::kPassword)));
    if (!added)
        qFatal("user %s: %s", name, qUtf8Printable(added.error().detail));
}

} // namespace

void ApiPlant::add(const char *name, const char *role)
{
    addUser(access, name, role);
}

http::Server::Config ApiPlant::plainWeb()
{
    return {QHostAddress(QHostAddress::LocalHost), 0, {}, {}, {}};
}

ApiPlant::ApiPlant(int extraTags, bool withUsers, http::Server::Config web, bool northTls,
                   const QList<Tag> &more)
    : data(plantData(extraTags, northTls, more))
    , project(std::make_shared<const Project>(data))
    , auditLog(store, clock)
    , access(store, clock, quickHashes())
    , tags(project, clock)
    , bus(*project)
    , history(project, store, folder.filePath(QStringLiteral("journal")), clock)
    , door(tags, bus, access, auditLog, clock)
    , certificate(
          folder.path(), [] { return QStringList{QStringLiteral("plant.test")}; }, clock)
    , keeper({folder.filePath(QStringLiteral("project")), {}})
    , server(std::move(web))
{
    if (const auto opened = store.open(folder.filePath(QStringLiteral("station.db"))); !opened)
        qFatal("store: %s", qUtf8Printable(opened.error().detail));
    auditLog.signWith(*StationKey::loadOrMake(folder.path()));
    access.setProject(project);
    if (!access.load() || !history.open())
        qFatal("access or history did not open");
    if (withUsers) {
        addUser(access, "root", "administrator");
        addUser(access, "vera", "viewer");
        addUser(access, "otto", "operator");
        addUser(access, "dora", "dosinglead");
    }
    if (const auto started = certificate.start(); !started)
        qFatal("certificate: %s", qUtf8Printable(started.error().detail));
    api = std::make_unique<ApiServer>(services(), server, &certificate);
    api->setRates(mws::api::Rates::unlimited()); // time stands still here
    api->setBackup(folder.path(), {});
    if (const auto listening = server.listen(); !listening)
        qFatal("server: %s", qUtf8Printable(listening.error().detail));
}

ApiPlant::~ApiPlant()
{
    server.close();
    api.reset();
    history.close();
}

Services ApiPlant::services()
{
    return {project,  clock,   tags, bus,     access,
            auditLog, history, door, &keeper, noticeFileIn(folder.path())};
}

QByteArray ApiPlant::saveProject()
{
    const QString path = folder.filePath(QStringLiteral("project"));
    ProjectData valid = data;
    valid.northbound.reset();
    valid.screens = {overview()};
    valid.screens[0].groups[0].widgets.removeLast();
    if (const auto saved = mws::saveProject(valid, path); !saved)
        qFatal("project: %s", qUtf8Printable(saved.error().detail));
    return revisionOf(path);
}

void ApiPlant::set(const QString &tagId, const Value &value, QualityState state)
{
    tags.apply({{project->indexOf(tagId), {value, state, clock.now()}}});
}

QList<AuditEntry> ApiPlant::audit(const QString &action)
{
    const auto rows = waitFor(auditLog.read({0, 1000, action}));
    return rows ? *rows : QList<AuditEntry>();
}

AuditEntry ApiPlant::lastRow(const char *action)
{
    const QList<AuditEntry> rows = audit(QLatin1String(action));
    return rows.isEmpty() ? AuditEntry() : rows.constFirst();
}
