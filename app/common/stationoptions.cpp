// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/stationoptions.h"

#include "common/forwardoptions.h"
#include "http/basepath.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <algorithm>

namespace mws::app
{

namespace
{

constexpr auto kContext = "StationOptions";

struct Option {
    const char *name;
    const char *description;
    const char *value;
};

constexpr Option kOptions[] = {
    {"project", QT_TRANSLATE_NOOP("StationOptions", "Folder of the plant's project (required)"),
     "folder"},
    {"data",
     QT_TRANSLATE_NOOP("StationOptions", "Folder for users, audit trail, history and certificate"),
     "folder"},
    {"endpoint",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Where a connection of the project is to be found instead; repeatable"),
     "connection=host:port|device"},
    {"device-network",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Address or network that connections to devices may lead to, as "
                       "192.168.10.0/24; repeatable; all but link-local ones by default"),
     "network"},
    {"address",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Address the web listens on, once there is an "
                       "administrator; 0.0.0.0 or :: for all"),
     "address"},
    {"port", QT_TRANSLATE_NOOP("StationOptions", "Port of the web, 8443 by default; 0: any"),
     "port"},
    {"redirect-port",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Port of plain HTTP that sends browsers to https, once there is an "
                       "administrator; none by default; 0: any"),
     "port"},
    {"trusted-proxy",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Address or network of a reverse proxy whose X-Forwarded-For counts; "
                       "repeatable"),
     "network"},
    {"client-certificates",
     QT_TRANSLATE_NOOP(
         "StationOptions",
         "Whether browsers and programs show certificates of users, signed by "
         "web-clients/ca.pem of the data folder: off (default), optional or required"),
     "off|optional|required"},
    {"base-path",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Path that everything of the web lies below, as /plant1; / by default"),
     "path"},
    {"connections",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Connections that browsers and programs may have at a time, 256 by default"),
     "number"},
    {"connections-per-address",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Those of one address (IPv6: of its /64) among them, 32 by default"),
     "number"},
    {"host-name",
     QT_TRANSLATE_NOOP("StationOptions", "Name browsers use for this computer; repeatable"),
     "name"},
    {"security-contact",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Whom to tell about weaknesses, as /.well-known/security.txt says it: "
                       "a mailto: or https: address"),
     "url"},
    {"audit-days",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Days that rows of the audit trail are kept, 730 by default; 0: for ever"),
     "days"},
    {"history-days",
     QT_TRANSLATE_NOOP("StationOptions",
                       "Days that the history of values is kept, 730 by default; 0: for ever"),
     "days"},
    {"ready-file", QT_TRANSLATE_NOOP("StationOptions", "File written when everything runs"),
     "file"},
};

QString text(const char *source)
{
    return QCoreApplication::translate(kContext, source);
}

Result<QMap<QString, QString>> endpointsFrom(const QStringList &values)
{
    QMap<QString, QString> endpoints;
    for (const QString &value : values) {
        const qsizetype equals = value.indexOf(u'=');
        if (equals < 1 || equals + 1 == value.size())
            return Error{
                ErrorCode::Invalid,
                text(QT_TRANSLATE_NOOP("StationOptions", "--endpoint wants connection=host:port"))};
        endpoints.insert(value.left(equals), value.mid(equals + 1));
    }
    return endpoints;
}

QString defaultDataFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + QStringLiteral("/modbus-web-server");
}

/// None: no number of days that makes sense.
std::optional<int> daysFrom(const QString &value, int least)
{
    bool isNumber = false;
    const int days = value.toInt(&isNumber);
    const bool isGood = isNumber && (days == 0 || (days >= least && days <= 36500));
    return isGood ? std::optional(days) : std::nullopt;
}

Result<void> readRetention(const QCommandLineParser &parser, Station::Options &station)
{
    if (parser.isSet(QStringLiteral("audit-days"))) {
        const auto days = daysFrom(parser.value(QStringLiteral("audit-days")), 30);
        if (!days)
            return Error{
                ErrorCode::Invalid,
                text(QT_TRANSLATE_NOOP("StationOptions", "--audit-days wants 0 or 30 to 36500"))};
        station.auditDays = *days;
    }
    if (parser.isSet(QStringLiteral("history-days"))) {
        const auto days = daysFrom(parser.value(QStringLiteral("history-days")), 1);
        if (!days)
            return Error{
                ErrorCode::Invalid,
                text(QT_TRANSLATE_NOOP("StationOptions", "--history-days wants 0 to 36500"))};
        station.historyDays = *days;
    }
    return {};
}

Result<modbus::DeviceNetworks> deviceNetworks(const QStringList &values)
{
    modbus::DeviceNetworks networks;
    networks.spareOwnPorts();
    for (const QString &value : values) {
        if (!networks.add(value))
            return Error{ErrorCode::Invalid,
                         text(QT_TRANSLATE_NOOP("StationOptions",
                                                "--device-network wants an IP address, or a "
                                                "network such as 192.168.10.0/24"))};
    }
    return networks;
}

Result<void> readPorts(const QCommandLineParser &parser, StationOptions &options)
{
    bool isNumber = true;
    if (parser.isSet(QStringLiteral("port")))
        options.port = parser.value(QStringLiteral("port")).toUShort(&isNumber);
    if (!isNumber)
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions", "--port wants 0 to 65535"))};
    if (parser.isSet(QStringLiteral("redirect-port")))
        options.redirectPort = parser.value(QStringLiteral("redirect-port")).toUShort(&isNumber);
    if (!isNumber)
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions", "--redirect-port wants 0 to 65535"))};
    if (options.redirectPort.value_or(0) != 0 && options.redirectPort == options.port)
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions",
                                            "--redirect-port wants another port than --port"))};
    return {};
}

