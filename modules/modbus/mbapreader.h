// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <optional>

namespace mws::modbus
{

struct MbapFrame {
    quint16 transaction = 0;
    quint8 unit = 0;
    QByteArray pdu;
};

/// Cuts the byte stream of a Modbus/TCP connection into frames (MODBUS Messaging on TCP/IP V1.0b,
/// section 3.1.3).
class MbapReader
{
public:
    void feed(const QByteArray &bytes);
    /// The next whole frame; none when it is not complete yet or the stream is broken.
    [[nodiscard]] std::optional<MbapFrame> next();
    /// The stream does not hold a header where one must be: only a new connection helps.
    [[nodiscard]] bool isBroken() const { return m_broken; }
    /// Bytes of a frame that has begun but not ended.
    [[nodiscard]] bool hasPart() const { return m_taken < m_buffer.size(); }
    [[nodiscard]] QByteArray part() const { return m_buffer.sliced(m_taken); }

private:
    QByteArray m_buffer;
    qsizetype m_taken = 0; ///< bytes of m_buffer that were frames
    bool m_broken = false;
};

} // namespace mws::modbus
