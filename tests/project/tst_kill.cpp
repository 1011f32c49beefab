// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/files.h"
#include "project/projectkeeper.h"
#include "variants.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <cstdio>

using namespace mws;

namespace
{

constexpr int kKills = 150;
constexpr int kLoads = 200;

/// With a template that bears the name of the project.
QByteArray keptText(const ProjectData &data)
{
    const QTemporaryDir folder;
    if (!saveProject(data, folder.path()))
        return {};
    ProjectFiles files = *readProjectFiles(folder.path());
    const QString id = data.name.toLower();
    files.insert(files::deviceTemplate(id),
                 {{QStringLiteral("id"), id}, {QStringLiteral("name"), data.name}});
    return canonicalText(files);
}

/// What the other process does until it is killed. Between two saves others get the lock.
int saveForever(const QString &folder)
{
    std::puts("saving");
    std::fflush(stdout);
    for (bool isA = true; saveProject(isA ? variantA() : variantB(), folder); isA = !isA)
        QThread::msleep(2);
    return 1;
}

/// The same as a whole through a keeper, templates too. Tells of each right before it writes.
int replaceForever(const QString &folder)
{
    ProjectKeeper keeper({folder, {}});
    const QByteArray texts[] = {keptText(variantB()), keptText(variantA())};
    const auto approve = [](const ProjectReply &) {
        std::puts("saving");
        std::fflush(stdout);
        return Result<void>();
    };
    for (int i = 0;; i = 1 - i) {
        const auto revision = revisionOf(folder);
        const auto reply = keeper.replace(texts[i], revision, approve);
        if (reply.result().outcome != ProjectReply::Outcome::Ok)
            return 1;
        QThread::msleep(2);
    }
}

} // namespace

class KillTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QProcess m_saver;
    QByteArray m_firstMixture;

    void startSaver(const char *how = "--save")
    {
        m_saver.start(QCoreApplication::applicationFilePath(),
                      {QLatin1String(how), m_folder.path()});
        QVERIFY(m_saver.waitForStarted());
        while (!m_saver.canReadLine() && m_saver.waitForReadyRead()) { }
        QVERIFY(m_saver.canReadLine());
    }

    void killSaver()
    {
        QCOMPARE(m_saver.state(), QProcess::Running);
        m_saver.kill();
        QVERIFY(m_saver.waitForFinished());
        QCOMPARE(m_saver.exitStatus(), QProcess::CrashExit);
        m_saver.readAll();
    }

    [[nodiscard]] bool loadsOneVariant()
    {
        const LoadedProject loaded = loadProject(m_folder.path());
        if (loaded.problems.isEmpty() && (loaded.data == variantA() || loaded.data == variantB()))
            return true;
        if (m_firstMixture.isEmpty()) {
            m_firstMixture = "name " + loaded.data.name.toUtf8();
            for (const Problem &problem : loaded.problems)
                m_firstMixture += "; " + toString(problem).toUtf8();
        }
        return false;
    }

private Q_SLOTS:
    void init()
    {
        m_firstMixture.clear();
        putFile(m_folder.filePath(QStringLiteral("NOTES.md")), "mine");
        QVERIFY(bool(saveProject(variantA(), m_folder.path())));
    }

    void killedSaverLeavesOldOrNew()
    {
        int mixtures = 0;
        int cutOff = 0;
        for (int round = 0; round < kKills; ++round) {
            startSaver();
            QThread::usleep(QRandomGenerator::global()->bounded(20000U));
            killSaver();
            const auto left = allFiles(m_folder.path()).keys();
            cutOff += int(left.join(u' ').contains(QStringLiteral(".mws-save")));
            mixtures += loadsOneVariant() ? 0 : 1;
        }
        qInfo("%d kills, %d in the middle of a save, %d mixtures", kKills, cutOff, mixtures);
        QVERIFY2(mixtures == 0, m_firstMixture.constData());
        QVERIFY2(cutOff > 0, "no kill met a save, so this shows nothing");
        QVERIFY(allFiles(m_folder.path()).keys().join(u' ').contains(QStringLiteral("NOTES.md")));
        QVERIFY(!allFiles(m_folder.path()).keys().join(u' ').contains(QStringLiteral("mws-save")));
    }

    void killedKeeperLeavesOldOrNew()
    {
        int mixtures = 0;
        int cutOff = 0;
        for (int round = 0; round < kKills; ++round) {
            startSaver("--replace");
            QThread::usleep(QRandomGenerator::global()->bounded(20000U));
            killSaver();
            const auto left = allFiles(m_folder.path()).keys();
            cutOff += int(left.join(u' ').contains(QStringLiteral(".mws-save")));
            const LoadedProject loaded = loadProject(m_folder.path());
            const QStringList templates = QDir(m_folder.filePath(QStringLiteral("templates")))
                                              .entryList(QDir::Files | QDir::Hidden);
            const QString own = loaded.data.name.toLower() + QStringLiteral(".json");
            const bool isFirst = templates.isEmpty() && loaded.data == variantA();
            mixtures += loadsOneVariant() && (isFirst || templates == QStringList(own)) ? 0 : 1;
        }
        qInfo("%d kills, %d in the middle of a save, %d mixtures", kKills, cutOff, mixtures);
        QVERIFY2(mixtures == 0, m_firstMixture.constData());
        QVERIFY2(cutOff > 0, "no kill met a save, so this shows nothing");
    }

    void loadingDuringASaveGivesOldOrNew()
    {
        startSaver();
        int mixtures = 0;
        for (int i = 0; i < kLoads; ++i)
            mixtures += loadsOneVariant() ? 0 : 1;
        killSaver();
        QVERIFY2(mixtures == 0, m_firstMixture.constData());
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--save"))
        return saveForever(arguments[2]);
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--replace"))
        return replaceForever(arguments[2]);
    KillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_kill.moc"
