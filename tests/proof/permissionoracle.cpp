// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "permissionoracle.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

namespace
{

/// Tags that must be left alone for longer than this after a write are no samples: they take their
/// time.
constexpr int kLongestInterval = 1000;
constexpr int kSamplesOfAKind = 2;

QJsonObject readJson(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qUtf8Printable(path));
    return QJsonDocument::fromJson(file.readAll()).object();
}

QString typeOf(const QJsonObject &tag)
{
    return tag.value(QLatin1String("type")).toString(QStringLiteral("uint16"));
}

QJsonValue fittingValue(const QJsonObject &tag)
{
    const QString type = typeOf(tag);
    if (type == QLatin1String("bool"))
        return true;
    if (type == QLatin1String("string"))
        return QStringLiteral("B-1");
    const QJsonObject write = tag.value(QLatin1String("write")).toObject();
    return write.value(QLatin1String("min")).toDouble(0);
}

/// Where the device must see the write; also the value where it is one register or coil.
QJsonObject wireOf(const QJsonObject &tag, const QJsonObject &device)
{
    QJsonObject wire = device;
    const QString type = typeOf(tag);
    wire.insert(QLatin1String("table"),
                tag.value(QLatin1String("table")).toString(QStringLiteral("holding")));
    wire.insert(QLatin1String("address"), tag.value(QLatin1String("address")).toInt());
    if (type == QLatin1String("bool"))
        wire.insert(QLatin1String("values"), QJsonArray{1});
    if (type.endsWith(QLatin1String("int16"))) {
        const double factor = tag.value(QLatin1String("factor")).toDouble(1);
        const int raw = qRound(fittingValue(tag).toDouble() / factor);
        wire.insert(QLatin1String("values"), QJsonArray{int(quint16(raw))});
    }
    return wire;
}

struct OracleDevice {
    QJsonObject said; ///< in the file of its connection
    QJsonObject wire; ///< "connection" and "unit", as in the write log
};

/// By id.
QMap<QString, OracleDevice> oracleDevices(const QString &project)
{
    QMap<QString, OracleDevice> all;
    const QDir folder(project + QStringLiteral("/connections"));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QJsonObject connection = readJson(folder.filePath(name));
        for (const QJsonValue &item : connection.value(QLatin1String("devices")).toArray()) {
            const QJsonObject device = item.toObject();
            all.insert(device.value(QLatin1String("id")).toString(),
                       {device,
                        {{QStringLiteral("connection"), connection.value(QLatin1String("id"))},
                         {QStringLiteral("unit"), device.value(QLatin1String("unit")).toInt(1)}}});
        }
    }
    return all;
}

OracleTag oracleTag(const QJsonObject &tag, const QJsonObject &device)
{
    const QJsonObject write = tag.value(QLatin1String("write")).toObject();
    OracleTag oracle;
    oracle.id = tag.value(QLatin1String("id")).toString();
    oracle.path = tag.value(QLatin1String("path")).toString();
    oracle.area = oracle.path.section(u'/', 0, 0);
    oracle.writable = tag.contains(QLatin1String("write"));
    oracle.localOnly = write.value(QLatin1String("localOnly")).toBool();
    oracle.secondPerson = write.value(QLatin1String("secondPerson")).toBool();
    const QString confirm = write.value(QLatin1String("confirm")).toString(QStringLiteral("none"));
    oracle.asks = confirm != QLatin1String("none");
    oracle.minIntervalMs = write.value(QLatin1String("minIntervalMs")).toInt();
    oracle.roles = write.value(QLatin1String("roles")).toVariant().toStringList();
    oracle.value = fittingValue(tag);
    oracle.onTheWire = wireOf(tag, device);
    return oracle;
}

