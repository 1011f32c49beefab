// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/counters.h"
#include "modbus/framing.h"

#include <QList>

namespace mws::modbus
{

/// One request of a line whose frames have no number, and what it got.
struct Exchange {
    int unit = -1; ///< -1: there was none
    QByteArray request;
    QByteArray answer; ///< PDU; empty: none
    bool waits = false; ///< it may still be answered
};

/// Something that was heard and is no answer, and the unit id that it is held against; -1: nobody.
struct Stray {
    StrayReason reason = StrayReason::Garbage;
    int unit = -1;
    friend bool operator==(const Stray &, const Stray &) = default;
};

/// What was heard beside the answer of the newest exchange, which is among it if holdsAnswer. An
/// answer to an exchange that waits no longer is late, or came twice. An echo of the own request is
/// nothing.
[[nodiscard]] QList<Stray> straysIn(const HeardFrames &heard, const Exchange &newest,
                                    const Exchange &before, bool holdsAnswer = false);

/// Whether unit and PDU can be nothing but a request. Many frames can be both: the answer to a
/// single write is its request once more.
[[nodiscard]] bool isRequest(QByteArrayView frame);

} // namespace mws::modbus
