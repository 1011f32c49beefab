// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/future.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QUuid>

using namespace mws;

namespace
{

Result<void> addNumber(QSqlDatabase &db, int number)
{
    return Statement(db, QStringLiteral("INSERT INTO numbers (n) VALUES (?)")).bind(number).run();
}

Result<QList<int>> allNumbers(QSqlDatabase &db)
{
    Statement rows(db, QStringLiteral("SELECT n FROM numbers ORDER BY n"));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QList<int> numbers;
    while (rows.next())
        numbers.append(rows.value(0).toInt());
    return numbers;
}

QList<Migration> numbersOnly()
{
    return {{1,
             QStringLiteral("numbers"),
             {QStringLiteral("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")}}};
}

QList<int> numbersIn(Store &store)
{
    const auto numbers = store.read<QList<int>>(allNumbers).result();
    return numbers ? *numbers : QList<int>{-1};
}

Result<QString> pragma(Store &store, const QString &name)
{
    return store
        .read<QString>([name](QSqlDatabase &db) -> Result<QString> {
            Statement statement(db, QStringLiteral("PRAGMA ") + name);
            if (auto ran = statement.run(); !ran)
                return ran.error();
            return statement.next() ? statement.text(0) : QString();
        })
        .result();
}

} // namespace

class StorageTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_file;

