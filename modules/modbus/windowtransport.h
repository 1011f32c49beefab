// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/deadlinetimer.h"
#include "modbus/mbapwindow.h"

namespace mws::modbus
{

/// Modbus/TCP frames with any number of requests in flight: what a stream of bytes and datagrams
/// have in common. A frame is an answer only with the transaction and the unit of a request that
/// waits; all others are dropped and the link is kept.
class WindowTransport : public Transport
{
    Q_OBJECT

public:
    WindowTransport();

    RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout, const MayGo &mayGo) final;

protected:
    using Clock = MbapWindow::Clock;

    /// Puts the frame on the wire; nothing is emitted inside. It may wait for others of the same
    /// turn of the event loop, unless it is to go at once.
    virtual void transmit(const QByteArray &frame, bool atOnce) = 0;
    /// Why a request that got no answer in time shows that the link is of no use any more; empty
    /// when it does not.
    [[nodiscard]] virtual QString lossShownBy(const MbapWindow::Request &request);

    /// A whole frame of the peer.
    void take(const MbapFrame &frame);
    /// Something came that can be no answer.
    void takeStray(StrayReason reason);
    /// No request waits any more, and none is answered.
    void forgetRequests();
    /// Closes the link; what waits is answered by LinkLost.
    void fail(const QString &reason);
    void noteFrame(const QByteArray &bytes, const std::optional<MbapFrame> &frame);

private:
    void onDeadline();
    void onExpired(const MbapWindow::Request &request);
    void arm();
    void lose(const QList<MbapWindow::Request> &requests, const QString &reason);

    MbapWindow m_window;
    DeadlineTimer m_deadline; ///< of the request that ends first
};

} // namespace mws::modbus
