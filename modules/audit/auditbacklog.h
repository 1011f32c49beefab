// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"

#include <mutex>

namespace mws
{

/// The rows that the disk did not take and that wait in memory, and whether it takes rows now.
/// Thread-safe.
class AuditBacklog
{
public:
    static constexpr qsizetype kMost = 1000; ///< the oldest give way to new ones

    /// Goes to the log, too: a station that ends before the disk takes rows loses them else.
    void add(const AuditEntry &entry);
    /// One that nobody keeps: what it was of was refused, or happened elsewhere than at the panel.
    void addUnkept();
    /// What waits, to be written within one transaction, behind the mark of the gap: row
    /// "audit.gap", also when nothing waits. Nothing waits then. Empty: there is no gap.
    QList<AuditEntry> take(Timestamp now);
    /// The transaction failed.
    void putBack(const QList<AuditEntry> &taken);

    void failed(Timestamp now, const QString &reason);
    void succeeded();
    [[nodiscard]] AuditHealth health() const;

private:
    void shorten();

    mutable std::mutex m_mutex;
    QList<AuditEntry> m_rows;
    qint64 m_lost = 0; ///< rows that gave way
    qint64 m_unkept = 0; ///< rows that were never kept
    AuditHealth m_health;
};

} // namespace mws
