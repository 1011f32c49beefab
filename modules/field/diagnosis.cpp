// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/diagnosis.h"

namespace mws
{

QLatin1String nameOf(DiagnosisReply::Outcome outcome)
{
    switch (outcome) {
    case DiagnosisReply::Outcome::Ok:
        return QLatin1String("ok");
    case DiagnosisReply::Outcome::Invalid:
        return QLatin1String("invalid");
    case DiagnosisReply::Outcome::Busy:
        return QLatin1String("busy");
    case DiagnosisReply::Outcome::Unavailable:
        return QLatin1String("unavailable");
    case DiagnosisReply::Outcome::DeviceException:
        return QLatin1String("deviceException");
    case DiagnosisReply::Outcome::Timeout:
        break;
    }
    return QLatin1String("timeout");
}

} // namespace mws
