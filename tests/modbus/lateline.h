// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/fakeline.h"

namespace mws
{

/// A serial line in the time of a FakeClock, whose devices answer each request when the test says,
/// also after it was given up. As with StreamTransport an answer is that of the open request when
/// unit, function and length fit, and after a timeout the line must be quiet first. A register
/// holds its own address.
class LateLine final : public modbus::Transport
{
    Q_OBJECT

public:
    /// From request to answer; none: it is never answered.
    using Delay = std::function<std::optional<Milliseconds>(const SentRequest &)>;

    LateLine(FakeClock &clock, const Connection &connection);

    void open() override { m_opening = true; }
    void close() override;
    modbus::RequestId send(int unit, const QByteArray &pdu, Milliseconds timeout,
                           const MayGo &mayGo) override;

    /// Does what is due by the clock. False when nothing is.
    bool step();
    [[nodiscard]] Milliseconds nextAt() const;
    void breakLink();

    Delay delay;
    Milliseconds pause{0}; ///< how long the line must be quiet after an answer
    QList<SentRequest> sent; ///< with the time when it went out
    QList<Milliseconds> asked; ///< when send() was called for each of them
    int lateAnswers = 0; ///< that came while no request was open which they fit

private:
    struct Answer {
        Milliseconds at{0};
        int unit = 0;
        QByteArray pdu;
    };

    void transmit();
    void take(const Answer &answer);
    void finish(const modbus::TransportReply &reply);

    FakeClock &m_clock;
    Milliseconds m_quiet;
    bool m_opening = false;
    bool m_waiting = false;
    bool m_sent = false; ///< the request that waits
    SentRequest m_request;
    MayGo m_mayGo;
    Milliseconds m_timeout{0};
    Milliseconds m_quietUntil{0};
    QList<Answer> m_answers; ///< on their way
};

} // namespace mws
