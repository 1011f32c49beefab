// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bytelink.h"
#include "modbus/deadlinetimer.h"
#include "modbus/mbapwindow.h"

namespace mws::modbus
{

/// Modbus/TCP over a stream of bytes, plain or TLS, with any number of requests in flight. A frame
/// is an answer only with the transaction and the unit of a request that waits; all others are
/// dropped and the link is kept, unless the stream is out of step.
class MbapTransport final : public Transport
{
    Q_OBJECT

public:
    explicit MbapTransport(std::unique_ptr<ByteLink> link);
    ~MbapTransport() override;

    void open() override;
    void close() override;
    RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout) override;
    [[nodiscard]] QString detail() const override { return m_link->detail(); }

private:
    using Clock = MbapWindow::Clock;

    void onReceived(const QByteArray &bytes);
    void onFrame(const MbapFrame &frame);
    void onDeadline();
    void onExpired(const MbapWindow::Request &request);
    void arm();
    void fail(const QString &reason);
    void lose(const QList<MbapWindow::Request> &requests, const QString &reason);

    std::unique_ptr<ByteLink> m_link;
    MbapReader m_reader;
    MbapWindow m_window;
    DeadlineTimer m_deadline; ///< of the request that ends first
    Clock::time_point m_partSince; ///< when the frame began that has not ended
};

} // namespace mws::modbus
