// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/counters.h"

namespace mws
{

static_assert(int(Counter::Garbage) - int(Counter::Damaged) == int(StrayReason::Garbage));
static_assert(int(Counter::ExceptionOther) - int(Counter::Exception1) + 1
              == int(RequestCounters::kExceptionCodes));

Value valueOf(const RequestCounters &counters, Counter counter)
{
    switch (counter) {
    case Counter::Requests:
        return Value(counters.requests);
    case Counter::Good:
        return Value(counters.good);
    case Counter::Exceptions:
        return Value(counters.allExceptions());
    case Counter::Timeouts:
        return Value(counters.timeouts);
    case Counter::RoundTripMin:
        return Value(double(counters.trips.min().count()));
    case Counter::RoundTripAverage:
        return Value(counters.trips.averageMs());
    case Counter::RoundTripP95:
        return Value(double(counters.trips.p95().count()));
    case Counter::RoundTripMax:
        return Value(double(counters.trips.max().count()));
    default:
        break;
    }
    if (counter >= Counter::Exception1 && counter < Counter::ExceptionOther)
        return Value(counters.exceptions[size_t(counter) - size_t(Counter::Exception1) + 1]);
    if (counter == Counter::ExceptionOther)
        return Value(counters.exceptions[0]);
    if (counter < Counter::Damaged || counter > Counter::Garbage)
        return {};
    return Value(counters.of(StrayReason(int(counter) - int(Counter::Damaged))));
}

} // namespace mws
