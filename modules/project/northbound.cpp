// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/northbound.h"

namespace mws
{

Tag NorthboundEntry::asTag() const
{
    Tag shown;
    shown.id = shown.path = tag;
    shown.table = table;
    shown.address = address;
    shown.type = type;
    shown.order = order;
    shown.length = length;
    shown.factor = factor;
    shown.offset = offset;
    shown.bit = type == DataType::Bool && !shown.isBitTable() ? 0 : -1;
    return shown;
}

int Northbound::effectivePort() const
{
    constexpr int kModbus = 502;
    constexpr int kModbusSecurity = 802;
    if (port > 0)
        return port;
    return tls ? kModbusSecurity : kModbus;
}

} // namespace mws
