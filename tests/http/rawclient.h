// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "http/server.h"

#include <QDir>
#include <QTcpSocket>
#include <QTest>

/// A client that sends exactly the bytes it is told to.
class RawClient
{
public:
    explicit RawClient(const mws::http::Server &server)
        : RawClient(server.port())
    {
    }
    explicit RawClient(quint16 port)
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        if (!QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; },
                             5000))
            qFatal("cannot connect");
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    /// Everything that came until what is in it, or the server closed; empty pattern: until close.
    QByteArray receive(const QByteArray &pattern = {})
    {
        const bool done = QTest::qWaitFor(
            [this, &pattern] {
                m_received += m_socket.readAll();
                return isClosed() || (!pattern.isEmpty() && m_received.contains(pattern));
            },
            10000);
        return done ? m_received : QByteArray("(nothing for ten seconds)");
    }
    void forget() { m_received.clear(); }
    [[nodiscard]] bool isClosed() const
    {
        return m_socket.state() == QAbstractSocket::UnconnectedState;
    }
    void abort() { m_socket.abort(); }
    QTcpSocket &socket() { return m_socket; }

private:
    QTcpSocket m_socket;
    QByteArray m_received;
};

inline QByteArray request(const QByteArray &line, const QByteArray &fields = {},
                          const QByteArray &body = {})
{
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

template <typename T> mws::Future<T> ready(T value)
{
    return mws::Future<T>::ready(std::move(value));
}

inline mws::http::Route route(mws::http::Method method, const char *pattern,
                              mws::http::Handler handler)
{
    return {method, QLatin1String(pattern), mws::http::Access::Public, QLatin1String(pattern),
            std::move(handler)};
}

inline qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd"))
        .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
        .size();
}
