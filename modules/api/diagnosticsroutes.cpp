// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/jsonwriter.h"
#include "audit/auditlog.h"
#include "core/future.h"
#include "field/fieldbus.h"
#include "project/names.h"

namespace mws::api
{

namespace
{

void appendCounters(QByteArray &out, const RequestCounters &counters)
{
    JsonObject object(out);
    for (int i = int(Counter::Requests); i <= int(Counter::RoundTripMax); ++i) {
        const QLatin1String name = nameOf(Counter(i));
        valueOf(counters, Counter(i))
            .appendJson(object.key(QByteArrayView(name.data(), name.size())));
    }
    JsonObject codes(object.key("exceptionCodes"));
    for (size_t code = 0; code < counters.exceptions.size(); ++code) {
        if (counters.exceptions[code] > 0)
            codes.integer(code == 0 ? "other" : QByteArray::number(code),
                          qint64(counters.exceptions[code]));
    }
}

void appendBlock(QByteArray &out, const BlockDiagnostics &block)
{
    JsonObject object(out);
    object.word("table", nameOf(block.table));
    object.integer("address", block.address);
    object.integer("count", block.count);
    appendCounters(object.key("counters"), block.counters);
}

void appendUnit(QByteArray &out, const UnitDiagnostics &unit)
{
    JsonObject object(out);
    object.text("id", unit.device);
    object.text("identification", unit.identification);
    object.integer("skippedPolls", qint64(unit.skippedPolls));
    object.integer("queuedWrites", unit.queuedWrites);
    appendCounters(object.key("counters"), unit.counters);
    JsonArray blocks(object.key("blocks"));
    for (const BlockDiagnostics &block : unit.blocks)
        appendBlock(blocks.item(), block);
}

void appendLink(QByteArray &out, const LinkDiagnostics &link)
{
    JsonObject object(out);
    object.text("connection", link.connection);
    object.integer("skippedPolls", qint64(link.skippedPolls));
    object.integer("queuedWrites", link.queuedWrites);
    object.integer("reconnects", qint64(link.reconnects));
    object.integer("bytesSent", qint64(link.bytesSent));
    object.integer("bytesReceived", qint64(link.bytesReceived));
    object.number("busLoad", link.busLoad);
    appendCounters(object.key("counters"), link.counters);
}

void appendSign(QByteArray &out, const FieldSign &sign)
{
    JsonObject object(out);
    object.word("kind", nameOf(sign.kind));
    object.text("connection", sign.connection);
    object.text("device", sign.device);
    object.flag("active", sign.active);
    object.time("first", sign.first);
    object.time("last", sign.last);
    object.integer("count", qint64(sign.count));
    object.text("detail", sign.detail);
}

http::Response answerOf(const FieldDiagnostics &diagnostics)
{
    QByteArray body;
    {
        JsonObject object(body);
        object.time("since", diagnostics.since);
        {
            JsonArray links(object.key("links"));
            for (const LinkDiagnostics &link : diagnostics.links)
                appendLink(links.item(), link);
        }
        {
            JsonArray devices(object.key("devices"));
            for (const UnitDiagnostics &unit : diagnostics.units)
                appendUnit(devices.item(), unit);
        }
        JsonArray signs(object.key("signs"));
        for (const FieldSign &sign : diagnostics.signs)
            appendSign(signs.item(), sign);
    }
    return http::Response::json(body);
}

/// Asks the bus in its thread.
Answer askFor(const Context &context, bool reset)
{
    auto promise = std::make_shared<Promise<FieldDiagnostics>>();
    FieldBus &bus = context.services.bus;
    QMetaObject::invokeMethod(&bus, [promise, reset, &bus] {
        if (reset)
            bus.resetCounters();
        promise->finish(bus.diagnostics());
    });
    return promise->future().then(&context.owner, &answerOf);
}

Answer resetCounters(const Context &context, const SessionPtr &session,
                     const http::Request &request)
{
    AuditEntry entry;
    entry.actor = session->identity().user;
    entry.origin = QStringLiteral("remote ") + request.peer.toString();
    entry.action = QStringLiteral("counters.reset");
    entry.outcome = QStringLiteral("ok");
    return context.services.audit.append(entry)
        .then(&context.owner, [&context](const Result<qint64> &) { return askFor(context, true); })
        .unwrap();
}

} // namespace

QList<http::Route> diagnosticsRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/api/v1/diagnostics"), http::Access::Configure,
         QStringLiteral("getDiagnostics"),
         withoutQuery([&context](const http::Request &) { return askFor(context, false); })},
        {http::Method::Post, QStringLiteral("/api/v1/diagnostics/reset"), http::Access::Configure,
         QStringLiteral("resetCounters"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return resetCounters(context, session, request);
                           }))},
    };
}

} // namespace mws::api
