// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mws-editor"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MWS_VERSION));

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"),
                                 QCoreApplication::translate("main", "Project folder to open"),
                                 QStringLiteral("[project]"));
    parser.process(application);

    mws::editor::MainWindow window;
    window.show();
    if (!parser.positionalArguments().isEmpty())
        window.openFolder(parser.positionalArguments().constFirst());
    return QApplication::exec();
}
