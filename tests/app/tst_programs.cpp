// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

/// The programs with a window, started as a person starts them, against the simulated plant.
class ProgramsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_installation.begin()); }
    void panelShowsValues();
    void editorOpensTheProject();

private:
    Installation m_installation;
};

void ProgramsTest::panelShowsValues()
{
    const qint64 begin = QDateTime::currentMSecsSinceEpoch();
    const auto panel = m_installation.start("mws-panel", {QStringLiteral("--windowed")});
    QVERIFY(panel);
    QVERIFY(m_installation.ready()
                .value(QLatin1String("url"))
                .toString()
                .startsWith(QLatin1String("https://")));
    const auto shown = [this] {
        return m_installation.ready().value(QLatin1String("firstValueShown")).toInteger();
    };
    QTRY_VERIFY_WITH_TIMEOUT(shown() > 0, 30000);
    QVERIFY(shown() >= begin && shown() <= QDateTime::currentMSecsSinceEpoch());
    QCOMPARE(Installation::end(*panel), 0);
    const QByteArray output = panel->readAll();
    QVERIFY2(!output.contains("qrc:/"), output); // QML reports errors with the file's name
}

void ProgramsTest::editorOpensTheProject()
{
    const QString readyFile = m_installation.path("editor");
    const auto editor = Installation::launch(
        "mws-editor", {QStringLiteral("--ready-file"), readyFile, m_installation.path("project")});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(readyFile) || editor->state() == QProcess::NotRunning,
                             30000);
    QFile file(readyFile);
    QVERIFY2(file.open(QIODevice::ReadOnly), editor->readAll());
    const QString title
        = QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("title")).toString();
    QVERIFY2(title.contains(QLatin1String("Waterworks"), Qt::CaseInsensitive), qPrintable(title));
    editor->terminate(); // it keeps the signal's default effect: nothing is saved unasked
    QVERIFY(editor->waitForFinished(20000));
    QCOMPARE(editor->exitStatus(), QProcess::CrashExit);
    QCOMPARE(editor->exitCode(), SIGTERM);
}

QTEST_GUILESS_MAIN(ProgramsTest)
#include "tst_programs.moc"
