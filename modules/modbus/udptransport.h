// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/transport.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QTimer>

class QUdpSocket;

namespace mws::modbus
{

/// One Modbus/TCP frame per datagram. Only datagrams from the asked address and port count, and of
/// those only whole frames with transaction and unit of the request.
class UdpTransport final : public Transport
{
    Q_OBJECT

public:
    explicit UdpTransport(Connection connection);
    ~UdpTransport() override;

    void open() override;
    void close() override;
    void send(int unit, const QByteArray &pdu, Milliseconds timeout) override;

private:
    void onLookup(const QHostInfo &found);
    void openLater(const QHostAddress &peer);
    void openTo(const QHostAddress &peer);
    void onReadyRead();
    [[nodiscard]] bool takeDatagram();
    void onDeadline();
    void failLater(const QString &reason);
    void fail(const QString &reason);
    void finish(const TransportReply &reply);

    Connection m_connection;
    QUdpSocket *m_socket = nullptr; ///< a new one each time
    QHostAddress m_peer;
    int m_lookup = -1; ///< the name is being looked up
    QTimer m_deadline; ///< of the lookup or of the request
    bool m_waiting = false; ///< a request is in flight
    bool m_sawStray = false;
    int m_unit = 0;
    quint16 m_transaction = 0;
};

} // namespace mws::modbus
