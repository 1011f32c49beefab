// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbustarget.h"

#include "modbus/knock.h"
#include "modbus/modbusbus.h"
#include "project/names.h"
#include "project/projectstore.h"

#include <QCoreApplication>
#include <array>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

struct Endpoint {
    const char *option;
    ConnectionKind kind;
};

constexpr int kFastestBaud = 4000000; ///< as Connection::baudRate

constexpr std::array kEndpoints{
    Endpoint{"tcp", ConnectionKind::Tcp},
    Endpoint{"udp", ConnectionKind::Udp},
    Endpoint{"rtu-over-tcp", ConnectionKind::RtuOverTcp},
    Endpoint{"rtu", ConnectionKind::Rtu},
    Endpoint{"ascii", ConnectionKind::Ascii},
};

Error wrong(const QString &detail)
{
    return {ErrorCode::Invalid, detail};
}

Result<Connection> withNetwork(Connection connection, const QString &endpoint)
{
    const bool isBareV6 = endpoint.count(u':') > 1 && !endpoint.contains(u']');
    const bool hasPort = !isBareV6 && endpoint.lastIndexOf(u':') > endpoint.lastIndexOf(u']');
    const QString host = isBareV6 ? u'[' + endpoint + u']' : endpoint;
    connection = modbus::withEndpoint(
        connection,
        hasPort ? endpoint : QStringLiteral("%1:%2").arg(host).arg(standardPort(connection.kind)));
    if (connection.host.isEmpty())
        return wrong(CtlText::tr("'%1' is not host or host:port").arg(endpoint));
    return connection;
}

Result<Connection> withLine(Connection connection, const QCommandLineParser &parser)
{
    const auto baud = numberOption(parser, QStringLiteral("baud"), 19200, 300, kFastestBaud);
    if (!baud)
        return baud.error();
    const auto stopBits = numberOption(parser, QStringLiteral("stop-bits"), 1, 1, 2);
    if (!stopBits)
        return stopBits.error();
    const qsizetype parity = namesOfParities().indexOf(parser.value(QStringLiteral("parity")));
    if (parity < 0)
        return wrong(
            CtlText::tr("--parity is one of %1").arg(namesOfParities().join(QStringLiteral(", "))));
    connection.baudRate = *baud;
    connection.stopBits = *stopBits;
    connection.parity = SerialParity(parity);
    return connection;
}

/// Of the one endpoint that the command line names; none: Invalid.
Result<Connection> connectionFrom(const QCommandLineParser &parser)
{
    std::optional<Connection> found;
    QString endpoint;
    for (const Endpoint &one : kEndpoints) {
        const QString value = parser.value(QLatin1String(one.option));
        if (value.isEmpty())
            continue;
        if (found)
            return wrong(CtlText::tr("name one connection, not several"));
        found.emplace();
        found->id = QStringLiteral("link");
        found->kind = one.kind;
        endpoint = value;
    }
    if (!found)
        return wrong(CtlText::tr("name a connection: --tcp, --udp, --rtu-over-tcp, --rtu, --ascii, "
                                 "or --project and --connection"));
    if (!found->isSerial())
        return withNetwork(*found, endpoint);
    found->serialPort = endpoint;
    return withLine(*found, parser);
}

Result<ModbusTarget> targetInProject(const QCommandLineParser &parser, const QString &folder)
{
    const auto project = openProject(folder);
    if (!project)
        return project.error();
    const QString deviceId = parser.value(QStringLiteral("device"));
    const Device *device = (*project)->device(deviceId);
    if (!deviceId.isEmpty() && !device)
        return Error{ErrorCode::NotFound,
                     CtlText::tr("The project has no device %1.").arg(deviceId)};
    const QString id = device && !parser.isSet(QStringLiteral("connection"))
        ? device->connection
        : parser.value(QStringLiteral("connection"));
    const Connection *connection = (*project)->connection(id);
    if (!connection)
        return Error{ErrorCode::NotFound, CtlText::tr("The project has no connection %1.").arg(id)};
    if (device && device->connection != connection->id)
        return wrong(
            CtlText::tr("The device %1 is not behind the connection %2.").arg(deviceId, id));
    ModbusTarget target{*connection, device ? *device : Device(), {}, {}};
    for (const Device &one : (*project)->devices()) {
        if (one.connection == connection->id)
            target.devices.append(one);
    }
    return target;
}

