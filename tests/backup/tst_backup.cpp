// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "backup/archives.h"
#include "backup/backup.h"
#include "backup/restore.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QDir>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <thread>

using namespace mws;
using namespace mws::backup;

/// A station's folders go into an archive and come back.
class BackupTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everythingComesBack();
    void keysOnlyOnRequest();
    void keysThatAreChangedMeanwhileDoNotGoWithIt();
    void keysThatAreLeftOutStay();
    void keysOfAnotherStationDoNotStay();
    void itIsOfOneMoment();
    void linksAreRefused_data();
    void linksAreRefused();
    void anExistingFileIsLeftAlone();
    void whatWasLeftIsSwept();
    void whatIsNoProjectIsTold();
    void aDamagedDatabaseReplacesNothing();
    void aBackupWithoutProjectRestoresNone();
    void theNewestAreKept();
    void theOneJustMadeStays();
    void noLockoutIsLifted();
    void lockoutsThatCannotBeTakenLockThePlant();
    void aLinkIsNotSwept();
    void aLaterFailureLeavesNoHalf();

private:
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }
    [[nodiscard]] bool put(const char *name, const QByteArray &bytes) const
    {
        return QDir().mkpath(QFileInfo(path(name)).path()) && putFile(path(name), bytes);
    }
    [[nodiscard]] Result<Made> make(bool withKeys = false) const
    {
        return makeBackup({path("data"), path("project"), withKeys}, path("backup"));
    }
    [[nodiscard]] Result<Restored> restore(const char *data, bool replace = false) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void BackupTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(put("project/project.json", "{}") && put("project/tags/plc.json", "{\"tags\":[]}"));
    QVERIFY(put("data/history.journal", "journal") && put("data/lockout.json", "{\"lockouts\":[]}")
            && put("data/notice.txt", "For staff only."));
    Store store;
    QVERIFY(store.open(path("data/station.db")));
    const SystemClock clock;
    QVERIFY(AuditLog(store, clock).append({}).result());
}

Result<Restored> BackupTest::restore(const char *data, bool replace) const
{
    ArchiveFile archive(path("backup"));
    if (auto opened = archive.open(); !opened)
        return opened.error();
    AuditEntry row;
    row.action = QStringLiteral("restore");
    return restoreBackup(archive, {path(data), {}, replace}, row);
}

void BackupTest::everythingComesBack()
{
    const auto made = make();
    QVERIFY2(made, made ? "" : qPrintable(made.error().detail));
    QCOMPARE(made->manifest.files.size(), 6);
    QVERIFY(!QFile::exists(path("backup.partial")));
    ArchiveFile archive(path("backup"));
    QVERIFY(archive.open());
    QCOMPARE(archive.station().id(), made->station);
    QCOMPARE(archive.sha256(), made->sha256);
    const auto back = restoreBackup(archive, {path("data2"), path("project2"), false}, {});
    QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
    QCOMPARE(fileBytes(path("data2/history.journal")), QByteArray("journal"));
    QCOMPARE(fileBytes(path("data2/lockout.json")), QByteArray("{\"lockouts\":[]}"));
    QCOMPARE(fileBytes(path("data2/notice.txt")), QByteArray("For staff only."));
    QCOMPARE(fileBytes(path("project2/tags/plc.json")), QByteArray("{\"tags\":[]}"));
    for (const char *name : {"data2", "data2/station.db", "data2/history.journal"})
        QVERIFY2(!(QFile::permissions(path(name))
                   & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)),
                 name);
    QVERIFY(QFile::permissions(path("project2/tags/plc.json")).testFlag(QFile::ReadOther));
    QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("*.restoring")}).size(), 0);
    Store store;
    QVERIFY(store.open(path("data2/station.db")));
    const SystemClock clock;
    QCOMPARE(*AuditLog(store, clock).verify().result(), qint64(2)); // the second: the restore
}

