// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLatin1String>
#include <QMetaType>

namespace mws
{

/// How far a value may be trusted. Everything from BadNotRead on is bad.
enum class Quality : quint8 {
    Good,
    Uncertain, ///< last known value, too old to be called live
    UncertainClamped, ///< live, but beyond the tag's clamp: the value is the limit
    BadNotRead, ///< never read since the start
    BadCommunication, ///< link down, time-out, answer that was not valid
    BadDeviceException, ///< Modbus exception; the code is in QualityState::exception
    BadNotAvailable, ///< the device sent its "not available" value
    BadOutOfRange, ///< not a number, or beyond what the tag can hold
    BadConfiguration,
    BadOutOfService,
};

/// A quality and, for BadDeviceException, the Modbus exception code (1 to 11, else 0).
struct QualityState {
    Quality quality = Quality::BadNotRead;
    quint8 exception = 0;
    friend bool operator==(const QualityState &, const QualityState &) = default;
};

[[nodiscard]] constexpr bool isGood(Quality q)
{
    return q == Quality::Good;
}

/// What the device said just now, limited or not.
[[nodiscard]] constexpr bool isLive(Quality q)
{
    return q == Quality::Good || q == Quality::UncertainClamped;
}

[[nodiscard]] constexpr bool isBad(Quality q)
{
    return q >= Quality::BadNotRead;
}

/// Stable name in APIs and records: "good", "uncertain", "uncertain.clamped", "bad.notRead",
/// "bad.communication", "bad.deviceException", "bad.notAvailable", "bad.outOfRange",
/// "bad.configuration", "bad.outOfService".
[[nodiscard]] QLatin1String qualityName(Quality q);

/// OPC UA status code (OPC 10000-4, 7.39 and 10000-6, annex A) that says the same.
[[nodiscard]] quint32 opcUaStatusCode(Quality q);

} // namespace mws

Q_DECLARE_METATYPE(mws::QualityState)
