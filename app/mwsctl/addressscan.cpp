// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "addressscan.h"

#include "modbus/requests.h"

#include <QCoreApplication>
#include <algorithm>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

using Outcome = CallAnswer::Outcome;

constexpr quint8 kIllegalFunction = 1;
constexpr int kShort = 8;

/// A gateway speaks for a device that it cannot reach.
bool isGatewayException(quint8 code)
{
    return code == 10 || code == 11;
}

/// Exceptions that are about these addresses; any other says nothing of them.
bool isAboutAddresses(const CallAnswer &answer)
{
    return answer.outcome == Outcome::Exception && answer.exception != kIllegalFunction
        && !isGatewayException(answer.exception);
}

} // namespace

AddressScan::AddressScan(Caller &caller, int unit, Plan plan)
    : m_caller(caller)
    , m_unit(unit)
    , m_plan(std::move(plan))
{
}

bool AddressScan::isForbidden(int address) const
{
    return std::any_of(m_plan.forbidden.cbegin(), m_plan.forbidden.cend(),
                       [this, address](const TableRange &range) {
                           return range.touches(m_plan.table, address, address);
                       });
}

CallAnswer AddressScan::run()
{
    CallAnswer answer{Outcome::Data, {}, 0, {}};
    for (int first = m_plan.first; first <= m_plan.last;) {
        if (isForbidden(first)) {
            ++first;
            continue;
        }
        int last = first;
        while (last < m_plan.last && last - first + 1 < m_plan.perRequest && !isForbidden(last + 1))
            ++last;
        answer = search(first, last);
        if (answer.outcome != Outcome::Data)
            return answer;
        progress(CtlText::tr("asked %1 to %2 of %3").arg(m_plan.first).arg(last).arg(m_plan.last));
        first = last + 1;
    }
    return answer;
}

/// A silence may be a lost frame, so it is asked once more.
CallAnswer AddressScan::ask(int first, int last)
{
    const auto request = modbus::readRequest(m_plan.table, first, last - first + 1);
    if (!request)
        return {Outcome::Silence, {}, 0, request.error().detail};
    m_caller.pause(m_plan.between);
    CallAnswer answer = m_caller.ask(m_unit, *request);
    if (answer.outcome == Outcome::Silence) {
        m_caller.pause(m_plan.between);
        answer = m_caller.ask(m_unit, *request);
    }
    return answer;
}

CallAnswer AddressScan::search(int first, int last)
{
    const CallAnswer answer = ask(first, last);
    if (answer.outcome == Outcome::Data)
        add({first, last, 0});
    if (!isAboutAddresses(answer))
        return answer;
    if (first == last) {
        add({first, last, answer.exception});
        return {Outcome::Data, {}, 0, {}};
    }
    const int count = last - first + 1;
    const int step = count <= kShort ? 1 : (count + 1) / 2;
    CallAnswer part;
    for (int from = first; from <= last; from += step) {
        part = search(from, std::min(from + step - 1, last));
        if (part.outcome != Outcome::Data)
            break;
    }
    return part;
}

void AddressScan::add(AddressRange range)
{
    if (!m_found.isEmpty() && m_found.last().last + 1 == range.first
        && m_found.last().exception == range.exception)
        m_found.last().last = range.last;
    else
        m_found.append(range);
}

} // namespace mws::ctl
