// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/future.h"
#include "http/message.h"
#include "http/trustedproxies.h"

#include <QObject>
#include <QSslConfiguration>
#include <functional>
#include <memory>

QT_FORWARD_DECLARE_CLASS(QWebSocket)

namespace mws::http
{

/// Whether clients are asked for certificates (mutual TLS), and by whom those must be signed.
struct ClientCertificates {
    enum class Wanted {
        No, ///< none is asked for
        Optional, ///< who shows one is bound to it
        Required, ///< without one there is no answer
    };
    Wanted wanted = Wanted::No;
    QString folder; ///< with ca.pem, and revocation lists beside it (*.crl); see PeerTrust
};

/// What a route demands before its handler runs; checked by the guard of the server's owner.
/// SignedIn: a session, whatever its user may do.
enum class Access { Undeclared, Public, SignedIn, View, Write, Configure, Administer };

using Handler = std::function<Future<Response>(const Request &)>;

/// One operation of the API. A route without a declared access does not exist.
struct Route {
    Method method = Method::Get;
    QString pattern; ///< "/api/v1/tags/{id}"; a placeholder matches one segment
    Access access = Access::Undeclared;
    QString operationId; ///< as in the OpenAPI document
    Handler handler;
    bool confirmed = false; ///< who asks must have given the password not long ago
    qint64 bodyBytes = 0; ///< that the body may have, where that is more than Limits::bodyBytes;
                          ///< the guard passes the head before more than those are read
};

/// Files that are served from memory, by exact path only.
struct Asset {
    QByteArray contentType;
    QByteArray data;
    QByteArray etag; ///< quoted
    bool immutable = false; ///< the name holds a content hash
};

/// One WebSocket that passed the guard; the server owns limits, pings and closing.
class Socket : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    /// Drops the socket when more than 1 MiB waits to be sent.
    virtual void sendText(const QByteArray &utf8) = 0;
    [[nodiscard]] virtual qint64 bytesQueued() const = 0;
    virtual void close(int code, const QString &reason) = 0; ///< RFC 6455 section 7.4

Q_SIGNALS:
    void textReceived(const QByteArray &utf8);
    void bytesSent();
    void closed();
};

/// Hardened HTTP/1.1 server with TLS and WebSockets on one port; routes through QHttpServer but
/// never gives it a network socket. Lives in the web thread.
class Server final : public QObject
{
    Q_OBJECT

public:
    struct Limits {
        int connections = 256;
        int connectionsPerAddress = 32; ///< IPv6: per /64
        int headBytes = 16 * 1024;
        int lineBytes = 8 * 1024;
        int fields = 64;
        int targetBytes = 4 * 1024;
        qint64 bodyBytes = 1024 * 1024;
        int requestsPerConnection = 1000;
        Milliseconds tlsDeadline{5000};
        Milliseconds headDeadline{5000};
        Milliseconds bodyDeadline{20000};
        qint64 bodyBytesPerSecond = 1024; ///< on average, judged every headDeadline
        Milliseconds answerDeadline{60000}; ///< of a handler, 504 after it; of each piece, the end
        Milliseconds idleDeadline{15000};
        Milliseconds writeDeadline{20000};
        qint64 answerBytesPerSecond = 1024; ///< on average, judged every writeDeadline
        int socketMessageBytes = 64 * 1024;
        int socketMessagesPerSecond = 50; ///< each part of a message counts, and each ping
        qint64 socketQueueBytes = 1024 * 1024;
        Milliseconds socketPing{20000}; ///< between pings; two without answer end the socket
    };
    struct Config {
        QHostAddress address = QHostAddress::LocalHost;
        quint16 port = 8443; ///< 0: any free one
        QSslConfiguration
            tls; ///< with certificate and key; a null certificate means plain HTTP, loopback only
        QStringList
            hosts; ///< names that Host may have beside the addresses listened on; others get 421
        Limits limits{};
        TrustedProxies proxies{};
        QByteArray
            basePath{}; ///< as parseBasePath() gives it; Request::path is what comes after it
        ClientCertificates clients{};
    };

    /// Runs before everything else of a whole request, with null for an asset or an address without
    /// a route; anything but nothing is the answer.
    using Admission = std::function<std::optional<Response>(const Request &, const Route *)>;
    /// Runs before every handler; anything but nothing is sent instead of the handler's answer.
    using Guard = std::function<std::optional<Response>(const Request &, const Route &)>;
    /// Decides about an upgrade on its head, before 101; anything but nothing refuses it.
    using UpgradeGuard = std::function<std::optional<Response>(const Request &)>;
    /// Takes over an accepted socket with the request that opened it; the receiver owns it.
    using SocketHandler = std::function<void(std::unique_ptr<Socket>, const Request &)>;

    /// Whether the certificate with this SHA-256, which leads to an authority, is that of somebody
    /// who may come in now. Asked after each handshake and several times a second while the
    /// connection lives, which ends within a second after a no. Without a guard all are refused.
    using PeerGuard = std::function<bool(const QByteArray &fingerprint)>;
    /// Told why a connection ends without an answer because of its certificate, or the lack of one.
    using PeerRefusal = std::function<void(const QHostAddress &peer, const QString &why)>;

    explicit Server(Config config, QObject *parent = nullptr);
    ~Server() override;

    void setAdmission(Admission admission);
    void setGuard(Guard guard);
    void setPeerGuard(PeerGuard guard, PeerRefusal refused);
    /// Invalid (and not added) without access, operationId or handler, or with a pattern that
    /// exists.
    Result<void> addRoute(Route route);
    void addAsset(const QString &path, Asset asset);
    /// The page for every unknown path that is not below /api: a client-side application.
    void setFallbackAsset(const QString &path);
    void setWebSocket(const QString &path, UpgradeGuard guard, SocketHandler handler);
    [[nodiscard]] const QList<Route> &routes() const;

    Result<void> listen();
    /// Listens on another address, keeping routes and living connections; after the first
    /// administrator.
    Result<void> relisten(const QHostAddress &address);
    /// Whether clients elsewhere are refused, also those that a trusted proxy on this computer
    /// brings; before the first administrator.
    void setLoopbackOnly(bool only);
    /// From now on for new connections; those that are open go on with what they have. Not to
    /// switch TLS on or off.
    void setTls(const QSslConfiguration &tls);
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] QUrl url() const; ///< "https://127.0.0.1:8443/"
    /// Finishes running answers for at most two seconds, then closes all.
    void close();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace mws::http
