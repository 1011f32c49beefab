// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "mwsctl/ctlrun.h"
#include "storage/store.h"

#include <QDir>
#include <QLockFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

/// mwsctl backup, backup verify and restore, as people call them.
class CtlBackupTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatWasSavedComesBack();
    void aBackupIsOfOneStation();
    void theTargetIsNotOverwrittenUnasked();
    void aRunningStationIsNotReplaced();
    void whatDiffersIsRefused();
    void bothLeaveAuditRows();
    void aFolderKeepsTheNewest();
    void theOneJustMadeStays();
    void localControlStays();
    void onlyThePassphraseOpensIt();
    void usage();

private:
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }
    [[nodiscard]] static Ran mwsctl(const char *words, const QStringList &more)
    {
        return runCtl(QString::fromLatin1(words).split(u' ') + more);
    }
    [[nodiscard]] Ran backUp(const QStringList &more = {}) const
    {
        return mwsctl("backup",
                      QStringList{QStringLiteral("--data"), path("data"),
                                  QStringLiteral("--project"), path("project"), path("backup")}
                          + more);
    }
    [[nodiscard]] Ran restore(const char *data, const QStringList &more = {}) const
    {
        return mwsctl("restore",
                      QStringList{QStringLiteral("--data"), path(data), path("backup")} + more);
    }
    [[nodiscard]] Ran verify(const QStringList &more = {}) const
    {
        return mwsctl("backup verify", QStringList(path("backup")) + more);
    }
    [[nodiscard]] QList<AuditEntry> rowsIn(const char *data) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void CtlBackupTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(path("data")));
    writeFile(path("project/project.json"), "{}");
    writeFile(path("project/tags/plc.json"), "{\"tags\":[]}");
    const Ran made
        = runCtl({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("anna"),
                  QStringLiteral("--role"), QStringLiteral("administrator"),
                  QStringLiteral("--data"), path("data"), QStringLiteral("--password-stdin")},
                 QStringLiteral("blue herring sings\n"));
    QVERIFY2(made.code == 0, qPrintable(made.err));
}

QList<AuditEntry> CtlBackupTest::rowsIn(const char *data) const
{
    Store store;
    const SystemClock clock;
    if (!store.open(path(data) + QStringLiteral("/station.db")))
        return {};
    AuditLog log(store, clock);
    const auto rows = log.read({}).result();
    return rows && log.verify().result() ? *rows : QList<AuditEntry>();
}

namespace
{

QString stationIn(const Ran &ran)
{
    return ran.out.trimmed().section(u' ', -1);
}

} // namespace

void CtlBackupTest::whatWasSavedComesBack()
{
    Store running; // as a station that goes on
    QVERIFY(running.open(path("data/station.db")));
    const Ran made = backUp();
    QVERIFY2(made.code == 0, qPrintable(made.err));
    QVERIFY(made.out.startsWith(path("backup")));
    QCOMPARE(verify({QStringLiteral("--data"), path("data")}).code, 0);
    const Ran back = restore("restored",
                             {QStringLiteral("--project"), path("project2"),
                              QStringLiteral("--station"), stationIn(made)});
    QVERIFY2(back.code == 0, qPrintable(back.err));
    QCOMPARE(readFile(path("project2/tags/plc.json")), QByteArray("{\"tags\":[]}"));
    Store store;
    QVERIFY(store.open(path("restored/station.db")));
    const SystemClock clock;
    AccessControl access(store, clock);
    QVERIFY(access.load());
    QCOMPARE(access.users().size(), 1);
}

