// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/mbapreader.h"

#include <QtEndian>

namespace mws::modbus
{

namespace
{

constexpr int kPrefix = 6; ///< transaction, protocol, length
constexpr int kMinLength = 2; ///< unit and function
constexpr int kMaxLength = 254; ///< unit and a PDU of 253 bytes

quint16 wordAt(const QByteArray &bytes, int offset)
{
    return qFromBigEndian<quint16>(bytes.constData() + offset);
}

} // namespace

std::optional<MbapFrame> MbapReader::next()
{
    if (m_broken || m_buffer.size() < kPrefix)
        return std::nullopt;
    const int length = wordAt(m_buffer, 4);
    m_broken = wordAt(m_buffer, 2) != 0 || length < kMinLength || length > kMaxLength;
    if (m_broken || m_buffer.size() < kPrefix + length)
        return std::nullopt;
    MbapFrame frame{wordAt(m_buffer, 0), quint8(m_buffer.at(kPrefix)),
                    m_buffer.mid(kPrefix + 1, length - 1)};
    m_buffer.remove(0, kPrefix + length);
    return frame;
}

} // namespace mws::modbus
