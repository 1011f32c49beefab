// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/requesthead.h"

namespace mws::http
{

/// Takes the bytes that follow a head until the body is whole: counted or chunked (RFC 9112 section
/// 7.1), without chunk extensions and trailers.
class BodyReader
{
public:
    BodyReader(const RequestHead &head, qint64 maxBytes);

    /// How many bytes may be handed over next without taking from the request that follows.
    [[nodiscard]] qint64 wants() const;
    /// Takes what wants() allows.
    void take(QByteArrayView bytes);

    [[nodiscard]] bool isDone() const { return m_state == State::Done; }
    [[nodiscard]] const std::optional<Refusal> &refusal() const { return m_refusal; }
    [[nodiscard]] const QByteArray &body() const { return m_body; }

private:
    enum class State { Counted, ChunkLine, ChunkData, ChunkEnd, LastLine, Done };
    void takeLineByte(char c);
    void endOfLine();
    void refuse(int status, const char *detail);

    State m_state = State::Counted;
    qint64 m_left = 0;
    qint64 m_maxBytes;
    QByteArray m_line;
    QByteArray m_body;
    std::optional<Refusal> m_refusal;
};

} // namespace mws::http
