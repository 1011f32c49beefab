// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "http/framefilter.h"

#include <QTcpSocket>
#include <QTimer>

QT_FORWARD_DECLARE_CLASS(QSslSocket)

namespace mws::http
{

/// The socket that QWebSocket sees of a client. What came reaches it through a FrameFilter.
class FrameGate final : public QTcpSocket
{
    Q_OBJECT

public:
    /// Takes socket over; the first headBytes bytes that wait there ask for the upgrade.
    /// maxMessage: bytes of one message. Ends the connection, and deletes itself, when nobody calls
    /// allow() until the deadline.
    FrameGate(QSslSocket *socket, qsizetype headBytes, qsizetype maxMessage, Milliseconds deadline);

    /// The upgrade is answered. From now on what comes are frames, and at most so many until this
    /// is called again.
    void allow(int frames);
    /// Ends the connection, and what waits to be sent with it.
    void drop();
    /// The client may not stay: nothing that it sends counts any more, and QWebSocket is to close
    /// with this code and reason; before the upgrade is answered it just ends.
    void expel(int code, const QString &reason);

    /// Of what was written and has not left, encrypted or not.
    [[nodiscard]] qint64 bytesQueued() const;

    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] qint64 bytesToWrite() const override;
    [[nodiscard]] bool canReadLine() const override;
    void close() override;
    void disconnectFromHost() override;

Q_SIGNALS:
    /// Nothing reaches QWebSocket any more; code is that of RFC 6455 section 7.4.1 to close with.
    void violated(int code, const QString &reason);

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 skipData(qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    void readAvailable();
    void finish();
    void enter(SocketState next);

    QSslSocket *m_socket; ///< a child
    QTimer m_deadline;
    QByteArray m_waiting;
    FrameFilter m_filter;
    int m_allowance = 0;
    bool m_open = false; ///< the upgrade is answered
    bool m_violated = false; ///< or dropped or expelled: what comes is thrown away
};

} // namespace mws::http
