// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/mainwindow.h"
#include "translations/installtranslations.h"
#include "version/version.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QTextStream>

namespace
{

/// {"title": …} of the window into the file that the command line named, if it did.
bool writeReadyFile(const QString &path, const QWidget &window)
{
    if (path.isEmpty())
        return true;
    const QJsonObject ready{{QStringLiteral("title"), window.windowTitle()}};
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(ready).toJson()) > 0
        && file.commit();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mws-editor"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MWS_VERSION));
    const bool translated = mws::installTranslationsFor(QCoreApplication::arguments());
    if (mws::app::hasPrintedVersion())
        return 0;

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"),
                                 QCoreApplication::translate("main", "Project folder to open"),
                                 QStringLiteral("[project]"));
    parser.addOption({QStringLiteral("ready-file"),
                      QCoreApplication::translate("main", "File written when the window is open"),
                      QCoreApplication::translate("main", "file")});
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
    if (!writeReadyFile(parser.value(QStringLiteral("ready-file")), window))
        return 1;
    return QApplication::exec();
}
