// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/bodyreader.h"

#include <algorithm>

namespace mws::http
{

namespace
{

constexpr qsizetype kChunkLine = 64;

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

} // namespace

BodyReader::BodyReader(const RequestHead &head, qint64 maxBytes)
    : m_state(head.chunked ? State::ChunkLine : State::Counted)
    , m_left(head.contentLength)
    , m_maxBytes(maxBytes)
{
    if (!head.chunked && head.contentLength > maxBytes)
        refuse(413, "the body is too large");
    if (!head.chunked && head.contentLength == 0)
        m_state = State::Done;
}

qint64 BodyReader::wants() const
{
    switch (m_state) {
    case State::Counted:
    case State::ChunkData:
        return m_left;
    case State::Done:
        return 0;
    default:
        return 1;
    }
}

void BodyReader::take(QByteArrayView bytes)
{
    if (m_state != State::Counted && m_state != State::ChunkData) {
        takeLineByte(bytes.front());
        return;
    }
    m_body.append(bytes);
    m_left -= bytes.size();
    if (m_left == 0)
        m_state = m_state == State::Counted ? State::Done : State::ChunkEnd;
}

void BodyReader::takeLineByte(char c)
{
    m_line += c;
    if (m_line.endsWith("\r\n"))
        endOfLine();
    else if (m_line.size() > kChunkLine)
        refuse(400, "a chunk line is too long");
    else if (c == '\n' || m_line.chopped(1).endsWith('\r'))
        refuse(400, "a chunk line is malformed");
}

void BodyReader::endOfLine()
{
    const QByteArray line = std::exchange(m_line, {}).chopped(2);
    if (m_state == State::ChunkEnd || m_state == State::LastLine) {
        if (!line.isEmpty())
            refuse(400,
                   m_state == State::LastLine ? "trailers are not supported"
                                              : "a chunk is longer than it says");
        else
            m_state = m_state == State::LastLine ? State::Done : State::ChunkLine;
        return;
    }
    if (line.isEmpty() || line.size() > 8 || !std::all_of(line.begin(), line.end(), isHex)) {
        refuse(400, "a chunk size is malformed");
        return;
    }
    m_left = line.toLongLong(nullptr, 16);
    if (m_body.size() + m_left > m_maxBytes)
        refuse(413, "the body is too large");
    m_state = m_left == 0 ? State::LastLine : State::ChunkData;
}

void BodyReader::refuse(int status, const char *detail)
{
    m_refusal = Refusal{status, QLatin1String(detail)};
}

} // namespace mws::http
