// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "backup/archives.h"
#include "backup/backup.h"
#include "backup/restore.h"
#include "backup/stage.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace mws;
using namespace mws::backup;

namespace
{

enum class FileSystem {
    Full, ///< exchanges folders
    NoExchange,
    NoFlags, ///< nor does it refuse to rename over what is there
};

/// What the system calls below do.
struct Renames {
    FileSystem fileSystem = FileSystem::Full;
    int calls = 0; ///< that have done something
    int killedAt = 0; ///< before that call of renameat2() or rename(); 0: not
    QByteArray failing; ///< a move to there ends with EIO; empty: none
};
Renames renames; // NOLINT

int moved(const char *from, const char *to, unsigned flags)
{
    const bool isExchange = (flags & RENAME_EXCHANGE) != 0;
    const bool isKnown = renames.fileSystem == FileSystem::Full
        || (renames.fileSystem == FileSystem::NoExchange && !isExchange);
    if (flags != 0 && !isKnown) {
        errno = EINVAL;
        return -1;
    }
    if (!renames.failing.isEmpty() && renames.failing == to) {
        errno = EIO;
        return -1;
    }
    if (++renames.calls == renames.killedAt)
        ::raise(SIGKILL);
    return int(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags));
}

} // namespace

// They are the program's, and so the library's of the system are not asked.
extern "C" int renameat2(int, const char *from, int, const char *to, unsigned int flags) noexcept
{
    return moved(from, to, flags);
}

extern "C" int rename(const char *from, const char *to) noexcept
{
    return moved(from, to, 0);
}

namespace
{

const QByteArray kLocked = R"({"lockouts":[{"area":"dosing","by":"anna","since":1}]})";

Result<Restored> restoreIn(const QString &folder)
{
    ArchiveFile archive(folder + QStringLiteral("/backup"));
    if (auto opened = archive.open(); !opened)
        return opened.error();
    AuditEntry row;
    row.action = QStringLiteral("restore");
    const Target target{folder + QStringLiteral("/data"), folder + QStringLiteral("/project"),
                        true};
    return restoreBackup(archive, target, row);
}

} // namespace

/// Folders change places on file systems that can exchange them, and on others; and a restore may
/// be killed at each of its renames.
class StageTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { renames = {}; }
    void foldersChangePlaces_data() { addFileSystems(); }
    void foldersChangePlaces();
    void theyComeBack_data() { addFileSystems(); }
    void theyComeBack();
    void aMoveThatFailsLeavesThem_data();
    void aMoveThatFailsLeavesThem();
    void nothingIsOverwritten();
    void aKilledRestoreLosesNothing_data();
    void aKilledRestoreLosesNothing();

private:
    static void addFileSystems();
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }
    [[nodiscard]] bool put(const char *name, const QByteArray &bytes) const
    {
        return QDir().mkpath(QFileInfo(path(name)).path()) && putFile(path(name), bytes);
    }
    /// What is in the folder, without the file system's order.
    [[nodiscard]] QStringList names() const
    {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name);
    }
    [[nodiscard]] bool makeStation() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void StageTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void StageTest::addFileSystems()
{
    QTest::addColumn<int>("fileSystem");
    QTest::newRow("exchanges") << int(FileSystem::Full);
    QTest::newRow("cannot exchange") << int(FileSystem::NoExchange);
    QTest::newRow("knows no flags") << int(FileSystem::NoFlags);
}

void StageTest::foldersChangePlaces()
{
    QFETCH(const int, fileSystem);
    renames.fileSystem = FileSystem(fileSystem);
    QVERIFY(put("data/file", "old"));
    {
        Stage stage(path("data.restoring"));
        QVERIFY(stage.make());
        QVERIFY(put("data.restoring/file", "new"));
        QVERIFY(stage.replace(path("data"), path("aside")));
    }
    QCOMPARE(names(), QStringList({QStringLiteral("aside"), QStringLiteral("data")}));
    QCOMPARE(fileBytes(path("data/file")), QByteArray("new"));
    QCOMPARE(fileBytes(path("aside/file")), QByteArray("old"));
}

void StageTest::theyComeBack()
{
    QFETCH(const int, fileSystem);
    renames.fileSystem = FileSystem(fileSystem);
    QVERIFY(put("data/file", "old"));
    {
        Stage stage(path("data.restoring"));
        QVERIFY(stage.make());
        QVERIFY(stage.replace(path("data"), path("aside")));
        QVERIFY(stage.withdraw());
    }
    QCOMPARE(names(), QStringList(QStringLiteral("data")));
    QCOMPARE(fileBytes(path("data/file")), QByteArray("old"));
}

