// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/peerfinder.h"
#include "modbus/windowtransport.h"

#include <QTimer>

class QUdpSocket;

namespace mws::modbus
{

/// One Modbus/TCP frame per datagram. Only datagrams from the asked address and port count, and of
/// those only whole frames.
class UdpTransport final : public WindowTransport
{
    Q_OBJECT

public:
    explicit UdpTransport(Connection connection, const DeviceNetworks &networks = {});
    ~UdpTransport() override;

    void open() override;
    void close() override;

private:
    void transmit(const QByteArray &frame, bool atOnce) override;
    void openTo(const QHostAddress &peer);
    void onReadyRead();
    /// None: it was no frame, or not from the device; that has been said.
    [[nodiscard]] std::optional<MbapFrame> receive();
    /// At the next turn of the event loop, if the socket is still in use then.
    template <typename Action> void later(Action action);

    Connection m_connection;
    QUdpSocket *m_socket = nullptr; ///< a new one each time
    QHostAddress m_peer;
    PeerFinder m_finder;
    QTimer m_lookupDeadline;
};

} // namespace mws::modbus
