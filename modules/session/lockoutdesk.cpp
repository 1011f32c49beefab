// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session/lockoutdesk.h"

#include "audit/auditlog.h"
#include "core/future.h"

#include <algorithm>

namespace mws
{

namespace
{

Future<Result<void>> ready(const Result<void> &result)
{
    return Future<Result<void>>::ready(result);
}

QString targetOf(const QString &area)
{
    return area.isEmpty() ? QStringLiteral("(plant)") : area;
}

bool isArea(const Project &project, const QString &area)
{
    const QList<Tag> &tags = project.tags();
    return std::any_of(tags.cbegin(), tags.cend(),
                       [&area](const Tag &tag) { return tag.area() == area; });
}

/// One that could not be stored counts all the same.
void noteSet(AuditEntry &entry, const Result<void> &stored)
{
    const bool isSet = stored || stored.error().code == ErrorCode::Unavailable;
    entry.outcome = isSet ? QStringLiteral("ok") : QStringLiteral("failed");
    if (!stored)
        entry.detail = stored.error().detail;
}

void note(AuditEntry &entry, const Result<void> &result)
{
    entry.outcome = result ? QStringLiteral("ok") : QStringLiteral("failed");
    if (!result)
        entry.detail = result.error().detail;
}

} // namespace

Result<void> LockoutDesk::may(const QString &area) const
{
    return m_session.services().access.mayLockOut(m_session.identity(), area);
}

Future<Result<void>> LockoutDesk::set(const QString &area)
{
    const QString action = QStringLiteral("lockout.set");
    auto allowed = may(area);
    if (!allowed) {
        m_session.recordDenial(action, targetOf(area), allowed.error().detail);
        return ready(allowed);
    }
    if (!area.isEmpty() && !isArea(m_session.project(), area))
        return ready(Error{ErrorCode::NotFound, tr("There is no such area.")});
    const Services &services = m_session.services();
    return services.control.lockout()
        .set({area, m_session.identity().user, services.clock.now()})
        .then([&audit = services.audit, entry = m_session.entryFor(action, targetOf(area))](
                  const Result<void> &stored) mutable {
            noteSet(entry, stored);
            return audit.append(entry, Durability::MayWait).then([stored](const Result<qint64> &) {
                return stored;
            });
        })
        .unwrap();
}

Future<Result<void>> LockoutDesk::lift(const QString &area)
{
    const QString action = QStringLiteral("lockout.lift");
    auto allowed = may(area);
    if (!allowed) {
        m_session.recordDenial(action, targetOf(area), allowed.error().detail);
        return ready(allowed);
    }
    const Services &services = m_session.services();
    AuditEntry entry = m_session.entryFor(action, targetOf(area));
    note(entry, {});
    return services.audit.append(entry)
        .then(&services.control.lockout(),
              [&lockout = services.control.lockout(), area](const Result<qint64> &row) {
                  return row ? lockout.lift(area) : ready(row.error());
              })
        .unwrap()
        .then([&audit = services.audit, entry](const Result<void> &lifted) mutable {
            note(entry, lifted);
            if (!lifted)
                audit.append(entry);
            return lifted;
        });
}

} // namespace mws
