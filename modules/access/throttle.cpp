// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/throttle.h"

#include "access/accesscontrol.h"

#include <algorithm>

namespace mws
{

namespace
{

constexpr Milliseconds kFirstWait = std::chrono::seconds(2);
constexpr Milliseconds kLongestWait = std::chrono::minutes(15);
constexpr Milliseconds kForgetAfter = std::chrono::hours(1);
constexpr qsizetype kMaxEntries = 10000;

Milliseconds waitAfter(int surplus)
{
    constexpr int kMaxDoublings = 10;
    return std::min(kFirstWait * (1 << std::min(surplus, kMaxDoublings)), kLongestWait);
}

} // namespace

QString networkOf(const QString &address)
{
    const QHostAddress host(address);
    if (host.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    bool isIpv4 = false;
    const quint32 mapped = host.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(mapped).toString();
    Q_IPV6ADDR bytes = host.toIPv6Address();
    for (int i = 8; i < 16; ++i)
        bytes[i] = 0;
    return QHostAddress(bytes).toString();
}

Milliseconds Throttle::wait(const QString &key, Milliseconds now) const
{
    const auto entry = m_entries.constFind(key);
    if (entry == m_entries.cend() || entry->until <= now)
        return Milliseconds(0);
    return entry->until - now;
}

void Throttle::begin(const QString &key, Milliseconds now)
{
    prune(now);
    Entry &entry = m_entries[key];
    ++entry.failures;
    entry.last = now;
    if (entry.failures >= m_maxFailures)
        entry.until = now + waitAfter(entry.failures - m_maxFailures);
}

void Throttle::forgive(const QString &key)
{
    const auto entry = m_entries.find(key);
    if (entry == m_entries.end())
        return;
    if (--entry->failures <= 0)
        m_entries.erase(entry);
    else if (entry->failures < m_maxFailures)
        entry->until = Milliseconds(0);
}

void Throttle::prune(Milliseconds now)
{
    if (m_entries.size() < kMaxEntries)
        return;
    m_entries.removeIf([now](const auto &item) {
        return item.value().until <= now && now - item.value().last > kForgetAfter;
    });
    if (m_entries.size() < kMaxEntries)
        return;
    m_entries.removeIf([now](const auto &item) { return item.value().until <= now; });
}

} // namespace mws
