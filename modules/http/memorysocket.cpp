// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/memorysocket.h"

#include <cstring>

namespace mws::http
{

MemorySocket::MemorySocket(QObject *parent)
    : QTcpSocket(parent)
{
    setSocketState(ConnectedState);
    setPeerAddress(QHostAddress(QHostAddress::LocalHost));
    setOpenMode(ReadWrite | Unbuffered);
}

void MemorySocket::feed(const QByteArray &bytes)
{
    m_waiting += bytes;
    Q_EMIT readyRead();
}

qint64 MemorySocket::bytesAvailable() const
{
    return m_waiting.size();
}

qint64 MemorySocket::readData(char *data, qint64 maxSize)
{
    const qint64 size = qMin<qint64>(maxSize, m_waiting.size());
    std::memcpy(data, m_waiting.constData(), size_t(size));
    m_waiting.remove(0, size);
    return size;
}

qint64 MemorySocket::writeData(const char * /*data*/, qint64 size)
{
    return size;
}

MemorySocket *MemoryListener::open()
{
    auto *socket = new MemorySocket(this);
    m_pending = socket;
    // Qt announces a pending connection by one of two signals, depending on its version.
    QMetaObject::invokeMethod(this, "pendingConnectionAvailable", Qt::DirectConnection);
    if (m_pending)
        QMetaObject::invokeMethod(this, "newConnection", Qt::DirectConnection);
    return socket;
}

} // namespace mws::http
