// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/framemeter.h"

#include <algorithm>

namespace mws::http
{

namespace
{

constexpr int kMasked = 0x80;
constexpr int kLength = 0x7f;

} // namespace

bool FrameMeter::take(QByteArrayView bytes)
{
    while (m_clean && !bytes.isEmpty()) {
        qsizetype taken = 1;
        const auto byte = quint8(bytes.front());
        switch (m_state) {
        case State::Kind:
            ++m_count;
            m_state = State::Length;
            break;
        case State::Length:
            takeLength(byte);
            break;
        case State::LongLength:
            m_length = m_length << 8 | byte;
            if (--m_left == 0)
                enterMask();
            break;
        case State::Mask:
            if (--m_left == 0)
                endOfHead();
            break;
        case State::Payload:
            taken = qsizetype(std::min<quint64>(m_left, quint64(bytes.size())));
            m_left -= quint64(taken);
            if (m_left == 0)
                m_state = State::Kind;
            break;
        }
        bytes = bytes.sliced(taken);
    }
    return m_clean;
}

void FrameMeter::takeLength(quint8 byte)
{
    m_clean = (byte & kMasked) != 0;
    m_length = quint64(byte & kLength);
    if (m_length < 126) {
        enterMask();
        return;
    }
    m_left = m_length == 126 ? 2 : 8;
    m_length = 0;
    m_state = State::LongLength;
}

void FrameMeter::enterMask()
{
    m_left = 4;
    m_state = State::Mask;
}

void FrameMeter::endOfHead()
{
    m_left = m_length;
    m_state = m_length == 0 ? State::Kind : State::Payload;
}

} // namespace mws::http
