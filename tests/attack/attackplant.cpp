// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/attackplant.h"

#include "attack/noprograms.h"
#include "http/certificate.h"

#include <QRegularExpression>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

http::Server::Config secureWeb(const QString &folder, const http::Server::Limits &limits)
{
    http::Server::Config config;
    config.port = 0;
    config.limits = limits;
    auto tls = http::serverTls(folder, {});
    if (!tls)
        qFatal("no certificate: %s", qUtf8Printable(tls.error().detail));
    config.tls = *tls;
    return config;
}

QByteArray manyFields(int count)
{
    QByteArray fields;
    for (int n = 0; n < count; ++n)
        fields += "X-" + QByteArray::number(n) + ": 1\r\n";
    return fields;
}

/// Replaces {what:number} or {what*number} by what make says.
template <typename Make> void replaceCounted(QByteArray &text, const char *pattern, Make make)
{
    const QRegularExpression expression{QLatin1String(pattern)};
    for (;;) {
        const auto match = expression.match(QString::fromLatin1(text));
        if (!match.hasMatch())
            return;
        text.replace(match.capturedStart(), match.capturedLength(),
                     make(match.captured(1).toLatin1(), match.captured(2).toInt()));
    }
}

} // namespace

http::Server::Limits AttackPlant::shortDeadlines()
{
    http::Server::Limits limits;
    limits.headDeadline = 1500ms;
    limits.bodyDeadline = 1500ms;
    return limits;
}

AttackPlant::AttackPlant(http::Server::Limits limits)
    : plant(0, true, secureWeb(m_certificates.path(), limits))
{
    plant.server.addAsset(QStringLiteral("/index.html"), {"text/html", kPage, "\"1\"", false});
    plant.server.addAsset(QStringLiteral("/assets/main.js"),
                          {"text/javascript", "1", "\"2\"", true});
    plant.server.setFallbackAsset(QStringLiteral("/index.html"));
    forbidPrograms();
    operatorSeat = signIn(QStringLiteral("otto"));
    administratorSeat = signIn(QStringLiteral("root"));
}

AttackPlant::Seat AttackPlant::signIn(const QString &user)
{
    const auto signedIn = waitFor(plant.access.signIn(user, QLatin1String(ApiPlant::kPassword),
                                                      Origin::Remote, QStringLiteral("127.0.0.1")));
    if (!signedIn)
        qFatal("%s: %s", qUtf8Printable(user), qUtf8Printable(signedIn.error().detail));
    return {"__Host-mws=" + signedIn->sessionId, signedIn->csrfToken};
}

QByteArray AttackPlant::filled(QByteArray text) const
{
    const QByteArray host = "127.0.0.1:" + QByteArray::number(port());
    const QByteArray write = "POST /api/v1/tags/setpoint/write HTTP/1.1\r\n{honest}";
    const QList<QPair<QByteArray, QByteArray>> macros{
        {"{hidden}", "{write}Content-Length: 12\r\n\r\n{\"value\":21}"},
        {"{write}", write},
        {"{upgrade}", "{signedIn}Origin: {origin}\r\n{switch}Sec-WebSocket-Version: 13\r\n{key}"},
        {"{switch}", "Upgrade: websocket\r\nConnection: Upgrade\r\n"},
        {"{key}", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"},
        {"{honest}",
         "{signedIn}Origin: {origin}\r\nX-CSRF-Token: {csrf}\r\n"
         "Content-Type: application/json\r\n"},
        {"{signedIn}", "{anonymous}Cookie: {cookie}\r\n"},
        {"{administrator}", "{anonymous}Cookie: " + administratorSeat.cookie + "\r\n"},
        {"{anonymous}", "Host: {host}\r\n"},
        {"{cookie}", operatorSeat.cookie},
        {"{csrf}", operatorSeat.csrfToken},
        {"{origin}", "https://" + host},
        {"{host}", host}};
    for (const auto &[macro, value] : macros)
        text.replace(macro, value);
    replaceCounted(text, "\\{(.)\\*(\\d+)\\}",
                   [](const QByteArray &what, int count) { return what.repeated(count); });
    replaceCounted(text, "\\{(fields):(\\d+)\\}",
                   [](const QByteArray &, int count) { return manyFields(count); });
    replaceCounted(text, "\\{(pad):(\\d+)\\}", [&text](const QByteArray &macro, int size) {
        const qsizetype rest
            = text.indexOf("\r\n\r\n") + 4 - macro.size() - 3 - QByteArray::number(size).size();
        return QByteArray(size - rest, 'a');
    });
    const qsizetype body = text.size() - text.indexOf("\r\n\r\n") - 4;
    return text.replace("{size}", QByteArray::number(body));
}

AttackPlant::Traces AttackPlant::traces()
{
    return {plant.bus.writes.size(),
            plant.audit(QStringLiteral("write.intended")).size()
                + plant.audit(QStringLiteral("write.refused")).size()
                + plant.audit(QStringLiteral("write.result")).size(),
            plant.access.sessions().size(), plant.access.users().size()};
}
