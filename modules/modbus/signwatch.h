// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "field/counters.h"
#include "field/ratewatch.h"
#include "field/sharewatch.h"
#include "modbus/codec.h"

#include <QStringList>
#include <optional>
#include <vector>

namespace mws::modbus
{

/// Sees what may show an intruder in what happens on one link, and logs it. Units are numbers on
/// the link; -1: of none that can be named. Lives in the thread of its scheduler.
class SignWatch
{
public:
    /// A sign that has just been raised, to be told; none: nothing new.
    using Raised = std::optional<FieldSign>;

    /// The clock must live on.
    SignWatch(const QString &connection, const Clock &clock);
    /// The next unit, by Device::id.
    void addUnit(const QString &device) { m_units.push_back({device}); }

    /// Something came that is no answer. What happens in every plant is no sign.
    [[nodiscard]] Raised stray(StrayReason reason, int unit);
    /// A number as the device sent it, scaled and before the clamp.
    [[nodiscard]] Raised value(const Tag &tag, int unit, const Decoded &sent);
    /// What the device says that it is, and what it said before; empty: nothing.
    [[nodiscard]] Raised identity(int unit, const QString &before, const QString &now);
    void written(int unit) { ++m_units[size_t(unit)].writes; }
    /// Who: FieldWrite::newWriter; empty: nothing. Each one raises the sign of the device by name,
    /// also while that of another lasts; the first kMostWriters of them.
    [[nodiscard]] Raised newWriter(int unit, const QString &who);
    static constexpr qsizetype kMostWriters = 16;
    /// A request has ended that was no try and no question: Job::excused.
    void asked(int unit, bool isRefused);
    /// To be called about once a second: signs of rates that jumped, then those that are over.
    [[nodiscard]] QList<FieldSign> takeDue();
    /// See SignBook::signs().
    [[nodiscard]] QList<FieldSign> signs() const { return m_book.signs(); }

private:
    struct Unit {
        QString device; ///< Device::id
        quint64 writes = 0; ///< sent
        quint64 asked = 0;
        quint64 refused = 0; ///< of these, by an exception
        QStringList newWriters = {}; ///< told since the sign was raised
        RateWatch exceptionRate = {};
        ShareWatch exceptionShare = {};
        RateWatch writeRate = {};
    };

    /// The detail is asked for when the event raises the sign.
    template <typename Detail> Raised note(SignKind kind, int unit, Detail detail);
    /// The active sign of a new writer, with the words for another one.
    [[nodiscard]] Raised anotherWriter(int unit, const QString &detail) const;
    [[nodiscard]] QList<FieldSign> takeQuiet();

    const Clock &m_clock;
    SignBook m_book;
    std::vector<Unit> m_units;
};

} // namespace mws::modbus
