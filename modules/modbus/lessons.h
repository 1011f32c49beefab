// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "modbus/planner.h"

#include <QMap>

namespace mws::modbus
{

/// One thing that a device does not do, and when it is asked for it again.
struct Lesson {
    quint8 exception = 0; ///< what it answers, of a cut: to the whole; 0: nothing
    Timestamp since{};
    int tries = 0; ///< that ended the same way
    Milliseconds retryAt{0}; ///< Clock::monotonic()
    bool lifted = false; ///< of a cut: it is being tried without
};

/// What a device has taught its poll plan. Tags, tables and functions are tried again after 30 s,
/// then after twice as long up to ten minutes; cuts after an exception after one minute up to an
/// hour.
struct Lessons {
    QMap<TagIndex, Lesson> tags; ///< refused or not answered, each alone
    QMap<Table, Lesson> tables; ///< the function that reads them is refused
    QMap<Cut, Lesson> cuts; ///< what lies before and behind may not be read at once
    QString identification; ///< what it says that it is, by FC 43/14; empty: not known
    QMap<int, Lesson> functions; ///< codes of write functions that the device does not have

    [[nodiscard]] bool isEmpty() const
    {
        return tags.isEmpty() && tables.isEmpty() && cuts.isEmpty() && functions.isEmpty()
            && identification.isEmpty();
    }
    /// Says since when for what is new.
    void stamp(Timestamp now);
    /// As after a restart: nothing was tried yet.
    void forgetTries(Milliseconds now);
};

/// It happened again: the next try is later.
void postponeTry(Lesson &lesson, Milliseconds now);
void postponeCut(Lesson &lesson, Milliseconds now);

} // namespace mws::modbus
