// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"

#include "audit/auditlog.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QFile>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

Exit verify(const QCommandLineParser &parser)
{
    const auto folder = dataFolder(parser);
    if (!folder)
        return exitFor(folder.error());
    if (!QFile::exists(databaseIn(*folder)))
        return exitFor(Error{ErrorCode::NotFound, CtlText::tr("the folder holds no database")});
    Store store;
    if (auto opened = store.open(databaseIn(*folder)); !opened)
        return exitFor(opened);
    const SystemClock clock;
    const auto rows = AuditLog(store, clock).verify().result();
    if (!rows)
        return exitFor(rows.error());
    print(CtlText::tr("%1 row(s), the chain fits").arg(*rows));
    return Exit::Done;
}

} // namespace

Command auditVerifyCommand()
{
    return {QStringLiteral("audit verify"),
            CtlText::tr("Checks that nobody changed the audit record."), declareData, verify};
}

} // namespace mws::ctl
