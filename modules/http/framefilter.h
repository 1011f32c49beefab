// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <utility>

namespace mws::http
{

/// Follows the frames of a client (RFC 6455 section 5.2) for what QWebSocket does not do: see that
/// each is masked, count them all, and take a text whose parts end within a character. Such parts
/// are joined; everything else passes as it came, and is QWebSocket's to judge.
class FrameFilter
{
public:
    /// maxMessage: bytes of a text in parts.
    explicit FrameFilter(qsizetype maxMessage)
        : m_maxMessage(maxMessage)
    {
    }

    /// What QWebSocket is to see of the next bytes of the stream, which come in any pieces. Nothing
    /// after a violation.
    [[nodiscard]] QByteArray take(QByteArrayView bytes);
    /// How many frames have begun since the last call.
    [[nodiscard]] int takeCount() { return std::exchange(m_count, 0); }
    /// The code to close with (RFC 6455 section 7.4.1); 0: none is called for.
    [[nodiscard]] int violation() const { return m_violation; }

private:
    void takeHead(char byte, QByteArray &passed);
    void takePayload(QByteArrayView bytes, QByteArray &passed);
    void endOfHead(QByteArray &passed);
    void beginPart();
    void endOfFrame(QByteArray &passed);

    qsizetype m_maxMessage;
    QByteArray m_head; ///< of the present frame, as far as it has come
    QByteArray m_text; ///< of the parts so far, without masks
    quint64 m_left = 0; ///< bytes of the payload that have not come; 0: a head is next
    qsizetype m_masked = 0; ///< bytes of the payload that have
    int m_count = 0;
    int m_violation = 0;
    bool m_joining = false; ///< a text in parts has begun
    bool m_isPart = false; ///< the present frame is one of them
};

} // namespace mws::http
