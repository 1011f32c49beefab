// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/addressscan.h"

#include "modbus/requests.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

using Ending = Answer::Ending;

constexpr quint8 kIllegalFunction = 1;
constexpr int kShort = 8;

/// A refusal of these addresses; any other says nothing of them.
bool isAboutAddresses(const Answer &answer)
{
    return answer.isRefusal() && answer.exception != kIllegalFunction;
}

} // namespace

AddressScan::AddressScan(Plan plan)
    : m_plan(std::move(plan))
    , m_at(m_plan.first)
{
    goOn();
}

bool AddressScan::isForbidden(int address) const
{
    return std::any_of(m_plan.forbidden.cbegin(), m_plan.forbidden.cend(),
                       [this, address](const TableRange &range) {
                           return range.touches(m_plan.table, address, address);
                       });
}

void AddressScan::goOn()
{
    while (m_at <= m_plan.last && isForbidden(m_at))
        ++m_at;
    if (m_at > m_plan.last)
        return;
    int last = m_at;
    while (last < m_plan.last && last - m_at + 1 < m_plan.perRequest && !isForbidden(last + 1))
        ++last;
    m_todo.append({m_at, last});
    m_at = last + 1;
}

QByteArray AddressScan::request() const
{
    const Range &range = m_todo.last();
    return readRequest(m_plan.table, range.first, range.last - range.first + 1).value();
}

void AddressScan::take(const Answer &answer)
{
    const bool isFirstSilence = answer.ending == Ending::Silence && !m_wasSilent;
    m_wasSilent = isFirstSilence;
    if (isFirstSilence)
        return;
    const Range range = m_todo.last();
    if (answer.ending != Ending::Data && !isAboutAddresses(answer)) {
        m_obstacle = answer;
        m_at = range.first;
        m_todo.clear();
        return;
    }
    m_todo.removeLast();
    if (answer.ending == Ending::Data || range.first == range.last)
        add({range.first, range.last, answer.exception});
    else
        split(range);
    if (m_todo.isEmpty())
        goOn();
}

void AddressScan::split(const Range &range)
{
    const int count = range.last - range.first + 1;
    const int step = count <= kShort ? 1 : (count + 1) / 2;
    QList<Range> parts;
    for (int first = range.first; first <= range.last; first += step)
        parts.prepend({first, std::min(first + step - 1, range.last)});
    m_todo += parts;
}

void AddressScan::add(const ScanFinding &finding)
{
    if (!m_found.isEmpty() && m_found.last().last + 1 == finding.first
        && m_found.last().exception == finding.exception)
        m_found.last().last = finding.last;
    else
        m_found.append(finding);
}

} // namespace mws::modbus
