// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/linkkeeper.h"

#include <QRandomGenerator>
#include <algorithm>
#include <utility>

namespace mws::modbus
{

namespace
{

constexpr Milliseconds kFirstBackoff{1000};
constexpr Milliseconds kLastBackoff{30000};
constexpr Milliseconds kFirstSilentDelay{5000};
constexpr Milliseconds kLastSilentDelay{60000};
constexpr int kSilentUntilReopen = 3;

} // namespace

LinkKeeper::LinkKeeper()
    : m_random(QRandomGenerator::system()->generate())
{
}

void LinkKeeper::start(Milliseconds now)
{
    reset();
    m_openAt = now;
}

void LinkKeeper::opened(Milliseconds now)
{
    m_silent = 0;
    m_openedAt = now;
}

void LinkKeeper::answered()
{
    m_silent = 0;
    m_silentDelay = kFirstSilentDelay;
    m_hasAnswered = true;
}

void LinkKeeper::broke(Milliseconds now)
{
    judgeLife(now);
    m_brokeInUse = true;
    m_openAt = Milliseconds::max(); // until lost()
}

bool LinkKeeper::lost(Milliseconds now, bool wasOpen)
{
    const bool isInUse = m_openAt == Milliseconds::max();
    judgeLife(now);
    if (wasOpen && !isInUse)
        m_brokeInUse = false;
    m_openAt = now + jittered(m_backoff);
    m_backoff = std::min(2 * m_backoff, kLastBackoff);
    return isInUse;
}

void LinkKeeper::rest()
{
    if (std::exchange(m_hasAnswered, false))
        reset();
    m_openAt = Milliseconds::max(); // until wake()
}

bool LinkKeeper::isSilent(Milliseconds now, bool allDead) const
{
    return m_silent >= (allDead ? 1 : kSilentUntilReopen) && now >= m_silentReopenAt;
}

void LinkKeeper::reopen(Milliseconds now)
{
    m_silentReopenAt = now + m_silentDelay;
    m_silentDelay = std::min(2 * m_silentDelay, kLastSilentDelay);
    judgeLife(now);
    m_openAt = now;
}

void LinkKeeper::reset()
{
    m_silentDelay = kFirstSilentDelay;
    m_brokeInUse = false;
    m_backoff = kFirstBackoff;
}

void LinkKeeper::judgeLife(Milliseconds now)
{
    const bool livedOn = now - m_openedAt >= kLivesOn;
    if (std::exchange(m_hasAnswered, false) && (livedOn || !m_brokeInUse))
        reset();
}

Milliseconds LinkKeeper::jittered(Milliseconds delay)
{
    return delay - Milliseconds(m_random() % quint64(delay.count() / 5 + 1));
}

} // namespace mws::modbus
