// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/program.h"
#include "translations/installtranslations.h"
#include "version/version.h"

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mws-simulator"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MWS_VERSION));
    mws::installTranslations();
    if (mws::app::hasPrintedVersion())
        return 0;
    return mws::simulator::runProgram(app);
}
