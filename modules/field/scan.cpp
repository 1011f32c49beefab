// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/scan.h"

namespace mws
{

QLatin1String nameOf(ScanStatus::State state)
{
    switch (state) {
    case ScanStatus::State::Never:
        return QLatin1String("never");
    case ScanStatus::State::Running:
        return QLatin1String("running");
    case ScanStatus::State::Done:
        return QLatin1String("done");
    case ScanStatus::State::Cancelled:
        return QLatin1String("cancelled");
    case ScanStatus::State::Failed:
        break;
    }
    return QLatin1String("failed");
}

QLatin1String nameOf(ScanOrder::Kind kind)
{
    return kind == ScanOrder::Kind::Units ? QLatin1String("units") : QLatin1String("addresses");
}

} // namespace mws
