// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "accountbook.h"

#include "access/notice.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

void declareSet(QCommandLineParser &parser)
{
    declareData(parser);
    parser.addPositionalArgument(QStringLiteral("file"),
                                 CtlText::tr("File with the plain text, at most 2000 characters; - "
                                             "for standard input."));
}

Result<QByteArray> contentOf(const QString &name)
{
    QFile file(name);
    const bool isOpen = name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly)
                                                   : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return Error{ErrorCode::NotFound, QStringLiteral("%1: %2").arg(name, file.errorString())};
    return file.read(kMostOfNotice * 4 + 1);
}

/// text: empty to remove it.
Exit put(const QString &folder, const QString &text)
{
    if (const auto owned = actAsOwnerOf(folder); !owned)
        return exitFor(owned);
    const Result<void> written = writeNotice(noticeFileIn(folder), text);
    // Before its first start a station has no record, and none is made for it here.
    if (!QFile::exists(databaseIn(folder)))
        return exitFor(written);
    Store store;
    if (const auto opened = store.open(databaseIn(folder)); !opened)
        return exitFor(opened);
    const SystemClock clock;
    AuditLog audit(store, clock);
    return finish(audit, QStringLiteral("notice"), QString(), written,
                  text.isEmpty() ? QStringLiteral("removed") : text);
}

Exit set(const QCommandLineParser &parser)
{
    const auto name = argument(parser, 0, 1);
    if (!name)
        return exitFor(name.error());
    const auto folder = dataFolder(parser);
    if (!folder)
        return exitFor(folder.error());
    const auto bytes = contentOf(*name);
    if (!bytes)
        return exitFor(bytes.error());
    const auto text = noticeFrom(*bytes);
    return text ? put(*folder, *text) : exitFor(text.error());
}

Exit clear(const QCommandLineParser &parser)
{
    const auto folder = dataFolder(parser);
    return folder ? put(*folder, {}) : exitFor(folder.error());
}

Exit show(const QCommandLineParser &parser)
{
    const auto folder = dataFolder(parser);
    if (!folder)
        return exitFor(folder.error());
    const auto text = readNotice(noticeFileIn(*folder));
    if (!text)
        return exitFor(text.error());
    if (!text->isEmpty())
        print(*text);
    return Exit::Done;
}

} // namespace

QList<Command> noticeCommands()
{
    return {
        {QStringLiteral("notice set"),
         CtlText::tr("Sets the text that people read before they sign in, without a restart."),
         declareSet, set},
        {QStringLiteral("notice clear"), CtlText::tr("Removes that text."), declareData, clear},
        {QStringLiteral("notice show"), CtlText::tr("Shows that text."), declareData, show},
    };
}

} // namespace mws::ctl
