// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/encode.h"

#include "api/context.h"
#include "api/jsonwriter.h"
#include "audit/auditlog.h"
#include "project/names.h"
#include "project/projectkeeper.h"

#include <QJsonDocument>
#include <algorithm>

namespace mws::api
{

namespace
{

QLatin1String nameOf(LinkState state)
{
    switch (state) {
    case LinkState::Disabled:
        return QLatin1String("disabled");
    case LinkState::Connecting:
        return QLatin1String("connecting");
    case LinkState::Connected:
        return QLatin1String("connected");
    case LinkState::Idle:
        return QLatin1String("idle");
    case LinkState::Failed:
        break;
    }
    return QLatin1String("failed");
}

QLatin1String nameOf(UnitState state)
{
    switch (state) {
    case UnitState::Disabled:
        return QLatin1String("disabled");
    case UnitState::Good:
        return QLatin1String("good");
    case UnitState::Suspect:
        return QLatin1String("suspect");
    case UnitState::Dead:
        return QLatin1String("dead");
    case UnitState::Unknown:
        break;
    }
    return QLatin1String("unknown");
}

QString endpointOf(const Connection &connection)
{
    if (connection.isSerial())
        return connection.serialPort;
    const bool v6 = connection.host.contains(u':');
    return (v6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(connection.host)
        .arg(connection.port);
}

void appendStates(QByteArray &out, const QList<StateLabel> &states)
{
    JsonArray array(out);
    for (const StateLabel &state : states) {
        JsonObject object(array.item());
        Value(state.value).appendJson(object.key("value"));
        object.text("label", state.label);
        object.text("tone", state.tone);
    }
}

void appendWriteRule(QByteArray &out, const Session &session, TagIndex index)
{
    const WriteRule &rule = session.project().tag(index).write;
    if (!rule.enabled) {
        out.append("null");
        return;
    }
    const auto allowed = session.mayWrite(index);
    JsonObject object(out);
    object.flag("allowed", bool(allowed));
    object.text("reason", allowed ? QString() : allowed.error().detail);
    object.optional("min", rule.min);
    object.optional("max", rule.max);
    object.optional("step", rule.step);
    object.word("confirm", mws::nameOf(rule.confirm));
    object.flag("momentary", rule.momentary);
    object.flag("secondPerson", rule.secondPerson);
}

void appendLink(QByteArray &out, const LinkStatus &status, const Project &project,
                Addresses addresses)
{
    const Connection *connection = project.connection(status.connection);
    JsonObject object(out);
    object.text("connection", status.connection);
    object.text("name", connection ? connection->name : QString());
    object.word("kind", connection ? mws::nameOf(connection->kind) : QLatin1String("tcp"));
    object.word("state", nameOf(status.state));
    object.text("reason", status.reason);
    object.time("since", status.since);
    if (connection && !connection->isSerial())
        object.flag("secure", !connection->isInTheClear());
    if (addresses == Addresses::Hidden)
        return;
    object.text("endpoint", connection ? endpointOf(*connection) : QString());
    object.text("detail", status.detail);
}

void appendUnit(QByteArray &out, const UnitStatus &status, const Project &project,
                const PlantView &view)
{
    const Device *device = project.device(status.device);
    const QString area = device ? device->area : QString();
    JsonObject object(out);
    object.text("id", status.device);
    object.text("name", device ? device->name : QString());
    object.text("connection", device ? device->connection : QString());
    object.integer("unit", device ? device->unit : 0);
    object.text("area", view.isWhole() || view.areas().contains(area) ? area : QString());
    object.word("state", nameOf(status.state));
    object.time("since", status.since);
    object.time("lastAnswer", status.lastAnswer);
    object.integer("requests", qint64(status.requests));
    object.integer("good", qint64(status.good));
    object.integer("exceptions", qint64(status.exceptions));
    object.integer("timeouts", qint64(status.timeouts));
    object.integer("invalid", qint64(status.invalid));
    object.integer("skippedPolls", qint64(status.skippedPolls));
    object.number("roundTripMs", status.roundTripMs);
}

template <typename Placed> void appendPlace(JsonObject &object, const Placed &placed)
{
    object.text("id", placed.id);
    object.text("title", placed.title);
    object.integer("x", placed.x);
    object.integer("y", placed.y);
    object.integer("w", placed.w);
    object.integer("h", placed.h);
}

bool isDenied(const Widget &widget, const PlantView &view)
{
    return std::any_of(widget.tags.cbegin(), widget.tags.cend(),
                       [&view](const QString &tag) { return view.indexOf(tag) == kNoTag; });
}

void appendWidget(QByteArray &out, const Widget &widget, const PlantView &view)
{
    const bool denied = isDenied(widget, view);
    JsonObject object(out);
    appendPlace(object, widget);
    object.text("type", widget.type);
    object.flag("denied", denied);
    appendTexts(object.key("tags"), denied ? QStringList() : widget.tags);
    const QJsonObject properties = denied ? QJsonObject() : widget.properties;
    object.key("properties").append(QJsonDocument(properties).toJson(QJsonDocument::Compact));
}

void appendGroup(QByteArray &out, const WidgetGroup &group, const PlantView &view)
{
    JsonObject object(out);
    appendPlace(object, group);
    JsonArray widgets(object.key("widgets"));
    for (const Widget &widget : group.widgets)
        appendWidget(widgets.item(), widget, view);
}

void appendPoint(QByteArray &out, const HistoryPoint &point)
{
    JsonArray array(out);
    appendJsonNumber(array.item(), toMsSinceEpoch(point.time));
    for (const double number : {point.min, point.max, point.mean, point.last}) {
        if (point.good)
            appendJsonNumber(array.item(), number);
        else
            array.item().append("null");
    }
    array.item().append(point.good ? '1' : '0');
}

} // namespace

QLatin1String kindName(Value::Kind kind)
{
    switch (kind) {
    case Value::Kind::Bool:
        return QLatin1String("bool");
    case Value::Kind::Int:
        return QLatin1String("int");
    case Value::Kind::UInt:
        return QLatin1String("uint");
    case Value::Kind::String:
        return QLatin1String("string");
    case Value::Kind::Double:
    case Value::Kind::None:
        break;
    }
    return QLatin1String("double");
}

void appendTexts(QByteArray &out, const QStringList &texts)
{
    JsonArray array(out);
    for (const QString &text : texts)
        appendJsonString(array.item(), text);
}

void appendGrant(QByteArray &out, const Grant &grant, const QString &role)
{
    QStringList origins;
    for (const Origin origin : grant.origins)
        origins.append(mws::nameOf(origin));
    JsonObject object(out);
    object.text("role", role);
    appendTexts(object.key("verbs"), namesOf(grant.verbs));
    appendTexts(object.key("areas"), grant.areas);
    appendTexts(object.key("tags"), grant.tags);
    appendTexts(object.key("origins"), origins);
    appendTexts(object.key("networks"), grant.networks);
}

void appendTagValue(QByteArray &out, const TagValue &value)
{
    out.append("{\"v\":");
    value.value.appendJson(out);
    out.append(",\"q\":\"");
    const QLatin1String quality = qualityName(value.state.quality);
    out.append(quality.data(), quality.size());
    out.append('"');
    if (value.state.exception != 0) {
        out.append(",\"x\":");
        appendJsonNumber(out, qint64(value.state.exception));
    }
    out.append(",\"t\":");
    appendJsonNumber(out, toMsSinceEpoch(value.time));
    out.append('}');
}

void appendTagInfo(QByteArray &out, const Session &session, TagIndex index, bool withValue)
{
    const Tag &tag = session.project().tag(index);
    JsonObject object(out);
    object.text("id", tag.id);
    object.text("path", tag.path);
    object.text("description", tag.description);
    object.text("device", tag.device);
    object.text("unit", tag.unit);
    object.integer("decimals", tag.decimals);
    object.word("kind", kindName(tag.valueKind()));
    object.optional("low", tag.low);
    object.optional("high", tag.high);
    object.optional("normalLow", tag.normalLow);
    object.optional("normalHigh", tag.normalHigh);
    appendStates(object.key("states"), tag.states);
    object.integer("pollMs", session.project().pollClassOf(tag).periodMs);
    object.flag("history", tag.history.enabled);
    appendWriteRule(object.key("write"), session, index);
    if (withValue)
        appendTagValue(object.key("value"), session.model().value(index));
}

Addresses addressesFor(const Session &session)
{
    return session.may(Permission::Configure) ? Addresses::Shown : Addresses::Hidden;
}

StationState stationState(const Services &services)
{
    return {services.audit.health().failing,
            services.keeper && services.keeper->isRestartPending()};
}

void appendDevices(QByteArray &out, const LiveModel &model, const PlantView &view,
                   Addresses addresses, const StationState &state)
{
    out.append("\"auditFailing\":").append(state.auditFailing ? "true" : "false");
    out.append(",\"restartPending\":").append(state.restartPending ? "true" : "false");
    out.append(",\"links\":");
    {
        JsonArray links(out);
        for (const LinkStatus &status : model.links()) {
            if (view.hasConnection(status.connection))
                appendLink(links.item(), status, model.project(), addresses);
        }
    }
    out.append(",\"devices\":");
    JsonArray devices(out);
    for (const UnitStatus &status : model.units()) {
        if (view.hasDevice(status.device))
            appendUnit(devices.item(), status, model.project(), view);
    }
}

void appendLockouts(QByteArray &out, const QList<Lockout> &lockouts, const PlantView &view)
{
    JsonArray array(out);
    for (const Lockout &one : lockouts) {
        if (!one.area.isEmpty() && !view.isWhole() && !view.areas().contains(one.area))
            continue;
        JsonObject object(array.item());
        object.text("area", one.area);
        object.text("by", one.by);
        object.time("since", one.since);
    }
}

bool isSeen(const Screen &screen, const PlantView &view)
{
    bool showsTags = false;
    for (const WidgetGroup &group : screen.groups) {
        for (const Widget &widget : group.widgets) {
            if (widget.tags.isEmpty())
                continue;
            if (!isDenied(widget, view))
                return true;
            showsTags = true;
        }
    }
    return !showsTags;
}

void appendScreen(QByteArray &out, const Screen &screen, const PlantView &view)
{
    JsonObject object(out);
    object.text("id", screen.id);
    object.text("title", screen.title);
    object.text("icon", screen.icon);
    JsonArray groups(object.key("groups"));
    for (const WidgetGroup &group : screen.groups)
        appendGroup(groups.item(), group, view);
}

void appendHistory(QByteArray &out, const QList<HistoryPoint> &points)
{
    JsonArray array(out);
    for (const HistoryPoint &point : points)
        appendPoint(array.item(), point);
}

} // namespace mws::api
