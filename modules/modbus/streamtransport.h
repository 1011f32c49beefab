// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bytelink.h"
#include "modbus/finetimer.h"
#include "modbus/framing.h"
#include "modbus/linetiming.h"
#include "modbus/strays.h"
#include "modbus/transport.h"

#include <QElapsedTimer>
#include <QTimer>

namespace mws::modbus
{

/// Frames without a transaction number over a stream of bytes. A damaged answer ends the request as
/// soon as the line is silent, one that stops in the middle only with
/// Connection::interByteTimeoutMs. After a failure, and on a line that was just opened, it must be
/// quiet for Connection::quietTimeMs before the next request, so that a late answer is not taken
/// for that of the next one.
class StreamTransport final : public Transport
{
    Q_OBJECT

public:
    StreamTransport(const Connection &connection, std::unique_ptr<ByteLink> link,
                    std::unique_ptr<Framing> framing);
    ~StreamTransport() override;

    void open() override;
    void close() override;
    RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout,
                   const MayGo &mayGo) override;
    [[nodiscard]] QString detail() const override { return m_link->detail(); }

private:
    struct Request {
        int unit = 0;
        QByteArray pdu;
        Milliseconds timeout{0};
        MayGo mayGo = {};
    };

    [[nodiscard]] bool isBroadcast() const { return m_isLine && m_request.unit == 0; }
    void onOpened();
    /// m_next, as soon as the line has been silent long enough.
    void transmit();
    void putOnWire();
    /// What ends a request at a silence; empty: nothing does.
    [[nodiscard]] QString damage() const;
    void onReceived(const QByteArray &bytes);
    void takeEcho();
    /// Notes and forgets what was heard.
    void noteHeard(const QByteArray &pdu);
    /// Says what else was heard; before noteHeard().
    void tellStrays(bool holdsAnswer = false);
    void onSilence();
    void onDeadline();
    void fail(const QString &reason);
    void giveUp(TransportReply::Status status, const QString &detail);
    void finish(const TransportReply &reply);

    std::unique_ptr<ByteLink> m_link;
    std::unique_ptr<Framing> m_framing;
    LineTiming m_timing;
    Milliseconds m_quietTime;
    bool m_isLine; ///< what was asked before the link was opened may still be answered
    bool m_hasEcho;
    bool m_endsCutShort; ///< an answer that stops in the middle
    FineTimer m_pause; ///< runs while the line has to be silent before a request
    QTimer m_silence; ///< since the last byte
    QTimer m_deadline; ///< of the request, or of a line that is never quiet
    QElapsedTimer m_lastByte; ///< heard or sent
    bool m_waiting = false; ///< a request is in flight
    bool m_sent = false; ///< and on the wire
    bool m_withheld = false; ///< or must not go, which is told in the next turn
    QByteArray m_echo; ///< must come back before the answer
    QByteArray m_heard; ///< since a request was sent, or since the last silence
    bool m_sawAny = false; ///< something came since the request was sent
    Request m_next; ///< waits for the line
    Request m_request; ///< the last one that was sent
    QByteArray m_answer; ///< to m_request; empty: none yet
    Exchange m_before; ///< of the request before m_request
};

} // namespace mws::modbus