void StageTest::aMoveThatFailsLeavesThem_data()
{
    QTest::addColumn<QString>("failing");
    for (const char *name : {"aside", "data.restoring", "data.replaced", "data"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void StageTest::aMoveThatFailsLeavesThem()
{
    QFETCH(const QString, failing);
    renames.fileSystem = FileSystem::NoExchange;
    renames.failing = QFile::encodeName(m_folder->filePath(failing));
    QVERIFY(put("data/file", "old"));
    {
        Stage stage(path("data.restoring"));
        QVERIFY(stage.make());
        const auto replaced = stage.replace(path("data"), path("aside"));
        QVERIFY(!replaced);
        const bool isHome = QFile::exists(path("data/file"));
        QVERIFY2(isHome || replaced.error().detail.contains(path("data.replaced")),
                 qPrintable(replaced.error().detail));
        renames.failing.clear();
        QVERIFY(stage.withdraw());
        QVERIFY(putBack(path("data"), path("aside")));
    }
    QCOMPARE(fileBytes(path("data/file")), QByteArray("old"));
}

void StageTest::nothingIsOverwritten()
{
    renames.fileSystem = FileSystem::NoFlags;
    QVERIFY(put("data/file", "old") && put("aside/file", "precious"));
    Stage stage(path("data.restoring"));
    QVERIFY(stage.make());
    QVERIFY(!stage.replace(path("data"), path("aside")));
    QVERIFY(!stage.become(path("data")));
    QCOMPARE(fileBytes(path("data/file")), QByteArray("old"));
    QCOMPARE(fileBytes(path("aside/file")), QByteArray("precious"));
}

/// Of yesterday, in an archive; and what it is today.
bool StageTest::makeStation() const
{
    if (!put("project/project.json", "{}") || !put("data/lockout.json", "{\"lockouts\":[]}"))
        return false;
    Store store;
    const SystemClock clock;
    if (!store.open(path("data/station.db")) || !AuditLog(store, clock).append({}).result())
        return false;
    store.close();
    return makeBackup({path("data"), path("project"), false}, path("backup"))
        && put("data/lockout.json", kLocked) && put("data/history.journal", "of today");
}

void StageTest::aKilledRestoreLosesNothing_data()
{
    QTest::addColumn<int>("fileSystem");
    QTest::addColumn<int>("killedAt");
    // data and project: a move and an exchange each, or five moves
    for (int at = 1; at <= 4; ++at)
        QTest::addRow("exchanges, call %d", at) << int(FileSystem::Full) << at;
    for (int at = 1; at <= 10; ++at) {
        QTest::addRow("cannot exchange, call %d", at) << int(FileSystem::NoExchange) << at;
        QTest::addRow("knows no flags, call %d", at) << int(FileSystem::NoFlags) << at;
    }
}

void StageTest::aKilledRestoreLosesNothing()
{
    QFETCH(const int, fileSystem);
    QFETCH(const int, killedAt);
    QVERIFY(makeStation());
    const QByteArray key = fileBytes(path("data/station-key.pem"));
    QVERIFY(!key.isEmpty());
    QProcess killed;
    killed.start(QCoreApplication::applicationFilePath(),
                 {QStringLiteral("--restore"), m_folder->path(), QString::number(fileSystem),
                  QString::number(killedAt)});
    QVERIFY(killed.waitForFinished(60000));
    QCOMPARE(killed.exitStatus(), QProcess::CrashExit);
    renames.fileSystem = FileSystem(fileSystem);
    const auto again = restoreIn(m_folder->path());
    QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
    QCOMPARE(fileBytes(path("data/lockout.json")), kLocked); // no lockout is lifted
    QCOMPARE(fileBytes(path("data/station-key.pem")), key);
    QCOMPARE(fileBytes(path("project/project.json")), QByteArray("{}"));
    int ofToday = 0;
    for (const QString &name : names())
        ofToday += fileBytes(m_folder->filePath(name + QStringLiteral("/history.journal")))
            == "of today";
    QCOMPARE(ofToday, 1); // aside, and whole
    QVERIFY(names().filter(QStringLiteral(".re")).isEmpty()); // .restoring and .replaced
}

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) != QLatin1String("--restore")) {
        StageTest test;
        return QTest::qExec(&test, argc, argv);
    }
    renames.fileSystem = FileSystem(arguments.value(3).toInt());
    renames.killedAt = renames.calls + arguments.value(4).toInt();
    return restoreIn(arguments.value(2)) ? 0 : 1;
}

#include "tst_stage.moc"
