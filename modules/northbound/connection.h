// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/mbapreader.h"
#include "northbound/ratelimit.h"
#include "northbound/responder.h"

#include <QTimer>
#include <memory>

QT_FORWARD_DECLARE_CLASS(QHostAddress)
QT_FORWARD_DECLARE_CLASS(QSslSocket)

namespace mws::northbound
{

/// IPv4 as such, also of a socket that takes both.
[[nodiscard]] QString plainAddress(const QHostAddress &address);

/// One client: cuts its bytes into requests, answers them in their order, and closes it when it is
/// slow, silent or does not speak Modbus. Lives in the server's thread.
class Connection final : public QObject
{
    Q_OBJECT

public:
    /// Takes the connected socket over.
    Connection(std::unique_ptr<QSslSocket> socket, Plant &plant, QObject *parent);
    ~Connection() override;

    /// Begins with the handshake or the first request; call once, connected.
    void start();
    /// Closes when the client's certificate is no longer taken; nothing without TLS.
    void checkPeer();

    static constexpr Milliseconds kHandshake{10000};
    static constexpr Milliseconds kFrame{5000}; ///< from the first byte of a request to its last
    static constexpr Milliseconds kDrain{10000}; ///< until the client has taken its answers
    static constexpr qint64 kReadBuffer = 4096;
    static constexpr qint64 kWriteBuffer = 4096; ///< no request is read while more waits to go out

Q_SIGNALS:
    /// Once, at the end. reason is empty when the client left.
    void closed(const QString &reason, bool wasRefused);

private:
    void onEncrypted();
    void begin(const QString &role, const QString &name);
    void pump();
    [[nodiscard]] bool isHeldUp();
    void take(const modbus::MbapFrame &frame);
    void send(const modbus::MbapFrame &frame, const QByteArray &pdu);
    void onWritten();
    void onFailed();
    [[nodiscard]] qint64 unsent() const;
    void close(const QString &reason, bool wasRefused = false);

    std::unique_ptr<QSslSocket> m_socket;
    Plant &m_plant;
    QString m_address;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Responder> m_responder;
    modbus::MbapReader m_reader;
    RateLimit m_rate;
    QTimer m_throttle; ///< until the next request may be taken
    QTimer m_deadline; ///< of the handshake, then of the request that has begun
    QTimer m_idle;
    QTimer m_drain;
    bool m_isBusy = false; ///< an answer is on its way
    bool m_isClosed = false;
};

} // namespace mws::northbound
