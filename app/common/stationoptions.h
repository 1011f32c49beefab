// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/server.h"
#include "http/trustedproxies.h"
#include "station/station.h"

#include <QCommandLineParser>
#include <QHostAddress>
#include <QUrl>
#include <optional>

namespace mws::app
{

/// What the command line says about station and web.
struct StationOptions {
    Station::Options station;
    QHostAddress address = QHostAddress::LocalHost;
    quint16 port = 8443;
    std::optional<quint16> redirectPort; ///< of plain HTTP that redirects; none: there is none
    http::TrustedProxies proxies;
    http::Server::Limits webLimits{};
    http::ClientCertificates::Wanted clientCertificates = http::ClientCertificates::Wanted::No;
    QByteArray basePath; ///< as http::parseBasePath() gives it
    QStringList hostNames; ///< names in the certificate and in Host
    QUrl securityContact; ///< empty: none
    QString readyFile; ///< written when everything runs
};

void declareStationOptions(QCommandLineParser &parser);

/// Invalid with one sentence for a value that makes no sense.
Result<StationOptions> stationOptions(const QCommandLineParser &parser);

} // namespace mws::app
