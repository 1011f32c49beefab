// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/livepeer.h"

#include <QtEndian>

namespace
{

constexpr int kText = 1;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

QByteArray bigEndian(qint64 number, int bytes)
{
    QByteArray out(8, '\0');
    qToBigEndian(number, out.data());
    return out.right(bytes);
}

} // namespace

QByteArray frame(int opcode, const QByteArray &payload, const FrameShape &shape)
{
    const qint64 length = shape.length < 0 ? payload.size() : shape.length;
    const int longer = length < 126 ? 0 : length <= 0xffff ? 2 : 8;
    const int bytes = qMax(longer, shape.lengthBytes);
    QByteArray out(1, char((shape.final ? 0x80 : 0) | shape.reserved << 4 | opcode));
    const qint64 first = bytes == 0 ? length : bytes == 2 ? 126 : 127;
    out += char((shape.masked ? 0x80 : 0) | first);
    out += bigEndian(length, bytes);
    return out + (shape.masked ? QByteArray(4, '\0') : QByteArray()) + payload;
}

LivePeer::LivePeer(AttackPlant &plant, const AttackPlant::Seat &seat, const QByteArray &after)
    : m_client(plant.port())
{
    m_client.send(plant.filled("GET /api/v1/live HTTP/1.1\r\n{anonymous}Origin: {origin}\r\n"
                               "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                  + "Cookie: " + seat.cookie + "\r\n\r\n" + after);
    m_answer = m_client.receiveAnswer();
    m_upgraded = m_answer.startsWith("HTTP/1.1 101 ");
}

void LivePeer::readFrames()
{
    m_bytes += m_client.pending();
    m_client.forget();
    for (;;) {
        if (m_bytes.size() < 2)
            return;
        const int opcode = m_bytes[0] & 0x0f;
        const int first = m_bytes[1] & 0x7f;
        const int bytes = first == 126 ? 2 : first == 127 ? 8 : 0;
        const QByteArray number = QByteArray(8 - bytes, '\0') + m_bytes.mid(2, bytes);
        const qint64 length = bytes == 0 ? first : qFromBigEndian<qint64>(number.constData());
        if (m_bytes.size() < 2 + bytes + length)
            return;
        const QByteArray payload = m_bytes.mid(2 + bytes, length);
        m_bytes.remove(0, 2 + bytes + length);
        if (opcode == kText)
            m_texts.append(payload);
        else if (opcode == kPing)
            send(frame(kPong, payload));
        else if (opcode == kClose && payload.size() >= 2)
            m_code = qFromBigEndian<quint16>(payload.constData());
    }
}

QByteArray LivePeer::textWith(const QByteArray &word)
{
    QByteArray found;
    const auto look = [this, &found, &word] {
        readFrames();
        while (!m_texts.isEmpty() && found.isEmpty()) {
            const QByteArray text = m_texts.takeFirst();
            if (text.contains(word))
                found = text;
        }
        return !found.isEmpty() || m_client.isClosed();
    };
    return eventsUntil(look) ? found : QByteArray();
}

int LivePeer::closeCode()
{
    const bool ended = eventsUntil([this] {
        readFrames();
        return m_client.isClosed();
    });
    return ended ? m_code : kOpen;
}

void LivePeer::leave()
{
    m_client.send(frame(kClose, QByteArray("\x03\xe8", 2)));
    (void)closeCode();
}
