// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"
#include "control/writedoor.h"

namespace mws
{

/// Writes that were let go and have no answer yet, at most.
constexpr qsizetype kMaxPendingWrites = 256;

/// A write that was let go, until its device has answered.
struct WriteDoor::Pending {
    WriteRequest request;
    TagIndex tag = kNoTag;
    Value value;
    PromisePtr promise;
    QString correlation;
    Consent consent{}; ///< of the second person, where the tag asks for one
    Value before{};
    Milliseconds expires{0};

    [[nodiscard]] bool hasSecondPerson() const { return consent.who.isSignedIn(); }
    /// "old -> new; reason: …; approved by …", as the audit says it.
    [[nodiscard]] QString intention() const;
    /// Demanded unless everybody in it is at the panel.
    [[nodiscard]] Durability durability() const;
};

[[nodiscard]] AuditEntry entryFor(const Identity &who, const QString &target);
/// Local control goes on when the disk is full; from elsewhere nothing is written without a row.
[[nodiscard]] Durability durabilityFor(const Identity &who);
[[nodiscard]] WriteReply notAudited(const AuditHealth &health);
/// 128 bit, hex.
[[nodiscard]] QString newCorrelation();

} // namespace mws
