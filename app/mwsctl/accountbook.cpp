// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "accountbook.h"

#include "audit/stationkey.h"
#include "project/projectstore.h"

#include <QCoreApplication>
#include <QDate>
#include <QFile>
#include <algorithm>
#include <pwd.h>
#include <unistd.h>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

} // namespace

AuditEntry ownRow(const QString &action, const QString &target)
{
    AuditEntry entry;
    const passwd *account = ::getpwuid(::getuid());
    entry.actor = account ? QString::fromLocal8Bit(account->pw_name) : QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.action = action;
    entry.target = target;
    return entry;
}

Exit finish(AuditLog &audit, const QString &action, const QString &target,
            const Result<void> &result, const QString &detail)
{
    AuditEntry entry = ownRow(action, target);
    entry.outcome = result ? QStringLiteral("ok") : QStringLiteral("failed");
    entry.detail = result ? detail : result.error().detail;
    const auto recorded = audit.append(entry).result();
    if (!recorded)
        complain(CtlText::tr("no audit row was written: %1").arg(recorded.error().detail));
    return exitFor(result);
}

Result<void> AccountBook::open(const QCommandLineParser &parser, bool mayCreate)
{
    const auto folder = dataFolder(parser);
    if (!folder)
        return folder.error();
    if (!mayCreate && !QFile::exists(databaseIn(*folder)))
        return Error{ErrorCode::NotFound, CtlText::tr("the folder holds no database")};
    m_folder = *folder;
    if (auto opened = m_store.open(databaseIn(*folder)); !opened)
        return opened;
    if (auto loaded = access.load(); !loaded)
        return loaded;
    return useProject(parser);
}

Result<User> AccountBook::find(const QString &name) const
{
    const QList<User> all = access.users();
    const auto user = std::find_if(all.cbegin(), all.cend(),
                                   [&name](const User &one) { return one.name == name; });
    if (user == all.cend())
        return Error{ErrorCode::NotFound, CtlText::tr("there is no user '%1'").arg(name)};
    return *user;
}

Exit AccountBook::finish(const QString &action, const QString &target, const Result<void> &result,
                         const QString &detail)
{
    AuditLog audit(m_store, m_clock);
    return ctl::finish(audit, action, target, result, detail);
}

Exit AccountBook::pseudonymise(const QString &name)
{
    const QString action = QStringLiteral("user.pseudonymise");
    const auto key = StationKey::loadOrMake(m_folder);
    if (!key)
        return finish(action, {}, key.error());
    AuditLog audit(m_store, m_clock);
    audit.signWith(*key);
    const auto alias = access.beginPseudonym(name).result();
    if (!alias)
        return finish(action, {}, alias.error());
    const auto rows = audit.pseudonymise(name, *alias).result();
    if (!rows)
        return finish(action, {}, rows.error());
    if (auto ended = access.endPseudonym(name).result(); !ended)
        return finish(action, {}, ended);
    print(*alias);
    return finish(action, *alias, {}, QStringLiteral("%1 rows").arg(*rows));
}

Result<void> AccountBook::useProject(const QCommandLineParser &parser)
{
    const QString folder = parser.value(QStringLiteral("project"));
    if (folder.isEmpty())
        return {};
    const auto project = openProject(folder);
    if (!project)
        return project.error();
    access.setProject(*project);
    return {};
}

void declareFolders(QCommandLineParser &parser)
{
    declareData(parser);
    parser.addOption({QStringLiteral("project"),
                      CtlText::tr("The project folder, when the user has a role of the project."),
                      CtlText::tr("folder")});
}

QString dateText()
{
    return CtlText::tr("The first day on which it is no longer good, as 2027-01-31 (UTC), or "
                       "'never'.");
}

Result<Timestamp> endOf(const QString &date)
{
    if (date.isEmpty() || date == QLatin1String("never"))
        return Timestamp();
    const QDate epoch(1970, 1, 1);
    const QDate day = QDate::fromString(date, Qt::ISODate);
    if (!day.isValid() || day <= epoch)
        return Error{ErrorCode::Invalid,
                     CtlText::tr("'%1' is no date such as 2027-01-31").arg(date)};
    return Timestamp(std::chrono::days(epoch.daysTo(day)));
}

} // namespace mws::ctl
