// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/writerates.h"

#include "control/writecheck.h"

#include <algorithm>

namespace mws
{

namespace
{

constexpr double kMinuteMs = 60'000;

QString accountOf(const Identity &who)
{
    return (who.origin == Origin::Panel ? QStringLiteral("panel ") : QStringLiteral("remote "))
        + who.user;
}

WriteReply tooFast(const QString &detail)
{
    return refusal(ErrorCode::Busy, QStringLiteral("tooFast"), detail);
}

} // namespace

std::optional<WriteReply> WriteRates::check(const Tag &tag, TagIndex index, const Value &value,
                                            Milliseconds now) const
{
    const QList<Written> written = m_written.value(index);
    if (written.isEmpty())
        return std::nullopt;
    const Milliseconds passed = now - written.last().at;
    if (passed < Milliseconds(tag.write.minIntervalMs))
        return tooFast(
            QStringLiteral("this tag is written at most every %1 ms").arg(tag.write.minIntervalMs));
    if (!tag.write.maxRate || !value.isNumber())
        return std::nullopt;
    const double allowed = *tag.write.maxRate * double(passed.count()) / 1000;
    if (isWithin(value, written.last().value, allowed))
        return std::nullopt;
    return refusal(ErrorCode::Busy, QStringLiteral("rateTooHigh"),
                   QStringLiteral("this tag changes by at most %1 per second; the last value, "
                                  "written %2 s ago, was %3")
                       .arg(quantityText(tag, *tag.write.maxRate),
                            QString::number(double(passed.count()) / 1000, 'f', 1),
                            written.last().value.toString()));
}

std::optional<WriteReply> WriteRates::charge(const Identity &who, Milliseconds now)
{
    if (who.origin == Origin::Modbus)
        return std::nullopt;
    const double left = leftOf(accountOf(who), now);
    if (left < 1)
        return tooFast(
            QStringLiteral("one user writes at most %1 values a minute").arg(m_perMinute));
    m_allowances.insert(accountOf(who), {left - 1, now});
    return std::nullopt;
}

double WriteRates::leftOf(const QString &whom, Milliseconds now) const
{
    const auto allowance = m_allowances.constFind(whom);
    if (allowance == m_allowances.cend())
        return m_perMinute;
    const double regained = double((now - allowance->at).count()) * m_perMinute / kMinuteMs;
    return std::min<double>(m_perMinute, allowance->left + regained);
}

void WriteRates::note(WriteId id, TagIndex tag, const Value &value, Milliseconds now)
{
    m_written[tag].append({id, now, value});
}

void WriteRates::sent(TagIndex tag, WriteId id)
{
    m_written[tag].removeIf([id](const Written &one) { return one.id < id; });
}

void WriteRates::doubted(TagIndex tag, WriteId id, Milliseconds now)
{
    sent(tag, id);
    for (Written &one : m_written[tag])
        one.at = now;
}

void WriteRates::unsent(TagIndex tag, WriteId id)
{
    m_written[tag].removeIf([id](const Written &one) { return one.id == id; });
}

} // namespace mws
