// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/names.h"
#include "project/project.h"

// The fields of everything that a project file holds: name, default and range, written down once.
// A visitor V reads them from JSON (reader.h), writes them (writer.h), checks them (checker.h) or
// makes the published JSON Schema (schema.h). Lists and parts take the describe function of their
// element.

namespace mws::describe
{

constexpr int kNameLength = 120;
constexpr int kTextLength = 1000;

template <typename V, typename C> void pollClass(V &v, C &c)
{
    static const PollClass d;
    v.id("id", c.id);
    v.integer("periodMs", c.periodMs, d.periodMs, 20, 86400000);
    v.integer("staleAfter", c.staleAfter, d.staleAfter, 2, 100);
}

template <typename V, typename G> void grant(V &v, G &g)
{
    v.permissions("verbs", g.verbs);
    v.texts("areas", g.areas);
    v.texts("tags", g.tags);
    v.origins("origins", g.origins);
    v.texts("networks", g.networks);
}

template <typename V, typename R> void role(V &v, R &r)
{
    v.id("id", r.id);
    v.text("name", r.name, kNameLength);
    v.permissions("permissions", r.permissions);
    v.texts("areas", r.areas);
    v.texts("inherits", r.inherits);
    v.list("grants", r.grants, [](auto &inner, auto &item) { grant(inner, item); });
}

template <typename V, typename R> void tableRange(V &v, R &r)
{
    static const TableRange d;
    v.word("table", r.table, d.table, namesOfTables());
    v.required("from", r.from, 0, 65535);
    v.required("to", r.to, 0, 65535);
}

template <typename V, typename D> void device(V &v, D &c)
{
    static const Device d;
    v.id("id", c.id);
    v.text("name", c.name, kNameLength);
    v.integer("unit", c.unit, d.unit, 0, 255);
    v.text("area", c.area, kNameLength);
    v.flag("enabled", c.enabled, d.enabled);
    v.integer("requestGapMs", c.requestGapMs, d.requestGapMs, 0, 5000);
    v.integer("maxRegisters", c.maxRegisters, d.maxRegisters, 1, 125);
    v.integer("maxBits", c.maxBits, d.maxBits, 1, 2000);
    v.integer("holeRegisters", c.holeRegisters, d.holeRegisters, 0, 124);
    v.list("forbidden", c.forbidden, [](auto &inner, auto &item) { tableRange(inner, item); });
    v.word("registerWrite", c.registerWrite, d.registerWrite, namesOfRegisterWrites());
    v.word("coilWrite", c.coilWrite, d.coilWrite, namesOfCoilWrites());
    v.word("bitWrite", c.bitWrite, d.bitWrite, namesOfBitWrites());
    v.flag("mergeWrites", c.mergeWrites, d.mergeWrites);
    v.flag("identity", c.identity, d.identity);
    v.text("template", c.templateId, kNameLength);
    v.map("parameters", c.parameters);
}

/// Devices are not in it: they are members of another list of ProjectData.
template <typename V, typename C> void connection(V &v, C &c)
{
    static const Connection d;
    v.id("id", c.id);
    v.text("name", c.name, kNameLength);
    v.word("kind", c.kind, d.kind, namesOfConnectionKinds());
    v.text("host", c.host, 253);
    v.integer("port", c.port, standardPort(c.kind), 1, 65535);
    v.text("standbyHost", c.standbyHost, 253);
    v.integer("standbyPort", c.standbyPort, d.standbyPort, 0, 65535);
    v.text("serverName", c.serverName, 253);
    v.text("pin", c.pin, 95);
    v.text("serialPort", c.serialPort, 255);
    v.integer("baudRate", c.baudRate, d.baudRate, 300, 4000000);
    v.word("parity", c.parity, d.parity, namesOfParities());
    v.integer("dataBits", c.dataBits, d.dataBits, 7, 8);
    v.integer("stopBits", c.stopBits, d.stopBits, 1, 2);
    v.flag("localEcho", c.localEcho, d.localEcho);
    v.word("rs485", c.rs485, d.rs485, namesOfRs485());
    v.integer("rtsBeforeMs", c.rtsBeforeMs, d.rtsBeforeMs, 0, 100);
    v.integer("rtsAfterMs", c.rtsAfterMs, d.rtsAfterMs, 0, 100);
    v.word("backend", c.backend, d.backend, namesOfBackends());
    v.integer("connectTimeoutMs", c.connectTimeoutMs, d.connectTimeoutMs, 100, 60000);
    v.integer("responseTimeoutMs", c.responseTimeoutMs, d.responseTimeoutMs, 20, 60000);
    v.integer("interByteTimeoutMs", c.interByteTimeoutMs, d.interByteTimeoutMs, 0, 5000);
    v.integer("retries", c.retries, d.retries, 0, 5);
    v.integer("requestGapMs", c.requestGapMs, d.requestGapMs, 0, 5000);
    v.integer("pauseAfterConnectMs", c.pauseAfterConnectMs, d.pauseAfterConnectMs, 0, 30000);
    v.integer("idleCloseS", c.idleCloseS, d.idleCloseS, 0, 86400);
    v.flag("closeAfterPoll", c.closeAfterPoll, d.closeAfterPoll);
    v.integer("turnaroundMs", c.turnaroundMs, d.turnaroundMs, 100, 5000);
    v.integer("maxInFlight", c.maxInFlight, d.maxInFlight, 1, 16);
    v.integer("quietTimeMs", c.quietTimeMs, d.quietTimeMs, 100, 5000);
}

template <typename V, typename W> void writeRule(V &v, W &w)
{
    static const WriteRule d;
    v.texts("roles", w.roles);
    v.limit("min", w.min);
    v.limit("max", w.max);
    v.limit("step", w.step);
    v.limit("maxStep", w.maxStep);
    v.limit("maxRate", w.maxRate);
    v.integer("minIntervalMs", w.minIntervalMs, d.minIntervalMs, 0, 3600000);
    v.word("confirm", w.confirm, d.confirm, namesOfConfirms());
    v.flag("localOnly", w.localOnly, d.localOnly);
    v.flag("secondPerson", w.secondPerson, d.secondPerson);
    v.integer("readBackMs", w.readBackMs, d.readBackMs, 0, 60000);
    v.flag("momentary", w.momentary, d.momentary);
    v.flag("idempotent", w.idempotent, d.idempotent);
    v.word("function", w.function, d.function, namesOfWriteFunctions());
}

template <typename V, typename H> void historyRule(V &v, H &h)
{
    static const HistoryRule d;
    v.number("deadband", h.deadband, d.deadband);
    v.integer("maxIntervalS", h.maxIntervalS, d.maxIntervalS, 1, 86400);
}

template <typename V, typename S> void twoPointScale(V &v, S &s)
{
    static const TwoPointScale d;
    v.number("rawLow", s.rawLow, d.rawLow);
    v.number("rawHigh", s.rawHigh, d.rawHigh);
    v.number("low", s.low, d.low);
    v.number("high", s.high, d.high);
}

template <typename V, typename C> void clampRule(V &v, C &c)
{
    v.limit("low", c.low);
    v.limit("high", c.high);
}

template <typename V, typename R> void reportRule(V &v, R &r)
{
    static const ReportRule d;
    v.number("deadband", r.deadband, d.deadband);
    v.number("deadbandPercent", r.deadbandPercent, d.deadbandPercent);
    v.integer("maxSilenceS", r.maxSilenceS, d.maxSilenceS, 1, 86400);
}

template <typename V, typename S> void stateLabel(V &v, S &s)
{
    v.whole("value", s.value);
    v.text("label", s.label, kNameLength);
    v.text("tone", s.tone, 16);
}

template <typename V, typename T> void tag(V &v, T &t)
{
    static const Tag d;
    v.tagId("id", t.id);
    v.text("path", t.path, 200);
    v.text("description", t.description, kTextLength);
    v.word("counter", t.counter, d.counter, namesOfCounters());
    v.flag("ofLink", t.ofLink, d.ofLink);
    v.word("table", t.table, d.table, namesOfTables());
    v.requiredUnless("address", t.address, 0, 65535, "counter", t.isCounter());
    v.word("type", t.type, d.type, namesOfTypes());
    v.word("order", t.order, d.order, namesOfOrders());
    v.integer("bit", t.bit, d.bit, -1, 15);
    v.integer("length", t.length, d.length, 0, 250);
    v.word("encoding", t.encoding, d.encoding, namesOfEncodings());
    v.word("textBytes", t.textBytes, d.textBytes, namesOfTextBytes());
    v.word("trim", t.trim, d.trim, namesOfTrims());
    v.number("factor", t.factor, d.factor);
    v.number("offset", t.offset, d.offset);
    v.part("scale", t.scale, [](auto &inner, auto &item) { twoPointScale(inner, item); });
    v.text("scaleFactor", t.scaleFactor, 128);
    v.part("clamp", t.clamp, [](auto &inner, auto &item) { clampRule(inner, item); });
    v.text("notAvailable", t.notAvailable, kNameLength);
    v.text("pollClass", t.pollClass, 64, d.pollClass);
    v.text("unit", t.unit, 20);
    v.integer("decimals", t.decimals, d.decimals, 0, 9);
    v.limit("low", t.low);
    v.limit("high", t.high);
    v.limit("normalLow", t.normalLow);
    v.limit("normalHigh", t.normalHigh);
    v.list("states", t.states, [](auto &inner, auto &item) { stateLabel(inner, item); });
    v.part("write", t.write, [](auto &inner, auto &item) { writeRule(inner, item); });
    v.part("history", t.history, [](auto &inner, auto &item) { historyRule(inner, item); });
    v.part("report", t.report, [](auto &inner, auto &item) { reportRule(inner, item); });
    v.integer("debounceMs", t.debounceMs, d.debounceMs, 0, 3600000);
    v.integer("qualityDebounceMs", t.qualityDebounceMs, d.qualityDebounceMs, 0, 3600000);
}

template <typename V, typename W> void widget(V &v, W &w)
{
    static const Widget d;
    v.id("id", w.id);
    v.text("type", w.type, 64);
    v.integer("x", w.x, d.x, 0, 11);
    v.integer("y", w.y, d.y, 0, 1000);
    v.integer("w", w.w, d.w, 1, 12);
    v.integer("h", w.h, d.h, 1, 12);
    v.text("title", w.title, kNameLength);
    v.texts("tags", w.tags);
    v.object("properties", w.properties);
}

template <typename V, typename G> void widgetGroup(V &v, G &g)
{
    static const WidgetGroup d;
    v.id("id", g.id);
    v.text("title", g.title, kNameLength);
    v.integer("x", g.x, d.x, 0, 11);
    v.integer("y", g.y, d.y, 0, 1000);
    v.integer("w", g.w, d.w, 1, 12);
    v.integer("h", g.h, d.h, 1, 100);
    v.list("widgets", g.widgets, [](auto &inner, auto &item) { widget(inner, item); });
}

template <typename V, typename S> void screen(V &v, S &s)
{
    v.id("id", s.id);
    v.text("title", s.title, kNameLength);
    v.text("icon", s.icon, 64);
    v.list("groups", s.groups, [](auto &inner, auto &item) { widgetGroup(inner, item); });
}

template <typename V, typename E> void northboundEntry(V &v, E &e)
{
    static const NorthboundEntry d;
    v.word("table", e.table, d.table, namesOfTables());
    v.required("address", e.address, 0, 65535);
    v.word("type", e.type, d.type, namesOfTypes());
    v.word("order", e.order, d.order, namesOfOrders());
    v.integer("length", e.length, d.length, 0, 250);
    v.tagId("tag", e.tag);
    v.number("factor", e.factor, d.factor);
    v.number("offset", e.offset, d.offset);
    v.text("badValue", e.badValue, 500);
    v.flag("writable", e.writable, d.writable);
}

template <typename V, typename N> void northbound(V &v, N &n)
{
    static const Northbound d;
    v.flag("enabled", n.enabled, d.enabled);
    v.text("address", n.address, 45, d.address);
    v.integer("port", n.port, d.port, 0, 65535);
    v.flag("tls", n.tls, d.tls);
    v.integer("unit", n.unit, d.unit, 1, 247);
    v.texts("allow", n.allow);
    v.text("writeRole", n.writeRole, 64);
    v.integer("maxClients", n.maxClients, d.maxClients, 1, 64);
    v.integer("idleTimeoutS", n.idleTimeoutS, d.idleTimeoutS, 5, 3600);
    v.integer("requestsPerSecond", n.requestsPerSecond, d.requestsPerSecond, 1, 1000);
    v.flag("serveStale", n.serveStale, d.serveStale);
    v.list("map", n.map, [](auto &inner, auto &item) { northboundEntry(inner, item); });
}

template <typename V, typename P> void parameter(V &v, P &p)
{
    v.text("name", p.name, 32);
    v.text("description", p.description, kTextLength);
    v.text("default", p.defaultValue, kNameLength);
}

template <typename V, typename T> void deviceTemplate(V &v, T &t)
{
    v.id("id", t.id);
    v.text("name", t.name, kNameLength);
    v.text("vendor", t.vendor, kNameLength);
    v.text("description", t.description, kTextLength);
    v.text("source", t.source, kTextLength);
    v.list("parameters", t.parameters, [](auto &inner, auto &item) { parameter(inner, item); });
    v.list("tags", t.tags, [](auto &inner, auto &item) { tag(inner, item); });
}

/// project.json; connections, devices, tags and screens have files of their own.
template <typename V, typename P> void project(V &v, P &p)
{
    static const ProjectData d;
    v.required("schemaVersion", p.schemaVersion, 1, 1);
    v.id("id", p.id);
    v.text("name", p.name, kNameLength);
    v.text("description", p.description, kTextLength);
    v.text("startScreen", p.startScreen, 64);
    v.flag("simulation", p.simulation, d.simulation);
    v.integer("panelLogoutS", p.panelLogoutS, d.panelLogoutS, 30, 86400);
    v.integer("writesPerMinute", p.writesPerMinute, d.writesPerMinute, 1, 60000);
    v.integer("approvalS", p.approvalS, d.approvalS, 10, 3600);
    v.list("pollClasses", p.pollClasses, [](auto &inner, auto &item) { pollClass(inner, item); });
    v.list("roles", p.roles, [](auto &inner, auto &item) { role(inner, item); });
}

} // namespace mws::describe