Result<ModbusTarget> endpointFrom(const QCommandLineParser &parser)
{
    const QString folder = parser.value(QStringLiteral("project"));
    if (!folder.isEmpty())
        return targetInProject(parser, folder);
    const auto connection = connectionFrom(parser);
    if (!connection)
        return connection.error();
    return ModbusTarget{*connection, {}, {}, {}};
}

} // namespace

void declareTarget(QCommandLineParser &parser)
{
    const QString endpoint = CtlText::tr("host:port");
    const QString path = CtlText::tr("path");
    const QString id = CtlText::tr("id");
    parser.addOptions({
        {QStringLiteral("project"), CtlText::tr("A project folder that has the connection."),
         CtlText::tr("folder")},
        {QStringLiteral("connection"), CtlText::tr("The connection of the project."), id},
        {QStringLiteral("device"), CtlText::tr("The device of the project."), id},
        {QStringLiteral("tcp"), CtlText::tr("Modbus/TCP to this address."), endpoint},
        {QStringLiteral("udp"), CtlText::tr("Modbus/TCP frames as datagrams."), endpoint},
        {QStringLiteral("rtu-over-tcp"), CtlText::tr("RTU frames over TCP."), endpoint},
        {QStringLiteral("rtu"), CtlText::tr("RTU on this serial port."), path},
        {QStringLiteral("ascii"), CtlText::tr("ASCII on this serial port."), path},
        {QStringLiteral("baud"),
         CtlText::tr("Serial: 300 to %1; 19200 if not given.").arg(kFastestBaud),
         CtlText::tr("rate")},
        {QStringLiteral("parity"), CtlText::tr("Serial: none, even or odd; even if not given."),
         CtlText::tr("parity"), QStringLiteral("even")},
        {QStringLiteral("stop-bits"), CtlText::tr("Serial: 1 or 2; 1 if not given."),
         CtlText::tr("n")},
        {QStringLiteral("unit"), CtlText::tr("Unit id; 1 or that of the device if not given."),
         CtlText::tr("n")},
        {QStringLiteral("timeout"),
         CtlText::tr("So long to wait for an answer; 1000 or that of the project if not given."),
         CtlText::tr("ms")},
        {QStringLiteral("data"),
         CtlText::tr("The station's data folder, for the certificates of a TLS connection and "
                     "the networks that devices may be in."),
         CtlText::tr("folder")},
        {QStringLiteral("json"), CtlText::tr("Prints JSON.")},
    });
}

Result<ModbusTarget> targetFrom(const QCommandLineParser &parser)
{
    auto target = endpointFrom(parser);
    if (!target)
        return target;
    Connection &connection = target.value().connection;
    Device &device = target.value().device;
    const int lowest = connection.isSerial() ? 1 : 0;
    const int highest = connection.isSerial() ? 247 : 255;
    const auto unit = numberOption(parser, QStringLiteral("unit"), device.unit, lowest, highest);
    if (!unit)
        return unit.error();
    const auto timeout
        = numberOption(parser, QStringLiteral("timeout"), connection.responseTimeoutMs, 20, 60000);
    if (!timeout)
        return timeout.error();
    device.unit = *unit;
    connection.responseTimeoutMs = *timeout;
    const QString data = parser.value(QStringLiteral("data"));
    if (!data.isEmpty()) {
        target.value().tlsFolder = data + QStringLiteral("/modbus-tls");
        target.value().networks = modbus::DeviceNetworks::load(data);
    }
    return target;
}

QList<TableRange> forbiddenOf(const ModbusTarget &target, int unit)
{
    return modbus::forbiddenOf(target.devices, unit) + modbus::forbiddenOf({target.device}, unit);
}

Result<int> numberFrom(const QString &text, const QString &name, int min, int max)
{
    bool isNumber = false;
    const bool isHex = text.startsWith(QStringLiteral("0x"));
    const int number = isHex ? text.mid(2).toInt(&isNumber, 16) : text.toInt(&isNumber, 10);
    if (!isNumber || number < min || number > max)
        return wrong(CtlText::tr("%1 must be %2 to %3").arg(name).arg(min).arg(max));
    return number;
}

Result<int> numberOption(const QCommandLineParser &parser, const QString &name, int fallback,
                         int min, int max)
{
    if (!parser.isSet(name))
        return fallback;
    return numberFrom(parser.value(name), QStringLiteral("--") + name, min, max);
}

} // namespace mws::ctl
