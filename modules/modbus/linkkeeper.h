// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <random>

namespace mws::modbus
{

/// When a link is opened: at once, after a backoff of 1, 2, 4 … 30 s when it was lost, or anew when
/// nobody answers over it. All times are of Clock::monotonic(). Knows no timer, no link and no
/// unit.
class LinkKeeper
{
public:
    /// After a link that broke in use the next must live that long, for the first backoff.
    static constexpr Milliseconds kLivesOn{5000};

    LinkKeeper();
    /// Makes the backoff repeatable, which is by chance otherwise.
    void seed(quint32 seed) { m_random.seed(seed); }

    /// The link is not opened before; max(): not before something is told.
    [[nodiscard]] Milliseconds openAt() const { return m_openAt; }
    /// Opens at once, and forgets what went wrong: at the start, and when an adapter is back.
    void start(Milliseconds now);
    void opened(Milliseconds now);
    /// A unit has answered over the link.
    void answered();
    /// Nobody has answered a request.
    void unanswered() { ++m_silent; }
    /// A request found the link broken; lost() follows.
    void broke(Milliseconds now);
    /// The link is closed, or could not be opened. True: broke() or rest() was told before.
    bool lost(Milliseconds now, bool wasOpen);
    /// The last link broke in use, and none has lived on since.
    [[nodiscard]] bool brokeInUse() const { return m_brokeInUse; }

    /// The link was closed because nobody needs it. That it was short is no failure.
    void rest();
    /// Somebody needs it.
    void wake(Milliseconds now) { m_openAt = now; }

    /// So many requests got no answer that the link is to be opened anew: three, or one when all
    /// units are dead. Not more often than every 5, 10, 20 … 60 s until somebody answers.
    [[nodiscard]] bool isSilent(Milliseconds now, bool allDead) const;
    /// It is closed for that, and opened at once.
    void reopen(Milliseconds now);

private:
    void reset();
    /// At the end of a link, before it is noted how it ended.
    void judgeLife(Milliseconds now);
    /// Up to a fifth less, so that stations that lost the same gateway do not come back together.
    [[nodiscard]] Milliseconds jittered(Milliseconds delay);

    std::minstd_rand m_random;
    Milliseconds m_openAt{0};
    Milliseconds m_openedAt{0};
    Milliseconds m_backoff{0};
    bool m_brokeInUse = false; ///< the last link, while a request was in flight
    bool m_hasAnswered = false; ///< a unit, over this link
    int m_silent = 0; ///< requests in a row that nobody answered
    Milliseconds m_silentReopenAt{0};
    Milliseconds m_silentDelay{0};
};

} // namespace mws::modbus
