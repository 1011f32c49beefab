// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/frametrace.h"

namespace mws
{

FrameTrace::FrameTrace(qsizetype maxFrames, qsizetype maxBytes)
    : m_maxFrames(maxFrames)
    , m_maxBytes(maxBytes)
{
}

void FrameTrace::clear()
{
    const std::lock_guard lock(m_mutex);
    m_frames.clear();
    m_bytes = 0;
    m_dropped = 0;
}

void FrameTrace::add(TracedFrame frame)
{
    if (!m_enabled)
        return;
    const std::lock_guard lock(m_mutex);
    frame.number = ++m_last;
    m_bytes += frame.bytes.size();
    m_frames.push_back(std::move(frame));
    while (qsizetype(m_frames.size()) > m_maxFrames || m_bytes > m_maxBytes) {
        m_bytes -= m_frames.front().bytes.size();
        m_frames.pop_front();
        ++m_dropped;
    }
}

QList<TracedFrame> FrameTrace::frames(quint64 after, qsizetype limit,
                                      const QString &connection) const
{
    const std::lock_guard lock(m_mutex);
    QList<TracedFrame> found;
    for (const TracedFrame &frame : m_frames) {
        if (found.size() >= limit)
            break;
        if (frame.number > after && (connection.isEmpty() || frame.connection == connection))
            found.append(frame);
    }
    return found;
}

quint64 FrameTrace::dropped() const
{
    const std::lock_guard lock(m_mutex);
    return m_dropped;
}

} // namespace mws
