// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/keychange.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"
#include "support/killedatstep.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kAction = QStringLiteral("stationKey.change");

/// A data folder with a record that was cut, and in which a name was taken out.
struct Folder {
    QString path;
    FakeClock clock;
    Store store;
    AuditLog log{store, clock};

    explicit Folder(const QString &folder)
        : path(folder)
    {
    }
    [[nodiscard]] bool open() { return bool(store.open(path + QStringLiteral("/station.db"))); }
    [[nodiscard]] bool make()
    {
        const auto key = StationKey::loadOrMake(path);
        if (!key || !open())
            return false;
        log.signWith(*key);
        for (int i = 0; i < 20; ++i) {
            AuditEntry row;
            row.actor = i % 2 == 0 ? QStringLiteral("anna") : QStringLiteral("root");
            row.action = QStringLiteral("signIn");
            row.target = row.actor;
            if (!log.append(row).result())
                return false;
            clock.advance(1h);
        }
        const auto gone
            = log.pseudonymise(QStringLiteral("anna"), QStringLiteral("former-1")).result();
        const auto cut = log.cut(*key, clock.now(), 10).result();
        return gone && cut && *gone == 10 && *cut == 10;
    }
    Result<bool> end() { return endKeyChange(store, log, path, AuditEntry(), clock.now()); }
    Result<bool> change()
    {
        if (auto begun = beginKeyChange(path); !begun)
            return begun.error();
        return end();
    }
    /// With this key alone.
    [[nodiscard]] AuditVerdict verdict(const StationPublicKey &key)
    {
        AuditLog reader(store, clock);
        reader.trust(key);
        return reader.check().result().value();
    }
    [[nodiscard]] qsizetype rowsOfChanges()
    {
        AuditLog::Query query;
        query.action = kAction;
        return log.read(query).result().value().size();
    }
    [[nodiscard]] StationPublicKey key() const { return StationKey::load(path)->publicKey(); }
    [[nodiscard]] QString oldKeysFile() const
    {
        return path + QStringLiteral("/old-station-keys.json");
    }
};

} // namespace

