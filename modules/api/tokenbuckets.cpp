// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/tokenbuckets.h"

#include <algorithm>
#include <utility>

namespace mws::api
{

namespace
{

/// A stranger with many addresses must not make every request look through all buckets.
constexpr Milliseconds kLookEvery{1000};

} // namespace

TokenBuckets::Taken TokenBuckets::take(const QString &key)
{
    if (m_rate.every == Milliseconds(0))
        return {};
    const Milliseconds now = m_clock.monotonic();
    Bucket &bucket = bucketOf(key, now);
    if (bucket.fullAt <= now)
        bucket = {now, false};
    const Milliseconds allowed = now + m_rate.every * (m_rate.burst - 1);
    if (bucket.fullAt > allowed)
        return {bucket.fullAt - allowed, !std::exchange(bucket.hasRefused, true)};
    bucket.fullAt += m_rate.every;
    return {};
}

TokenBuckets::Bucket &TokenBuckets::bucketOf(const QString &key, Milliseconds now)
{
    const auto known = m_buckets.find(key);
    if (known != m_buckets.end())
        return *known;
    if (m_buckets.size() >= kMaxKeys)
        forgetFullOnes(now);
    // The key of those for whom there is no room is nobody's.
    return m_buckets[m_buckets.size() < kMaxKeys ? key : QString()];
}

void TokenBuckets::forgetFullOnes(Milliseconds now)
{
    if (now - m_lookedAt < kLookEvery)
        return;
    m_lookedAt = now;
    m_buckets.removeIf(
        [now](const QHash<QString, Bucket>::iterator &it) { return it->fullAt <= now; });
}

} // namespace mws::api