/// With the files of the plant and its links it stays below the 1,024 that a program may have open.
constexpr int kFewestConnections = 8;
constexpr int kMostConnections = 768;

Result<void> readLimits(const QCommandLineParser &parser, http::Server::Limits &limits)
{
    const auto read = [&parser](const char *option, int otherwise) {
        return parser.isSet(QLatin1String(option)) ? parser.value(QLatin1String(option)).toInt()
                                                   : otherwise;
    };
    limits.connections = read("connections", limits.connections);
    if (limits.connections < kFewestConnections || limits.connections > kMostConnections)
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions", "--connections wants 8 to 768"))};
    limits.connectionsPerAddress = read("connections-per-address",
                                        std::min(limits.connectionsPerAddress, limits.connections));
    if (limits.connectionsPerAddress < 1 || limits.connectionsPerAddress > limits.connections)
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions",
                                            "--connections-per-address wants 1 to the number of "
                                            "--connections"))};
    return {};
}

Result<void> readProxy(const QCommandLineParser &parser, StationOptions &options)
{
    for (const QString &network : parser.values(QStringLiteral("trusted-proxy"))) {
        if (!options.proxies.add(network))
            return Error{ErrorCode::Invalid,
                         text(QT_TRANSLATE_NOOP("StationOptions",
                                                "--trusted-proxy wants an address, or a network of "
                                                "at least /8 (IPv6: /32)"))};
    }
    if (!parser.isSet(QStringLiteral("base-path")))
        return {};
    const auto path = http::parseBasePath(parser.value(QStringLiteral("base-path")));
    if (!path)
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions",
                                            "--base-path wants a path such as /plant1, of letters, "
                                            "digits and -_~"))};
    options.basePath = *path;
    return {};
}

Result<void> readClientCertificates(const QCommandLineParser &parser, StationOptions &options)
{
    using Wanted = http::ClientCertificates::Wanted;
    static const QMap<QString, Wanted> words{{QStringLiteral("off"), Wanted::No},
                                             {QStringLiteral("optional"), Wanted::Optional},
                                             {QStringLiteral("required"), Wanted::Required}};
    const QString word = parser.value(QStringLiteral("client-certificates"));
    if (parser.isSet(QStringLiteral("client-certificates")) && !words.contains(word))
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions",
                                            "--client-certificates wants off, optional or "
                                            "required"))};
    options.clientCertificates = words.value(word, Wanted::No);
    // What a proxy brings comes without its client's certificate.
    if (options.clientCertificates == Wanted::Required
        && parser.isSet(QStringLiteral("trusted-proxy")))
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions",
                                            "--client-certificates required cannot be met behind "
                                            "a --trusted-proxy"))};
    return {};
}

Result<void> readNetwork(const QCommandLineParser &parser, StationOptions &options)
{
    if (parser.isSet(QStringLiteral("address"))
        && !options.address.setAddress(parser.value(QStringLiteral("address"))))
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions", "--address wants an IP address"))};
    if (auto read = readPorts(parser, options); !read)
        return read;
    if (auto read = readLimits(parser, options.webLimits); !read)
        return read;
    if (auto read = readProxy(parser, options); !read)
        return read;
    if (auto read = readClientCertificates(parser, options); !read)
        return read;
    options.hostNames = parser.values(QStringLiteral("host-name"));
    options.securityContact = QUrl(parser.value(QStringLiteral("security-contact")));
    const bool isContact = options.securityContact.isValid()
        && QStringList{QStringLiteral("mailto"), QStringLiteral("https"), QStringLiteral("tel")}
               .contains(options.securityContact.scheme());
    if (parser.isSet(QStringLiteral("security-contact")) && !isContact)
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions",
                                            "--security-contact wants a mailto:, https: or tel: "
                                            "address"))};
    return {};
}

} // namespace

void declareStationOptions(QCommandLineParser &parser)
{
    parser.addHelpOption();
    parser.addVersionOption();
    for (const Option &option : kOptions)
        parser.addOption(
            {QLatin1String(option.name), text(option.description), QLatin1String(option.value)});
    declareForwardOptions(parser);
}

Result<StationOptions> stationOptions(const QCommandLineParser &parser)
{
    StationOptions options;
    options.station.projectFolder = parser.value(QStringLiteral("project"));
    if (options.station.projectFolder.isEmpty())
        return Error{ErrorCode::Invalid,
                     text(QT_TRANSLATE_NOOP("StationOptions", "--project is missing"))};
    const auto endpoints = endpointsFrom(parser.values(QStringLiteral("endpoint")));
    if (!endpoints)
        return endpoints.error();
    options.station.endpoints = *endpoints;
    const QString data = parser.value(QStringLiteral("data"));
    options.station.dataFolder = data.isEmpty() ? defaultDataFolder() : data;
    if (auto read = readRetention(parser, options.station); !read)
        return read.error();
    const auto networks = deviceNetworks(parser.values(QStringLiteral("device-network")));
    if (!networks)
        return networks.error();
    options.station.deviceNetworks = *networks;
    const auto forward = forwardOptions(parser);
    if (!forward)
        return forward.error();
    options.station.forward = *forward;
    options.readyFile = parser.value(QStringLiteral("ready-file"));
    if (auto read = readNetwork(parser, options); !read)
        return read.error();
    return options;
}

} // namespace mws::app
