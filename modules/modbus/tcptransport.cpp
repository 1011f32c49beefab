// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/tcptransport.h"

#include <QModbusReply>
#include <QModbusTcpClient>
#include <QNetworkProxy>
#include <QTcpSocket>

namespace mws::modbus
{

namespace
{

constexpr qsizetype kHeader = 7; ///< MBAP
constexpr int kNever = 24 * 3600 * 1000; ///< the client's own timer; ours decides

/// The client without its reading of the answers: it must not refuse what we still want to see.
class QuietTcpClient final : public QModbusTcpClient
{
public:
    using QModbusTcpClient::QModbusTcpClient;

protected:
    bool processResponse(const QModbusResponse &, QModbusDataUnit *) override { return true; }
    bool processPrivateResponse(const QModbusResponse &, QModbusDataUnit *) override
    {
        return true;
    }
};

QString bracketed(const QString &host)
{
    return host.contains(u':') ? u'[' + host + u']' : host;
}

} // namespace

TcpTransport::TcpTransport(Connection connection, const DeviceNetworks &networks)
    : m_connection(std::move(connection))
    , m_finder(networks)
    , m_deadline(this)
{
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    connect(&m_deadline, &QTimer::timeout, this, &TcpTransport::onDeadline);
    connect(&m_finder, &PeerFinder::found, this, [this](const QList<QHostAddress> &peers) {
        m_peers = peers;
        connectToNext();
    });
    connect(&m_finder, &PeerFinder::failed, this, &TcpTransport::fail);
}

TcpTransport::~TcpTransport()
{
    close();
}

void TcpTransport::makeClient(const QHostAddress &peer)
{
    m_client = new QuietTcpClient(this);
    m_client->setNumberOfRetries(0);
    m_client->setTimeout(kNever);
    m_client->setConnectionParameter(QModbusDevice::NetworkAddressParameter,
                                     bracketed(peer.toString()));
    m_client->setConnectionParameter(QModbusDevice::NetworkPortParameter, m_connection.port);
    m_socket = qobject_cast<QAbstractSocket *>(m_client->device());
    m_socket->setProxy(QNetworkProxy::NoProxy);
    const auto ifCurrent = [this, current = ++m_generation](auto action) {
        return [this, current, action] {
            if (current == m_generation)
                action();
        };
    };
    connect(m_socket, &QAbstractSocket::connected, this, ifCurrent([this] { onConnected(); }),
            Qt::QueuedConnection);
    connect(m_socket, &QAbstractSocket::readyRead, this, &TcpTransport::onReadyRead);
    connect(m_client, &QModbusDevice::errorOccurred, this,
            ifCurrent([this] { onConnectionError(); }), Qt::QueuedConnection);
    connect(m_socket, &QAbstractSocket::disconnected, this,
            ifCurrent([this] { fail(tr("The device closed the connection.")); }),
            Qt::QueuedConnection);
}

void TcpTransport::open()
{
    close();
    m_state = State::Opening;
    m_deadline.start(m_connection.connectTimeoutMs);
    m_finder.find(m_connection.host, quint16(m_connection.port));
}

void TcpTransport::connectToNext()
{
    dropClient();
    makeClient(m_peers.takeFirst());
    m_client->connectDevice();
}

void TcpTransport::onConnectionError()
{
    if (m_state == State::Opening && !m_peers.isEmpty())
        connectToNext();
    else
        fail(m_socket->errorString());
}

void TcpTransport::onConnected()
{
    if (m_state != State::Opening)
        return;
    m_deadline.stop();
    m_state = State::Open;
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    m_socket->startTransaction();
    Q_EMIT opened();
}

void TcpTransport::close()
{
    m_state = State::Closed;
    m_finder.cancel();
    m_peers.clear();
    m_waiting = m_withheld = false;
    m_deadline.stop();
    m_reader = {};
    m_nextTransaction = 0;
    dropClient();
}

void TcpTransport::dropClient()
{
    ++m_generation; // what is queued from the old client is void
    if (!m_client)
        return;
    disconnect(m_client, nullptr, this, nullptr);
    disconnect(m_socket, nullptr, this, nullptr);
    m_socket->abort();
    m_client->deleteLater();
    m_client = nullptr;
    m_socket = nullptr;
}

RequestId TcpTransport::send(int unit, const QByteArray &pdu, Milliseconds timeout,
                             const MayGo &mayGo)
{
    m_waiting = true;
    m_withheld = mayGo && !mayGo();
    if (m_withheld) {
        m_deadline.start(0);
        return 0;
    }
    m_sawStray = false;
    m_unit = unit;
    m_timeout = timeout;
    m_deadline.start(timeout);
    const QModbusRequest request(QModbusPdu::FunctionCode(pdu.at(0)), pdu.mid(1));
    QModbusReply *reply = m_client->sendRawRequest(request, unit);
    if (!reply) {
        QMetaObject::invokeMethod(
            m_client, [this] { fail(tr("The request could not be sent.")); }, Qt::QueuedConnection);
        return 0;
    }
    m_transaction = m_nextTransaction++;
    countSent(kHeader + pdu.size());
    connect(reply, &QModbusReply::finished, reply, &QObject::deleteLater);
    connect(this, &Transport::finished, reply, &QObject::deleteLater);
    return 0;
}

void TcpTransport::onReadyRead()
{
    // The client has read these bytes already; the transaction gives them back to us.
    if (m_socket->isTransactionStarted())
        m_socket->rollbackTransaction();
    if (!m_reader.hasPart())
        m_partSince.start();
    const QByteArray bytes = m_socket->readAll();
    countReceived(bytes.size());
    m_reader.feed(bytes);
    m_socket->startTransaction();
    while (const auto frame = m_reader.next()) {
        m_partSince.start();
        onFrame(*frame);
    }
    if (!m_reader.isBroken())
        return;
    Q_EMIT strayFrame(StrayReason::Garbage, -1);
    fail(tr("The device sends bytes that are not Modbus/TCP."));
}

void TcpTransport::onFrame(const MbapFrame &frame)
{
    const bool isAwaited = m_waiting && !m_withheld;
    if (isAwaited && frame.transaction == m_transaction && frame.unit == m_unit) {
        finish({TransportReply::Status::Answer, frame.pdu, {}});
        return;
    }
    m_sawStray = true;
    Q_EMIT strayFrame(reasonOf(frame), m_unit);
}

StrayReason TcpTransport::reasonOf(const MbapFrame &frame) const
{
    if (frame.transaction >= m_nextTransaction)
        return StrayReason::WrongTransaction;
    if (frame.transaction != m_transaction)
        return StrayReason::Late;
    if (frame.unit != m_unit)
        return StrayReason::WrongUnit;
    return m_wasAnswered ? StrayReason::Duplicate : StrayReason::Late;
}

void TcpTransport::onDeadline()
{
    if (m_state == State::Opening) {
        fail(tr("The connection was not accepted in time."));
    } else if (m_withheld) {
        finish({TransportReply::Status::Withheld, {}, {}});
    } else if (m_reader.hasPart() && 2 * m_partSince.elapsed() >= m_timeout.count()) {
        Q_EMIT strayFrame(StrayReason::WrongLength, m_unit);
        fail(tr("The device stopped in the middle of an answer."));
    } else if (m_sawStray) {
        finish({TransportReply::Status::Invalid,
                {},
                tr("Only answers to other requests or from other units came.")});
    } else {
        finish({TransportReply::Status::Timeout, {}, tr("No answer in time.")});
    }
}

void TcpTransport::fail(const QString &reason)
{
    if (m_state == State::Closed)
        return;
    const bool waiting = m_waiting;
    const bool unsent = m_withheld;
    close();
    if (waiting)
        Q_EMIT finished({TransportReply::Status::LinkLost, {}, reason, 0, unsent});
    Q_EMIT closed(reason);
}

void TcpTransport::finish(const TransportReply &reply)
{
    m_waiting = false;
    if (!std::exchange(m_withheld, false))
        m_wasAnswered = reply.status == TransportReply::Status::Answer;
    m_deadline.stop();
    Q_EMIT finished(reply);
}

} // namespace mws::modbus
