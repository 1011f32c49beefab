// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/tlsclient.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QTimer>

namespace
{

constexpr char kLength[] = "\r\nContent-Length: ";

} // namespace

bool eventsUntil(const std::function<bool()> &done)
{
    QDeadlineTimer deadline(10000);
    QTimer tick;
    tick.start(20);
    while (!done()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

TlsClient::TlsClient(quint16 port)
{
    m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    if (!eventsUntil([this] { return m_socket.isEncrypted() || isClosed(); }))
        qFatal("no TLS connection");
}

void TlsClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    m_socket.flush();
}

const QByteArray &TlsClient::pending()
{
    m_received += m_socket.readAll();
    return m_received;
}

QByteArray TlsClient::receive(const QByteArray &pattern)
{
    const bool done = eventsUntil([this, &pattern] {
        return (!pattern.isEmpty() && pending().contains(pattern)) || isClosed();
    });
    (void)pending();
    return std::exchange(m_received, {}) + (done ? "" : "(open)");
}

QByteArray TlsClient::receiveAnswer()
{
    qsizetype size = -1;
    const bool done = eventsUntil([this, &size] {
        const qsizetype end = pending().indexOf("\r\n\r\n");
        if (end < 0)
            return isClosed();
        const qsizetype field = m_received.indexOf(kLength);
        const qsizetype digits = field + qsizetype(sizeof kLength) - 1;
        size = end + 4;
        if (field >= 0 && field < end)
            size += m_received.mid(digits, m_received.indexOf('\r', digits) - digits).toLongLong();
        return m_received.size() >= size || isClosed();
    });
    if (!done || size < 0)
        return {};
    const QByteArray answer = m_received.left(size);
    m_received.remove(0, size);
    return answer;
}

bool TlsClient::isClosed() const
{
    return m_socket.state() == QAbstractSocket::UnconnectedState;
}
