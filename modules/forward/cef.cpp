// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/cef.h"

#include "audit/auditrow.h"

#include <QHostAddress>
#include <limits>

namespace mws::forward
{

namespace
{

constexpr qsizetype kMostMessage = 1023; // what the dictionary allows msg
constexpr int kUsual = 3; // low
constexpr int kRefused = 6; // medium

/// With a backslash before itself and this one.
QByteArray escaped(const QString &text, char special)
{
    QByteArray out;
    for (const char byte : harmless(text, std::numeric_limits<qsizetype>::max()).toUtf8()) {
        if (byte == '\\' || byte == special)
            out += '\\';
        out += byte;
    }
    return out;
}

/// What is empty is left out.
void add(QByteArray &out, const QByteArray &key, const QString &value)
{
    if (!value.isEmpty())
        out += ' ' + key + '=' + escaped(value, '=');
}

void addLabelled(QByteArray &out, const QByteArray &key, const char *label, const QString &value)
{
    add(out, key, value);
    if (!value.isEmpty())
        out += ' ' + key + "Label=" + label;
}

/// Of an origin such as "remote 192.0.2.7"; whoever is on site has none.
void addAddress(QByteArray &out, const QString &origin)
{
    const QHostAddress address(origin.section(u' ', 1, 1));
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        add(out, "src", address.toString());
    else if (address.protocol() == QAbstractSocket::IPv6Protocol)
        addLabelled(out, "c6a2", "Source IPv6 Address", address.toString());
}

} // namespace

QByteArray cefOf(const HashedEntry &row, const RowSource &source)
{
    const AuditEntry &entry = row.entry;
    const QByteArray action = escaped(entry.action, '|');
    const int severity = isRefusal(entry) ? kRefused : kUsual;
    QByteArray out = "CEF:0|Modbus Web Server|Modbus Web Server|" MWS_VERSION "|" + action + '|'
        + action + '|' + QByteArray::number(severity) + '|';
    out += "rt=" + QByteArray::number(toMsSinceEpoch(entry.time));
    add(out, "externalId", QString::number(entry.id));
    add(out, "suser", entry.actor);
    addAddress(out, entry.origin);
    add(out, "outcome", entry.outcome);
    addLabelled(out, "cs1", "origin", entry.origin);
    addLabelled(out, "cs2", "target", entry.target);
    addLabelled(out, "cs3", "correlation", entry.correlation);
    addLabelled(out, "cs4", "station", source.station);
    add(out, "msg", entry.detail.left(kMostMessage));
    return out;
}

} // namespace mws::forward
