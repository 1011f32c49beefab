// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "accountbook.h"
#include "terminal.h"

#include <QCoreApplication>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

Result<QString> secretFor(const QCommandLineParser &parser, const QString &prompt)
{
    return parser.isSet(QStringLiteral("password-stdin")) ? lineFromInput()
                                                          : secretFromTerminal(prompt);
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

void declarePassword(QCommandLineParser &parser)
{
    declareSecret(parser);
    parser.addOption({QStringLiteral("must-change"),
                      CtlText::tr("The user has to choose another password at the next sign-in.")});
}

void declareAdd(QCommandLineParser &parser)
{
    declarePassword(parser);
    parser.addOption({QStringLiteral("expires"), dateText(), CtlText::tr("date")});
    parser.addOption(
        {QStringLiteral("role"),
         CtlText::tr("viewer, operator, engineer, administrator or a role of the project."),
         CtlText::tr("role"), QStringLiteral("viewer")});
    parser.addOption({QStringLiteral("shared"),
                      CtlText::tr("Several people know the password: the account neither "
                                  "administers nor approves, and records say so.")});
    parser.addOption({QStringLiteral("display-name"), CtlText::tr("The name that people see."),
                      CtlText::tr("name")});
}

Exit add(const QCommandLineParser &parser)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    AccountBook users;
    if (auto opened = users.open(parser, true); !opened)
        return exitFor(opened);
    const auto secret = secretFor(parser, CtlText::tr("Password"));
    if (!secret)
        return exitFor(secret.error());
    User user;
    user.name = *name;
    user.role = parser.value(QStringLiteral("role"));
    user.mustChangePassword = parser.isSet(QStringLiteral("must-change"));
    const auto expires = endOf(parser.value(QStringLiteral("expires")));
    if (!expires)
        return exitFor(expires.error());
    user.expires = *expires;
    user.isShared = parser.isSet(QStringLiteral("shared"));
    user.displayName = parser.value(QStringLiteral("display-name"));
    if (user.displayName.isEmpty())
        user.displayName = *name;
    return users.finish(QStringLiteral("user.add"), *name,
                        users.access.addUser(user, *secret).result(),
                        user.isShared ? user.role + QStringLiteral(", shared") : user.role);
}

/// A password or a PIN of a user that exists.
Exit setSecret(const QCommandLineParser &parser, bool isPin)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    AccountBook users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    if (const auto user = users.find(*name); !user)
        return exitFor(user.error());
    const auto secret = secretFor(parser, isPin ? CtlText::tr("PIN") : CtlText::tr("New password"));
    if (!secret)
        return exitFor(secret.error());
    auto done = isPin
        ? users.access.setPin(*name, *secret)
        : users.access.setPassword(*name, *secret, parser.isSet(QStringLiteral("must-change")));
    return users.finish(isPin ? QStringLiteral("user.pin") : QStringLiteral("user.reset"), *name,
                        done.result());
}

/// Of the account that the first of so many arguments names.
Exit change(const QCommandLineParser &parser, int arguments, const QString &action,
            const QString &detail, const UserChange &change)
{
    const auto name = argument(parser, 0, arguments);
    if (!name)
        return exitFor(name.error());
    AccountBook users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    const auto changed = users.access.changeUser(*name, change).result();
    return users.finish(action, *name, changed ? Result<void>() : Result<void>(changed.error()),
                        detail);
}

Exit enable(const QCommandLineParser &parser, bool enabled)
{
    UserChange wanted;
    wanted.enabled = enabled;
    return change(parser, 1,
                  enabled ? QStringLiteral("user.enable") : QStringLiteral("user.disable"), {},
                  wanted);
}

Exit share(const QCommandLineParser &parser, bool isShared)
{
    UserChange wanted;
    wanted.isShared = isShared;
    return change(parser, 1,
                  isShared ? QStringLiteral("user.share") : QStringLiteral("user.unshare"), {},
                  wanted);
}

Exit pseudonymise(const QCommandLineParser &parser)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    AccountBook users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    return users.pseudonymise(*name);
}

void declareExpire(QCommandLineParser &parser)
{
    declareUser(parser);
    parser.addPositionalArgument(QStringLiteral("date"), dateText());
}

Exit expire(const QCommandLineParser &parser)
{
    const auto date = argument(parser, 1, 2);
    if (!date)
        return exitFor(date.error());
    const auto expires = endOf(*date);
    if (!expires)
        return exitFor(expires.error());
    UserChange wanted;
    wanted.expires = *expires;
    return change(parser, 2, QStringLiteral("user.expire"), *date, wanted);
}

Exit removeFactor(const QCommandLineParser &parser)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    AccountBook users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    return users.finish(QStringLiteral("secondFactor.remove"), *name,
                        users.access.removeFactor(*name).result());
}

Exit remove(const QCommandLineParser &parser)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    AccountBook users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    return users.finish(QStringLiteral("user.remove"), *name,
                        users.access.removeUser(*name).result());
}

QString periodOf(const User &user)
{
    if (!user.enabled)
        return QStringLiteral("disabled");
    if (user.expires == Timestamp())
        return QStringLiteral("enabled");
    const QString day = toIsoString(user.expires).left(10);
    return user.expires <= SystemClock().now() ? QStringLiteral("expired %1").arg(day)
                                               : QStringLiteral("until %1").arg(day);
}

QString stateOf(const User &user)
{
    return user.isShared ? periodOf(user) + QStringLiteral(", shared") : periodOf(user);
}

Exit list(const QCommandLineParser &parser)
{
    AccountBook users;
    if (auto opened = users.open(parser); !opened)
        return exitFor(opened);
    const QList<User> all = users.access.users();
    for (const User &user : all) {
        const QString last
            = user.lastSignIn == Timestamp() ? QStringLiteral("-") : toIsoString(user.lastSignIn);
        print(QStringLiteral("%1 %2 %3 %4 %5")
                  .arg(user.name, -20)
                  .arg(user.role, -14)
                  .arg(stateOf(user), -18)
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
         CtlText::tr("Sets a new password; all sessions of the user end."), declarePassword,
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
        {QStringLiteral("user expire"), CtlText::tr("Says until when an account is good."),
         declareExpire, expire},
        {QStringLiteral("user share"),
         CtlText::tr("Marks an account that several people use; it cannot administer."),
         declareUser, [](const QCommandLineParser &parser) { return share(parser, true); }},
        {QStringLiteral("user unshare"), CtlText::tr("Says that one person uses the account."),
         declareUser, [](const QCommandLineParser &parser) { return share(parser, false); }},
        {QStringLiteral("user pseudonymise"),
         CtlText::tr("Takes the name of one who is removed or disabled out of the record, and "
                     "prints what stands there now."),
         declareUser, pseudonymise},
        {QStringLiteral("user no-factor"),
         CtlText::tr("Takes the second factor from a user who has lost it."), declareUser,
         removeFactor},
        {QStringLiteral("user remove"), CtlText::tr("Removes a user; nobody else gets the name."),
         declareUser, remove},
    };
}

} // namespace mws::ctl
