// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/vaultchange.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/killedatstep.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QStringList kUsers{QStringLiteral("anna"), QStringLiteral("bert"), QStringLiteral("carl")};

QByteArray secretOf(const QString &user)
{
    return "secret of " + user.toUtf8();
}

/// A data folder with users whose second factors are sealed.
struct Folder {
    QString path;
    Store store;

    [[nodiscard]] QString keyFile() const { return path + QStringLiteral("/vault.key"); }
    [[nodiscard]] bool open() { return bool(store.open(path + QStringLiteral("/station.db"))); }
    [[nodiscard]] bool make()
    {
        const auto vault = Vault::make(keyFile());
        return vault && open()
            && store.write([&](QSqlDatabase &db) { return fill(db, *vault); }).result();
    }
    static Result<void> fill(QSqlDatabase &db, const Vault &vault)
    {
        Statement user(db,
                       QStringLiteral("INSERT INTO users (name, display_name, role, enabled, "
                                      "password, pin, generation, last_sign_in) VALUES "
                                      "(?, '', 'viewer', 1, '', '', 1, 0)"));
        for (const QString &name : kUsers) {
            if (auto added = user.bind(name).run(); !added)
                return added;
            const SecondFactor factor{vault.seal(secretOf(name), name), 7, {name.toUtf8()}};
            if (auto stored = storeFactor(db, name, factor); !stored)
                return stored;
        }
        return {};
    }
    [[nodiscard]] QHash<QString, SecondFactor> factors()
    {
        return store.read<QHash<QString, SecondFactor>>(readFactors).result().value();
    }
    /// With what the key file holds now.
    [[nodiscard]] bool opensAll()
    {
        const auto vault = Vault::fromFile(keyFile());
        if (!vault || factors().size() != kUsers.size())
            return false;
        const auto all = factors();
        return std::all_of(kUsers.cbegin(), kUsers.cend(), [&](const QString &user) {
            return vault->open(all[user].sealedSecret, user) == secretOf(user);
        });
    }
    Result<void> change()
    {
        return changeVaultKey(store, keyFile(), [](qsizetype) { return Result<void>(); });
    }
};

QByteArray bytesIn(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// A new key for what is sealed, also when the program is killed meanwhile.
class VaultChangeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allIsSealedAnew()
    {
        const QTemporaryDir path;
        Folder folder{path.path(), {}};
        QVERIFY(folder.make());
        const auto old = Vault::fromFile(folder.keyFile());
        const QByteArray key = bytesIn(folder.keyFile());
        QVERIFY(folder.change());
        const QByteArray now = bytesIn(folder.keyFile());
        QCOMPARE(now.size(), 32);
        QVERIFY(now != key);
        QVERIFY(!QFile::permissions(folder.keyFile()).testFlag(QFile::ReadOther));
        QVERIFY(folder.opensAll());
        QCOMPARE(lockedFactors(folder.factors(), &*old), kUsers); // by the old one no more
        const SecondFactor anna = folder.factors().value(kUsers.constFirst());
        QCOMPARE(anna.usedStep, qint64(7)); // a used code is used
        QCOMPARE(anna.recoveryCodes, QSet<QByteArray>{"anna"});
    }

    void theRecordComesBeforeTheEnd()
    {
        const QTemporaryDir path;
        Folder folder{path.path(), {}};
        QVERIFY(folder.make());
        qsizetype count = 0;
        const auto refused = [&count](qsizetype factors) -> Result<void> {
            count = factors;
            return Error{ErrorCode::Unavailable, QStringLiteral("the disk is full")};
        };
        QVERIFY(!changeVaultKey(folder.store, folder.keyFile(), refused));
        QCOMPARE(count, kUsers.size());
        QVERIFY(Vault::fromFile(folder.keyFile())->isChanging());
        QVERIFY(folder.opensAll());
        QVERIFY(folder.change()); // goes on
        QVERIFY(!Vault::fromFile(folder.keyFile())->isChanging());
        QVERIFY(folder.opensAll());
    }

    void whatNoKeyOpensKeepsTheOldKey()
    {
        const QTemporaryDir path;
        Folder folder{path.path(), {}};
        QVERIFY(folder.make());
        QVERIFY(folder.store
                    .write([](QSqlDatabase &db) {
                        return execute(db,
                                       QStringLiteral("UPDATE second_factor SET secret = x'00' "
                                                      "WHERE user = 'bert'"));
                    })
                    .result());
        const QByteArray key = bytesIn(folder.keyFile());
        const auto done = folder.change();
        QCOMPARE(done.error().code, ErrorCode::Conflict);
        QVERIFY(done.error().detail.contains(QStringLiteral("bert")));
        QCOMPARE(bytesIn(folder.keyFile()), key);
    }

    void withoutAKeyNothingIsMade()
    {
        const QTemporaryDir path;
        Folder folder{path.path(), {}};
        QVERIFY(folder.open());
        QCOMPARE(folder.change().error().code, ErrorCode::NotFound);
        QVERIFY(!QFile::exists(folder.keyFile()));
    }

    void killedAtAnyStepItLosesNothing()
    {
        bool isKilled = true;
        int step = 0;
        while (isKilled) {
            const QTemporaryDir path;
            Folder folder{path.path(), {}};
            QVERIFY(folder.make());
            folder.store.close();
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--change"), path.path(), QString::number(++step)});
            QVERIFY(child.waitForFinished(60000));
            isKilled = child.exitStatus() == QProcess::CrashExit;
            QVERIFY(isKilled || child.exitCode() == 0);
            QVERIFY(folder.open());
            QVERIFY2(folder.opensAll(), qPrintable(QStringLiteral("step %1").arg(step)));
            QVERIFY(folder.change());
            QVERIFY(!Vault::fromFile(folder.keyFile())->isChanging());
            QVERIFY2(folder.opensAll(), qPrintable(QStringLiteral("after step %1").arg(step)));
        }
        QVERIFY(step > 7); // two key files of three steps each, and the transaction between them
    }
};

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) != QLatin1String("--change")) {
        VaultChangeTest test;
        return QTest::qExec(&test, argc, argv);
    }
    Folder folder{arguments.value(2), {}};
    if (!folder.open())
        return 1;
    killedAtStep.last = killedAtStep.steps + arguments.value(3).toInt();
    return folder.change() ? 0 : 1;
}

#include "tst_vaultchange.moc"
