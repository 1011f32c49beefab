// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/framegate.h"

#include <QSslSocket>
#include <QWebSocketProtocol>
#include <algorithm>

namespace mws::http
{

FrameGate::FrameGate(QSslSocket *socket, qsizetype headBytes, qsizetype maxMessage,
                     Milliseconds deadline)
    : m_socket(socket)
    , m_waiting(socket->read(headBytes))
    , m_filter(maxMessage)
{
    m_socket->setParent(this);
    setPeerAddress(m_socket->peerAddress());
    setPeerPort(m_socket->peerPort());
    setLocalAddress(m_socket->localAddress());
    setLocalPort(m_socket->localPort());
    setSocketState(ConnectedState);
    setOpenMode(ReadWrite | Unbuffered);
    connect(m_socket, &QIODevice::readyRead, this, &FrameGate::readAvailable);
    connect(m_socket, &QAbstractSocket::disconnected, this, &FrameGate::finish);
    connect(m_socket, &QIODevice::bytesWritten, this, &QIODevice::bytesWritten);
    connect(m_socket, &QSslSocket::encryptedBytesWritten, this, &QIODevice::bytesWritten);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        drop();
        deleteLater();
    });
    m_deadline.start(deadline);
}

void FrameGate::allow(int frames)
{
    m_deadline.stop();
    m_allowance = frames;
    // What came together with the upgrade, but not before its receiver is ready.
    if (!std::exchange(m_open, true))
        QMetaObject::invokeMethod(this, &FrameGate::readAvailable, Qt::QueuedConnection);
}

void FrameGate::drop()
{
    m_violated = true;
    m_waiting.clear();
    m_socket->abort();
}

void FrameGate::expel(int code, const QString &reason)
{
    if (!m_open) {
        drop();
        return;
    }
    m_violated = true;
    m_waiting.clear();
    Q_EMIT violated(code, reason);
}

qint64 FrameGate::bytesQueued() const
{
    // Over TLS everything is encrypted at once and waits behind QWebSocket's sight.
    return m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

qint64 FrameGate::bytesAvailable() const
{
    // QAbstractSocket's own would ask a socket that is none.
    return m_waiting.size() + QIODevice::bytesAvailable(); // NOLINT(bugprone-parent-virtual-call)
}

qint64 FrameGate::bytesToWrite() const
{
    return m_socket->bytesToWrite();
}

bool FrameGate::canReadLine() const
{
    return m_waiting.contains('\n') || QIODevice::canReadLine();
}

void FrameGate::close()
{
    m_waiting.clear(); // QWebSocket reads as long as there is something
    QIODevice::close(); // NOLINT(bugprone-parent-virtual-call): the same
    disconnectFromHost();
}

void FrameGate::disconnectFromHost()
{
    if (state() == ConnectedState)
        enter(ClosingState);
    m_socket->disconnectFromHost();
}

qint64 FrameGate::readData(char *data, qint64 maxSize)
{
    const qint64 size = qMin<qint64>(maxSize, m_waiting.size());
    std::copy_n(m_waiting.constData(), size, data);
    m_waiting.remove(0, size);
    return size;
}

qint64 FrameGate::skipData(qint64 maxSize)
{
    const qint64 size = qMin<qint64>(maxSize, m_waiting.size());
    m_waiting.remove(0, size);
    return size;
}

qint64 FrameGate::writeData(const char *data, qint64 size)
{
    return m_socket->write(data, size);
}

void FrameGate::readAvailable()
{
    if (!m_open)
        return;
    const QByteArray bytes = m_socket->readAll();
    // Read all the same: closing with unread bytes would reset the connection, and the client might
    // not see why it was closed.
    if (bytes.isEmpty() || m_violated || !isOpen())
        return;
    const QByteArray passed = m_filter.take(bytes);
    m_allowance -= m_filter.takeCount();
    const int code = m_filter.violation() != 0 ? m_filter.violation()
        : m_allowance < 0                      ? int(QWebSocketProtocol::CloseCodePolicyViolated)
                                               : 0;
    m_violated = code != 0;
    if (m_violated) {
        Q_EMIT violated(code, {});
        return;
    }
    m_waiting += passed;
    Q_EMIT readyRead();
}

void FrameGate::finish()
{
    if (state() == UnconnectedState)
        return;
    readAvailable();
    enter(UnconnectedState);
    Q_EMIT disconnected();
}

void FrameGate::enter(SocketState next)
{
    setSocketState(next);
    Q_EMIT stateChanged(next);
}

} // namespace mws::http
