// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "permissionoracle.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace
{

/// Tags that must be left alone for longer than this after a write stay out: they take their time.
constexpr int kLongestInterval = 1000;

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

/// {"connection", "unit"} by device id.
QMap<QString, QJsonObject> oracleDevices(const QString &project)
{
    QMap<QString, QJsonObject> all;
    const QDir folder(project + QStringLiteral("/connections"));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QJsonObject connection = readJson(folder.filePath(name));
        for (const QJsonValue &item : connection.value(QLatin1String("devices")).toArray()) {
            const QJsonObject device = item.toObject();
            all.insert(device.value(QLatin1String("id")).toString(),
                       {{QStringLiteral("connection"), connection.value(QLatin1String("id"))},
                        {QStringLiteral("unit"), device.value(QLatin1String("unit")).toInt(1)}});
        }
    }
    return all;
}

OracleTag oracleTag(const QJsonObject &tag, const QJsonObject &device)
{
    const QJsonObject write = tag.value(QLatin1String("write")).toObject();
    OracleTag oracle;
    oracle.id = tag.value(QLatin1String("id")).toString();
    oracle.area = tag.value(QLatin1String("path")).toString().section(u'/', 0, 0);
    oracle.writable = tag.contains(QLatin1String("write"));
    oracle.localOnly = write.value(QLatin1String("localOnly")).toBool();
    oracle.minIntervalMs = write.value(QLatin1String("minIntervalMs")).toInt();
    oracle.roles = write.value(QLatin1String("roles")).toVariant().toStringList();
    oracle.value = fittingValue(tag);
    oracle.onTheWire = wireOf(tag, device);
    return oracle;
}

} // namespace

QMap<QString, OracleRole> oracleRoles(const QString &project)
{
    QMap<QString, OracleRole> all{{QString(), {}},
                                  {QStringLiteral("viewer"), {}},
                                  {QStringLiteral("operator"), {true, {}}},
                                  {QStringLiteral("engineer"), {true, {}}},
                                  {QStringLiteral("administrator"), {true, {}}}};
    const QJsonObject file = readJson(project + QStringLiteral("/project.json"));
    for (const QJsonValue &item : file.value(QLatin1String("roles")).toArray()) {
        const QJsonObject role = item.toObject();
        all.insert(role.value(QLatin1String("id")).toString(),
                   {role.value(QLatin1String("permissions"))
                        .toArray()
                        .contains(QJsonValue(QStringLiteral("write"))),
                    role.value(QLatin1String("areas")).toVariant().toStringList()});
    }
    return all;
}

QStringList refusals(const QString &roleId, const OracleRole &role, bool atPanel,
                     const OracleTag &tag)
{
    const QString denied = QStringLiteral("denied");
    const QString readOnly = QStringLiteral("readOnly");
    const QString unknown = QStringLiteral("unknownTag");
    if (roleId.isEmpty() && !atPanel)
        return {QStringLiteral("notSignedIn")};
    if (!role.writes)
        return {denied, readOnly, unknown};
    if (!tag.exists)
        return {unknown};
    if (!tag.writable)
        return {readOnly};
    const bool mayHere = role.areas.isEmpty() || role.areas.contains(tag.area);
    const bool mayThis = tag.roles.isEmpty() || tag.roles.contains(roleId);
    const bool mayFromHere = atPanel || !tag.localOnly;
    return mayHere && mayThis && mayFromHere ? QStringList() : QStringList(denied);
}

QList<OracleTag> oracleTags(const QString &project)
{
    QMap<QString, int> seen;
    QList<OracleTag> all;
    const QMap<QString, QJsonObject> devices = oracleDevices(project);
    const QDir folder(project + QStringLiteral("/tags"));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QString device = name.section(u'.', 0, 0);
        const QJsonObject file = readJson(folder.filePath(name));
        for (const QJsonValue &item : file.value(QLatin1String("tags")).toArray()) {
            const QJsonObject tag = item.toObject();
            const OracleTag oracle = oracleTag(tag, devices.value(device));
            const QString kind = QStringLiteral("%1 %2 %3 %4 %5 %6")
                                     .arg(device, oracle.area)
                                     .arg(oracle.writable)
                                     .arg(oracle.localOnly)
                                     .arg(oracle.minIntervalMs > 0)
                                     .arg(oracle.roles.join(u','));
            if (oracle.minIntervalMs <= kLongestInterval && seen[kind]++ < 2)
                all.append(oracle);
        }
    }
    OracleTag unknown;
    unknown.id = QStringLiteral("no-such-tag");
    unknown.exists = false;
    unknown.value = 1;
    return all << unknown;
}