void CtlBackupTest::onlyThePassphraseOpensIt()
{
    const QString passphrase = QStringLiteral("four quiet herrings sing\n");
    const QString wrong = QStringLiteral("four quiet herrings sank\n");
    const QString input = QStringLiteral("--password-stdin");
    const QStringList from{QStringLiteral("--data"), path("data"), input, path("backup")};
    const QStringList save
        = QStringList{QStringLiteral("backup"), QStringLiteral("--encrypt")} + from;
    const QStringList check
        = QStringList{QStringLiteral("backup"), QStringLiteral("verify")} + from;
    const QStringList back{QStringLiteral("restore"), QStringLiteral("--data"), path("restored"),
                           input, path("backup")};
    QVERIFY(runCtl(save, QStringLiteral("too short\n")).code != 0);
    QVERIFY(!QFile::exists(path("backup")));
    const Ran made = runCtl(save, passphrase);
    QVERIFY2(made.code == 0, qPrintable(made.err));
    QVERIFY(readFile(path("backup")).startsWith("mws-encrypted-1"));
    QVERIFY(!QFile::exists(path("backup.partial")));
    QCOMPARE(runCtl(check, wrong).code, 1);
    QCOMPARE(runCtl(check, passphrase).code, 0);
    const QStringList station{QStringLiteral("--station"), stationIn(made)};
    QVERIFY(runCtl(back + station, wrong).code != 0);
    QVERIFY(!QFile::exists(path("restored")));
    const Ran restored = runCtl(back + station, passphrase);
    QVERIFY2(restored.code == 0, qPrintable(restored.err));
    QVERIFY(QFile::exists(path("restored/station.db")));
}

/// Whose it is must be known from elsewhere: the archive cannot vouch for itself.
void CtlBackupTest::aBackupIsOfOneStation()
{
    const Ran made = backUp();
    QCOMPARE(verify().code, 1);
    QVERIFY(verify().err.contains(stationIn(made)));
    QCOMPARE(restore("restored").code, 1);
    QVERIFY(!QFile::exists(path("restored")));
    QCOMPARE(verify({QStringLiteral("--station"), QString(32, u'0')}).code, 1);
    QCOMPARE(verify({QStringLiteral("--station"), stationIn(made)}).code, 0);
    // The backup of another station, put in the place of ours.
    QVERIFY(QDir().mkpath(path("other")));
    {
        Store other;
        QVERIFY(other.open(path("other/station.db")));
    }
    QCOMPARE(mwsctl("backup", {QStringLiteral("--data"), path("other"), path("forged")}).code, 0);
    QVERIFY(QFile::remove(path("backup")) && QFile::rename(path("forged"), path("backup")));
    QCOMPARE(verify({QStringLiteral("--data"), path("data")}).code, 1);
    QCOMPARE(restore("data", {QStringLiteral("--force")}).code, 1);
}

void CtlBackupTest::theTargetIsNotOverwrittenUnasked()
{
    QCOMPARE(backUp().code, 0);
    QCOMPARE(backUp().code, 1);
    const QByteArray before = readFile(path("data/station-key.pem"));
    QCOMPARE(restore("data").code, 1);
    QCOMPARE(restore("data", {QStringLiteral("--force")}).code, 0);
    QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("data.before-restore-*")}).size(), 1);
    QCOMPARE(readFile(path("data/station-key.pem")), before);
}

void CtlBackupTest::aRunningStationIsNotReplaced()
{
    QCOMPARE(backUp().code, 0);
    QLockFile station(path("data/station.lock"));
    QVERIFY(station.tryLock());
    const Ran back = restore("data", {QStringLiteral("--force")});
    QCOMPARE(back.code, 1);
    QVERIFY2(back.err.contains(QStringLiteral("stop it first")), qPrintable(back.err));
}

void CtlBackupTest::whatDiffersIsRefused()
{
    const Ran made = backUp();
    QByteArray bytes = readFile(path("backup"));
    bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
    writeFile(path("backup"), bytes);
    const QStringList station{QStringLiteral("--station"), stationIn(made)};
    QCOMPARE(verify(station).code, 1);
    const Ran back = restore("restored", station);
    QCOMPARE(back.code, 1);
    QVERIFY(back.err.startsWith(QStringLiteral("mwsctl: It was changed")));
    QVERIFY(!QFile::exists(path("restored")));
}

