// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/codec.h"
#include "project/project.h"

#include <QHash>

namespace mws::modbus
{

/// What the scale factor registers (Tag::scaleFactor) gave last, so that no value is shown or
/// written with a scale that nobody has read.
class ScaleBook
{
public:
    /// A power of ten, −10 to 10, or why there is none: BadNotRead, BadNotAvailable, BadOutOfRange.
    struct Power {
        int value = 0;
        Quality quality = Quality::Good;
        friend bool operator==(const Power &, const Power &) = default;
    };

    /// Knows the scale factors of these tags too.
    void add(const Project &project, const QList<TagIndex> &tags);

    [[nodiscard]] bool isFactor(TagIndex tag) const { return m_users.contains(tag); }
    /// Good and 0 for a tag without a scale factor.
    [[nodiscard]] Power powerOf(TagIndex tag) const;
    /// Takes over what a factor register says now. Gives the tags that it scales if it is another.
    QList<TagIndex> take(TagIndex factor, const Decoded &decoded);
    /// The device may be another one now: its factors have to be read anew.
    void forget(const QList<TagIndex> &tags);

private:
    QHash<TagIndex, TagIndex> m_factorOf;
    QHash<TagIndex, QList<TagIndex>> m_users;
    QHash<TagIndex, Power> m_powers; ///< by factor; none: not read
};

} // namespace mws::modbus
