// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/jsonwriter.h"
#include "api/reader.h"

#include "project/names.h"

namespace mws::api
{

namespace
{

constexpr int kLastUnit = 255;
constexpr int kLastAddress = 65535;

const QString kKind = QStringLiteral("kind");
const QString kDevice = QStringLiteral("device");
const QString kTable = QStringLiteral("table");
const QString kFirst = QStringLiteral("first");
const QString kLast = QStringLiteral("last");

/// What the body asks for; the reader knows what is wrong with it.
ScanOrder unitsFrom(ObjectReader &body)
{
    ScanOrder order;
    for (const auto &[key, number] : {std::pair(kFirst, &order.first), {kLast, &order.last}}) {
        if (body.has(key))
            *number = int(body.integer(key, 0, kLastUnit));
    }
    return order;
}

ScanOrder addressesFrom(ObjectReader &body)
{
    ScanOrder order;
    order.kind = ScanOrder::Kind::Addresses;
    order.device = body.text(kDevice, 1, 64);
    const auto table = tableFromName(body.text(kTable, 1, 10));
    if (!table)
        body.refuse(QStringLiteral("key \"table\" must be coil, discrete, holding or input"));
    order.table = table.value_or(Table::HoldingRegister);
    order.first = int(body.integer(kFirst, 0, kLastAddress));
    order.last = int(body.integer(kLast, 0, kLastAddress));
    return order;
}

Result<ScanOrder> orderFrom(const http::Request &request)
{
    ObjectReader any(request, {kKind, kDevice, kTable, kFirst, kLast});
    const QString kind = any.text(kKind, 1, 20);
    const bool isOfUnits = kind == QLatin1String("units");
    if (!isOfUnits && kind != QLatin1String("addresses"))
        any.refuse(QStringLiteral("key \"kind\" must be units or addresses"));
    if (!any.problem().isEmpty())
        return Error{ErrorCode::Invalid, any.problem()};
    ObjectReader body(request,
                      isOfUnits ? QStringList{kKind, kFirst, kLast}
                                : QStringList{kKind, kDevice, kTable, kFirst, kLast});
    ScanOrder order = isOfUnits ? unitsFrom(body) : addressesFrom(body);
    if (!body.problem().isEmpty())
        return Error{ErrorCode::Invalid, body.problem()};
    order.connection = request.captures.value(0);
    return order;
}

void appendOrder(QByteArray &out, const ScanOrder &order)
{
    JsonObject object(out);
    object.word("kind", nameOf(order.kind));
    if (order.kind == ScanOrder::Kind::Addresses) {
        object.text("device", order.device);
        object.word("table", nameOf(order.table));
    }
    object.integer("first", order.first);
    object.integer("last", order.last);
}

void appendFinding(QByteArray &out, const ScanFinding &finding)
{
    JsonObject object(out);
    object.integer("first", finding.first);
    object.integer("last", finding.last);
    if (finding.exception != 0)
        object.integer("exception", finding.exception);
}

QByteArray bodyOf(const ScanStatus &status)
{
    QByteArray body;
    {
        JsonObject object(body);
        object.word("state", nameOf(status.state));
        if (status.state != ScanStatus::State::Never) {
            appendOrder(object.key("order"), status.order);
            object.integer("next", status.next);
        }
        object.integer("requests", status.requests);
        object.time("started", status.started);
        object.time("ended", status.ended);
        object.text("detail", status.detail);
        JsonArray found(object.key("found"));
        for (const ScanFinding &finding : status.found)
            appendFinding(found.item(), finding);
    }
    return body;
}

http::Response problemOf(const Error &error)
{
    if (error.code == ErrorCode::Invalid)
        return http::Response::problem(422, QStringLiteral("notAcceptable"), error.detail);
    if (error.code == ErrorCode::Internal)
        return http::Response::problem(503, QStringLiteral("notAudited"), error.detail);
    http::Response response = http::Response::fromError(error);
    if (error.code == ErrorCode::Busy)
        response.headers.emplaceBack("Retry-After", "1");
    return response;
}

Answer answered(const Context &context, const SessionPtr &session,
                const Future<Result<ScanStatus>> &future, int status)
{
    return future.then(&context.owner, [session, status](const Result<ScanStatus> &scan) {
        return scan ? http::Response::json(bodyOf(*scan), status) : problemOf(scan.error());
    });
}

/// Runs ask for a connection that there is.
template <typename Ask> http::Handler ofConnection(const Context &context, Ask ask)
{
    return withoutQuery(signedInLater(
        context, [&context, ask](const SessionPtr &session, const http::Request &request) {
            const QString id = request.captures.value(0);
            if (!context.services.project->connection(id))
                return now(
                    notFound(QStringLiteral("there is no connection \"%1\"").arg(id.left(64))));
            return ask(session, request, id);
        }));
}

Answer startScan(const Context &context, const SessionPtr &session, const http::Request &request)
{
    const auto order = orderFrom(request);
    if (!order)
        return now(
            http::Response::problem(400, QStringLiteral("invalidBody"), order.error().detail));
    return answered(context, session, session->startScan(*order), 202);
}

} // namespace

QList<http::Route> scanRoutes(const Context &context)
{
    const QString path = QStringLiteral("/api/v1/connections/{id}/scan");
    const auto get
        = [&context](const SessionPtr &session, const http::Request &, const QString &id) {
              return answered(context, session, session->scan(id), 200);
          };
    const auto cancel
        = [&context](const SessionPtr &session, const http::Request &, const QString &id) {
              return answered(context, session, session->cancelScan(id), 200);
          };
    const auto start = [&context](const SessionPtr &session, const http::Request &request,
                                  const QString &) { return startScan(context, session, request); };
    return {
        {http::Method::Get, path, http::Access::Configure, QStringLiteral("getScan"),
         ofConnection(context, get)},
        {http::Method::Post, path, http::Access::Configure, QStringLiteral("startScan"),
         ofConnection(context, start)},
        {http::Method::Delete, path, http::Access::Configure, QStringLiteral("cancelScan"),
         ofConnection(context, cancel)},
    };
}

} // namespace mws::api
