// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session/projectdesk.h"

#include "audit/auditlog.h"

#include <QUuid>

namespace mws
{

namespace
{

using Outcome = ProjectReply::Outcome;

QString outcomeOf(const ProjectReply &reply)
{
    if (reply.outcome == Outcome::Ok)
        return QStringLiteral("ok");
    if (reply.outcome != Outcome::Failed)
        return QStringLiteral("refused");
    return reply.error.code == ErrorCode::Denied ? QStringLiteral("denied")
                                                 : QStringLiteral("failed");
}

QString revisionsOf(const ProjectReply &reply)
{
    return QStringLiteral("sha256 %1 -> %2")
        .arg(QString::fromLatin1(reply.before), QString::fromLatin1(reply.after));
}

QString detailOf(const ProjectReply &reply)
{
    switch (reply.outcome) {
    case Outcome::Ok:
        return revisionsOf(reply) + QStringLiteral("; ") + countsOf(reply.changes);
    case Outcome::Stale:
        return QStringLiteral("stale; ") + revisionsOf(reply);
    case Outcome::Invalid:
        return QStringLiteral("invalid; %1; %2 problems")
            .arg(revisionsOf(reply))
            .arg(reply.problems.size());
    case Outcome::Malformed:
    case Outcome::Failed:
        break;
    }
    return reply.error.detail;
}

/// As it is now: the folder may have been locked, and others may have come first.
Result<void> checkRights(const AccessControl &access, const Identity &who, bool changesRights)
{
    if (!access.may(who, Permission::Configure))
        return Error{ErrorCode::Denied,
                     QStringLiteral("the right to change the project has ended")};
    if (changesRights && !access.may(who, Permission::Administer))
        return Error{ErrorCode::Denied,
                     QStringLiteral(
                         "only administrators change roles, the Modbus server and who writes what "
                         "can be written")};
    return {};
}

Result<void> recordIntention(AuditLog &audit, AuditEntry entry, const ProjectReply &reply)
{
    entry.action = QStringLiteral("project.intended");
    entry.outcome = QStringLiteral("pending");
    entry.detail = detailOf(reply);
    const auto stored = audit.append(entry).result();
    return stored ? Result<void>() : stored.error();
}

} // namespace

Future<ProjectReply> ProjectDesk::replace(const QByteArray &text, const QByteArray &revision)
{
    AuditLog &audit = m_session.services().audit;
    AuditEntry entry
        = m_session.entryFor(QStringLiteral("project.replace"), m_session.project().data().id);
    entry.correlation = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const AccessControl &access = m_session.services().access;
    const auto recorded = [&audit, entry](const ProjectReply &reply) {
        AuditEntry row = entry;
        row.outcome = outcomeOf(reply);
        row.detail = detailOf(reply);
        return audit.append(row).then([reply](const Result<qint64> &) { return reply; });
    };
    return m_session.services()
        .keeper
        ->replace(text, revision,
                  [&audit, &access, entry, who = m_session.identity()](const ProjectReply &reply) {
                      const auto allowed = checkRights(access, who, reply.changes.rights);
                      return allowed ? recordIntention(audit, entry, reply) : allowed;
                  })
        .then(recorded)
        .unwrap();
}

} // namespace mws
