// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "project/device.h"
#include "project/tag.h"

#include <QByteArray>
#include <QList>

namespace mws::modbus
{

/// What one write sets, or several that go out together: registers or coils side by side.
struct Stretch {
    Table table = Table::HoldingRegister;
    int address = 0; ///< 0-based
    QList<quint16> words; ///< of coils: 0 or 1 each
    [[nodiscard]] int end() const { return address + int(words.size()); }
    friend bool operator==(const Stretch &, const Stretch &) = default;
};

/// The request that sets the stretch, by that function or the one that the device wants.
[[nodiscard]] Result<QByteArray> writeRequest(const Device &device, const Stretch &stretch,
                                              WriteFunction function = WriteFunction::Device);
/// FC 22 for a tag that is a part of its register: all other bits stay as they are.
[[nodiscard]] Result<QByteArray> maskRequest(const Tag &tag, const Value &value, int power = 0);

/// How many from the front one request of the device can set: in whatever order they come, they
/// must lie side by side without a hole or an overlap, within Device::maxRegisters or maxBits and
/// the limit of the function. At least 1.
[[nodiscard]] qsizetype mergeable(const Device &device, const QList<Stretch> &stretches);
/// Those that mergeable() has found as one.
[[nodiscard]] Stretch merged(QList<Stretch> stretches);

} // namespace mws::modbus