private Q_SLOTS:
    void init()
    {
        m_file = m_folder.filePath(QUuid::createUuid().toString() + QStringLiteral(".db"));
    }

    void opensWithTheSafeSettings()
    {
        Store store;
        QVERIFY(store.open(m_file));
        QCOMPARE(*pragma(store, QStringLiteral("journal_mode")), QStringLiteral("wal"));
        QCOMPARE(*pragma(store, QStringLiteral("synchronous")), QStringLiteral("2"));
        QCOMPARE(*pragma(store, QStringLiteral("foreign_keys")), QStringLiteral("1"));
        QCOMPARE(*pragma(store, QStringLiteral("busy_timeout")), QStringLiteral("5000"));
        const auto ownerOnly
            = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
        QCOMPARE(QFile::permissions(m_file), QFile::Permissions(ownerOnly));
        QCOMPARE(QFile::permissions(m_file + QStringLiteral("-wal")),
                 QFile::Permissions(ownerOnly));
    }

    void narrowsTheModeOfAnOldFile()
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        file.close();
        Store store;
        QVERIFY(store.open(m_file));
        QVERIFY(!QFile::permissions(m_file).testFlag(QFile::ReadOther));
    }

    void worksOnItsOwnThreadInOrder()
    {
        Store store;
        QVERIFY(store.open(m_file, numbersOnly()));
        QThread *seen = nullptr;
        for (int n = 0; n < 100; ++n) {
            store.write([n, &seen](QSqlDatabase &db) {
                seen = QThread::currentThread();
                return addNumber(db, n);
            });
        }
        QCOMPARE(numbersIn(store).size(), 100);
        QVERIFY(seen != QThread::currentThread());
    }

    void rollsBackWhatFailed()
    {
        Store store;
        QVERIFY(store.open(m_file, numbersOnly()));
        const auto failed = store
                                .write([](QSqlDatabase &db) -> Result<void> {
                                    if (auto added = addNumber(db, 1); !added)
                                        return added;
                                    return addNumber(db, 1);
                                })
                                .result();
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Conflict);
        QVERIFY(!failed.error().detail.contains(QStringLiteral("numbers")));
        QCOMPARE(numbersIn(store), QList<int>{});
    }

    void closeRunsWhatIsQueued()
    {
        {
            Store store;
            QVERIFY(store.open(m_file, numbersOnly()));
            for (int n = 0; n < 20; ++n)
                store.write([n](QSqlDatabase &db) { return addNumber(db, n); });
            store.close();
            const auto late = store.write([](QSqlDatabase &db) { return addNumber(db, 99); });
            QCOMPARE(late.result().error().code, ErrorCode::Unavailable);
        }
        Store again;
        QVERIFY(again.open(m_file, numbersOnly()));
        QCOMPARE(numbersIn(again).size(), 20);
    }

    void refusesANewerDatabase()
    {
        QList<Migration> newer = numbersOnly();
        newer.append({2, QStringLiteral("more"), {QStringLiteral("CREATE TABLE more (n)")}});
        {
            Store store;
            QVERIFY(store.open(m_file, newer));
        }
        Store store;
        const auto opened = store.open(m_file, numbersOnly());
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Conflict);
        QVERIFY(opened.error().detail.contains(QStringLiteral("version 2")));
        QVERIFY(!store.read<QList<int>>(allNumbers).result());
    }

    void refusesAForeignDatabase()
    {
        QList<Migration> foreign = numbersOnly();
        {
            Store store;
            QVERIFY(store.open(m_file, foreign));
            QVERIFY(store
                        .write([](QSqlDatabase &db) {
                            return execute(db, QStringLiteral("DROP TABLE schema_version"));
                        })
                        .result());
        }
        Store store;
        const auto opened = store.open(m_file);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Conflict);
    }

    void refusesADamagedDatabase_data()
    {
        QTest::addColumn<qint64>("offset");
        QTest::newRow("header") << qint64(0);
        QTest::newRow("inner pages") << qint64(4096);
    }

    void refusesADamagedDatabase()
    {
        QFETCH(qint64, offset);
        {
            Store store;
            QVERIFY(store.open(m_file));
        }
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.size() > offset);
        QVERIFY(file.seek(offset));
        QVERIFY(file.write(QByteArray(qsizetype(file.size() - offset), '\x5a')) > 0);
        file.close();
        Store store;
        const auto opened = store.open(m_file);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Unavailable);
        QVERIFY(opened.error().detail.contains(QStringLiteral("damaged")));
    }

    void aFailedStepLeavesTheOldVersion()
    {
        {
            Store store;
            QVERIFY(store.open(m_file, numbersOnly()));
            QVERIFY(store.write([](QSqlDatabase &db) { return addNumber(db, 7); }).result());
        }
        QList<Migration> broken = numbersOnly();
        broken.append({2,
                       QStringLiteral("broken"),
                       {QStringLiteral("DELETE FROM numbers"), QStringLiteral("NO SUCH SQL")}});
        {
            Store store;
            QVERIFY(!store.open(m_file, broken));
        }
        Store store;
        QVERIFY(store.open(m_file, numbersOnly()));
        QCOMPARE(numbersIn(store), QList<int>{7});
    }

    void copyIsADatabaseOfItsOwn()
    {
        const QString copy = m_file + QStringLiteral(".copy");
        Store store;
        QVERIFY(store.open(m_file, numbersOnly()));
        QVERIFY(store.write([](QSqlDatabase &db) { return addNumber(db, 5); }).result());
        QVERIFY(store.copyTo(copy).result());
        QVERIFY(store.write([](QSqlDatabase &db) { return addNumber(db, 6); }).result());
        QVERIFY(!QFile::permissions(copy).testFlag(QFile::ReadOther));
        QCOMPARE(store.copyTo(copy).result().error().code, ErrorCode::Conflict);
        Store copied;
        QVERIFY(copied.open(copy, numbersOnly()));
        QCOMPARE(numbersIn(copied), QList<int>{5});
    }

    void twoProgramsMayWriteInTurn()
    {
        Store one;
        Store other;
        QVERIFY(one.open(m_file, numbersOnly()));
        QVERIFY(other.open(m_file, numbersOnly()));
        QList<Future<Result<void>>> written;
        for (int n = 0; n < 50; ++n) {
            Store &store = n % 2 == 0 ? one : other;
            written.append(store.write([n](QSqlDatabase &db) { return addNumber(db, n); }));
        }
        for (auto &future : written)
            QVERIFY(future.result());
        QCOMPARE(numbersIn(one).size(), 50);
    }
};

QTEST_GUILESS_MAIN(StorageTest)
#include "tst_storage.moc"