/// "${name}" in a text of a template stands for what the device says, else for the default.
QString filledIn(QString text, const QJsonObject &form, const QJsonObject &device)
{
    const QJsonObject given = device.value(QLatin1String("parameters")).toObject();
    for (const QJsonValue &item : form.value(QLatin1String("parameters")).toArray()) {
        const QString name = item[QLatin1String("name")].toString();
        text.replace(QStringLiteral("${%1}").arg(name),
                     given.value(name).toString(item[QLatin1String("default")].toString()));
    }
    return text;
}

/// As docs/PROJECT.md says what a device with a template gets.
QList<OracleTag> tagsByTemplate(const OracleDevice &device)
{
    QList<OracleTag> all;
    const QString name = device.said.value(QLatin1String("template")).toString();
    if (name.isEmpty())
        return all;
    const QJsonObject form = readJson(QStringLiteral(MWS_RESOURCES "/templates/%1.json").arg(name));
    for (const QJsonValue &item : form.value(QLatin1String("tags")).toArray()) {
        QJsonObject tag = item.toObject();
        tag.insert(QStringLiteral("id"),
                   QStringLiteral("%1.%2").arg(device.said.value(QLatin1String("id")).toString(),
                                               item[QLatin1String("id")].toString()));
        tag.insert(QStringLiteral("path"),
                   QStringLiteral("%1/%2").arg(
                       device.said.value(QLatin1String("area")).toString(),
                       filledIn(item[QLatin1String("path")].toString(), form, device.said)));
        all.append(oracleTag(tag, device.wire));
    }
    return all;
}

QList<OracleTag> tagsInFile(const QString &path, const OracleDevice &device)
{
    QList<OracleTag> all;
    for (const QJsonValue &item : readJson(path).value(QLatin1String("tags")).toArray())
        all.append(oracleTag(item.toObject(), device.wire));
    return all;
}

/// Marks the first ones of each kind.
void chooseSamples(QList<OracleTag> &tags)
{
    QMap<QString, int> chosen;
    for (OracleTag &tag : tags) {
        const QString kind = QStringLiteral("%1 %2 %3 %4 %5 %6 %7")
                                 .arg(tag.onTheWire.value(QLatin1String("connection")).toString())
                                 .arg(tag.onTheWire.value(QLatin1String("unit")).toInt())
                                 .arg(tag.area)
                                 .arg(tag.writable)
                                 .arg(tag.localOnly)
                                 .arg(tag.minIntervalMs > 0)
                                 .arg(tag.roles.join(u','));
        tag.isSample = !tag.secondPerson && tag.minIntervalMs <= kLongestInterval
            && chosen[kind]++ < kSamplesOfAKind;
    }
}

} // namespace

OracleRoles oracleRoles(const QString &project)
{
    const auto builtIn = [](const QStringList &permissions) {
        return QJsonObject{
            {QStringLiteral("permissions"), QJsonArray::fromStringList(permissions)}};
    };
    const QString view = QStringLiteral("view");
    const QString write = QStringLiteral("write");
    OracleRoles all{{QString(), {}},
                    {QStringLiteral("viewer"), builtIn({view})},
                    {QStringLiteral("operator"), builtIn({view, write})},
                    {QStringLiteral("engineer"), builtIn({view, write})},
                    {QStringLiteral("administrator"), builtIn({view, write})}};
    const QJsonObject file = readJson(project + QStringLiteral("/project.json"));
    for (const QJsonValue &item : file.value(QLatin1String("roles")).toArray())
        all.insert(item[QLatin1String("id")].toString(), item.toObject());
    return all;
}

