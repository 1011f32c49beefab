// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tags/reporter.h"

#include <cmath>
#include <limits>

namespace mws
{

namespace
{

constexpr double kRounding = 1e-9; ///< of the deadband: 0.3 − 0.2 is a change of 0.1

double deadbandOf(const Tag &tag)
{
    const ReportRule &rule = tag.report;
    if (rule.deadbandPercent > 0 && tag.low && tag.high)
        return (*tag.high - *tag.low) * rule.deadbandPercent / 100;
    return rule.deadband;
}

/// A double cannot hold every 64-bit integer.
long double exact(const Value &value)
{
    static_assert(std::numeric_limits<long double>::digits >= 64);
    using Exact = long double;
    if (value.kind() == Value::Kind::UInt)
        return Exact(*value.toUInt64());
    if (value.kind() == Value::Kind::Int)
        return Exact(*value.toInt64());
    return Exact(value.toDouble());
}

} // namespace

Reporter::Reporter(const Tag &tag)
    : m_deadband(deadbandOf(tag) * (1 - kRounding))
    , m_maxSilence(qint64(tag.report.maxSilenceS) * 1000)
{
}

bool Reporter::goesOut(const TagValue &now, Milliseconds at)
{
    if (!isDue(now, at))
        return false;
    told(now, at);
    return true;
}

void Reporter::told(const TagValue &now, Milliseconds at)
{
    m_told = now;
    m_toldAt = at;
}

bool Reporter::isDue(const TagValue &now, Milliseconds at) const
{
    if (now.state != m_told.state || at - m_toldAt >= m_maxSilence)
        return true;
    if (now.value == m_told.value)
        return false;
    if (!now.value.isNumber() || !m_told.value.isNumber())
        return true;
    return std::abs(exact(now.value) - exact(m_told.value)) >= static_cast<long double>(m_deadband);
}

} // namespace mws
