// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/peer.h"

#include "modbus/framing.h"
#include "modbus/pki.h"

#include <QNetworkDatagram>
#include <QSslServer>
#include <QtEndian>
#include <sys/socket.h>

namespace mws
{

namespace
{

const Pki &pki()
{
    static const Pki made;
    return made;
}

std::unique_ptr<QTcpServer> serverFor(ConnectionKind kind)
{
    if (kind != ConnectionKind::Tls)
        return std::make_unique<QTcpServer>();
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(pki().server());
    return server;
}

constexpr qsizetype kRtuRequest = 8; ///< bytes of FC 3 and FC 6
constexpr qsizetype kTcpRequest = 12;

QByteArray mbapFrame(const QByteArray &request, const QByteArray &pdu)
{
    QByteArray frame = request.left(4) + QByteArray(2, '\0') + request.mid(6, 1) + pdu;
    qToBigEndian(quint16(pdu.size() + 1), frame.data() + 4);
    return frame;
}

/// So that close() sends a reset and not an end.
void setToReset(const QTcpSocket &socket)
{
    const linger atOnce{1, 0};
    setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

} // namespace

QByteArray Peer::answerTo(const QByteArray &pdu)
{
    const int address = qFromBigEndian<quint16>(pdu.constData() + 1);
    const auto word = qFromBigEndian<quint16>(pdu.constData() + 3);
    const bool isWrite = pdu.at(0) == 6;
    ++(isWrite ? writes : reads);
    if (mute)
        return {};
    if (isWrite) {
        registers[address] = word;
        return pdu;
    }
    QByteArray answer = pdu.left(1) + char(2 * word);
    for (int i = 0; i < word; ++i) {
        const quint16 value = registers.value(address + i);
        answer.append(char(value >> 8)).append(char(value));
    }
    return answer;
}

TcpPeer::TcpPeer(ConnectionKind kind)
    : m_kind(kind)
    , m_server(serverFor(kind))
{
    // Queued: QSslServer tells it before the connection can be taken.
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &TcpPeer::onConnection,
            kind == ConnectionKind::Tls ? Qt::QueuedConnection : Qt::AutoConnection);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("no free port on the loopback interface");
    m_port = m_server->serverPort();
}

QString TcpPeer::tlsFolder() const
{
    return m_kind == ConnectionKind::Tls ? pki().stationFolder(QStringLiteral("line")) : QString();
}

Connection TcpPeer::connection() const
{
    Connection connection;
    connection.kind = m_kind;
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = m_port;
    return connection;
}

void TcpPeer::vanish()
{
    m_server->close();
    if (m_socket)
        m_socket->abort();
}

void TcpPeer::appear()
{
    if (!m_server->listen(QHostAddress::LocalHost, m_port))
        qFatal("the port of the device was taken");
}

void TcpPeer::reset()
{
    if (!m_socket)
        return;
    setToReset(*m_socket);
    m_socket->abort();
}

void TcpPeer::onConnection()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        m_socket = socket;
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onReadyRead(socket); });
        onReadyRead(socket);
    }
}

void TcpPeer::onReadyRead(QTcpSocket *socket)
{
    const qsizetype size = m_kind == ConnectionKind::RtuOverTcp ? kRtuRequest : kTcpRequest;
    while (socket->bytesAvailable() >= size)
        socket->write(framedAnswer(socket->read(size)));
}

QByteArray TcpPeer::framedAnswer(const QByteArray &request)
{
    const bool isTcp = m_kind != ConnectionKind::RtuOverTcp;
    const QByteArray pdu = answerTo(request.mid(isTcp ? 7 : 1, 5));
    if (pdu.isEmpty())
        return {};
    return isTcp ? mbapFrame(request, pdu) : rtuFrame(request.at(0), pdu);
}

SerialPeer::SerialPeer(ConnectionKind kind)
    : m_kind(kind)
{
    const bool isAscii = kind == ConnectionKind::Ascii;
    m_far.isWhole = [isAscii](const QByteArray &bytes) {
        return isAscii ? bytes.endsWith("\r\n") : bytes.size() >= kRtuRequest;
    };
    m_far.answer = [this, isAscii](const QByteArray &request) {
        m_far.heard.clear(); // counted, not kept
        const QByteArray bytes = isAscii ? QByteArray::fromHex(request.mid(1)) : request;
        const QByteArray pdu = answerTo(bytes.mid(1, 5));
        if (pdu.isEmpty())
            return pdu;
        return isAscii ? modbus::AsciiFraming().frame(uchar(bytes.at(0)), pdu)
                       : rtuFrame(bytes.at(0), pdu);
    };
}

Connection SerialPeer::connection() const
{
    Connection connection;
    connection.kind = m_kind;
    connection.serialPort = m_far.path;
    connection.baudRate = 115200;
    return connection;
}

void SerialPeer::vanish()
{
    m_far.unplug();
    m_far.heard.clear();
}

void SerialPeer::reset()
{
    vanish();
    appear();
}

UdpPeer::UdpPeer()
{
    connect(&m_socket, &QUdpSocket::readyRead, this, &UdpPeer::onReadyRead);
    appear();
    m_port = m_socket.localPort();
}

Connection UdpPeer::connection() const
{
    Connection connection;
    connection.kind = ConnectionKind::Udp;
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = m_port;
    return connection;
}

void UdpPeer::appear()
{
    if (!m_socket.bind(QHostAddress::LocalHost, m_port))
        qFatal("the port of the device was taken");
}

void UdpPeer::onReadyRead()
{
    while (m_socket.hasPendingDatagrams()) {
        const QNetworkDatagram request = m_socket.receiveDatagram();
        const QByteArray pdu = answerTo(request.data().mid(7, 5));
        if (!pdu.isEmpty())
            m_socket.writeDatagram(request.makeReply(mbapFrame(request.data(), pdu)));
    }
}

std::unique_ptr<Peer> makePeer(ConnectionKind kind)
{
    if (kind == ConnectionKind::Rtu || kind == ConnectionKind::Ascii)
        return std::make_unique<SerialPeer>(kind);
    if (kind == ConnectionKind::Udp)
        return std::make_unique<UdpPeer>();
    return std::make_unique<TcpPeer>(kind);
}

} // namespace mws
