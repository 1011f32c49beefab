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

Error onlyAdministrators()
{
    return {
        ErrorCode::Denied,
        QStringLiteral("only administrators change roles, the Modbus server and who writes what "
                       "can be written")};
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
    const bool mayGrant = m_session.may(Permission::Administer);
    const auto recorded = [&audit, entry](const ProjectReply &reply) {
        AuditEntry row = entry;
        row.outcome = outcomeOf(reply);
        row.detail = detailOf(reply);
        return audit.append(row).then([reply](const Result<qint64> &) { return reply; });
    };
    return m_session.services()
        .keeper
        ->replace(text, revision,
                  [&audit, entry, mayGrant](const ProjectReply &reply) -> Result<void> {
                      if (reply.changes.rights && !mayGrant)
                          return onlyAdministrators();
                      return recordIntention(audit, entry, reply);
                  })
        .then(recorded)
        .unwrap();
}

} // namespace mws
