// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <utility>

namespace mws::http
{

/// A QTcpSocket without a network: what is fed is read by its owner, what the owner writes is
/// dropped.
class MemorySocket final : public QTcpSocket
{
    Q_OBJECT

public:
    explicit MemorySocket(QObject *parent = nullptr);

    /// Hands bytes to the reader, at once.
    void feed(const QByteArray &bytes);

    [[nodiscard]] qint64 bytesAvailable() const override;
    void close() override { }
    void disconnectFromHost() override { }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_waiting;
};

/// Hands memory sockets to a QAbstractHttpServer as if they were connections. Listens nowhere.
class MemoryListener final : public QTcpServer
{
    Q_OBJECT

public:
    /// A new connection; it belongs to the http server that this was bound to.
    MemorySocket *open();

    [[nodiscard]] bool hasPendingConnections() const override { return m_pending != nullptr; }
    QTcpSocket *nextPendingConnection() override { return std::exchange(m_pending, nullptr); }

private:
    MemorySocket *m_pending = nullptr;
};

} // namespace mws::http
