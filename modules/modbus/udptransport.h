// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/deadlinetimer.h"
#include "modbus/mbapwindow.h"

#include <QHostAddress>
#include <QHostInfo>

class QUdpSocket;

namespace mws::modbus
{

/// One Modbus/TCP frame per datagram. Only datagrams from the asked address and port count, and of
/// those only whole frames with transaction and unit of a request that waits.
class UdpTransport final : public Transport
{
    Q_OBJECT

public:
    explicit UdpTransport(Connection connection);
    ~UdpTransport() override;

    void open() override;
    void close() override;
    RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout) override;

private:
    void onLookup(const QHostInfo &found);
    void openLater(const QHostAddress &peer);
    void openTo(const QHostAddress &peer);
    void onReadyRead();
    /// None: it was no frame, or not from the device; that has been said.
    [[nodiscard]] std::optional<MbapFrame> receive();
    void onFrame(const MbapFrame &frame);
    void onDeadline();
    void onExpired(const MbapWindow::Request &request);
    void arm();
    void failLater(const QString &reason);
    void fail(const QString &reason);

    Connection m_connection;
    QUdpSocket *m_socket = nullptr; ///< a new one each time
    QHostAddress m_peer;
    int m_lookup = -1; ///< the name is being looked up
    DeadlineTimer m_deadline; ///< of the lookup, or of the request that ends first
    MbapWindow m_window;
};

} // namespace mws::modbus
