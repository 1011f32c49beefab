// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/jsonwriter.h"
#include "api/reader.h"
#include "audit/auditlog.h"
#include "field/fieldbus.h"

namespace mws::api
{

namespace
{

constexpr qint64 kMaxNumber = qint64(1) << 53;

void appendFrame(QByteArray &out, const TracedFrame &frame)
{
    JsonObject object(out);
    object.integer("number", qint64(frame.number));
    object.integer("timeUs", frame.time.time_since_epoch().count());
    object.text("connection", frame.connection);
    object.word(
        "direction",
        QLatin1String(frame.direction == TracedFrame::Direction::Sent ? "sent" : "received"));
    object.text("bytes", QString::fromLatin1(frame.bytes.toHex()));
    object.text("summary", frame.summary);
}

http::Response traceState(const FrameTrace &trace, const QList<TracedFrame> &frames)
{
    QByteArray body;
    {
        JsonObject object(body);
        object.flag("enabled", trace.isEnabled());
        object.integer("dropped", qint64(trace.dropped()));
        JsonArray list(object.key("frames"));
        for (const TracedFrame &frame : frames)
            appendFrame(list.item(), frame);
    }
    return http::Response::json(body);
}

http::Response getTrace(const Context &context, const http::Request &request)
{
    QueryReader query(
        request, {QStringLiteral("after"), QStringLiteral("limit"), QStringLiteral("connection")});
    const qint64 after = query.integer(QStringLiteral("after"), 0, 0, kMaxNumber);
    const qint64 limit = query.integer(QStringLiteral("limit"), 200, 1, 1000);
    const QString connection = query.text(QStringLiteral("connection"), 64);
    if (const auto refusal = query.refusal())
        return *refusal;
    const FrameTrace &trace = context.services.bus.trace();
    return traceState(trace, trace.frames(quint64(after), limit, connection));
}

http::Response getCapture(const Context &context, const http::Request &request)
{
    QueryReader query(request, {QStringLiteral("connection")});
    const QString connection = query.text(QStringLiteral("connection"), 64);
    if (const auto refusal = query.refusal())
        return *refusal;
    const FrameTrace &trace = context.services.bus.trace();
    http::Response response;
    response.contentType = "application/x-pcapng";
    response.headers.emplaceBack("Content-Disposition", "attachment; filename=\"trace.pcapng\"");
    response.body = toPcapNg(trace.frames(0, std::numeric_limits<qsizetype>::max(), connection));
    return response;
}

Answer switchTrace(const Context &context, const SessionPtr &session, const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("enabled"), QStringLiteral("clear")});
    if (!body.has(QStringLiteral("enabled")))
        body.refuse(QStringLiteral("key \"enabled\" is missing"));
    const bool on = body.optionalFlag(QStringLiteral("enabled"));
    const bool clear = body.optionalFlag(QStringLiteral("clear"));
    if (const auto refusal = body.refusal())
        return now(*refusal);
    FrameTrace &trace = context.services.bus.trace();
    trace.setEnabled(on);
    if (clear)
        trace.clear();
    AuditEntry entry;
    entry.actor = session->identity().user;
    entry.origin = QStringLiteral("remote ") + request.peer.toString();
    entry.action = on ? QStringLiteral("trace.on") : QStringLiteral("trace.off");
    entry.outcome = QStringLiteral("ok");
    return context.services.audit.append(entry).then(
        &context.owner, [&trace](const Result<qint64> &) { return traceState(trace, {}); });
}

} // namespace

QList<http::Route> traceRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/api/v1/trace"), http::Access::Configure,
         QStringLiteral("getTrace"),
         atOnce([&context](const http::Request &request) { return getTrace(context, request); })},
        {http::Method::Post, QStringLiteral("/api/v1/trace"), http::Access::Configure,
         QStringLiteral("switchTrace"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return switchTrace(context, session, request);
                           }))},
        {http::Method::Get, QStringLiteral("/api/v1/trace/capture"), http::Access::Configure,
         QStringLiteral("getCapture"),
         atOnce([&context](const http::Request &request) { return getCapture(context, request); })},
    };
}

} // namespace mws::api
