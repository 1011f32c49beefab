// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "field/counters.h"
#include "field/frametrace.h"
#include "modbus/devicenetworks.h"
#include "project/connection.h"

#include <QByteArray>
#include <QObject>
#include <functional>
#include <memory>

namespace mws::modbus
{

/// Names a request of a transport that can have several in flight; 0 by all others.
using RequestId = quint32;

/// What became of one request on the wire.
struct TransportReply {
    enum class Status {
        Answer, ///< a whole frame from the right unit; its PDU is not compared with the request yet
        Timeout, ///< the deadline passed in silence
        Invalid, ///< only bytes came that cannot be the answer; mostly told at the deadline
        LinkLost, ///< the link broke; closed() follows
        Sent, ///< a broadcast has left; nobody answers it
        Withheld, ///< it must not go any more: nothing of it has left
    };
    Status status = Status::Timeout;
    QByteArray pdu;
    QString detail;
    RequestId request = 0; ///< what send() returned
    bool unsent = false; ///< of LinkLost: nothing of it had left
};

/// One link to devices: opens, sends request PDUs, closes. Lives in the field thread.
/// No signal is emitted inside open(), send() or close().
class Transport : public QObject
{
    Q_OBJECT

public:
    /// Whether a request may go still.
    using MayGo = std::function<bool()>;

    using QObject::QObject;

    /// Answered by opened() or closed(). Only when closed.
    virtual void open() = 0;
    /// Drops the link at once, whatever it is doing; no signal comes for it any more.
    virtual void close() = 0;
    /// Only after opened() and with fewer than Connection::window() requests in flight. Always
    /// answered by exactly one finished(), at the latest after the timeout and the time that the
    /// bytes take on the wire. A broadcast (Connection::isBroadcast()) ends when it has left; the
    /// caller gives the devices their turnaround time.
    /// mayGo is asked in this thread when all that the request had to wait for is over, right
    /// before its bytes go to the system; when it says no, the reply is Withheld. None: it may go.
    virtual RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout,
                           const MayGo &mayGo = {})
        = 0;
    /// Only of an open link, for people: the address in use, what is known of the peer.
    [[nodiscard]] virtual QString detail() const { return {}; }

    /// Since the transport was made: of frames, and all that came.
    [[nodiscard]] quint64 bytesSent() const { return m_bytesSent; }
    [[nodiscard]] quint64 bytesReceived() const { return m_bytesReceived; }

    /// Where the frames of this link are noted; outlives the transport. The backends of Qt
    /// SerialBus show no frames and note none.
    void setTrace(FrameTrace &trace, const QString &connection);

Q_SIGNALS:
    void opened();
    /// Could not be opened, or broke; reason is for people.
    void closed(const QString &reason);
    /// After closed(): what made it impossible to open is over, such as an adapter that was out.
    void returned();
    void finished(const mws::modbus::TransportReply &reply);
    /// A frame, or bytes that are none, that belong to no open request; it is held against the
    /// unit, -1: against none. At least one for each request that ends as Invalid.
    void strayFrame(mws::StrayReason reason, int unit);
    /// A stray frame that answers a request whose time had passed so long ago.
    void lateAnswer(mws::Milliseconds by);

protected:
    void countSent(qsizetype bytes) { m_bytesSent += quint64(bytes); }
    void countReceived(qsizetype bytes) { m_bytesReceived += quint64(bytes); }
    [[nodiscard]] bool isTraced() const;
    /// Bytes as they are on the wire. pdu is what they hold, empty when they were not understood.
    void noteSent(const char *dissector, const QByteArray &bytes, int unit, const QByteArray &pdu);
    void noteReceived(const char *dissector, const QByteArray &bytes, int unit,
                      const QByteArray &pdu);

private:
    void note(TracedFrame frame, int unit, const QString &summary);

    quint64 m_bytesSent = 0;
    quint64 m_bytesReceived = 0;
    FrameTrace *m_trace = nullptr;
    QString m_connection; ///< Connection::id
};

/// The transport for the kind of the connection. The folder holds one folder of certificates for
/// each connection of kind Tls, see tlsConfiguration(); without it those cannot be opened. Those of
/// a network lead to where the host permits only.
[[nodiscard]] std::unique_ptr<Transport> makeTransport(const Connection &connection,
                                                       const QString &tlsFolder = {},
                                                       const DeviceNetworks &networks = {});

} // namespace mws::modbus

Q_DECLARE_METATYPE(mws::modbus::TransportReply)