void BackupTest::keysOnlyOnRequest()
{
    for (const char *name :
         {"data/key.pem", "data/vault.key", "data/old-station-keys.json",
          "data/modbus-tls/plc/key.pem", "data/northbound-tls/key.pem", "data/web-clients/ca.crl"})
        QVERIFY(put(name, "a secret"));
    QVERIFY(make());
    QVERIFY(restore("without"));
    QCOMPARE(
        QDir(path("without")).entryList({QStringLiteral("*key*"), QStringLiteral("*tls")}).size(),
        0);
    QVERIFY(!uncompressed(fileBytes(path("backup"))).contains("a secret"));
    QVERIFY(QFile::remove(path("backup")));
    QVERIFY(make(true));
    QVERIFY(restore("with"));
    QCOMPARE(fileBytes(path("with/modbus-tls/plc/key.pem")), QByteArray("a secret"));
    QCOMPARE(fileBytes(path("with/web-clients/ca.crl")), QByteArray("a secret"));
    QCOMPARE(fileBytes(path("with/old-station-keys.json")), QByteArray("a secret"));
    QCOMPARE(fileBytes(path("with/station-key.pem")), fileBytes(path("data/station-key.pem")));
    QVERIFY(!QFile::permissions(path("with/vault.key")).testFlag(QFile::ReadOther));
}

void BackupTest::keysThatAreChangedMeanwhileDoNotGoWithIt()
{
    QVERIFY(put("data/vault.key", "before"));
    const auto change
        = [this](Step step) { return step != Step::Packing || put("data/vault.key", "after"); };
    const auto made = makeBackup({path("data"), {}, true}, path("backup"), change);
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::Conflict);
    QVERIFY(!QFile::exists(path("backup")));
    QVERIFY(make(true));
}

void BackupTest::keysThatAreLeftOutStay()
{
    QVERIFY(put("data/modbus-tls/plc/key.pem", "a secret"));
    QVERIFY(make());
    const auto back = restore("data", true);
    QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
    QCOMPARE(back->ownKeys, 2);
    QCOMPARE(back->kept.size(), 1);
    QCOMPARE(fileBytes(path("data/modbus-tls/plc/key.pem")), QByteArray("a secret"));
    QCOMPARE(fileBytes(path("data/station-key.pem")),
             fileBytes(back->kept.constFirst() + QStringLiteral("/station-key.pem")));
}

void BackupTest::keysOfAnotherStationDoNotStay()
{
    QVERIFY(make());
    QVERIFY(QDir().mkpath(path("other")));
    QVERIFY(StationKey::loadOrMake(path("other")));
    const auto back = restore("other", true);
    QVERIFY(back);
    QCOMPARE(back->ownKeys, 0);
    QVERIFY(!QFile::exists(path("other/station-key.pem")));
}

/// Two rows that are written as one are there both or not at all, whenever the copy is made.
void BackupTest::itIsOfOneMoment()
{
    Store running;
    QVERIFY(running.open(path("data/station.db")));
    const auto made = running.write([](QSqlDatabase &db) {
        return Statement(db, QStringLiteral("CREATE TABLE pair (a INTEGER, b INTEGER)")).run();
    });
    QVERIFY(made.result());
    std::atomic<bool> stop = false;
    std::atomic<int> count = 0;
    std::thread writer([&] {
        while (!stop) {
            const auto written = running.write([](QSqlDatabase &db) {
                const auto first
                    = Statement(db, QStringLiteral("INSERT INTO pair (a) VALUES (1)")).run();
                return first
                    ? Statement(db, QStringLiteral("INSERT INTO pair (b) VALUES (1)")).run()
                    : first;
            });
            count += bool(written.result()) ? 1 : 0;
        }
    });
    const auto over = qScopeGuard([&] {
        stop = true;
        writer.join();
    });
    for (int i = 0; i < 5; ++i) {
        const int before = count;
        QTRY_VERIFY(count > before + 3);
        QFile::remove(path("backup"));
        const auto saved = make();
        const auto back = saved ? restore(qPrintable(QStringLiteral("back%1").arg(i)))
                                : Result<Restored>(saved.error());
        QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
        Store store;
        QVERIFY(store.open(path(qPrintable(QStringLiteral("back%1/station.db").arg(i)))));
        const auto halves = store.read<int>([](QSqlDatabase &db) -> Result<int> {
            Statement query(
                db, QStringLiteral("SELECT count(a) - count(b) + 1000 * (count(a) > 0) FROM pair"));
            if (auto ran = query.run(); !ran)
                return ran.error();
            return query.next() ? int(query.number(0)) : -1;
        });
        QCOMPARE(*halves.result(), 1000);
    }
}

