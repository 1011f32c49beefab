// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/tcpserver.h"

#include "simulator/responder.h"

#include <QTcpSocket>
#include <QTimer>

namespace mws::simulator
{

namespace
{

constexpr int kHeaderBytes = 7; // transaction, protocol, length, unit
constexpr int kMostBytes = 254; // of what the length counts: unit and PDU

int wordAt(const QByteArray &bytes, qsizetype at)
{
    return uchar(bytes[at]) << 8 | uchar(bytes[at + 1]);
}

QByteArray frameOf(const QByteArray &head, const QByteArray &pdu)
{
    QByteArray frame = head.left(4);
    const qsizetype length = pdu.size() + 1;
    frame.append(char(length >> 8)).append(char(length)).append(head[6]).append(pdu);
    return frame;
}

/// Another protocol id and no sense behind it.
QByteArray garbageFor(const QByteArray &head)
{
    return head.left(2) + QByteArray::fromHex("5a5a00f3c39a17e80b44d1");
}

} // namespace

TcpServer::TcpServer(QString connection, Responder &responder, QObject *parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_responder(responder)
{
    connect(&m_server, &QTcpServer::newConnection, this, &TcpServer::accept);
}

Result<void> TcpServer::listen(const QHostAddress &address, int port)
{
    if (!m_server.listen(address, quint16(port)))
        return Error{ErrorCode::Unavailable,
                     QStringLiteral("%1: cannot listen on %2:%3: %4")
                         .arg(m_connection, address.toString(), QString::number(port),
                              m_server.errorString())};
    m_address = m_server.serverAddress();
    m_port = m_server.serverPort();
    return {};
}

QString TcpServer::endpoint() const
{
    const bool v6 = m_address.protocol() == QAbstractSocket::IPv6Protocol;
    const QString host = m_address.toString();
    return (v6 ? u'[' + host + u']' : host) + u':' + QString::number(m_port);
}

int TcpServer::clients() const
{
    return int(findChildren<QTcpSocket *>(Qt::FindDirectChildrenOnly).size());
}

void TcpServer::close()
{
    m_server.close();
    const auto sockets = findChildren<QTcpSocket *>(Qt::FindDirectChildrenOnly);
    for (QTcpSocket *socket : sockets)
        socket->abort();
}

void TcpServer::reopen()
{
    if (!m_server.isListening() && m_port > 0)
        m_server.listen(m_address, quint16(m_port));
}

void TcpServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        socket->setParent(this);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void TcpServer::read(QTcpSocket *socket)
{
    while (takeFrame(socket)) { }
}

/// False: no whole frame is there, or the client does not speak Modbus and was cut off.
bool TcpServer::takeFrame(QTcpSocket *socket)
{
    if (socket->bytesAvailable() < kHeaderBytes)
        return false;
    const QByteArray head = socket->peek(kHeaderBytes);
    const int length = wordAt(head, 4);
    if (wordAt(head, 2) != 0 || length < 2 || length > kMostBytes) {
        socket->abort();
        return false;
    }
    if (socket->bytesAvailable() < kHeaderBytes + length - 1)
        return false;
    const QByteArray pdu = socket->read(kHeaderBytes + length - 1).mid(kHeaderBytes);
    const Reply reply = m_responder.handle(m_connection, uchar(head[6]), pdu, true);
    if (reply.delayMs == 0)
        send(socket, head, reply);
    else
        QTimer::singleShot(reply.delayMs, socket,
                           [this, socket, head, reply] { send(socket, head, reply); });
    return socket->isOpen();
}

void TcpServer::send(QTcpSocket *socket, const QByteArray &head, const Reply &reply)
{
    if (reply.kind == Reply::Kind::Answer)
        socket->write(frameOf(head, reply.pdu));
    else if (reply.kind == Reply::Kind::Garbage)
        socket->write(garbageFor(head));
}

} // namespace mws::simulator
