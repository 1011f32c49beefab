// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "storage/store.h"

namespace mws::ctl
{

/// An audit row of whoever runs this, without an outcome yet.
[[nodiscard]] AuditEntry ownRow(const QString &action, const QString &target);
/// Leaves an audit row of whoever runs this, also for what was refused; then as exitFor().
Exit finish(AuditLog &audit, const QString &action, const QString &target,
            const Result<void> &result, const QString &detail);

/// The accounts of one data folder; a running station notices what is changed here.
class AccountBook
{
public:
    Result<void> open(const QCommandLineParser &parser, bool mayCreate = false);
    [[nodiscard]] Result<User> find(const QString &name) const;
    /// Takes the name of one who is gone or disabled out of the accounts and the record, and leaves
    /// a row of it; a lockout of a running station keeps it.
    Exit pseudonymise(const QString &name);
    /// Leaves an audit row, also for what was refused.
    Exit finish(const QString &action, const QString &target, const Result<void> &result,
                const QString &detail = {});

private:
    Result<void> useProject(const QCommandLineParser &parser);

    SystemClock m_clock;
    QString m_folder;
    Store m_store;

public:
    AccessControl access{m_store, m_clock};
};

/// The options --data and --project.
void declareFolders(QCommandLineParser &parser);

/// For the help: what endOf() takes.
[[nodiscard]] QString dateText();
/// The beginning of a day in UTC; epoch for "never" and for nothing. Invalid: no date.
[[nodiscard]] Result<Timestamp> endOf(const QString &date);

} // namespace mws::ctl
