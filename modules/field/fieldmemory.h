// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace mws
{

/// Where a field bus keeps what it has found out about its devices, so that it need not find it out
/// again after a restart. Only the bus knows what the bytes mean.
class FieldMemory
{
public:
    FieldMemory() = default;
    virtual ~FieldMemory() = default;
    FieldMemory(const FieldMemory &) = delete;
    FieldMemory &operator=(const FieldMemory &) = delete;

    /// What was kept last; empty when nothing was, or when it cannot be read.
    [[nodiscard]] virtual QByteArray recall() const = 0;
    /// Replaces what is kept. Never blocks; the newest bytes win.
    virtual void keep(const QByteArray &bytes) = 0;
};

} // namespace mws
