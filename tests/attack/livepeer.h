// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "attack/attackplant.h"
#include "attack/tlsclient.h"

/// How a frame departs from one that RFC 6455 section 5.2 allows a client.
struct FrameShape {
    bool final = true;
    bool masked = true;
    int reserved = 0; ///< the three bits
    qint64 length = -1; ///< what the head says; -1: the true one
    int lengthBytes = 0; ///< 2 or 8: longer than need be
};

/// The bytes of a frame. A mask of zeros leaves the payload as it is.
[[nodiscard]] QByteArray frame(int opcode, const QByteArray &payload, const FrameShape &shape = {});
[[nodiscard]] inline QByteArray textFrame(const QByteArray &payload)
{
    return frame(1, payload);
}

/// A client of the live feed that sends frames of its own making. It answers pings when it reads.
class LivePeer final
{
public:
    static constexpr int kOpen = -1; ///< no close within ten seconds
    static constexpr int kNoCode = 0; ///< the end without a close frame

    /// after: bytes that leave together with the upgrade.
    LivePeer(AttackPlant &plant, const AttackPlant::Seat &seat, const QByteArray &after = {});

    [[nodiscard]] bool isOpen() const { return m_upgraded && !m_client.isClosed(); }
    [[nodiscard]] const QByteArray &upgradeAnswer() const { return m_answer; }
    void send(const QByteArray &bytes) { m_client.send(bytes); }
    /// The next text of the server that contains word; empty when it ends before.
    [[nodiscard]] QByteArray textWith(const QByteArray &word);
    /// Reads on until the server closes, and says how.
    [[nodiscard]] int closeCode();
    /// Leaves as a browser does, and waits until the server has seen it.
    void leave();
    [[nodiscard]] TlsClient &client() { return m_client; }

private:
    void readFrames();

    TlsClient m_client;
    QByteArray m_answer;
    QByteArray m_bytes;
    QByteArrayList m_texts;
    int m_code = kNoCode;
    bool m_upgraded = false;
};
