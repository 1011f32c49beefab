// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/mbapreader.h"
#include "modbus/transport.h"

#include <QList>
#include <array>
#include <chrono>

namespace mws::modbus
{

/// The requests of one link that wait for their answers, told apart by the transaction number, and
/// the last of those whose time has passed.
class MbapWindow
{
public:
    using Clock = std::chrono::steady_clock;

    struct Request {
        RequestId id = 0; ///< its low 16 bits are the transaction
        int unit = 0;
        Milliseconds timeout{0};
        Clock::time_point deadline;
        bool sawStray = false; ///< a frame came that belongs to no request
        bool isWithheld = false; ///< it was not sent, and nothing answers it
    };
    /// What a frame is: the answer to one that waited, late by so much, or neither.
    struct Match {
        std::optional<RequestId> answers;
        std::optional<Milliseconds> late;
        StrayReason reason = StrayReason::WrongTransaction; ///< when it is no answer
        int unit = -1; ///< that it is held against
    };

    /// Transactions begin anywhere.
    MbapWindow();

    RequestId add(int unit, Milliseconds timeout, Clock::time_point now);
    /// One that is not sent: it expires at once.
    RequestId withhold(int unit, Clock::time_point now);
    void clear();
    [[nodiscard]] QList<Request> takeAll();
    [[nodiscard]] Match take(const MbapFrame &frame, Clock::time_point now);
    /// Something came that can be no answer; take() does it for frames.
    void noteStray();
    /// One whose deadline has come, the earliest first.
    [[nodiscard]] std::optional<Request> takeExpired(Clock::time_point now);
    /// The next one; none when nothing waits.
    [[nodiscard]] std::optional<Clock::time_point> deadline() const;

private:
    /// A request that was answered.
    struct Answered {
        int unit = -1;
        quint16 transaction = 0;
    };

    [[nodiscard]] Match judge(const MbapFrame &frame) const;

    QList<Request> m_waiting;
    QList<Request> m_expired;
    std::array<Answered, 32> m_answered; ///< the last ones
    size_t m_nextAnswered = 0;
    RequestId m_lastId;
};

/// A request in the frame of Modbus/TCP.
[[nodiscard]] QByteArray mbapFrame(RequestId id, int unit, const QByteArray &pdu);

} // namespace mws::modbus
