// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/farend.h"
#include "project/connection.h"

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUdpSocket>

namespace mws
{

/// A device with registers that answers reads (FC 3) and single writes (FC 6) for every unit, and
/// whose link can go away and come back at the same address.
class Peer : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Where the master finds it.
    [[nodiscard]] virtual Connection connection() const = 0;
    /// For makeTransport(); it holds the certificates of a connection "line".
    [[nodiscard]] virtual QString tlsFolder() const { return {}; }
    virtual void vanish() = 0;
    virtual void appear() = 0;
    /// Breaks the link, but is there for the next one.
    virtual void reset() = 0;

    QHash<int, quint16> registers;
    bool mute = false; ///< hears and does not answer
    int reads = 0;
    int writes = 0;

protected:
    /// The response PDU; empty for no answer.
    [[nodiscard]] QByteArray answerTo(const QByteArray &pdu);
};

/// A TCP server that takes Modbus/TCP, plain or over TLS, or RTU frames; connections that come
/// while another is open are served too.
class TcpPeer final : public Peer
{
    Q_OBJECT

public:
    explicit TcpPeer(ConnectionKind kind);

    [[nodiscard]] Connection connection() const override;
    [[nodiscard]] QString tlsFolder() const override;
    void vanish() override;
    void appear() override;
    void reset() override;

private:
    void onConnection();
    void onReadyRead(QTcpSocket *socket);
    [[nodiscard]] QByteArray framedAnswer(const QByteArray &request);

    ConnectionKind m_kind;
    std::unique_ptr<QTcpServer> m_server;
    QPointer<QTcpSocket> m_socket; ///< the newest
    quint16 m_port = 0;
};

/// The far end of a serial line, RTU or ASCII.
class SerialPeer final : public Peer
{
    Q_OBJECT

public:
    explicit SerialPeer(ConnectionKind kind = ConnectionKind::Rtu);

    [[nodiscard]] Connection connection() const override;
    void vanish() override;
    void appear() override { m_far.plug(); }
    void reset() override;

private:
    ConnectionKind m_kind;
    FarEnd m_far;
};

/// A UDP socket. Nobody sees it go.
class UdpPeer final : public Peer
{
    Q_OBJECT

public:
    UdpPeer();

    [[nodiscard]] Connection connection() const override;
    void vanish() override { m_socket.close(); }
    void appear() override;
    void reset() override { }

private:
    void onReadyRead();

    QUdpSocket m_socket;
    quint16 m_port = 0;
};

/// Kind Tls only where Pki::isPossible().
[[nodiscard]] std::unique_ptr<Peer> makePeer(ConnectionKind kind);

} // namespace mws
