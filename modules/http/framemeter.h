// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <utility>

namespace mws::http
{

/// Follows the frames of a client (RFC 6455 section 5.2) for what QWebSocket does not look at:
/// that each is masked, and how many there are of all kinds. The rest is QWebSocket's to judge.
class FrameMeter
{
public:
    /// The next bytes of the stream, in any pieces. False as soon as a frame has no mask; what
    /// follows is not looked at.
    [[nodiscard]] bool take(QByteArrayView bytes);
    /// How many frames have begun since the last call.
    [[nodiscard]] int takeCount() { return std::exchange(m_count, 0); }

private:
    enum class State { Kind, Length, LongLength, Mask, Payload };
    void takeLength(quint8 byte);
    void enterMask();
    void endOfHead();

    State m_state = State::Kind;
    quint64 m_length = 0; ///< of the payload, as far as it is known
    quint64 m_left = 0; ///< bytes of the present part of the frame
    int m_count = 0;
    bool m_clean = true;
};

} // namespace mws::http
