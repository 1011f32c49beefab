// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scalebook.h"

#include "modbus/scaling.h"

#include <cstdlib>

namespace mws::modbus
{

namespace
{

constexpr ScaleBook::Power kNotRead{0, Quality::BadNotRead};
constexpr qint64 kNotAvailable = -32768; ///< 0x8000, whether the tag says so or not

ScaleBook::Power powerFrom(const Decoded &decoded)
{
    const auto number = decoded.value.toInt64();
    if (!isGood(decoded.quality) || !number)
        return {0, decoded.quality};
    if (*number == kNotAvailable)
        return {0, Quality::BadNotAvailable};
    if (std::abs(*number) > kMaxPower)
        return {0, Quality::BadOutOfRange};
    return {int(*number), Quality::Good};
}

} // namespace

void ScaleBook::add(const Project &project, const QList<TagIndex> &tags)
{
    for (const TagIndex tag : tags) {
        const QString &id = project.tag(tag).scaleFactor;
        if (id.isEmpty())
            continue;
        const TagIndex factor = project.indexOf(id);
        m_factorOf.insert(tag, factor);
        m_users[factor].append(tag);
    }
}

ScaleBook::Power ScaleBook::powerOf(TagIndex tag) const
{
    const auto factor = m_factorOf.find(tag);
    return factor == m_factorOf.end() ? Power() : m_powers.value(*factor, kNotRead);
}

QList<TagIndex> ScaleBook::take(TagIndex factor, const Decoded &decoded)
{
    const Power now = powerFrom(decoded);
    if (m_powers.value(factor, kNotRead) == now)
        return {};
    m_powers.insert(factor, now);
    return m_users.value(factor);
}

void ScaleBook::forget(const QList<TagIndex> &tags)
{
    for (const TagIndex tag : tags)
        m_powers.remove(tag);
}

} // namespace mws::modbus
