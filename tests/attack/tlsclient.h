// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSslSocket>
#include <functional>

/// Runs events until done() says yes; false after ten seconds. Unlike QTest::qWaitFor() it sleeps
/// for events only.
[[nodiscard]] bool eventsUntil(const std::function<bool()> &done);

/// A client that sends exactly the bytes it is told to, over TLS. Trusts everybody.
class TlsClient final
{
public:
    explicit TlsClient(quint16 port);

    void send(const QByteArray &bytes);
    /// All that came since the last call until pattern is in it or the server has closed; empty
    /// pattern: until it has closed. Ends with "(open)" when neither happens.
    [[nodiscard]] QByteArray receive(const QByteArray &pattern = {});
    /// One whole answer, as Content-Length counts it.
    [[nodiscard]] QByteArray receiveAnswer();
    [[nodiscard]] bool isClosed() const;
    /// What has come and was not received yet.
    [[nodiscard]] const QByteArray &pending();
    void forget() { m_received.clear(); }
    void abort() { m_socket.abort(); }
    [[nodiscard]] QSslSocket &socket() { return m_socket; }

private:
    QSslSocket m_socket;
    QByteArray m_received;
};
