// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bytelink.h"
#include "modbus/peerfinder.h"
#include "project/connection.h"

#include <QTcpSocket>
#include <QTimer>

namespace mws::modbus
{

/// A TCP connection: own connect deadline, no proxy, hard abort, addresses that this host permits
/// only, a standby address that takes turns with the first when neither can be reached.
class SocketLink : public ByteLink
{
    Q_OBJECT

public:
    explicit SocketLink(Connection connection, const DeviceNetworks &networks = {});
    ~SocketLink() override;

    void open() override;
    void close() override;
    void write(const QByteArray &bytes) override;
    void flush() final;
    void discard() override;
    [[nodiscard]] QString detail() const override;

protected:
    /// A new socket, whose signals are watched already.
    [[nodiscard]] virtual QTcpSocket *makeSocket();
    /// Begins to connect the socket; nothing is emitted inside.
    virtual void connectTo(const QHostAddress &peer, quint16 port);
    /// The TCP connection stands.
    virtual void onConnected();
    /// Why the socket failed, for people.
    [[nodiscard]] virtual QString reason() const;

    void becomeOpen();
    void fail(const QString &reason);
    [[nodiscard]] const Connection &connection() const { return m_connection; }
    /// The one of the two that is in use, or tried; as the project says it.
    [[nodiscard]] const QString &host() const;
    [[nodiscard]] QTcpSocket *socket() const { return m_socket; }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    /// A slot for signals of the current socket only.
    template <typename Action> auto ifCurrent(QTcpSocket *socket, Action action)
    {
        return [this, socket, action] {
            if (socket == m_socket)
                action();
        };
    }

private:
    /// At the next turn of the event loop, if the socket is still in use then.
    template <typename Action> void later(Action action)
    {
        QMetaObject::invokeMethod(m_socket, ifCurrent(m_socket, action), Qt::QueuedConnection);
    }
    void renewSocket();
    void dropSocket();
    void watch();
    void onFound(const QList<QHostAddress> &peers);
    void connectToNext();
    void onError();
    [[nodiscard]] quint16 port() const;
    void hear();
    /// What has come, a part of it if it is much.
    [[nodiscard]] QByteArray read();
    [[nodiscard]] QString address() const;

    Connection m_connection;
    PeerFinder m_finder;
    QList<QHostAddress> m_peers; ///< of the host, that are still to be tried
    QTcpSocket *m_socket = nullptr; ///< a new one each time
    QTimer m_deadline; ///< of the connect
    bool m_isOpen = false;
    bool m_isHearing = false; ///< what came is being told
    QByteArray m_unsent; ///< gathered to go out together
    bool m_onStandby = false; ///< which address is in use, or tried
};

} // namespace mws::modbus
