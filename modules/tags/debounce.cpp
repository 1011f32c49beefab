// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tags/debounce.h"

#include <utility>

namespace mws
{

namespace
{

/// A read that failed; every other bad quality is something that is known for certain.
bool isFailedRead(Quality quality)
{
    return quality == Quality::BadCommunication || quality == Quality::BadDeviceException;
}

} // namespace

Debounce::Debounce(const Tag &tag)
    : m_stateTime(tag.debounceMs)
    , m_failureTime(tag.qualityDebounceMs)
{
}

bool Debounce::isWantedBy(const Tag &tag)
{
    return tag.debounceMs > 0 || tag.qualityDebounceMs > 0;
}

std::optional<TagValue> Debounce::pass(const TagValue &counts, const TagValue &now, Milliseconds at)
{
    if (isBad(now.state.quality))
        return passBad(counts, now, at);
    m_failure.reset();
    const bool isNew = !isBad(counts.state.quality) && now.value != counts.value;
    if (!isNew || m_stateTime.count() == 0) {
        m_candidate.reset();
        return now;
    }
    if (m_candidate != now.value) {
        m_candidate = now.value;
        m_candidateSince = at;
    }
    if (at - m_candidateSince < m_stateTime)
        return std::nullopt;
    m_candidate.reset();
    return now;
}

std::optional<TagValue> Debounce::passBad(const TagValue &counts, const TagValue &now,
                                          Milliseconds at)
{
    const bool waits = m_failureTime.count() > 0 && isFailedRead(now.state.quality)
        && !isBad(counts.state.quality);
    if (!waits) {
        m_failure.reset();
        return now;
    }
    if (!m_failure)
        m_failureSince = at;
    m_failure = now;
    return lastingFailure(at);
}

std::optional<TagValue> Debounce::lastingFailure(Milliseconds at)
{
    if (!m_failure || at - m_failureSince < m_failureTime)
        return std::nullopt;
    return std::exchange(m_failure, std::nullopt);
}

} // namespace mws
