// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditforwards.h"
#include "forward/options.h"

#include <QByteArray>

namespace mws::forward
{

// A row as other programs take it. Every field of it is there, so that they can check the chain:
// id, time and texts as they are hashed, and the hash. Control characters, which the record has
// escaped when it was written, are escaped once more should a changed database hold any.

/// Who sends it.
struct RowSource {
    QString host; ///< of the computer
    QString station; ///< StationPublicKey::id()
};

/// RFC 5424, with the fields as structured data and the text behind them; facility 13 (log audit).
[[nodiscard]] QByteArray syslogMessage(const HashedEntry &row, const RowSource &source,
                                       SyslogText text = SyslogText::Line);
/// It failed, or somebody was refused.
[[nodiscard]] bool isRefusal(const AuditEntry &entry);
/// With its length before it: octet counting, RFC 5425, section 4.3.
[[nodiscard]] QByteArray framed(const QByteArray &message);

/// A datagram of systemd's journal (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/), with the fields
/// as MWS_….
[[nodiscard]] QByteArray journalEntry(const HashedEntry &row, const RowSource &source);

} // namespace mws::forward
