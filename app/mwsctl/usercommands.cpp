// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "terminal.h"

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "project/projectstore.h"
#include "storage/store.h"

#include <QCoreApplication>
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

/// The users of one data folder; a running station notices what is changed here.
class Users
{
public:
    Result<void> open(const QCommandLineParser &parser, bool mayCreate = false)
    {
        const auto folder = dataFolder(parser);
        if (!folder)
            return folder.error();
        if (!mayCreate && !QFile::exists(databaseIn(*folder)))
            return Error{ErrorCode::NotFound, CtlText::tr("the folder holds no database")};
        if (auto opened = m_store.open(databaseIn(*folder)); !opened)
            return opened;
        if (auto loaded = access.load(); !loaded)
            return loaded;
        return useProject(parser);
    }

    Result<User> find(const QString &name) const
    {
        const QList<User> all = access.users();
        const auto user = std::find_if(all.cbegin(), all.cend(),
                                       [&name](const User &one) { return one.name == name; });
        if (user == all.cend())
            return Error{ErrorCode::NotFound, CtlText::tr("there is no user '%1'").arg(name)};
        return *user;
    }

    /// Leaves an audit row, also for what was refused.
    Exit finish(const QString &action, const QString &user, const Result<void> &result,
                const QString &detail = {})
    {
        AuditEntry entry;
        const passwd *account = ::getpwuid(::getuid());
        entry.actor = account ? QString::fromLocal8Bit(account->pw_name) : QStringLiteral("system");
        entry.origin = QStringLiteral("local");
        entry.action = action;
        entry.target = user;
        entry.outcome = result ? QStringLiteral("ok") : QStringLiteral("failed");
        entry.detail = result ? detail : result.error().detail;
        const auto recorded = AuditLog(m_store, m_clock).append(entry).result();
        if (!recorded)
            complain(CtlText::tr("no audit row was written: %1").arg(recorded.error().detail));
        return exitFor(result);
    }

private:
    Result<void> useProject(const QCommandLineParser &parser)
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

    SystemClock m_clock;
    Store m_store;

public:
    AccessControl access{m_store, m_clock};
};

Result<QString> secretFor(const QCommandLineParser &parser, const QString &prompt)
{
    return parser.isSet(QStringLiteral("password-stdin")) ? lineFromInput()
                                                          : secretFromTerminal(prompt);
}

void declareFolders(QCommandLineParser &parser)
{
    declareData(parser);
    parser.addOption({QStringLiteral("project"),
                      CtlText::tr("The project folder, when the user has a role of the project."),
                      CtlText::tr("folder")});
}

void declareUser(QCommandLineParser &parser)
{
    declareFolders(parser);
    parser.addPositionalArgument(QStringLiteral("user"), CtlText::tr("The name to sign in with."));
}

void declareSecret(QCommandLineParser &parser)
{
    declareUser(parser);
    parser.addOption({QStringLiteral("password-stdin"),
                      CtlText::tr("Reads the password or PIN as one line from standard input.")});
}

void declareAdd(QCommandLineParser &parser)
{
    declareSecret(parser);
    parser.addOption(
        {QStringLiteral("role"),
         CtlText::tr("viewer, operator, engineer, administrator or a role of the project."),
         CtlText::tr("role"), QStringLiteral("viewer")});
    parser.addOption({QStringLiteral("display-name"), CtlText::tr("The name that people see."),
                      CtlText::tr("name")});
}

Exit add(const QCommandLineParser &parser)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    Users users;
    if (auto opened = users.open(parser, true); !opened)
        return exitFor(opened);
    const auto secret = secretFor(parser, CtlText::tr("Password"));
    if (!secret)
        return exitFor(secret.error());
    User user;
    user.name = *name;
    user.role = parser.value(QStringLiteral("role"));
    user.displayName = parser.value(QStringLiteral("display-name"));
    if (user.displayName.isEmpty())
        user.displayName = *name;
    return users.finish(QStringLiteral("user.add"), *name,
                        users.access.addUser(user, *secret).result(), user.role);
}

/// A password or a PIN of a user that exists.
Exit setSecret(const QCommandLineParser &parser, bool isPin)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    Users users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    if (const auto user = users.find(*name); !user)
        return exitFor(user.error());
    const auto secret = secretFor(parser, isPin ? CtlText::tr("PIN") : CtlText::tr("New password"));
    if (!secret)
        return exitFor(secret.error());
    auto done
        = isPin ? users.access.setPin(*name, *secret) : users.access.setPassword(*name, *secret);
    return users.finish(isPin ? QStringLiteral("user.pin") : QStringLiteral("user.reset"), *name,
                        done.result());
}

Exit enable(const QCommandLineParser &parser, bool enabled)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    Users users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    auto user = users.find(*name);
    if (!user)
        return exitFor(user.error());
    User changed = *user;
    changed.enabled = enabled;
    return users.finish(enabled ? QStringLiteral("user.enable") : QStringLiteral("user.disable"),
                        *name, users.access.updateUser(changed).result());
}

Exit list(const QCommandLineParser &parser)
{
    Users users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    const QList<User> all = users.access.users();
    for (const User &user : all) {
        const QString last
            = user.lastSignIn == Timestamp() ? QStringLiteral("-") : toIsoString(user.lastSignIn);
        print(QStringLiteral("%1 %2 %3 %4 %5")
                  .arg(user.name, -20)
                  .arg(user.role, -14)
                  .arg(user.enabled ? QStringLiteral("enabled") : QStringLiteral("disabled"), -9)
                  .arg(last, -25)
                  .arg(user.displayName));
    }
    return Exit::Done;
}

} // namespace

QList<Command> userCommands()
{
    return {
        {QStringLiteral("user add"), CtlText::tr("Adds a user."), declareAdd, add},
        {QStringLiteral("user reset"),
         CtlText::tr("Sets a new password; all sessions of the user end."), declareSecret,
         [](const QCommandLineParser &parser) { return setSecret(parser, false); }},
        {QStringLiteral("user pin"),
         CtlText::tr("Sets the PIN for the panel; an empty one removes it."), declareSecret,
         [](const QCommandLineParser &parser) { return setSecret(parser, true); }},
        {QStringLiteral("user list"), CtlText::tr("Lists users, roles and last sign-ins."),
         declareFolders, list},
        {QStringLiteral("user disable"), CtlText::tr("Keeps a user from signing in."), declareUser,
         [](const QCommandLineParser &parser) { return enable(parser, false); }},
        {QStringLiteral("user enable"), CtlText::tr("Lets a disabled user sign in again."),
         declareUser, [](const QCommandLineParser &parser) { return enable(parser, true); }},
    };
}

} // namespace mws::ctl
