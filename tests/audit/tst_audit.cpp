// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>
#include <QtEndian>
#include <atomic>
#include <csignal>
#include <cstdio>

using namespace mws;

namespace
{

AuditEntry entryNumber(int number)
{
    AuditEntry entry;
    entry.actor = QStringLiteral("anna");
    entry.origin = QStringLiteral("remote 192.0.2.7");
    entry.action = number % 2 == 0 ? QStringLiteral("signIn") : QStringLiteral("denied");
    entry.target = QStringLiteral("target %1").arg(number);
    entry.outcome = QStringLiteral("ok");
    return entry;
}

/// The chain as the documentation has it, apart from the product's own code: SHA-256 over the hash
/// before, id, time and seven texts; numbers big-endian, each field after its length.
QByteArray chained(const QByteArray &before, qint64 id, const QByteArrayList &texts)
{
    const auto number = [](qint64 value) {
        QByteArray bytes(8, '\0');
        qToBigEndian(value, bytes.data());
        return bytes;
    };
    QByteArray all = number(before.size()) + before + number(id) + number(1000 * id);
    for (const QByteArray &text : texts)
        all += number(text.size()) + text;
    return QCryptographicHash::hash(all, QCryptographicHash::Sha256);
}

/// Rows 1 to count in one transaction; the time is a second per row.
Result<void> fillQuickly(QSqlDatabase &db, int count)
{
    Statement row(db,
                  QStringLiteral("INSERT INTO audit VALUES (?, ?, 'bulk', 'local', 'fill', ?, "
                                 "'ok', '', '', ?)"));
    QByteArray hash;
    for (qint64 id = 1; id <= count; ++id) {
        const QByteArray target = "t" + QByteArray::number(id);
        hash = chained(hash, id, {"bulk", "local", "fill", target, "ok", "", ""});
        row.bind(id).bind(1000 * id).bind(QString::fromLatin1(target)).bind(hash);
        if (auto ran = row.run(); !ran)
            return ran;
    }
    return {};
}

/// The child of survivesKill: appends for ever and prints every answered id.
int appendForEver(const QString &file)
{
    Store store;
    if (!store.open(file))
        return 1;
    const FakeClock clock;
    AuditLog log(store, clock);
    for (int n = 0;; ++n) {
        const auto id = log.append(entryNumber(n)).result();
        if (!id)
            return 2;
        std::printf("%lld\n", static_cast<long long>(*id));
        std::fflush(stdout);
    }
}

} // namespace

class AuditTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_file;
    FakeClock m_clock;

    void tamper(const QString &sql)
    {
        Store store;
        QVERIFY(store.open(m_file));
        QVERIFY(store.write([sql](QSqlDatabase &db) { return execute(db, sql); }).result());
    }

    void fill(int count)
    {
        Store store;
        QVERIFY(store.open(m_file));
        AuditLog log(store, m_clock);
        for (int n = 0; n < count; ++n)
            QVERIFY(log.append(entryNumber(n)).result());
    }

    Result<qint64> verify()
    {
        Store store;
        if (auto opened = store.open(m_file); !opened)
            return opened.error();
        return AuditLog(store, m_clock).verify().result();
    }

