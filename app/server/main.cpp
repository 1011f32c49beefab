// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/console.h"
#include "common/northface.h"
#include "common/webface.h"
#include "storage/store.h"
#include "translations/installtranslations.h"
#include "version/version.h"

#include <QCoreApplication>

using namespace mws;

int main(int argc, char **argv)
{
    app::holdSignals();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mws-server"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MWS_VERSION));
    installTranslations();
    if (app::hasPrintedVersion(Store::engineVersion()))
        return 0;

    QCommandLineParser parser;
    app::declareStationOptions(parser);
    parser.process(application);
    const auto options = app::stationOptions(parser);
    if (!options)
        return app::fail(options.error().detail);

    const SystemClock clock;
    Station station(options->station, clock);
    if (const auto started = station.start(); !started)
        return app::fail(started.error().detail);
    app::WebFace web(station.services(), *options);
    if (const auto started = web.start(); !started)
        return app::fail(started.error().detail);
    app::NorthFace north(station.services(), *options);
    QObject::connect(&north, &app::NorthFace::statusChanged, &web, &app::WebFace::setNorthbound);
    north.start();
    if (const auto written = app::writeReadyFile(*options, &web); !written)
        return app::fail(written.error().detail);
    app::handleSignals([&web] { web.reloadCertificate(); });
    const int code = QCoreApplication::exec();
    north.stop();
    web.stop();
    station.stop();
    return code;
}
