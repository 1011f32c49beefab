// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/broadcastcheck.h"

#include "project/projecttext.h"

namespace mws
{

void checkBroadcastDevice(Checker &check, const Device &device, const Connection &connection)
{
    if (connection.isByQModbus())
        check.note("unit", ProjectText::tr("0 is a broadcast, which needs the backend own"));
    if (device.registerWrite == RegisterWrite::Mask
        || device.registerWrite == RegisterWrite::ReadWrite)
        check.note("registerWrite", ProjectText::tr("a broadcast (unit 0) has no FC 22 and FC 23"));
}

BroadcastObstacle broadcastObstacle(const Tag &tag)
{
    if (!tag.write.enabled)
        return {"write", ProjectText::tr("is missing: a broadcast (unit 0) can only be written")};
    const bool hasBit = tag.type == DataType::Bool || tag.type == DataType::BitField;
    if (tag.isPartOfRegister())
        return {
            hasBit ? "bit" : "type",
            ProjectText::tr("a broadcast (unit 0) would change the other bits of the register")};
    const WriteFunction function = tag.write.function;
    if (function == WriteFunction::Mask || function == WriteFunction::ReadWrite)
        return {"write", ProjectText::tr("a broadcast (unit 0) has no FC 22 and FC 23")};
    if (!tag.scaleFactor.isEmpty())
        return {"scaleFactor", ProjectText::tr("cannot be read from a broadcast (unit 0)")};
    if (tag.history.enabled)
        return {"history", ProjectText::tr("a broadcast (unit 0) has no values to record")};
    return {};
}

} // namespace mws