void BackupTest::linksAreRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         {"data/devices.json", "data/key.pem", "project/northbound.json", "project/tags/more.json"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

/// Root must not be made to put the files of others into an archive.
void BackupTest::linksAreRefused()
{
    QFETCH(QString, name);
    QVERIFY(put("elsewhere", "of root"));
    QVERIFY(QFile::link(path("elsewhere"), path(qPrintable(name))));
    const auto made = make(true);
    QVERIFY(!made);
    QVERIFY2(made.error().detail.contains(QStringLiteral("symbolic link")),
             qPrintable(made.error().detail));
    QVERIFY(!QFile::exists(path("backup")) && !QFile::exists(path("backup.partial")));
}

void BackupTest::anExistingFileIsLeftAlone()
{
    QVERIFY(put("backup", "something else"));
    QCOMPARE(make().error().code, ErrorCode::Conflict);
    QCOMPARE(fileBytes(path("backup")), QByteArray("something else"));
}

void BackupTest::whatWasLeftIsSwept()
{
    QVERIFY(put("backup.partial/data/station.db", "half"));
    QVERIFY(put("data2.restoring/station.db", "half"));
    QVERIFY(make());
    QVERIFY(restore("data2"));
    QVERIFY(!QFile::exists(path("backup.partial")) && !QFile::exists(path("data2.restoring")));
}

void BackupTest::whatIsNoProjectIsTold()
{
    QVERIFY(put("project/notes.txt", "mine") && put("project/tags/PLC2.json", "{}"));
    const auto made = make();
    QVERIFY(made);
    QCOMPARE(made->leftOut,
             QStringList({QStringLiteral("notes.txt"), QStringLiteral("tags/PLC2.json")}));
}

void BackupTest::aDamagedDatabaseReplacesNothing()
{
    QVERIFY(make());
    const auto key = StationKey::load(path("data"));
    QVERIFY(key);
    const QByteArray tar = tarOf(QStringLiteral("good"), path("made.tar")); // its database is none
    QVERIFY(putFile(path("backup"), sealed(compressed(tar), *key)));
    const QByteArray before = fileBytes(path("data/history.journal"));
    QVERIFY(!restore("data", true));
    QCOMPARE(fileBytes(path("data/history.journal")), before);
    QVERIFY(!QFile::exists(path("data.restoring")));
}

void BackupTest::aBackupWithoutProjectRestoresNone()
{
    QVERIFY(makeBackup({path("data"), {}, false}, path("backup")));
    ArchiveFile archive(path("backup"));
    QVERIFY(archive.open());
    const auto back = restoreBackup(archive, {path("data2"), path("project2"), false}, {});
    QVERIFY(!back);
    QVERIFY(back.error().detail.contains(QStringLiteral("project/project.json")));
    QVERIFY(!QFile::exists(path("data2")) && !QFile::exists(path("project2")));
}

void BackupTest::theNewestAreKept()
{
    for (const char *name :
         {"kept/mws-20260101T000000Z.tar.zst", "kept/mws-20260103T000000Z.tar.zst",
          "kept/mws-20260102T000000Z.tar.zst", "kept/mws-special.tar.zst",
          "kept/mws-20251231T000000Z.tar.zst.partial/archive", "kept/notes.txt"})
        QVERIFY(put(name, "x"));
    const auto removed = removeOldArchives(path("kept"), 2, {});
    QVERIFY(removed);
    QCOMPARE(*removed, 1);
    QCOMPARE(datedArchives(path("kept")),
             QStringList({QStringLiteral("mws-20260102T000000Z.tar.zst"),
                          QStringLiteral("mws-20260103T000000Z.tar.zst")}));
    QCOMPARE(QDir(path("kept")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 4);
}

void BackupTest::theOneJustMadeStays()
{
    const QString made
        = QStringLiteral("mws-19700101T000000Z.tar.zst"); // a clock that lost its time
    for (const char *name :
         {"kept/mws-19700101T000000Z.tar.zst", "kept/mws-20260102T000000Z.tar.zst",
          "kept/mws-20260103T000000Z.tar.zst"})
        QVERIFY(put(name, "x"));
    QCOMPARE(*removeOldArchives(path("kept"), 2, made), 1);
    QCOMPARE(datedArchives(path("kept")),
             QStringList({made, QStringLiteral("mws-20260103T000000Z.tar.zst")}));
    QCOMPARE(*removeOldArchives(path("kept"), 1, made), 1);
    QCOMPARE(datedArchives(path("kept")), QStringList(made));
}

/// The backup is of a time at which nobody was at work; and of one at which somebody was.
void BackupTest::noLockoutIsLifted()
{
    const QByteArray locked = R"({"lockouts":[{"area":"dosing","by":"anna","since":1}]})";
    QVERIFY(make());
    QVERIFY(put("data/lockout.json", locked));
    const auto back = restore("data", true);
    QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
    QVERIFY(back->ownControl);
    QCOMPARE(fileBytes(path("data/lockout.json")), locked);
    QVERIFY(QFile::remove(path("backup")));
    QVERIFY(make());
    QVERIFY(QFile::remove(path("data/lockout.json")));
    const auto again = restore("data", true);
    QVERIFY(again);
    QVERIFY(!again->ownControl);
    QCOMPARE(fileBytes(path("data/lockout.json")), locked);
}

void BackupTest::lockoutsThatCannotBeTakenLockThePlant()
{
    QVERIFY(make());
    QVERIFY(put("data/lockout.json", "half of"));
    QVERIFY(restore("data", true));
    QCOMPARE(fileBytes(path("data/lockout.json")), QByteArray("half of"));
    QVERIFY(QFile::remove(path("data/lockout.json")));
    QVERIFY(put("elsewhere", "of root"));
    QVERIFY(QFile::link(path("elsewhere"), path("data/lockout.json")));
    QVERIFY(restore("data", true));
    QVERIFY(!QFileInfo(path("data/lockout.json")).isSymLink());
    QCOMPARE(fileBytes(path("data/lockout.json")), QByteArray("null\n")); // no list of lockouts
}

void BackupTest::aLinkIsNotSwept()
{
    QVERIFY(put("elsewhere/precious", "x") && put("kept/notes.txt", "x"));
    const QString partial = path("kept/mws-20251231T000000Z.tar.zst.partial");
    for (const QString &link : {path("backup.partial"), path("data2.restoring"), partial})
        QVERIFY(QFile::link(path("elsewhere"), link));
    QCOMPARE(make().error().code, ErrorCode::Conflict);
    QVERIFY(QFile::remove(path("backup.partial")));
    QVERIFY(make());
    QCOMPARE(restore("data2").error().code, ErrorCode::Conflict);
    QVERIFY(removeOldArchives(path("kept"), 1, {}));
    QCOMPARE(fileBytes(path("elsewhere/precious")), QByteArray("x"));
    QVERIFY(QFileInfo(partial).isSymLink());
}

/// The data have changed places when the project, which lay in their folder, cannot.
void BackupTest::aLaterFailureLeavesNoHalf()
{
    QVERIFY(make());
    QVERIFY(put("data/history.journal", "of today"));
    ArchiveFile archive(path("backup"));
    QVERIFY(archive.open());
    const auto back = restoreBackup(archive, {path("data"), path("data/project"), true}, {});
    QVERIFY(!back);
    QCOMPARE(fileBytes(path("data/history.journal")), QByteArray("of today"));
    QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("data?*")}).size(), 0);
    QVERIFY(!QFile::exists(path("data/project.restoring")));
}

QTEST_GUILESS_MAIN(BackupTest)
#include "tst_backup.moc"
