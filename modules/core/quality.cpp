// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/quality.h"

namespace mws
{

QLatin1String qualityName(Quality q)
{
    switch (q) {
    case Quality::Good:
        return QLatin1String("good");
    case Quality::Uncertain:
        return QLatin1String("uncertain");
    case Quality::UncertainClamped:
        return QLatin1String("uncertain.clamped");
    case Quality::BadNotRead:
        return QLatin1String("bad.notRead");
    case Quality::BadCommunication:
        return QLatin1String("bad.communication");
    case Quality::BadDeviceException:
        return QLatin1String("bad.deviceException");
    case Quality::BadNotAvailable:
        return QLatin1String("bad.notAvailable");
    case Quality::BadOutOfRange:
        return QLatin1String("bad.outOfRange");
    case Quality::BadConfiguration:
        return QLatin1String("bad.configuration");
    case Quality::BadOutOfService:
        return QLatin1String("bad.outOfService");
    }
    return QLatin1String("bad.configuration");
}

quint32 opcUaStatusCode(Quality q)
{
    switch (q) {
    case Quality::Good:
        return 0x00000000;
    case Quality::Uncertain:
        return 0x40900000; // UncertainLastUsableValue
    case Quality::UncertainClamped:
        return 0x40940000; // UncertainEngineeringUnitsExceeded
    case Quality::BadNotRead:
        return 0x80320000; // BadWaitingForInitialData
    case Quality::BadCommunication:
        return 0x80050000; // BadCommunicationError
    case Quality::BadDeviceException:
        return 0x808B0000; // BadDeviceFailure
    case Quality::BadNotAvailable:
        return 0x80310000; // BadNoDataAvailable
    case Quality::BadOutOfRange:
        return 0x803C0000; // BadOutOfRange
    case Quality::BadConfiguration:
        return 0x80890000; // BadConfigurationError
    case Quality::BadOutOfService:
        return 0x808D0000; // BadOutOfService
    }
    return 0x80000000;
}

} // namespace mws
