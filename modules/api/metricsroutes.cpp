// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/livefeed.h"
#include "api/metricswriter.h"
#include "audit/auditforwards.h"
#include "session/livemodel.h"

#include <QDir>
#include <QFile>
#include <array>
#include <ctime>
#include <unistd.h>

namespace mws::api
{

namespace
{

double seconds(Timestamp time)
{
    return double(toMsSinceEpoch(time)) / 1000;
}

double cpuSeconds()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
}

/// 0 where the kernel does not tell.
double residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE));
}

double openFiles()
{
    const QDir folder(QStringLiteral("/proc/self/fd"));
    return double(folder.entryList(QDir::Files | QDir::System).size());
}

void addProgram(MetricsWriter &out)
{
    out.gauge("mws_build_info", "Version of the program.");
    out.sample({{"version", u"" MWS_VERSION}}, 1);
    out.counter("process_cpu_seconds_total", "User and system time of the process.");
    out.sample({}, cpuSeconds());
    out.gauge("process_resident_memory_bytes", "Resident memory of the process.");
    out.sample({}, residentBytes());
    out.gauge("process_open_fds", "Open file descriptors of the process.");
    out.sample({}, openFiles());
}

void addFaces(MetricsWriter &out, const Context &context)
{
    out.gauge("mws_sessions",
              "Sessions of people who are signed in, at the panel and in browsers.");
    out.sample({}, double(context.services.access.sessions().size()));
    out.gauge("mws_live_clients", "Connections of the live feed.");
    out.sample({}, context.feed.clients());
}

void addTags(MetricsWriter &out, const LiveModel &model, const PlantView &view)
{
    std::array<int, 3> count{};
    for (const TagIndex i : view.tags()) {
        const Quality quality = model.value(i).state.quality;
        ++count[isGood(quality) ? 0 : isBad(quality) ? 2 : 1];
    }
    out.gauge("mws_tags", "Tags of the project by the quality of their values.");
    out.sample({{"quality", u"good"}}, count[0]);
    out.sample({{"quality", u"uncertain"}}, count[1]);
    out.sample({{"quality", u"bad"}}, count[2]);
}

void addLinks(MetricsWriter &out, const LiveModel &model, const PlantView &view)
{
    out.gauge("mws_link_up", "1: the connection is open, or closed on purpose until it is needed.");
    for (const LinkStatus &link : model.links()) {
        if (!view.hasConnection(link.connection))
            continue;
        const bool isUp = link.state == LinkState::Connected || link.state == LinkState::Idle;
        out.sample({{"connection", link.connection}}, isUp);
    }
}

struct DeviceMetric {
    const char *name;
    const char *help;
    double (*value)(const UnitStatus &unit);
};

constexpr DeviceMetric kDeviceGauges[]{
    {"mws_device_up", "1: the device answers.",
     [](const UnitStatus &unit) { return unit.state == UnitState::Good ? 1.0 : 0.0; }},
    {"mws_device_round_trip_seconds", "Moving average from request to answer.",
     [](const UnitStatus &unit) { return unit.roundTripMs / 1000; }},
    {"mws_device_last_answer_timestamp_seconds", "Time of the last answer; 0: none yet.",
     [](const UnitStatus &unit) { return seconds(unit.lastAnswer); }},
};

constexpr DeviceMetric kDeviceCounters[]{
    {"mws_device_requests_total", "Requests sent.",
     [](const UnitStatus &unit) { return double(unit.requests); }},
    {"mws_device_good_answers_total", "Answers with what was asked for.",
     [](const UnitStatus &unit) { return double(unit.good); }},
    {"mws_device_exceptions_total", "Exception answers.",
     [](const UnitStatus &unit) { return double(unit.exceptions); }},
    {"mws_device_timeouts_total", "Requests without an answer in time.",
     [](const UnitStatus &unit) { return double(unit.timeouts); }},
    {"mws_device_invalid_answers_total", "Answers that failed validation.",
     [](const UnitStatus &unit) { return double(unit.invalid); }},
    {"mws_device_skipped_polls_total", "Polls left out because the one before came too late.",
     [](const UnitStatus &unit) { return double(unit.skippedPolls); }},
};

void addSamples(MetricsWriter &out, const LiveModel &model, const PlantView &view,
                const DeviceMetric &metric)
{
    for (const UnitStatus &unit : model.units()) {
        if (!view.hasDevice(unit.device))
            continue;
        const Device *device = model.project().device(unit.device);
        out.sample(
            {{"device", unit.device}, {"connection", device ? device->connection : QString()}},
            metric.value(unit));
    }
}

void addDevices(MetricsWriter &out, const LiveModel &model, const PlantView &view)
{
    for (const DeviceMetric &metric : kDeviceGauges) {
        out.gauge(metric.name, metric.help);
        addSamples(out, model, view, metric);
    }
    for (const DeviceMetric &metric : kDeviceCounters) {
        out.counter(metric.name, metric.help);
        addSamples(out, model, view, metric);
    }
}

void addNorthbound(MetricsWriter &out, const NorthboundStatus &status)
{
    if (status.state == NorthboundStatus::State::Off)
        return;
    out.gauge("mws_northbound_clients", "Connections to the station's own Modbus server.");
    out.sample({}, status.clients);
    out.counter("mws_northbound_requests_total", "Requests to the station's own Modbus server.");
    out.sample({}, double(status.requests));
    out.counter("mws_northbound_exceptions_total", "Its exception answers.");
    out.sample({}, double(status.exceptions));
    out.counter("mws_northbound_writes_total", "Writes through it.");
    out.sample({}, double(status.writes));
    out.counter("mws_northbound_refused_writes_total", "Writes through it that were refused.");
    out.sample({}, double(status.refusedWrites));
}

void addForwards(MetricsWriter &out, const QList<ForwardStatus> &places)
{
    if (places.isEmpty())
        return;
    // Only administrators are told the address.
    const auto kindOf = [](const ForwardStatus &place) { return place.target.section(u' ', 0, 0); };
    out.gauge("mws_audit_forward_up", "1: the place takes audit rows.");
    for (const ForwardStatus &place : places)
        out.sample({{"kind", kindOf(place)}}, place.state == ForwardStatus::State::Up);
    out.gauge("mws_audit_forward_waiting_rows", "Audit rows that have not arrived there.");
    for (const ForwardStatus &place : places)
        out.sample({{"kind", kindOf(place)}}, double(place.waiting));
}

http::Response getMetrics(const Context &context, const Session &session)
{
    const LiveModel &model = session.model();
    const PlantViewPtr view = session.view();
    http::Response response;
    response.contentType = "text/plain; version=0.0.4; charset=utf-8";
    MetricsWriter out(response.body);
    addProgram(out);
    addFaces(out, context);
    addTags(out, model, *view);
    addLinks(out, model, *view);
    addDevices(out, model, *view);
    addNorthbound(out, context.northbound);
    addForwards(out, context.services.audit.forwards().all());
    return response;
}

} // namespace

QList<http::Route> metricsRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/metrics"), http::Access::View,
         QStringLiteral("getMetrics"),
         withoutQuery(signedIn(context,
                               [&context](const Session &session, const http::Request &) {
                                   return getMetrics(context, session);
                               }))},
    };
}

} // namespace mws::api
