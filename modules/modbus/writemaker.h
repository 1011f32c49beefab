// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/scalebook.h"
#include "modbus/unit.h"
#include "modbus/writequeue.h"
#include "modbus/writerequests.h"

namespace mws::modbus
{

/// Makes the requests of the writes of one link: by which function, which of them go out together,
/// which may be sent once more. Sends nothing and answers nothing.
class WriteMaker
{
public:
    /// The request, or why there is none.
    struct Made {
        std::optional<Job> job = {};
        FieldWriteResult::Refusal refusal = FieldWriteResult::Refusal::None;
        QString detail = {};
    };

    /// All belong to the scheduler and live on.
    WriteMaker(const Project &project, const ScaleBook &scales, const UnitList &units,
               WriteQueue &queue);

    /// See FieldBus::fits(). While the scale factor of the tag is not known, every value fits.
    [[nodiscard]] Result<void> fits(TagIndex tag, const Value &value) const;
    /// Sets the whole registers of the tag; base: what its register holds, where it is a part.
    [[nodiscard]] Made whole(const FieldWrite &write, int unit, quint16 base = 0) const;
    /// Sets the part of a register that the tag is, by FC 22.
    [[nodiscard]] Made masked(const FieldWrite &write, int unit) const;
    /// The tag is a part of its register, and the job sets no more than that, by FC 22.
    [[nodiscard]] bool isMasked(const Job &job) const;
    /// From the first of their registers or bits to the last.
    [[nodiscard]] ReadBlock blockOf(const QList<FieldWrite> &writes) const;

    /// Takes from the queue the writes that wait behind this one and can go out with it, none of
    /// them out of turn. None, where the request of them all may not go.
    void takeAdjacent(Job &job, Milliseconds now,
                      const std::function<bool(const QByteArray &request)> &mayGo);
    /// None of its writes is over or revoked or, when it is a repeat, overtaken.
    [[nodiscard]] bool mayGo(const Job &job, bool isRepeat, Milliseconds now) const;

private:
    [[nodiscard]] Made made(const FieldWrite &write, int unit,
                            const Result<QByteArray> &request) const;
    [[nodiscard]] Result<Stretch> stretchOf(const FieldWrite &write, quint16 base = 0) const;
    [[nodiscard]] bool mayMerge(const FieldWrite &write, Milliseconds now) const;
    /// Sent once more when nobody answers: a setpoint whose tag says so, and no newer one waits.
    [[nodiscard]] bool mayRepeat(const FieldWrite &write) const;

    const Project &m_project;
    const ScaleBook &m_scales;
    const UnitList &m_units;
    WriteQueue &m_queue;
};

/// Why a write is refused, or cannot be verified, while the scale factor of its tag is not known.
[[nodiscard]] QString noScaleText();

} // namespace mws::modbus
