// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/linetiming.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

using std::chrono::microseconds;

constexpr int kBitsPerByte = 11; ///< start, 8 data, parity or second stop, stop
constexpr int kFixedAbove = 19200;
constexpr microseconds kFixedSilence{1750};
constexpr microseconds kNetworkSilence{50000}; ///< between the segments of one frame

microseconds interByteOf(const Connection &connection, microseconds standard, microseconds least)
{
    const microseconds chosen = std::chrono::milliseconds(connection.interByteTimeoutMs);
    return chosen == microseconds(0) ? standard : std::max(chosen, least);
}

} // namespace

microseconds rtuSilence(int baudRate)
{
    if (baudRate > kFixedAbove)
        return kFixedSilence;
    return microseconds((35LL * kBitsPerByte * 100000 + baudRate - 1) / baudRate);
}

microseconds characterTime(const Connection &connection)
{
    const int dataBits = connection.kind == ConnectionKind::Ascii ? connection.dataBits : 8;
    const int parityBits = connection.parity == SerialParity::None ? 0 : 1;
    const int bits = 1 + dataBits + parityBits + connection.stopBits;
    return microseconds((bits * 1000000LL + connection.baudRate - 1) / connection.baudRate);
}

LineTiming timingOf(const Connection &connection)
{
    if (!connection.isSerial())
        return {{}, {}, kNetworkSilence, interByteOf(connection, kNetworkSilence, {}), {}};
    const microseconds silence = rtuSilence(connection.baudRate);
    const bool isSwitched = connection.rs485 != Rs485::None;
    const int switching = isSwitched ? connection.rtsBeforeMs + connection.rtsAfterMs : 0;
    return {microseconds(kBitsPerByte * 1000000LL / connection.baudRate + 1), silence, silence,
            interByteOf(connection, silence, silence), std::chrono::milliseconds(switching)};
}

} // namespace mws::modbus
