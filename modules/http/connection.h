// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "http/bodyreader.h"
#include "http/server.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QSslSocket>
#include <QTimer>

namespace mws::http
{

/// What a connection asks of the server behind it.
class ConnectionHost
{
public:
    virtual ~ConnectionHost() = default;
    /// What a connection from peer does its handshake with. The error says why it must not begin.
    virtual Result<QSslConfiguration> tlsFor(const QHostAddress &peer) = 0;
    /// After the handshake: as Request::certificate. None: the connection must end.
    virtual std::optional<QByteArray> certificateOf(QSslSocket &socket) = 0;
    /// A request that is whole; may answer later, also after the connection is gone.
    virtual Future<Response> answer(const Request &request) = 0;
    /// Fills in what follows from where a request comes from and what it is addressed to, or
    /// refuses it, before its body is read.
    virtual std::optional<Refusal> admit(RequestHead &head, const QSslSocket &socket) = 0;
    /// How many bytes the body of an admitted head may have, or the answer that takes its place.
    virtual std::variant<qint64, Response> bodyLimit(const RequestHead &head) = 0;
    /// An answer has left over socket, whole.
    virtual void answered(const QSslSocket &socket) = 0;
    /// Decides about an upgrade; nothing lets it through.
    virtual std::optional<Response> refuseUpgrade(const Request &request) = 0;
    /// Takes over the socket, whose head of so many bytes has not been read yet.
    virtual void upgrade(QSslSocket *socket, qsizetype headBytes, const Request &request) = 0;
};

/// One network connection: reads strict requests one at a time, within limits and deadlines, and
/// sends the answers. Deletes itself when it is over; the socket lives and dies with it, unless it
/// was upgraded.
class Connection final : public QObject
{
    Q_OBJECT

public:
    Connection(QSslSocket *socket, const Server::Config &config, ConnectionHost &host,
               QObject *parent);

    /// An answer is being made or sent.
    [[nodiscard]] bool isBusy() const;
    /// Ends after the running answer, or at once.
    void finish();

private:
    /// Making: the next piece of the answer, while nothing waits to be sent.
    enum class State { Handshake, Head, Body, Answering, Sending, Making, Lingering, Over };

    void encrypt();
    void greet();
    void begin();
    void readAvailable();
    void readHead();
    void readBody();
    [[nodiscard]] bool isBodyFast() const;
    void takeHead(const RequestHead &head, qsizetype size);
    void takeUpgrade(qsizetype headBytes);
    void handle();
    void takeAnswer(const Response &response);
    void send(const Response &response, bool keepAlive);
    void refuse(const Refusal &refusal);
    [[nodiscard]] qint64 unsentBytes() const;
    [[nodiscard]] bool isTakenFast() const;
    void awaitSending();
    void written();
    void makePiece();
    void takePiece(const Result<QByteArray> *piece);
    void sent();
    void linger();
    void drop();
    void end();
    void enter(State state, Milliseconds deadline);
    void timeOut();

    QSslSocket *m_socket;
    const Server::Config &m_config;
    ConnectionHost &m_host;
    State m_state = State::Handshake;
    QTimer m_deadline;
    QByteArray m_certificate; ///< as Request::certificate
    RequestHead m_head;
    std::optional<BodyReader> m_body;
    QElapsedTimer m_bodyClock;
    int m_requests = 0;
    bool m_keepAlive = true;
    bool m_finishing = false;
    bool m_refused = false; ///< what follows is not a request
    qint64 m_lingered = 0;
    Pieces m_pieces; ///< what is left of the answer; null: nothing
    qint64 m_unsent = 0; ///< of the answer, when its deadline began to run
};

} // namespace mws::http
