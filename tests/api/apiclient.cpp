// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"

#include "api/apiplant.h"
#include "api/schema.h"

#include <QEventLoop>
#include <QNetworkReply>

namespace
{

/// Empty: what the server has taken is what its document describes.
QString problemWith(const QByteArray &method, const QString &target, const QByteArray &body)
{
    static const Schema document(
        QJsonDocument::fromJson(mws::ApiServer::openApiDocument()).object());
    const QJsonObject schema = document.request(target, QString::fromLatin1(method));
    if (schema.isEmpty())
        return {};
    return document.check(schema, QJsonDocument::fromJson(body).object());
}

} // namespace

ApiClient::ApiClient(const mws::http::Server &server)
    : origin("http://127.0.0.1:" + QByteArray::number(server.port()))
    , m_base(QString::fromLatin1(origin))
{
}

Reply ApiClient::signIn(const QString &user)
{
    const QJsonObject body{{QStringLiteral("user"), user},
                           {QStringLiteral("password"), QLatin1String(ApiPlant::kPassword)}};
    const Reply reply = post(QStringLiteral("/api/v1/session"), QJsonDocument(body).toJson());
    cookie = reply.setCookie.left(reply.setCookie.indexOf(';'));
    csrfToken = reply.json().value(QStringLiteral("csrfToken")).toString().toLatin1();
    return reply;
}

Reply ApiClient::write(const QString &tag, const QByteArray &body)
{
    return post(QStringLiteral("/api/v1/tags/%1/write").arg(tag), body);
}

Reply ApiClient::send(const QByteArray &method, const QString &target, const QByteArray &body)
{
    QMap<QByteArray, QByteArray> all{{"Cookie", cookie}};
    if (method != "GET") {
        all.insert("Origin", origin);
        all.insert("X-CSRF-Token", csrfToken);
        all.insert("Content-Type", "application/json");
    }
    if (!bearer.isEmpty())
        all = {{"Authorization", "Bearer " + bearer}, {"Content-Type", "application/json"}};
    for (auto it = headers.cbegin(); it != headers.cend(); ++it)
        all.insert(it.key(), it.value());
    QNetworkRequest request(QUrl(m_base + target, QUrl::StrictMode));
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        if (!it.value().isEmpty())
            request.setRawHeader(it.key(), it.value());
    }
    QNetworkReply *answer = m_manager.sendCustomRequest(request, method, body);
    QEventLoop loop;
    connect(answer, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!answer->isFinished())
        loop.exec();
    const Reply reply{answer->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                      answer->readAll(),
                      answer->rawHeader("Content-Type"),
                      answer->rawHeader("Set-Cookie"),
                      answer->rawHeader("Retry-After"),
                      answer->rawHeader("ETag")};
    answer->deleteLater();
    const bool isTaken = reply.status >= 200 && reply.status < 300 && !body.isEmpty();
    if (const QString problem = isTaken ? problemWith(method, target, body) : QString();
        !problem.isEmpty())
        qFatal("%s %s takes what is not described: %s", method.constData(), qPrintable(target),
               qPrintable(problem));
    return reply;
}

LiveClient::LiveClient(const ApiClient &client, const mws::http::Server &server,
                       const QByteArray &origin)
    : m_socket(QString::fromLatin1(!client.bearer.isEmpty() ? QByteArray()
                                       : origin.isNull()    ? client.origin
                                                            : origin))
{
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        texts.append(text.toUtf8());
        Q_EMIT changed();
    });
    connect(&m_socket, &QWebSocket::disconnected, this, [this] {
        m_closeCode = m_socket.closeCode();
        m_ended = true;
        Q_EMIT changed();
    });
    QNetworkRequest request(
        QUrl(QStringLiteral("ws://127.0.0.1:%1/api/v1/live").arg(server.port())));
    if (!client.bearer.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + client.bearer);
    else if (!client.cookie.isEmpty())
        request.setRawHeader("Cookie", client.cookie);
    m_socket.open(request);
}

QList<QJsonObject> LiveClient::messages(const char *type) const
{
    QList<QJsonObject> found;
    for (const QByteArray &text : texts) {
        const QJsonObject object = QJsonDocument::fromJson(text).object();
        if (object.value(QStringLiteral("type")).toString() == QLatin1String(type))
            found.append(object);
    }
    return found;
}

bool LiveClient::isConnected() const
{
    return m_socket.state() == QAbstractSocket::ConnectedState;
}
