// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "project/tag.h"

#include <QLatin1String>
#include <QList>
#include <QString>

#include <functional>

namespace mws
{

/// What an engineer looks for behind a connection: units that answer, or addresses of one device
/// that can be read. Both ends are included.
struct ScanOrder {
    enum class Kind { Units, Addresses };
    Kind kind = Kind::Units;
    QString connection; ///< Connection::id
    QString device; ///< Addresses: Device::id, behind that connection
    Table table = Table::HoldingRegister; ///< Addresses
    int first = 1; ///< unit id, or 0-based address
    int last = 247;
};

/// Units or addresses side by side of which the same is true, both ends included.
struct ScanFinding {
    int first = 0;
    int last = 0;
    quint8 exception = 0; ///< Modbus exception code that they answer with; 0: readable
    friend bool operator==(const ScanFinding &, const ScanFinding &) = default;
};

/// How far a scan is, or was when it ended.
struct ScanStatus {
    enum class State {
        Never, ///< since the start
        Running,
        Done, ///< all has been asked
        Cancelled, ///< somebody has ended it
        Failed, ///< detail says why it ended early
    };
    State state = State::Never;
    ScanOrder order;
    Timestamp started{};
    Timestamp ended{}; ///< 0: it runs
    int next = 0; ///< unit or address that is asked next
    int requests = 0; ///< sent
    QString detail; ///< for people
    /// In order. Of units those that answer, one by one; of addresses all that were asked.
    QList<ScanFinding> found;
};

using ScanDone = std::function<void(const ScanStatus &)>;

[[nodiscard]] QLatin1String nameOf(ScanStatus::State state); ///< never, running, done …
[[nodiscard]] QLatin1String nameOf(ScanOrder::Kind kind); ///< units, addresses

} // namespace mws
