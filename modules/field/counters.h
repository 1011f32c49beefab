// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/value.h"
#include "field/signbook.h"
#include "field/triptimes.h"
#include "project/tag.h"

#include <QList>
#include <QMetaType>
#include <QString>
#include <array>
#include <numeric>

namespace mws
{

/// Why something that was received is no good answer to a request that waits for one.
enum class StrayReason {
    Damaged, ///< wrong checksum, or no frame at all where an answer had to be
    WrongUnit, ///< a whole frame of another unit than the one that was asked
    WrongFunction, ///< of the right unit, for a function that was not asked for
    WrongLength, ///< it has not the length that was asked for, or stops in the middle
    WrongEcho, ///< a write was answered with something else than what was written
    WrongTransaction, ///< with a number that no request has
    Foreign, ///< from somebody else: the request of another master, or another sender
    Late, ///< the answer to a request whose time had passed
    Duplicate, ///< an answer that had come already
    Garbage, ///< bytes that belong to no frame and were skipped
};
inline constexpr size_t kStrayReasons = 10;

/// What became of requests since the start, or since the counters were reset.
struct RequestCounters {
    static constexpr size_t kExceptionCodes = 12;

    quint64 requests = 0; ///< sent, repeated ones too
    quint64 good = 0;
    quint64 timeouts = 0; ///< nothing came at all
    std::array<quint64, kExceptionCodes> exceptions{}; ///< by code; 0 has those above 11
    std::array<quint64, kStrayReasons> strays{}; ///< by StrayReason
    TripTimes trips; ///< of answers, exceptions too

    void countException(quint8 code) { ++exceptions[code < kExceptionCodes ? code : 0]; }
    void count(StrayReason reason) { ++strays[size_t(reason)]; }
    [[nodiscard]] quint64 of(StrayReason reason) const { return strays[size_t(reason)]; }
    [[nodiscard]] quint64 allExceptions() const
    {
        return std::accumulate(exceptions.cbegin(), exceptions.cend(), quint64(0));
    }
};

/// One of them, up to Counter::ExceptionOther: counts as UInt, times as Double in ms.
[[nodiscard]] Value valueOf(const RequestCounters &counters, Counter counter);

/// One read of a poll plan, by its place.
struct BlockDiagnostics {
    Table table = Table::HoldingRegister;
    int address = 0; ///< 0-based
    int count = 0; ///< registers or bits
    RequestCounters counters;
};

struct UnitDiagnostics {
    QString device; ///< Device::id
    QString identification{}; ///< what it says that it is; empty: not known
    RequestCounters counters;
    quint64 skippedPolls = 0;
    int queuedWrites = 0; ///< that wait now
    QList<BlockDiagnostics> blocks; ///< that were asked for, by place
};

struct LinkDiagnostics {
    QString connection; ///< Connection::id
    RequestCounters counters; ///< of all units, and of what belongs to none
    quint64 skippedPolls = 0;
    int queuedWrites = 0; ///< that wait now
    quint64 reconnects = 0; ///< how often it was opened again
    quint64 bytesSent = 0; ///< of frames
    quint64 bytesReceived = 0; ///< all
    double busLoad = 0; ///< share of the last second in which a request was in flight, 0 to 1
};

/// Everything that a field bus counts, at one moment.
struct FieldDiagnostics {
    Timestamp since{}; ///< when counting began
    QList<LinkDiagnostics> links; ///< of the connections that are served
    QList<UnitDiagnostics> units;
    QList<FieldSign> signs; ///< active ones, and the last that are over
};

} // namespace mws

Q_DECLARE_METATYPE(mws::StrayReason)
