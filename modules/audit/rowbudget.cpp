// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/rowbudget.h"

#include <algorithm>
#include <utility>

namespace mws
{

namespace
{

constexpr int kMaxBuckets = 4096;

} // namespace

std::optional<QString> RowBudget::take(const QString &whom)
{
    const Milliseconds now = m_clock.monotonic();
    Bucket &bucket = bucketOf(whom, now);
    const qint64 refilled = (now - bucket.filled) / kRefill;
    bucket.rows = int(std::min<qint64>(kBurst, bucket.rows + refilled));
    bucket.filled += refilled * kRefill;
    if (bucket.rows == 0) {
        ++bucket.leftOut;
        return std::nullopt;
    }
    --bucket.rows;
    const int leftOut = std::exchange(bucket.leftOut, 0);
    return leftOut == 0 ? QString() : QStringLiteral("; %1 more were not recorded").arg(leftOut);
}

RowBudget::Bucket &RowBudget::bucketOf(const QString &whom, Milliseconds now)
{
    if (m_buckets.size() >= kMaxBuckets)
        forgetFullOnes(now);
    auto bucket = m_buckets.find(whom);
    if (bucket == m_buckets.end() && m_buckets.size() >= kMaxBuckets)
        bucket = m_buckets.find(QString()); // of all for whom there is no room
    if (bucket == m_buckets.end())
        bucket
            = m_buckets.insert(m_buckets.size() < kMaxBuckets ? whom : QString(), {kBurst, 0, now});
    return *bucket;
}

void RowBudget::forgetFullOnes(Milliseconds now)
{
    m_buckets.removeIf([now](const QHash<QString, Bucket>::iterator &it) {
        return it->rows + (now - it->filled) / kRefill >= kBurst;
    });
}

} // namespace mws
