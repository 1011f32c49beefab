// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/linetiming.h"

namespace mws::modbus
{

namespace
{

using std::chrono::microseconds;

constexpr int kBitsPerByte = 11; ///< start, 8 data, parity or second stop, stop
constexpr int kFixedAbove = 19200;
constexpr microseconds kFixedSilence{1750};
constexpr microseconds kNetworkSilence{50000}; ///< between the segments of one frame

} // namespace

microseconds rtuSilence(int baudRate)
{
    if (baudRate > kFixedAbove)
        return kFixedSilence;
    return microseconds((35LL * kBitsPerByte * 100000 + baudRate - 1) / baudRate);
}

LineTiming timingOf(const Connection &connection)
{
    if (!connection.isSerial())
        return {{}, {}, kNetworkSilence};
    const microseconds silence = rtuSilence(connection.baudRate);
    return {microseconds(kBitsPerByte * 1000000LL / connection.baudRate + 1), silence, silence};
}

} // namespace mws::modbus
