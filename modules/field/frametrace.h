// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>

namespace mws
{

/// One frame as it went over a link.
struct TracedFrame {
    enum class Direction { Sent, Received };
    quint64 number = 0; ///< counts from 1, never twice; given by the trace
    std::chrono::sys_time<std::chrono::microseconds> time{};
    QString connection; ///< Connection::id
    Direction direction = Direction::Sent;
    QByteArray dissector; ///< of Wireshark that knows the bytes: "mbtcp", "mbrtu"; "data" for none
    QByteArray bytes; ///< as on the wire
    QString summary; ///< what it says, in one line for people
};

/// The newest frames of all links in a ring of bounded size; holds and costs nothing while it is
/// off. Thread-safe.
class FrameTrace final
{
public:
    explicit FrameTrace(qsizetype maxFrames = 20000, qsizetype maxBytes = 4 * 1024 * 1024);

    /// Turned off it keeps what it has.
    void setEnabled(bool on) { m_enabled = on; }
    [[nodiscard]] bool isEnabled() const { return m_enabled; }
    void clear();

    /// Ignored while the trace is off. Pushes out the oldest.
    void add(TracedFrame frame);
    /// At most limit frames behind this number, oldest first; of one connection, or of all when it
    /// is empty.
    [[nodiscard]] QList<TracedFrame> frames(quint64 after = 0, qsizetype limit = 1000,
                                            const QString &connection = {}) const;
    /// How many frames the ring has pushed out since it was cleared.
    [[nodiscard]] quint64 dropped() const;

private:
    const qsizetype m_maxFrames;
    const qsizetype m_maxBytes; ///< of the frames alone
    std::atomic<bool> m_enabled = false;
    mutable std::mutex m_mutex;
    std::deque<TracedFrame> m_frames; ///< oldest first
    qsizetype m_bytes = 0;
    quint64 m_last = 0;
    quint64 m_dropped = 0;
};

/// A capture file that Wireshark and tshark open and decode by themselves: pcap-ng (IETF
/// draft-ietf-opsawg-pcapng) with packets of link type 252, "Wireshark exported PDUs". The comment
/// of a packet is its connection; devices stand as 192.0.2.1 port 502, the station as 192.0.2.2.
[[nodiscard]] QByteArray toPcapNg(const QList<TracedFrame> &frames);

} // namespace mws
