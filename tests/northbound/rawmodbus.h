// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDir>
#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>

/// A client that sends exactly the bytes it is told to.
class RawModbus
{
public:
    explicit RawModbus(quint16 port, const char *from = "127.0.0.1")
    {
        m_socket.bind(QHostAddress(QLatin1String(from)));
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        if (!QTest::qWaitFor(
                [this] { return m_socket.state() != QAbstractSocket::ConnectingState; }, 5000))
            qFatal("cannot connect");
    }

    static QByteArray frame(const QByteArray &pdu, int transaction = 1, int unit = 1)
    {
        QByteArray head = QByteArray::fromHex("000000000000");
        head[0] = char(transaction >> 8);
        head[1] = char(transaction);
        head[4] = char((pdu.size() + 1) >> 8);
        head[5] = char(pdu.size() + 1);
        return head + char(unit) + pdu;
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    /// The next so many bytes, or what came before the server closed.
    QByteArray receive(qsizetype size)
    {
        const bool came = QTest::qWaitFor(
            [this, size] { return m_socket.bytesAvailable() >= size || isClosed(); }, 10000);
        return came ? m_socket.read(size) : QByteArray("(nothing for ten seconds)");
    }
    /// The PDU of the answer to this one, in hex; with the whole head judged.
    QByteArray ask(const char *pduInHex, int unit = 1)
    {
        const int transaction = ++m_transaction;
        send(frame(QByteArray::fromHex(pduInHex), transaction, unit));
        const QByteArray head = receive(7);
        if (head.size() != 7)
            return "closed";
        const QByteArray pdu = receive(uchar(head[4]) * 256 + uchar(head[5]) - 1);
        return frame(pdu, transaction, unit).left(7) == head ? pdu.toHex() : "wrong head";
    }
    [[nodiscard]] bool isClosed() const
    {
        return m_socket.state() == QAbstractSocket::UnconnectedState;
    }
    bool waitClosed()
    {
        return QTest::qWaitFor([this] { return isClosed(); }, 20000);
    }
    QTcpSocket &socket() { return m_socket; }

private:
    QTcpSocket m_socket;
    int m_transaction = 0;
};