private Q_SLOTS:
    void init()
    {
        m_file = m_folder.filePath(QUuid::createUuid().toString() + QStringLiteral(".db"));
    }

    void readsNewestFirstByPageAndAction()
    {
        Store store;
        QVERIFY(store.open(m_file));
        AuditLog log(store, m_clock);
        for (int n = 0; n < 10; ++n) {
            m_clock.advance(Milliseconds(1));
            QCOMPARE(*log.append(entryNumber(n)).result(), qint64(n + 1));
        }
        const auto newest = log.read({0, 3, {}}).result();
        QCOMPARE(newest->size(), 3);
        QCOMPARE(newest->at(0).id, 10);
        QCOMPARE(newest->at(0).target, QStringLiteral("target 9"));
        QCOMPARE(newest->at(0).time, m_clock.now());
        const auto older = log.read({newest->last().id, 100, QStringLiteral("denied")}).result();
        QCOMPARE(older->size(), 3);
        QCOMPARE(older->at(0).target, QStringLiteral("target 5"));
        QCOMPARE(log.read({0, -5, {}}).result()->size(), 1);
    }

    void verifyAcceptsWhatItWrote()
    {
        QCOMPARE(*verify(), qint64(0));
        fill(20);
        QCOMPARE(*verify(), qint64(20));
    }

    void verifyNamesTheChangedRow_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("text") << QStringLiteral("UPDATE audit SET actor = 'bert' WHERE id = 7");
        QTest::newRow("time") << QStringLiteral("UPDATE audit SET time = time + 1 WHERE id = 7");
        QTest::newRow("text moved to the next field") << QStringLiteral(
            "UPDATE audit SET actor = 'ann', origin = 'a' || origin WHERE id = 7");
        QTest::newRow("put in the place of another")
            << QStringLiteral("UPDATE audit SET (actor, action, hash) = (SELECT actor, action, "
                              "hash FROM audit WHERE id = 6) WHERE id = 7");
        QTest::newRow("two in exchange") << QStringLiteral(
            "UPDATE audit SET target = CASE id WHEN 7 THEN 'target 7' ELSE 'target 6' END "
            "WHERE id IN (7, 8)");
        QTest::newRow("removed") << QStringLiteral("DELETE FROM audit WHERE id = 7");
        QTest::newRow("hash") << QStringLiteral("UPDATE audit SET hash = x'00' WHERE id = 7");
    }

    void verifyNamesTheChangedRow()
    {
        QFETCH(QString, sql);
        fill(10);
        tamper(sql);
        const auto verdict = verify();
        QVERIFY(!verdict);
        QVERIFY2(verdict.error().detail.contains(QStringLiteral("row 7 ")),
                 qPrintable(verdict.error().detail));
    }

    void verifySeesRowsBelowTheFirst()
    {
        for (const int id : {0, -3}) {
            init();
            fill(3);
            tamper(QStringLiteral("INSERT INTO audit SELECT %1, time, actor, origin, action, "
                                  "target, outcome, detail, correlation, hash FROM audit WHERE "
                                  "id = 1")
                       .arg(id));
            const auto verdict = verify();
            QVERIFY(!verdict);
            QVERIFY2(verdict.error().detail.contains(QStringLiteral("row 1 ")),
                     qPrintable(verdict.error().detail));
        }
    }

    void findsTheOldestOfManyRows()
    {
        Store store;
        QVERIFY(store.open(m_file));
        QVERIFY(store.write([](QSqlDatabase &db) { return fillQuickly(db, 20'000); }).result());
        AuditLog log(store, m_clock);
        AuditLog::Query query;
        query.text = QStringLiteral("T17");
        query.limit = 1000;
        const auto found = log.read(query).result();
        QCOMPARE(found->size(), 1000);
        QCOMPARE(found->constFirst().id, 17999);
        QCOMPARE(found->constLast().id, 17000);
        query.beforeId = 170;
        const auto oldest = log.read(query).result();
        QCOMPARE(oldest->size(), 1);
        QCOMPARE(oldest->constFirst().id, 17);
        query = {};
        query.from = fromMsSinceEpoch(5000);
        query.to = fromMsSinceEpoch(8000);
        const auto few = log.read(query).result();
        QCOMPARE(few->size(), 3);
        QCOMPARE(few->constFirst().id, 7);
    }

    void appendsGoOnDuringACheckAndASearch()
    {
        constexpr int kRows = 100'000;
        Store store;
        QVERIFY(store.open(m_file));
        QVERIFY(store.write([](QSqlDatabase &db) { return fillQuickly(db, kRows); }).result());
        AuditLog log(store, m_clock);
        QCOMPARE(*log.count().result(), qint64(kRows));
        AuditLog::Query nothing;
        nothing.text = QStringLiteral("no row has this");
        const auto search = log.read(nothing);
        std::atomic<qint64> checked = 0;
        const auto check = log.check([&checked](qint64 rows) { checked = rows; });
        const auto appended = log.append(entryNumber(1)).result();
        QVERIFY(!check.isFinished() && !search.isFinished());
        QVERIFY(checked < kRows);
        QCOMPARE(*appended, qint64(kRows + 1));
        QVERIFY(search.result()->isEmpty());
        const auto verdict = check.result();
        QVERIFY(verdict->isIntact());
        QCOMPARE(verdict->rows, qint64(kRows + 1));
        QCOMPARE(verdict->lastRow, qint64(kRows + 1));
        QCOMPARE(checked.load(), qint64(kRows + 1));
    }

    void storesControlCharactersEscaped()
    {
        Store store;
        QVERIFY(store.open(m_file));
        AuditLog log(store, m_clock);
        AuditEntry entry = entryNumber(0);
        entry.actor = QString::fromUtf8("eve\r\n2026 admin signIn ok \x1b[2J\xe2\x80\xae");
        entry.detail = QString(5000, QLatin1Char('x'));
        QVERIFY(log.append(entry).result());
        const AuditEntry stored = log.read({}).result()->at(0);
        QCOMPARE(stored.actor,
                 QStringLiteral("eve%1u000d%1u000a2026 admin signIn ok %1u001b[2J%1u202e")
                     .arg(QChar(0x5c)));
        QCOMPARE(stored.detail.size(), 2000);
        QCOMPARE(*log.verify().result(), qint64(1));
    }

    void rowsThatWaitAreBoundedAndComeBehindAMark()
    {
        Store store;
        AuditLog log(store, m_clock);
        const Timestamp begun = m_clock.now();
        for (int n = 0; n < 1003; ++n) {
            QCOMPARE(*log.append(entryNumber(n), Durability::MayWait).result(), qint64(0));
            m_clock.advance(Milliseconds(1));
        }
        QVERIFY(!log.append(entryNumber(5000)).result());
        QVERIFY(!log.flush().result());
        QCOMPARE(log.health().waiting, 1000);
        QCOMPARE(log.health().since, begun);
        QVERIFY(!log.health().reason.isEmpty());
        QVERIFY(store.open(m_file));
        QVERIFY(log.flush().result());
        QVERIFY(!log.health().failing);
        QCOMPARE(log.health().waiting, 0);
        const auto rows = log.read({0, 1001, {}}).result();
        QCOMPARE(rows->size(), 1001);
        QCOMPARE(rows->constFirst().target, QStringLiteral("target 1002"));
        QCOMPARE(rows->at(999).target, QStringLiteral("target 3"));
        QCOMPARE(rows->at(999).time, begun + Milliseconds(3));
        QCOMPARE(rows->constLast().action, QStringLiteral("audit.gap"));
        QCOMPARE(rows->constLast().outcome, QStringLiteral("lost"));
        QVERIFY(rows->constLast().detail.contains(QStringLiteral("the 1000 rows"))
                && rows->constLast().detail.contains(QStringLiteral("3 were lost"))
                && rows->constLast().detail.endsWith(QStringLiteral("1 were not kept")));
        QCOMPARE(*log.verify().result(), qint64(1001));
        QVERIFY(log.flush().result());
        QCOMPARE(*log.count().result(), qint64(1001)); // nothing waits, so nothing is written
    }

    /// Who signs in from remote, or is refused, while the disk is full leaves no row but a count.
    void rowsThatNobodyKeepsAreCountedOnce()
    {
        Store store;
        AuditLog log(store, m_clock);
        for (int n = 0; n < 7; ++n)
            QVERIFY(!log.append(entryNumber(n)).result());
        QVERIFY(store.open(m_file));
        QVERIFY(log.append(entryNumber(8)).result());
        const AuditEntry mark = log.read({}).result()->constLast();
        QCOMPARE(mark.outcome, QStringLiteral("lost"));
        QVERIFY(mark.detail.contains(QStringLiteral("the 0 rows")));
        QVERIFY2(mark.detail.endsWith(QStringLiteral("7 were not kept")), qPrintable(mark.detail));
        store.close();
        QVERIFY(!log.append(entryNumber(9)).result());
        QVERIFY(store.open(m_file));
        QVERIFY(log.flush().result());
        QVERIFY(
            log.read({}).result()->constFirst().detail.endsWith(QStringLiteral("1 were not kept")));
    }

    void refusesWhenTheStoreIsClosed()
    {
        Store store;
        AuditLog log(store, m_clock);
        QCOMPARE(log.append(entryNumber(0)).result().error().code, ErrorCode::Unavailable);
    }

    void answeredRowsSurviveKill()
    {
        qint64 answered = 0;
        for (int round = 0; round < 8; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--append"), m_file});
            const int lines = QRandomGenerator::global()->bounded(1, 60);
            QByteArray out;
            while (out.count('\n') < lines && child.waitForReadyRead(20000))
                out += child.readAllStandardOutput();
            QVERIFY(::kill(pid_t(child.processId()), SIGKILL) == 0);
            QVERIFY(child.waitForFinished(20000));
            out += child.readAllStandardOutput();
            QVERIFY(out.count('\n') >= lines);
            const qsizetype end = out.lastIndexOf('\n');
            answered = out.left(end).split('\n').constLast().toLongLong();
            const auto rows = verify();
            QVERIFY2(rows, rows ? "" : qPrintable(rows.error().detail));
            QVERIFY(*rows >= answered);
        }
        QVERIFY(answered > 8);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--append"))
        return appendForEver(arguments.value(2));
    AuditTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_audit.moc"
