// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QHash>
#include <QString>

namespace mws::api
{

/// How much one may ask: burst at once, and from then on one more every so often.
struct Rate {
    int burst = 1;
    Milliseconds every{0}; ///< 0: as much as he likes
};

/// Token buckets, one per key. Bounded: full ones are forgotten, and while all have been asked not
/// long ago, new keys share one. Not thread-safe.
class TokenBuckets final
{
public:
    static constexpr int kMaxKeys = 4096;

    struct Taken {
        Milliseconds wait{0}; ///< 0: there was one; else when there will be
        bool isFirst = false; ///< the first one refused since the bucket was full
    };

    TokenBuckets(Rate rate, const Clock &clock)
        : m_rate(rate)
        , m_clock(clock)
    {
    }

    [[nodiscard]] Taken take(const QString &key);
    [[nodiscard]] qsizetype size() const { return m_buckets.size(); }

private:
    struct Bucket {
        Milliseconds fullAt{0}; ///< by the monotonic clock
        bool hasRefused = false;
    };
    [[nodiscard]] Bucket &bucketOf(const QString &key, Milliseconds now);
    void forgetFullOnes(Milliseconds now);

    Rate m_rate;
    const Clock &m_clock;
    QHash<QString, Bucket> m_buckets;
    Milliseconds m_lookedAt{0}; ///< for full ones
};

} // namespace mws::api
