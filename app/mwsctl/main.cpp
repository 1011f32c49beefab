// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "storage/store.h"
#include "translations/installtranslations.h"
#include "version/version.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mwsctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MWS_VERSION));
    mws::installTranslations();
    if (mws::app::hasPrintedVersion(mws::Store::engineVersion()))
        return 0;
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments == QStringList(QStringLiteral("--version"))) {
        mws::ctl::print(QStringLiteral("mwsctl " MWS_VERSION));
        return 0;
    }
    QList<mws::ctl::Command> commands{mws::ctl::checkCommand(), mws::ctl::planCommand(),
                                      mws::ctl::doctorCommand(), mws::ctl::selfTestCommand(),
                                      mws::ctl::resetCommand()};
    commands.append(mws::ctl::auditCommands());
    commands.append(mws::ctl::keyCommands());
    commands.append(mws::ctl::userCommands());
    commands.append(mws::ctl::userCertificateCommands());
    commands.append(mws::ctl::tokenCommands());
    commands.append(mws::ctl::certificateCommands());
    commands.append(mws::ctl::noticeCommands());
    commands.append(mws::ctl::backupCommands());
    commands.append(mws::ctl::modbusCommands());
    commands.append(mws::ctl::modbusDiagnosticCommands());
    commands.append(mws::ctl::modbusScanCommands());
    return int(mws::ctl::runCommand(commands, arguments));
}
