// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/factorbook.h"
#include "audit/auditlog.h"
#include "audit/keychange.h"
#include "mwsctl/ctlrun.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QDateTime>
#include <QLockFile>
#include <QTemporaryDir>

using namespace mws;

namespace
{

constexpr auto kOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

} // namespace

/// "mwsctl key" on the data folder of a station that does not run.
class KeysTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_data;

    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }
    [[nodiscard]] QString database() const { return m_data + QStringLiteral("/station.db"); }
    [[nodiscard]] QString vaultFile() const { return m_data + QStringLiteral("/vault.key"); }
    /// "key rotate vault" on the folder.
    Ran ctl(const char *words, const QStringList &more = {})
    {
        return runCtl(QString::fromLatin1(words).split(u' ')
                      + QStringList{QStringLiteral("--data"), m_data} + more);
    }
    [[nodiscard]] QString stationId() const { return StationKey::load(m_data)->publicKey().id(); }
    void changeDatabase(const Store::Work &work)
    {
        Store store;
        QVERIFY(store.open(database()));
        QVERIFY(store.write(work).result());
    }
    QStringList actions()
    {
        Store store;
        const SystemClock clock;
        QStringList found;
        if (!store.open(database()))
            return found;
        const auto rows = AuditLog(store, clock).read({}).result().value();
        for (const AuditEntry &row : rows)
            found.append(row.action + u' ' + row.outcome);
        return found;
    }
    void seal()
    {
        const auto vault = Vault::make(vaultFile());
        QVERIFY(vault);
        const QString root = QStringLiteral("root");
        const SecondFactor factor{vault->seal("secret", root), 0, {}};
        changeDatabase([&](QSqlDatabase &db) { return storeFactor(db, root, factor); });
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_data = path("data");
        QVERIFY(QDir().mkpath(m_data));
        QVERIFY(QFile::setPermissions(m_data, kOwner));
        const Ran added
            = runCtl({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("root"),
                      QStringLiteral("--data"), m_data, QStringLiteral("--password-stdin"),
                      QStringLiteral("--role"), QStringLiteral("administrator")},
                     QStringLiteral("blue herring sings\n"));
        QVERIFY2(added.code == 0, qPrintable(added.err));
        QVERIFY(StationKey::loadOrMake(m_data));
    }

    void theStationGetsANewKey()
    {
        const QString old = stationId();
        const QString file = path("old.ndjson");
        QCOMPARE(ctl("audit export --signed", {file}).code, 0);
        const Ran done = ctl("key rotate station");
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QVERIFY(stationId() != old);
        QVERIFY(done.out.contains(stationId()));
        QCOMPARE(actions().constFirst(), QStringLiteral("stationKey.change ok"));
        QCOMPARE(ctl("audit verify").code, 0);

        const Ran listed = ctl("key list");
        QCOMPARE(listed.code, 0);
        QVERIFY(listed.out.contains(QStringLiteral("station ") + stationId()));
        QVERIFY(listed.out.contains(QStringLiteral("station %1 until ").arg(old)));
        const Ran good = ctl("audit verify-export", {file});
        QVERIFY2(good.code == 0, qPrintable(good.err));
        QVERIFY(good.out.contains(old));
        const QString next = path("new.ndjson");
        QCOMPARE(ctl("audit export --signed", {next}).code, 0);
        QCOMPARE(ctl("audit verify-export", {next}).code, 0);
    }

    /// By OpenSSL, with the key as the station tells it.
    void whatTheOldKeySignedIsVerified()
    {
        const QString old = stationId();
        const QString file = path("old.ndjson");
        QCOMPARE(ctl("audit export --signed", {file}).code, 0);
        QCOMPARE(ctl("key rotate station").code, 0);
        QCOMPARE(ctl("key rotate station").code, 0);
        const auto publicKey = [this](const QString &station) {
            return ctl("audit public-key", {QStringLiteral("--station"), station});
        };
        const Ran told = publicKey(old);
        QVERIFY2(told.code == 0, qPrintable(told.err));
        writeFile(path("old.pem"), told.out.toUtf8());
        QCOMPARE(
            QProcess::execute(QStringLiteral("openssl"),
                              {QStringLiteral("pkeyutl"), QStringLiteral("-verify"),
                               QStringLiteral("-pubin"), QStringLiteral("-inkey"), path("old.pem"),
                               QStringLiteral("-rawin"), QStringLiteral("-in"), file,
                               QStringLiteral("-sigfile"), file + QStringLiteral(".sig")}),
            0);
        QCOMPARE(publicKey(QStringLiteral("0123")).code, 1);
    }

    void whatTheOldKeySignsLaterIsRefused()
    {
        const QString stolen = path("stolen");
        QVERIFY(QDir().mkpath(stolen));
        for (const char *name : {"/station.db", "/station-key.pem"})
            QVERIFY(QFile::copy(m_data + QLatin1String(name), stolen + QLatin1String(name)));
        QCOMPARE(ctl("key rotate station").code, 0);
        const QString file = path("late.ndjson");
        QCOMPARE(runCtl({QStringLiteral("audit"), QStringLiteral("export"),
                         QStringLiteral("--signed"), QStringLiteral("--data"), stolen, file})
                     .code,
                 0);
        const Ran late = ctl("audit verify-export", {file});
        QCOMPARE(late.code, 1);
        QVERIFY(late.err.contains(QStringLiteral("given up")));
    }

    void theVaultGetsANewKey()
    {
        QCOMPARE(ctl("key rotate vault").code, 1); // there is none
        seal();
        const QByteArray old = readFile(vaultFile());
        const Ran done = ctl("key rotate vault");
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QVERIFY(readFile(vaultFile()) != old);
        QCOMPARE(actions().constFirst(), QStringLiteral("vaultKey.change ok"));
        QVERIFY(ctl("doctor").out.contains(QStringLiteral("vault.key opens them")));
    }

    void notWhileAStationUsesThem()
    {
        seal();
        const QString id = stationId();
        const QByteArray vault = readFile(vaultFile());
        QLockFile lock(m_data + QStringLiteral("/station.lock"));
        QVERIFY(lock.tryLock());
        QCOMPARE(ctl("key rotate station").code, 1);
        QCOMPARE(ctl("key rotate vault").code, 1);
        QCOMPARE(stationId(), id);
        QCOMPARE(readFile(vaultFile()), vault);
    }

    void aRecordThatDoesNotFitKeepsItsKey()
    {
        changeDatabase([](QSqlDatabase &db) {
            return execute(db, QStringLiteral("UPDATE audit SET detail = 'x' WHERE id = 1"));
        });
        const QString id = stationId();
        QCOMPARE(ctl("key rotate station").code, 1);
        QCOMPARE(stationId(), id);
        QCOMPARE(actions().constFirst(), QStringLiteral("stationKey.change failed"));
    }

    void thereAreTwoOfThem()
    {
        QCOMPARE(ctl("key rotate web").code, 2);
        QCOMPARE(ctl("key rotate").code, 2);
    }

    void theDoctorTellsHowOldTheyAre()
    {
        seal();
        const Ran young = ctl("doctor");
        QVERIFY(young.out.contains(QStringLiteral("vault.key is 0 days old")));
        QVERIFY(young.out.contains(QStringLiteral("station-key.pem is 0 days old")));
        QFile key(vaultFile());
        QVERIFY(key.open(QIODevice::ReadWrite));
        QVERIFY(key.setFileTime(QDateTime::currentDateTimeUtc().addDays(-731),
                                QFileDevice::FileModificationTime));
        key.close();
        const Ran old = ctl("doctor --json");
        QVERIFY2(old.code == 0, qPrintable(old.out));
        QVERIFY(old.out.contains(QStringLiteral("vault.key is 731 days old")));
    }

    void aChangeThatWasCutOffIsToldAndEnded()
    {
        QVERIFY(beginKeyChange(m_data));
        const Ran told = ctl("doctor");
        QCOMPARE(told.code, 1);
        QVERIFY(told.out.contains(QStringLiteral("a change was cut off")));
        QCOMPARE(ctl("audit verify").code, 1);
        QCOMPARE(ctl("key rotate station").code, 0);
        QCOMPARE(ctl("audit verify").code, 0);
        QCOMPARE(oldStationKeys(m_data, StationKey::load(m_data)->publicKey())->size(), 1);
    }
};

QTEST_GUILESS_MAIN(KeysTest)
#include "tst_keys.moc"