namespace
{

QStringList texts(const QJsonValue &list)
{
    return list.toVariant().toStringList();
}

bool isWithin(const QStringList &areas, const OracleTag *tag)
{
    if (areas.isEmpty() || !tag)
        return true;
    const QStringList path = tag->path.split(u'/');
    for (const QString &area : areas) {
        const QStringList parts = area.split(u'/');
        if (path.mid(0, parts.size()) == parts)
            return true;
    }
    return false;
}

bool grantHolds(const QJsonObject &grant, const QString &verb, const QString &origin,
                const OracleTag *tag)
{
    const QStringList origins = texts(grant[QLatin1String("origins")]);
    const QStringList networks = texts(grant[QLatin1String("networks")]);
    const QStringList tags = texts(grant[QLatin1String("tags")]);
    if (!texts(grant[QLatin1String("verbs")]).contains(verb))
        return false;
    if (!origins.isEmpty() && !origins.contains(origin))
        return false;
    if (!networks.isEmpty()
        && (origin == QLatin1String("panel") || !networks.contains(QLatin1String("127.0.0.0/8"))))
        return false;
    return isWithin(texts(grant[QLatin1String("areas")]), tag)
        && (tags.isEmpty() || !tag || tags.contains(tag->id));
}

/// The role, and those that it inherits, by whose own words it may; tag null: somewhere.
QStringList givers(const OracleRoles &roles, const QString &role, const QString &verb,
                   const QString &origin, const OracleTag *tag)
{
    const QJsonObject said = roles.value(role);
    const bool isShort = texts(said[QLatin1String("permissions")]).contains(verb)
        && (verb == QLatin1String("view") || isWithin(texts(said[QLatin1String("areas")]), tag));
    bool mayItself = isShort;
    for (const QJsonValue &grant : said[QLatin1String("grants")].toArray())
        mayItself |= grantHolds(grant.toObject(), verb, origin, tag);
    QStringList all = mayItself ? QStringList{role} : QStringList();
    for (const QString &inherited : texts(said[QLatin1String("inherits")]))
        all += givers(roles, inherited, verb, origin, tag);
    return all;
}

} // namespace

bool oracleLiesIn(const QStringList &areas, const OracleTag &tag)
{
    return isWithin(areas, &tag);
}

bool oracleSees(const OracleRoles &roles, const QString &role, const QString &origin,
                const OracleTag &tag)
{
    return tag.exists
        && (origin == QLatin1String("panel")
            || !givers(roles, role, QStringLiteral("view"), origin, &tag).isEmpty());
}

QStringList refusals(const OracleRoles &roles, const QString &role, const QString &origin,
                     const OracleTag &tag)
{
    const QString denied = QStringLiteral("denied");
    const QString readOnly = QStringLiteral("readOnly");
    const QString unknown = QStringLiteral("unknownTag");
    const QString write = QStringLiteral("write");
    const bool isPanel = origin == QLatin1String("panel");
    if (role.isEmpty() && (origin == QLatin1String("remote") || origin == QLatin1String("program")))
        return {QStringLiteral("notSignedIn")};
    if (givers(roles, role, write, origin, nullptr).isEmpty())
        return {denied, readOnly, unknown};
    if (!oracleSees(roles, role, origin, tag))
        return {unknown};
    if (!tag.writable)
        return {readOnly};
    const QStringList who = givers(roles, role, write, origin, &tag);
    const bool isNamed = tag.roles.isEmpty() || tag.roles.contains(role)
        || std::any_of(who.begin(), who.end(),
                       [&tag](const QString &giver) { return tag.roles.contains(giver); });
    if (who.isEmpty() || !isNamed || (tag.localOnly && !isPanel))
        return {denied};
    if (tag.asks && origin == QLatin1String("modbus"))
        return {QStringLiteral("needsConfirmation"), QStringLiteral("needsReason")};
    return {};
}

QList<OracleTag> oracleTags(const QString &project)
{
    QList<OracleTag> all;
    const QMap<QString, OracleDevice> devices = oracleDevices(project);
    const QDir folder(project + QStringLiteral("/tags"));
    for (const QString &name : folder.entryList(QDir::Files))
        all += tagsInFile(folder.filePath(name), devices.value(name.section(u'.', 0, 0)));
    for (const OracleDevice &device : devices)
        all += tagsByTemplate(device);
    chooseSamples(all);
    OracleTag unknown;
    unknown.id = QStringLiteral("no-such-tag");
    unknown.exists = false;
    unknown.isSample = true;
    unknown.value = 1;
    return all << unknown;
}
