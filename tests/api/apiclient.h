// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QNetworkAccessManager>
#include <QWebSocket>

/// What came back for one request.
struct Reply {
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    QByteArray setCookie;
    QByteArray retryAfter;
    QByteArray etag{};
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QString code() const { return json().value(QStringLiteral("code")).toString(); }
};

/// A browser tab reduced to what the guard looks at: one cookie, one CSRF token, one origin. Ends
/// the program when the server takes a body that the OpenAPI document does not describe.
class ApiClient final : public QObject
{
    Q_OBJECT

public:
    explicit ApiClient(const mws::http::Server &server);

    /// Signs in and keeps cookie and token.
    Reply signIn(const QString &user);
    Reply get(const QString &target) { return send("GET", target); }
    Reply post(const QString &target, const QByteArray &body) { return send("POST", target, body); }
    Reply send(const QByteArray &method, const QString &target, const QByteArray &body = {});
    Reply write(const QString &tag, const QByteArray &body);

    /// What a request that the test bends should carry instead; null values leave a header out.
    QMap<QByteArray, QByteArray> headers;
    QByteArray cookie;
    QByteArray csrfToken;
    QByteArray origin;
    QByteArray bearer; ///< of a program; then no cookie, origin or CSRF token is sent

private:
    QNetworkAccessManager m_manager;
    QString m_base;
};

/// A client of the live feed that keeps every message.
class LiveClient final : public QObject
{
    Q_OBJECT

public:
    explicit LiveClient(const ApiClient &client, const mws::http::Server &server,
                        const QByteArray &origin = {});

    void send(const QByteArray &text) { m_socket.sendTextMessage(QString::fromUtf8(text)); }
    /// All messages of a type so far, in order.
    [[nodiscard]] QList<QJsonObject> messages(const char *type) const;
    [[nodiscard]] int closeCode() const { return m_closeCode; }
    [[nodiscard]] bool isConnected() const;
    [[nodiscard]] bool hasEnded() const { return m_ended; }

    QList<QByteArray> texts;

Q_SIGNALS:
    void changed(); ///< there is another text, or it has ended

private:
    QWebSocket m_socket;
    int m_closeCode = 0;
    bool m_ended = false;
};
