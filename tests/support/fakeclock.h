// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <atomic>

namespace mws
{

/// A clock that stands still until it is told to go on. Thread-safe.
class FakeClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override { return fromMsSinceEpoch(m_now); }
    [[nodiscard]] Milliseconds monotonic() const override
    {
        return Milliseconds(m_now - m_steps - kStart);
    }
    void advance(Milliseconds by) { m_now += by.count(); }
    /// Sets the wall clock alone.
    void step(Milliseconds by)
    {
        m_steps += by.count();
        m_now += by.count();
    }

private:
    static constexpr qint64 kStart = 1767225600000; // 2026-01-01T00:00:00Z
    std::atomic<qint64> m_now{kStart};
    std::atomic<qint64> m_steps{0};
};

} // namespace mws
