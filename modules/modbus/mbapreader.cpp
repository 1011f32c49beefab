// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/mbapreader.h"

#include <QtEndian>
#include <utility>

namespace mws::modbus
{

namespace
{

constexpr int kPrefix = 6; ///< transaction, protocol, length
constexpr int kMinLength = 2; ///< unit and function
constexpr int kMaxLength = 254; ///< unit and a PDU of 253 bytes

quint16 wordAt(const char *bytes, int offset)
{
    return qFromBigEndian<quint16>(bytes + offset);
}

} // namespace

void MbapReader::feed(const QByteArray &bytes)
{
    m_buffer.remove(0, std::exchange(m_taken, 0));
    m_buffer += bytes;
}

std::optional<MbapFrame> MbapReader::next()
{
    const qsizetype left = m_buffer.size() - m_taken;
    if (m_broken || left < kPrefix)
        return std::nullopt;
    const char *bytes = m_buffer.constData() + m_taken;
    const int length = wordAt(bytes, 4);
    m_broken = wordAt(bytes, 2) != 0 || length < kMinLength || length > kMaxLength;
    if (m_broken || left < kPrefix + length)
        return std::nullopt;
    MbapFrame frame{wordAt(bytes, 0), quint8(bytes[kPrefix]),
                    QByteArray(bytes + kPrefix + 1, length - 1)};
    m_taken += kPrefix + length;
    if (!hasPart()) // the next bytes need not be copied
        *this = {};
    return frame;
}

} // namespace mws::modbus