void CtlBackupTest::bothLeaveAuditRows()
{
    QCOMPARE(backUp().code, 0);
    const QList<AuditEntry> saved = rowsIn("data");
    QVERIFY(!saved.isEmpty());
    QCOMPARE(saved.constFirst().action, QStringLiteral("backup"));
    QCOMPARE(saved.constFirst().outcome, QStringLiteral("ok"));
    QVERIFY(saved.constFirst().detail.startsWith(QStringLiteral("sha256 ")));
    QCOMPARE(backUp().code, 1);
    QCOMPARE(rowsIn("data").constFirst().outcome, QStringLiteral("failed"));
    QCOMPARE(restore("data", {QStringLiteral("--force")}).code, 0);
    const QList<AuditEntry> back = rowsIn("data");
    QVERIFY(!back.isEmpty());
    QCOMPARE(back.constFirst().action, QStringLiteral("restore"));
    QVERIFY(back.constFirst().detail.startsWith(saved.constFirst().detail));
}

void CtlBackupTest::aFolderKeepsTheNewest()
{
    writeFile(path("kept/mws-20200101T000000Z.tar.zst"), "old");
    writeFile(path("kept/mws-20200102T000000Z.tar.zst"), "newer");
    writeFile(path("kept/mine.tar.zst"), "mine");
    const QStringList to{QStringLiteral("--data"), path("data"), path("kept"),
                         QStringLiteral("--keep")};
    QCOMPARE(mwsctl("backup", to + QStringList(QStringLiteral("0"))).code, 2);
    const Ran made = mwsctl("backup", to + QStringList(QStringLiteral("2")));
    QVERIFY2(made.code == 0, qPrintable(made.err));
    const QStringList all = QDir(path("kept")).entryList(QDir::Files, QDir::Name);
    QCOMPARE(all.size(), 3);
    QVERIFY(!all.contains(QStringLiteral("mws-20200101T000000Z.tar.zst")));
    QVERIFY(all.contains(QStringLiteral("mine.tar.zst")));
    const Ran good = mwsctl(
        "backup verify", {QStringLiteral("--data"), path("data"), made.out.section(u'\n', 0, 0)});
    QVERIFY2(good.code == 0, qPrintable(good.err));
}

/// Those that are there were made while the clock was wrong.
void CtlBackupTest::theOneJustMadeStays()
{
    writeFile(path("kept/mws-20990101T000000Z.tar.zst"), "of a wrong clock");
    const Ran made = mwsctl("backup",
                            {QStringLiteral("--data"), path("data"), path("kept"),
                             QStringLiteral("--keep"), QStringLiteral("1")});
    QVERIFY2(made.code == 0, qPrintable(made.err));
    QVERIFY2(made.err.contains(QStringLiteral("not the newest by its name")), qPrintable(made.err));
    QVERIFY(QFile::exists(made.out.section(u'\n', 0, 0)));
    QCOMPARE(QDir(path("kept")).entryList(QDir::Files).size(), 1);
}

void CtlBackupTest::localControlStays()
{
    QCOMPARE(backUp().code, 0);
    const QByteArray locked = R"({"lockouts":[{"area":"","by":"anna","since":1}]})";
    writeFile(path("data/lockout.json"), locked);
    const Ran back = restore("data", {QStringLiteral("--force")});
    QVERIFY2(back.code == 0, qPrintable(back.err));
    QVERIFY2(back.out.contains(QStringLiteral("Local control stays")), qPrintable(back.out));
    QCOMPARE(readFile(path("data/lockout.json")), locked);
}

void CtlBackupTest::usage()
{
    QCOMPARE(mwsctl("backup", {path("backup")}).code, 2);
    QCOMPARE(mwsctl("restore", {path("backup")}).code, 2);
    QCOMPARE(mwsctl("backup verify", {}).code, 2);
    QCOMPARE(backUp({QStringLiteral("--keep"), QStringLiteral("3")}).code, 2); // no folder
    QCOMPARE(verify({QStringLiteral("--data"), path("data")}).code, 1); // no backup
    QCOMPARE(mwsctl("backup", {QStringLiteral("--data"), path("nowhere"), path("backup")}).code, 1);
}

QTEST_GUILESS_MAIN(CtlBackupTest)
#include "tst_backup.moc"
