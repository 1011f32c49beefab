// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/mbapreader.h"
#include "modbus/peerfinder.h"
#include "modbus/transport.h"

#include <QElapsedTimer>
#include <QTimer>

class QAbstractSocket;
class QModbusClient;

namespace mws::modbus
{

/// Modbus/TCP over QModbusTcpClient. The client sends and connects; the answer is taken from the
/// same bytes by MbapReader, because the client accepts wrong units, protocols and lengths. A new
/// client per connection, own deadlines, hard abort.
class TcpTransport final : public Transport
{
    Q_OBJECT

public:
    explicit TcpTransport(Connection connection, const DeviceNetworks &networks = {});
    ~TcpTransport() override;

    void open() override;
    void close() override;
    /// The bytes go to the system in the next turn of the event loop, after mayGo was asked.
    RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout,
                   const MayGo &mayGo) override;

private:
    enum class State { Closed, Opening, Open };

    void connectToNext();
    void makeClient(const QHostAddress &peer);
    void dropClient();
    void onConnectionError();
    void onConnected();
    void onReadyRead();
    void onFrame(const MbapFrame &frame);
    [[nodiscard]] StrayReason reasonOf(const MbapFrame &frame) const;
    void onDeadline();
    void fail(const QString &reason);
    void finish(const TransportReply &reply);

    Connection m_connection;
    PeerFinder m_finder;
    QList<QHostAddress> m_peers; ///< of the host, that are still to be tried
    State m_state = State::Closed;
    QModbusClient *m_client = nullptr;
    QAbstractSocket *m_socket = nullptr; ///< the client's
    MbapReader m_reader;
    QTimer m_deadline; ///< of the connect or of the request
    QElapsedTimer m_partSince; ///< when the frame that is not whole yet began
    bool m_waiting = false; ///< a request is in flight
    bool m_withheld = false; ///< and is not sent, which is told in the next turn
    bool m_wasAnswered = false; ///< the last request that was sent
    Milliseconds m_timeout{0}; ///< of the request in flight
    bool m_sawStray = false;
    quint16 m_transaction = 0; ///< of the request in flight
    quint16 m_nextTransaction = 0; ///< the client counts from 0
    int m_unit = 0;
    quint64 m_generation = 0; ///< counts clients
};

} // namespace mws::modbus