/// A new key for a station, also when the program is killed meanwhile.
class KeyChangeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRecordIsSignedAnew()
    {
        const QTemporaryDir path;
        Folder folder(path.path());
        QVERIFY(folder.make());
        const StationPublicKey old = folder.key();
        const AuditVerdict before = folder.verdict(old);
        QVERIFY(before.isIntact());
        QCOMPARE(before.pseudonymised, qint64(5));
        const QByteArray file = StationKey::load(path.path())->sign("a file of the record");
        QVERIFY(*folder.change());

        const StationPublicKey now = folder.key();
        QVERIFY(now.id() != old.id());
        const AuditVerdict after = folder.verdict(now);
        QVERIFY(after.isIntact());
        QCOMPARE(after.rows, before.rows + 1);
        QCOMPARE(after.pseudonymised, before.pseudonymised);
        QVERIFY(!folder.verdict(old).isIntact()); // whoever has the old key signs no cut
        const AuditEntry row = folder.log.read({}).result()->constFirst();
        QCOMPARE(row.action, kAction);
        QCOMPARE(row.target, now.id());
        QVERIFY(row.detail.contains(old.id()));

        const auto known = oldStationKeys(path.path(), now);
        QVERIFY(known);
        QCOMPARE(known->size(), 1);
        QCOMPARE(known->constFirst().key.pem(), old.pem());
        QCOMPARE(known->constFirst().until, folder.clock.now());
        QVERIFY(known->constFirst().key.verify("a file of the record", file));
    }

    void oldKeysAreKnownOneAfterAnother()
    {
        const QTemporaryDir path;
        Folder folder(path.path());
        QVERIFY(folder.make());
        QStringList ids{folder.key().id()};
        for (int i = 0; i < 3; ++i) {
            QVERIFY(*folder.change());
            ids.prepend(folder.key().id());
            folder.clock.advance(24h);
        }
        const auto known = oldStationKeys(path.path(), folder.key());
        QCOMPARE(known->size(), 3);
        for (qsizetype i = 0; i < known->size(); ++i)
            QCOMPARE(known->at(i).key.id(), ids[i + 1]);
        QVERIFY(known->at(0).until > known->at(1).until);
        QVERIFY(folder.verdict(folder.key()).isIntact());
        QCOMPARE(folder.rowsOfChanges(), 3);
    }

    void anOldKeyThatNobodySignedIsNone()
    {
        const QTemporaryDir path;
        Folder folder(path.path());
        QVERIFY(folder.make());
        QVERIFY(*folder.change());
        QFile file(folder.oldKeysFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray whole = file.readAll();
        const QByteArray until = QByteArray::number(toMsSinceEpoch(folder.clock.now()));
        QVERIFY(whole.contains(until));
        QVERIFY(file.seek(0));
        file.write(QByteArray(whole).replace(until, "9" + until.mid(1)));
        file.close();
        QCOMPARE(oldStationKeys(path.path(), folder.key()).error().code, ErrorCode::Conflict);
        QCOMPARE(beginKeyChange(path.path()).error().code, ErrorCode::Conflict);
        QVERIFY(StationKey::load(path.path())); // nothing had begun
    }

    void aRowThatDoesNotFitIsNotMadeToFit()
    {
        const QTemporaryDir path;
        Folder folder(path.path());
        QVERIFY(folder.make());
        QVERIFY(folder.store
                    .write([](QSqlDatabase &db) {
                        return execute(db,
                                       QStringLiteral("UPDATE audit SET detail = 'x' WHERE id IN "
                                                      "(SELECT max(id) FROM audit_pseudonym)"));
                    })
                    .result());
        const qint64 bad = folder.verdict(folder.key()).badRow;
        QVERIFY(bad > 0);
        QVERIFY(*folder.change());
        QCOMPARE(folder.verdict(folder.key()).badRow, bad);
    }

    void whereNothingBeganNothingEnds()
    {
        const QTemporaryDir path;
        Folder folder(path.path());
        QVERIFY(folder.open());
        QCOMPARE(beginKeyChange(path.path()).error().code, ErrorCode::NotFound);
        QCOMPARE(*folder.end(), false);
        QVERIFY(StationKey::loadOrMake(path.path()));
        QCOMPARE(*folder.end(), false);
        QVERIFY(beginKeyChange(path.path()));
        QCOMPARE(StationKey::load(path.path()).error().code, ErrorCode::Conflict);
        QCOMPARE(StationKey::loadOrMake(path.path()).error().code, ErrorCode::Conflict);
        QCOMPARE(*folder.end(), true);
        QVERIFY(StationKey::load(path.path()));
    }

    void killedAtAnyStepItLosesNothing()
    {
        bool isKilled = true;
        int step = 0;
        while (isKilled) {
            const QTemporaryDir path;
            Folder folder(path.path());
            QVERIFY(folder.make());
            const StationPublicKey old = folder.key();
            folder.store.close();
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--change"), path.path(), QString::number(++step)});
            QVERIFY(child.waitForFinished(60000));
            isKilled = child.exitStatus() == QProcess::CrashExit;
            QVERIFY(isKilled || child.exitCode() == 0);
            QVERIFY(folder.open());
            QVERIFY(folder.end()); // as the start of the station does
            const StationPublicKey now = folder.key();
            const auto known = oldStationKeys(path.path(), now);
            const bool isChanged = now.id() != old.id();
            QVERIFY(known);
            QCOMPARE(known->size(), isChanged ? 1 : 0);
            QVERIFY(!isChanged || known->constFirst().key.id() == old.id());
            QVERIFY(!isChanged || folder.rowsOfChanges() > 0);
            QVERIFY(isKilled || isChanged);
            QVERIFY2(folder.verdict(now).isIntact(),
                     qPrintable(QStringLiteral("step %1").arg(step)));
        }
        QVERIFY(step > 11); // three files of three steps each, and two transactions
    }
};

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) != QLatin1String("--change")) {
        KeyChangeTest test;
        return QTest::qExec(&test, argc, argv);
    }
    Folder folder(arguments.value(2));
    if (!folder.open())
        return 1;
    killedAtStep.last = killedAtStep.steps + arguments.value(3).toInt();
    return folder.change() ? 0 : 1;
}

#include "tst_keychange.moc"
