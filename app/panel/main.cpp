// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/console.h"
#include "common/northface.h"
#include "common/webface.h"
#include "firstvalue.h"
#include "hmi/hmicontext.h"
#include "panelcommand.h"
#include "session/livemodel.h"
#include "session/session.h"
#include "storage/store.h"
#include "translations/installtranslations.h"
#include "version/version.h"

#include <QGuiApplication>
#include <QJsonObject>
#include <QTimer>

using namespace mws;

namespace
{

void keepWebShown(HmiContext &context, const app::WebFace &web, const Clock &clock)
{
    const auto show = [&context, &web, &clock] {
        const http::CertificateInfo &certificate = web.certificate();
        const bool isNear = http::endsSoon(certificate, clock.now());
        context.plant().setWeb({web.url().toString(), certificate.fingerprint,
                                isNear ? certificate.ends : Timestamp()});
    };
    QObject::connect(&web, &app::WebFace::setupCodeChanged, &context, show);
    QObject::connect(&web, &app::WebFace::certificateChanged, &context, show);
    auto *hourly = new QTimer(&context);
    QObject::connect(hourly, &QTimer::timeout, &context, show);
    hourly->start(std::chrono::hours(1));
    show();
}

} // namespace

int main(int argc, char **argv)
{
    app::holdSignals();
    QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mws-panel"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MWS_VERSION));
    const bool translated = installTranslationsFor(QCoreApplication::arguments());
    if (app::hasPrintedVersion(Store::engineVersion()))
        return 0;

    QCommandLineParser parser;
    app::declareStationOptions(parser);
    app::declarePanelOptions(parser);
    parser.addOption(languageOption());
    parser.process(application);
    if (!translated)
        return app::fail(noSuchLanguage());
    const auto options = app::stationOptions(parser);
    const auto panel = app::panelCommand(parser);
    if (!options || !panel)
        return app::fail(options ? panel.error().detail : options.error().detail);

    const SystemClock clock;
    Station station(options->station, clock);
    if (const auto started = station.start(); !started)
        return app::fail(started.error().detail);
    app::WebFace web(station.services(), *options);
    if (const auto started = panel->web ? web.start() : Result<void>(); !started)
        return app::fail(started.error().detail);

    app::NorthFace north(station.services(), *options);
    QObject::connect(&north, &app::NorthFace::statusChanged, &web, &app::WebFace::setNorthbound);
    north.start();

    const Services services = station.services();
    LiveModel model(services.project, services.tags, services.bus);
    Session session(services, model, Origin::Panel, {});
    HmiContext context(session, panel->display);
    const auto showSetup = [&] { context.plant().setSetup(web.url().toString(), web.setupCode()); };
    QObject::connect(&web, &app::WebFace::setupCodeChanged, &context, showSetup);
    showSetup();
    keepWebShown(context, web, clock);
    const auto engine = makePanelEngine(context, panel->window);
    if (!engine)
        return app::fail(engine.error().detail);
    const app::WebFace *const face = panel->web ? &web : nullptr;
    if (const auto written = app::writeReadyFile(*options, face); !written)
        return app::fail(written.error().detail);
    app::FirstValue first(context, *panelWindow(**engine));
    QObject::connect(&first, &app::FirstValue::shown, &context, [&](qint64 at) {
        if (const auto written
            = app::writeReadyFile(*options, face, {{QStringLiteral("firstValueShown"), at}});
            !written)
            app::fail(written.error().detail);
    });
    app::handleSignals([&web] { web.reloadCertificate(); });
    return QGuiApplication::exec();
}
