// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "control/writedoor.h"
#include "session/useradmin.h"

namespace mws
{

namespace
{

using Renamed = UserAdmin::Renamed;
using Answer = Future<Result<Renamed>>;

/// The row names the pseudonym alone; one of a failure nobody, for what was typed may be anything.
Answer record(AuditLog &audit, AuditEntry entry, const Result<Renamed> &result)
{
    entry.target = result ? result->alias : QString();
    entry.outcome = result ? QStringLiteral("ok") : QStringLiteral("failed");
    entry.detail = result ? QStringLiteral("%1 rows").arg(result->rows) : result.error().detail;
    return audit.append(entry).then([result](const Result<qint64> &stored) {
        return result && !stored ? Result<Renamed>(stored.error()) : result;
    });
}

/// In the record, then in the lockouts; then nothing knows any more whose the alias is.
Answer rename(const Services &services, const QString &name, const QString &alias)
{
    AccessControl &accounts = services.access;
    RemoteLockout &lockout = services.control.lockout();
    return services.audit.pseudonymise(name, alias)
        .then([&accounts, &lockout, name, alias](const Result<qint64> &rows) {
            if (!rows)
                return Answer::ready(rows.error());
            return lockout.rename(name, alias)
                .then([&accounts, name](const Result<void> &renamed) {
                    return renamed ? accounts.endPseudonym(name)
                                   : UserAdmin::Done::ready(renamed.error());
                })
                .unwrap()
                .then([alias, rows = *rows](const Result<void> &ended) {
                    return ended ? Result<Renamed>(Renamed{alias, rows})
                                 : Result<Renamed>(ended.error());
                });
        })
        .unwrap();
}

} // namespace

Answer UserAdmin::pseudonymise(const QString &name)
{
    const QString action = QStringLiteral("user.pseudonymise");
    if (!m_session.may(Permission::Administer)) {
        m_session.recordDenial(action, {}, {});
        return Answer::ready(Error{ErrorCode::Denied, tr("You may not change accounts.")});
    }
    return access()
        .beginPseudonym(name)
        .then([services = m_session.services(), name](const Result<QString> &alias) {
            return alias ? rename(services, name, *alias) : Answer::ready(alias.error());
        })
        .unwrap()
        .then([&audit = m_session.services().audit, entry = m_session.entryFor(action, {})](
                  const Result<Renamed> &result) { return record(audit, entry, result); })
        .unwrap();
}

} // namespace mws
