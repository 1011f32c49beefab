// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "accountbook.h"

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

void declareAdd(QCommandLineParser &parser)
{
    declareFolders(parser);
    parser.addPositionalArgument(QStringLiteral("user"),
                                 CtlText::tr("The user whose rights it has at most."));
    parser.addPositionalArgument(QStringLiteral("name"), CtlText::tr("What it is for."));
    parser.addOption({QStringLiteral("expires"), dateText(), CtlText::tr("date")});
    parser.addOption({QStringLiteral("write"), CtlText::tr("It may write, not only read.")});
    parser.addOption(
        {QStringLiteral("area"),
         CtlText::tr("An area in which it may look and write; repeatable. All without it."),
         CtlText::tr("area")});
    parser.addOption({QStringLiteral("network"),
                      CtlText::tr("Where it may come from, as 192.0.2.0/24; from anywhere without "
                                  "it."),
                      CtlText::tr("network")});
}

Exit add(const QCommandLineParser &parser)
{
    const auto user = argument(parser, 0, 2);
    if (!user)
        return exitFor(user.error());
    const auto expires = endOf(parser.value(QStringLiteral("expires")));
    if (!expires)
        return exitFor(expires.error());
    Token token;
    token.user = *user;
    token.name = *argument(parser, 1, 2);
    token.mayWrite = parser.isSet(QStringLiteral("write"));
    token.areas = parser.values(QStringLiteral("area"));
    token.network = parser.value(QStringLiteral("network"));
    token.expires = *expires;
    AccountBook book;
    if (auto opened = book.open(parser); !opened)
        return exitFor(opened);
    const auto text = book.access.addToken(token).result();
    if (text)
        print(QString::fromLatin1(*text));
    return book.finish(QStringLiteral("token.add"), token.name,
                       text ? Result<void>() : Result<void>(text.error()),
                       QStringLiteral("of %1").arg(token.user));
}

Exit list(const QCommandLineParser &parser)
{
    AccountBook book;
    if (auto opened = book.open(parser); !opened)
        return exitFor(opened);
    for (const Token &token : book.access.tokens()) {
        const QString used
            = token.lastUsed == Timestamp() ? QStringLiteral("-") : toIsoString(token.lastUsed);
        print(QStringLiteral("%1 %2 %3 %4 %5 %6")
                  .arg(QString::fromLatin1(token.id))
                  .arg(token.user, -20)
                  .arg(token.mayWrite ? QStringLiteral("write") : QStringLiteral("read"), -5)
                  .arg(toIsoString(token.expires).left(10), used, token.name));
    }
    return Exit::Done;
}

void declareRemove(QCommandLineParser &parser)
{
    declareFolders(parser);
    parser.addPositionalArgument(QStringLiteral("id"), CtlText::tr("As 'token list' shows it."));
}

Exit remove(const QCommandLineParser &parser)
{
    const auto id = argument(parser, 0, 1);
    if (!id)
        return exitFor(id.error());
    AccountBook book;
    if (auto opened = book.open(parser); !opened)
        return exitFor(opened);
    return book.finish(QStringLiteral("token.remove"), *id,
                       book.access.removeToken(id->toLatin1()).result());
}

} // namespace

QList<Command> tokenCommands()
{
    return {
        {QStringLiteral("token add"),
         CtlText::tr("Makes a token for a program and prints it; nobody can read it again."),
         declareAdd, add},
        {QStringLiteral("token list"), CtlText::tr("Lists tokens, their ends and last uses."),
         declareFolders, list},
        {QStringLiteral("token remove"), CtlText::tr("Ends a token at once."), declareRemove,
         remove},
    };
}

} // namespace mws::ctl
