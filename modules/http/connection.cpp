// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/connection.h"

#include "http/wire.h"

#include <sys/socket.h>

namespace mws::http
{

namespace
{

constexpr Milliseconds kLingerDeadline{2000};
constexpr qint64 kLingerBytes = 1024 * 1024;

Response notCarriedOut()
{
    return Response::problem(500, QStringLiteral("internal"),
                             QStringLiteral("the request was not carried out"));
}

} // namespace

Connection::Connection(QSslSocket *socket, const Server::Config &config, ConnectionHost &host,
                       QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_config(config)
    , m_host(host)
{
    m_socket->setParent(this);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &Connection::timeOut);
    connect(m_socket, &QAbstractSocket::disconnected, this, &Connection::end);
    connect(m_socket, &QAbstractSocket::errorOccurred, this, &Connection::end);
    connect(m_socket, &QIODevice::readyRead, this, &Connection::readAvailable);
    // Queued: QSslSocket says that bytes are written before it hands them to the socket beneath.
    connect(m_socket, &QIODevice::bytesWritten, this, &Connection::written, Qt::QueuedConnection);
    connect(m_socket, &QSslSocket::encryptedBytesWritten, this, &Connection::written,
            Qt::QueuedConnection);
    if (m_config.tls.localCertificate().isNull()) {
        begin();
        return;
    }
    connect(m_socket, &QSslSocket::encrypted, this, &Connection::greet);
    encrypt();
}

void Connection::encrypt()
{
    const auto tls = m_host.tlsFor(m_socket->peerAddress());
    if (!tls) {
        end();
        return;
    }
    enter(State::Handshake, m_config.limits.tlsDeadline);
    m_socket->setSslConfiguration(*tls);
    m_socket->startServerEncryption();
}

void Connection::greet()
{
    const auto certificate = m_host.certificateOf(*m_socket);
    if (!certificate) {
        end();
        return;
    }
    m_certificate = *certificate;
    begin();
}

bool Connection::isBusy() const
{
    return m_state == State::Answering || m_state == State::Sending || m_state == State::Making;
}

void Connection::finish()
{
    m_finishing = true;
    if (!isBusy())
        end();
}

void Connection::begin()
{
    enter(State::Head, m_config.limits.headDeadline);
    readAvailable();
}

void Connection::readAvailable()
{
    if (m_state == State::Head)
        readHead();
    else if (m_state == State::Body)
        readBody();
    else if (m_state == State::Lingering)
        drop();
}

void Connection::readHead()
{
    const Server::Limits &limits = m_config.limits;
    const QByteArray waiting = m_socket->peek(limits.headBytes + 4);
    // From the first byte of a request on, its own deadline runs instead of the idle one.
    if (!waiting.isEmpty() && m_deadline.interval() != int(limits.headDeadline.count()))
        enter(State::Head, limits.headDeadline);
    const qsizetype end = waiting.indexOf("\r\n\r\n");
    if (end < 0) {
        if (waiting.size() > limits.headBytes)
            refuse({431, QStringLiteral("the head is too large")});
        return;
    }
    const auto parsed = parseHead(
        QByteArrayView(waiting).first(end + 4),
        {limits.headBytes, limits.lineBytes, limits.fields, limits.targetBytes, m_config.basePath});
    if (const auto *refusal = std::get_if<Refusal>(&parsed))
        refuse(*refusal);
    else
        takeHead(std::get<RequestHead>(parsed), end + 4);
}

void Connection::takeHead(const RequestHead &head, qsizetype size)
{
    const Server::Limits &limits = m_config.limits;
    m_head = head;
    m_head.request.secure = m_socket->isEncrypted();
    m_head.request.certificate = m_certificate;
    if (const auto refusal = m_host.admit(m_head, *m_socket)) {
        refuse(*refusal);
        return;
    }
    if (m_head.wantsUpgrade) {
        takeUpgrade(size);
        return;
    }
    const auto limit = m_host.bodyLimit(m_head);
    if (const auto *refusal = std::get_if<Response>(&limit)) {
        m_refused = true;
        send(*refusal, false);
        return;
    }
    m_socket->skip(size);
    m_body.emplace(m_head, std::get<qint64>(limit));
    m_bodyClock.start();
    enter(State::Body, std::min(limits.bodyDeadline, limits.headDeadline));
    readBody();
}

void Connection::takeUpgrade(qsizetype headBytes)
{
    if (const auto refusal = m_host.refuseUpgrade(m_head.request)) {
        m_refused = true;
        send(*refusal, false);
        return;
    }
    if (m_socket->state() != QAbstractSocket::ConnectedState) {
        end();
        return;
    }
    m_state = State::Over;
    m_deadline.stop();
    m_socket->disconnect(this);
    m_socket->setParent(nullptr);
    m_host.upgrade(m_socket, headBytes, m_head.request);
    deleteLater();
}

void Connection::readBody()
{
    while (!m_body->isDone() && !m_body->refusal() && m_socket->bytesAvailable() > 0)
        m_body->take(m_socket->read(m_body->wants()));
    if (const auto refusal = m_body->refusal())
        refuse(*refusal);
    else if (m_body->isDone())
        handle();
}

bool Connection::isBodyFast() const
{
    const Milliseconds passed{m_bodyClock.elapsed()};
    return passed < m_config.limits.bodyDeadline
        && m_body->body().size() * 1000 >= passed.count() * m_config.limits.bodyBytesPerSecond;
}

void Connection::handle()
{
    ++m_requests;
    m_head.request.body = m_body->body();
    m_body.reset();
    m_keepAlive = m_head.keepAlive && m_requests < m_config.limits.requestsPerConnection;
    enter(State::Answering, m_config.limits.answerDeadline);
    m_host.answer(m_head.request).whenOver(this, [this](const Response *response) {
        takeAnswer(response ? *response : notCarriedOut());
    });
}

void Connection::takeAnswer(const Response &response)
{
    // An answer after its deadline is for nobody.
    if (m_state == State::Answering)
        send(response, m_keepAlive);
}

void Connection::refuse(const Refusal &refusal)
{
    m_refused = true;
    auto response = Response::problem(refusal.status, QStringLiteral("refused"), refusal.detail);
    if (refusal.retryAfter > 0)
        response.headers.emplaceBack("Retry-After", QByteArray::number(refusal.retryAfter));
    send(response, false);
}

void Connection::send(const Response &response, bool keepAlive)
{
    if (m_state == State::Over)
        return;
    m_keepAlive = keepAlive && !m_finishing;
    const bool headOnly = m_head.request.method == Method::Head;
    m_pieces = headOnly ? Pieces() : response.pieces;
    m_socket->write(toWire(response, {m_socket->isEncrypted(), m_keepAlive, headOnly}));
    awaitSending();
    written();
}

qint64 Connection::unsentBytes() const
{
    return m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

void Connection::awaitSending()
{
    m_unsent = unsentBytes();
    enter(State::Sending, m_config.limits.writeDeadline);
}

bool Connection::isTakenFast() const
{
    const Server::Limits &limits = m_config.limits;
    return (m_unsent - unsentBytes()) * 1000
        >= limits.writeDeadline.count() * limits.answerBytesPerSecond;
}

void Connection::written()
{
    if (m_state != State::Sending || unsentBytes() > 0)
        return;
    if (m_pieces)
        makePiece();
    else
        sent();
}

void Connection::makePiece()
{
    enter(State::Making, m_config.limits.answerDeadline);
    m_pieces().whenOver(this, [this](const Result<QByteArray> *piece) { takePiece(piece); });
}

void Connection::takePiece(const Result<QByteArray> *piece)
{
    if (m_state != State::Making)
        return;
    if (!piece || !*piece) {
        // Without its last chunk no client takes it for whole.
        end();
        return;
    }
    if ((*piece)->isEmpty())
        m_pieces = {};
    m_socket->write(toChunk(**piece));
    awaitSending();
    written();
}

void Connection::sent()
{
    m_host.answered(*m_socket);
    if (!m_keepAlive) {
        linger();
        return;
    }
    m_head = {};
    enter(State::Head, m_config.limits.idleDeadline);
    // Not from within the signal that said that the last byte left.
    QMetaObject::invokeMethod(this, &Connection::readAvailable, Qt::QueuedConnection);
}

void Connection::linger()
{
    enter(State::Lingering, kLingerDeadline);
    if (!m_refused && m_socket->bytesAvailable() == 0) {
        m_socket->disconnectFromHost();
        return;
    }
    // Closing with unread bytes resets the connection, and the answer may be lost with it. So only
    // our half is closed, and what the client still sends is dropped until it has seen that.
    ::shutdown(int(m_socket->socketDescriptor()), SHUT_WR);
    drop();
}

void Connection::drop()
{
    m_lingered += m_socket->readAll().size();
    if (m_lingered > kLingerBytes)
        end();
}

void Connection::end()
{
    if (m_state == State::Over)
        return;
    m_state = State::Over;
    m_deadline.stop();
    m_pieces = {};
    m_socket->disconnect(this);
    m_socket->abort();
    deleteLater();
}

void Connection::enter(State state, Milliseconds deadline)
{
    m_state = state;
    m_deadline.start(deadline);
}

void Connection::timeOut()
{
    const bool started
        = m_state == State::Body || (m_state == State::Head && m_socket->bytesAvailable() > 0);
    if (m_state == State::Body && isBodyFast())
        enter(State::Body, m_config.limits.headDeadline);
    else if (m_state == State::Sending && isTakenFast())
        awaitSending();
    else if (m_state == State::Answering)
        refuse({504, QStringLiteral("the answer took too long")});
    else if (started)
        refuse({408, QStringLiteral("the request came too slowly")});
    else
        end();
}

} // namespace mws::http
