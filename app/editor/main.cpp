// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"
#include "translations/installtranslations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTextStream>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mws-editor"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MWS_VERSION));
    const bool translated = mws::installTranslationsFor(QCoreApplication::arguments());

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"),
                                 QCoreApplication::translate("main", "Project folder to open"),
                                 QStringLiteral("[project]"));
    parser.addOption(mws::languageOption());
    parser.process(application);
    if (!translated) {
        QTextStream(stderr) << "mws-editor: " << mws::noSuchLanguage() << Qt::endl;
        return 1;
    }

    mws::editor::MainWindow window;
    window.show();
    if (!parser.positionalArguments().isEmpty())
        window.openFolder(parser.positionalArguments().constFirst());
    return QApplication::exec();
}
