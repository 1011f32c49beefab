// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/framefilter.h"

#include <QWebSocketProtocol>
#include <QtEndian>

#include <algorithm>

namespace mws::http
{

namespace
{

// RFC 6455 section 5.2
constexpr int kFinal = 0x80;
constexpr int kOpcode = 0x0f;
constexpr int kControl = 0x08;
constexpr int kContinuation = 0;
constexpr int kText = 1;
constexpr int kMasked = 0x80;
constexpr int kLength = 0x7f;
constexpr qsizetype kMask = 4;

/// How many bytes tell the length beside the second one, which is.
qsizetype longLength(int second)
{
    const int length = second & kLength;
    return length < 126 ? 0 : length == 126 ? 2 : 8;
}

quint64 payloadOf(QByteArrayView head)
{
    const int second = quint8(head[1]);
    const qsizetype bytes = longLength(second);
    if (bytes == 2)
        return qFromBigEndian<quint16>(head.data() + 2);
    return bytes == 8 ? qFromBigEndian<quint64>(head.data() + 2) : quint64(second & kLength);
}

/// What the length would be told in at the least.
qsizetype shortestLength(quint64 payload)
{
    return payload < 126 ? 0 : payload <= 0xffff ? 2 : 8;
}

/// As a client sends it, with a mask that changes nothing.
QByteArray textFrame(QByteArrayView text)
{
    QByteArray frame(1, char(kFinal | kText));
    const quint64 size = quint64(text.size());
    const qsizetype bytes = shortestLength(size);
    frame += char(kMasked | (bytes == 0 ? int(size) : bytes == 2 ? 126 : 127));
    for (qsizetype shift = 8 * bytes; shift > 0; shift -= 8)
        frame += char(size >> (shift - 8));
    return frame.append(kMask, '\0').append(text);
}

} // namespace

QByteArray FrameFilter::take(QByteArrayView bytes)
{
    QByteArray passed;
    while (m_violation == 0 && !bytes.isEmpty()) {
        qsizetype taken = 1;
        if (m_left == 0) {
            takeHead(bytes.front(), passed);
        } else {
            taken = qsizetype(std::min<quint64>(m_left, quint64(bytes.size())));
            takePayload(bytes.first(taken), passed);
        }
        bytes = bytes.sliced(taken);
    }
    return passed;
}

void FrameFilter::takeHead(char byte, QByteArray &passed)
{
    m_count += m_head.isEmpty() ? 1 : 0;
    m_head += byte;
    if (m_head.size() < 2)
        return;
    const int second = quint8(m_head[1]);
    if ((second & kMasked) == 0)
        m_violation = QWebSocketProtocol::CloseCodeProtocolError;
    else if (m_head.size() == 2 + longLength(second) + kMask)
        endOfHead(passed);
}

void FrameFilter::endOfHead(QByteArray &passed)
{
    const int first = quint8(m_head[0]);
    const int opcode = first & kOpcode;
    // One with reserved bits is no part: QWebSocket sees that there is nothing to continue.
    m_isPart = first == kText || (m_joining && (first & ~kFinal) == kContinuation);
    m_left = payloadOf(m_head);
    m_masked = 0;
    if (m_joining && opcode != kContinuation && opcode < kControl)
        m_violation = QWebSocketProtocol::CloseCodeProtocolError;
    else if (m_isPart)
        beginPart();
    else
        passed += std::exchange(m_head, {});
    if (m_violation == 0 && m_left == 0)
        endOfFrame(passed);
}

void FrameFilter::beginPart()
{
    m_joining = true;
    if (m_left >> 63 != 0 || longLength(quint8(m_head[1])) != shortestLength(m_left))
        m_violation = QWebSocketProtocol::CloseCodeProtocolError;
    else if (m_left > quint64(m_maxMessage - m_text.size()))
        m_violation = QWebSocketProtocol::CloseCodeTooMuchData;
}

void FrameFilter::takePayload(QByteArrayView bytes, QByteArray &passed)
{
    m_left -= quint64(bytes.size());
    if (!m_isPart) {
        passed.append(bytes);
        return;
    }
    const QByteArrayView mask = QByteArrayView(m_head).last(kMask);
    for (const char byte : bytes)
        m_text += char(byte ^ mask[m_masked++ % kMask]);
    if (m_left == 0)
        endOfFrame(passed);
}

void FrameFilter::endOfFrame(QByteArray &passed)
{
    if (!m_isPart)
        return;
    const bool last = (quint8(std::exchange(m_head, {})[0]) & kFinal) != 0;
    if (!last)
        return;
    passed += textFrame(std::exchange(m_text, {}));
    m_joining = false;
}

} // namespace mws::http
