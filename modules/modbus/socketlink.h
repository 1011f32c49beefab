// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bytelink.h"
#include "project/connection.h"

#include <QTimer>

class QTcpSocket;

namespace mws::modbus
{

/// A TCP connection: own connect deadline, no proxy, hard abort.
class SocketLink final : public ByteLink
{
    Q_OBJECT

public:
    explicit SocketLink(Connection connection);
    ~SocketLink() override;

    void open() override;
    void close() override;
    void write(const QByteArray &bytes) override;
    void discard() override;

private:
    void makeSocket();
    void onConnected();

    Connection m_connection;
    QTcpSocket *m_socket = nullptr; ///< a new one each time
    QTimer m_deadline; ///< of the connect
};

} // namespace mws::modbus
