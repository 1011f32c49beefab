// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "accountbook.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace mws::ctl
{

namespace
{

constexpr qint64 kMaxPem = 32 * 1024;

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

void declareUser(QCommandLineParser &parser)
{
    declareFolders(parser);
    parser.addPositionalArgument(QStringLiteral("user"), CtlText::tr("The name to sign in with."));
}

void declareAdd(QCommandLineParser &parser)
{
    declareUser(parser);
    parser.addPositionalArgument(QStringLiteral("file"),
                                 CtlText::tr("PEM file of the user's certificate, without the "
                                             "key."));
    parser.addOption({QStringLiteral("name"),
                      CtlText::tr("What people call it; the file's name by default."),
                      CtlText::tr("name")});
}

Exit add(const QCommandLineParser &parser)
{
    const auto user = argument(parser, 0, 2);
    if (!user)
        return exitFor(user.error());
    QFile file(*argument(parser, 1, 2));
    if (!file.open(QIODevice::ReadOnly)) {
        complain(QStringLiteral("%1: %2").arg(file.fileName(), file.errorString()));
        return Exit::Failed;
    }
    AccountBook book;
    if (auto opened = book.open(parser); !opened)
        return exitFor(opened);
    UserCertificate given;
    given.user = *user;
    given.name = parser.isSet(QStringLiteral("name")) ? parser.value(QStringLiteral("name"))
                                                      : QFileInfo(file).completeBaseName();
    given.addedBy = ownRow({}, {}).actor;
    const auto added = book.access.addCertificate(given, file.read(kMaxPem)).result();
    if (added)
        print(CtlText::tr("SHA-256: %1").arg(fingerprintText(added->fingerprint)));
    return book.finish(
        QStringLiteral("user.certificate.add"), *user,
        added ? Result<void>() : Result<void>(added.error()),
        added ? QStringLiteral("%1, %2").arg(fingerprintText(added->fingerprint), added->name)
              : QString());
}

void declareRemove(QCommandLineParser &parser)
{
    declareUser(parser);
    parser.addPositionalArgument(QStringLiteral("fingerprint"),
                                 CtlText::tr("As 'user certificate list' shows it."));
}

Exit remove(const QCommandLineParser &parser)
{
    const auto user = argument(parser, 0, 2);
    if (!user)
        return exitFor(user.error());
    const QByteArray fingerprint = fingerprintFrom(*argument(parser, 1, 2));
    AccountBook book;
    if (auto opened = book.open(parser); !opened)
        return exitFor(opened);
    return book.finish(QStringLiteral("user.certificate.remove"), *user,
                       book.access.removeCertificate(*user, fingerprint).result(),
                       fingerprintText(fingerprint));
}

Exit list(const QCommandLineParser &parser)
{
    AccountBook book;
    if (auto opened = book.open(parser); !opened)
        return exitFor(opened);
    for (const UserCertificate &one : book.access.certificates())
        print(QStringLiteral("%1 %2 %3 %4")
                  .arg(one.user, -20)
                  .arg(fingerprintText(one.fingerprint), toIsoString(one.ends).left(10), one.name));
    return Exit::Done;
}

} // namespace

QList<Command> userCertificateCommands()
{
    return {
        {QStringLiteral("user certificate add"),
         CtlText::tr("Lets a user come with a certificate (--client-certificates)."), declareAdd,
         add},
        {QStringLiteral("user certificate remove"),
         CtlText::tr("Takes one from a user; its connections end within a second."), declareRemove,
         remove},
        {QStringLiteral("user certificate list"),
         CtlText::tr("Lists certificates of users and their ends."), declareFolders, list},
    };
}

} // namespace mws::ctl
