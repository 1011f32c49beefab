// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditfile.h"
#include "audit/auditlog.h"
#include "audit/auditpseudonym.h"
#include "audit/auditrow.h"
#include "audit/stationkey.h"
#include "core/future.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QBuffer>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kName = QStringLiteral("anna.huber");
const QString kAlias = QStringLiteral("user-7f3a91c2");

} // namespace

/// A name that is taken out of the record, and what a check of the record says of that.
class PseudonymTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AuditLog> m_log;
    std::optional<StationKey> m_key;
    FakeClock m_clock;

    void append(const QString &actor, const char *action, const QString &target,
                const QString &detail = {})
    {
        AuditEntry entry;
        entry.actor = actor;
        entry.origin = QStringLiteral("remote 192.0.2.77");
        entry.action = QLatin1String(action);
        entry.target = target;
        entry.outcome = QStringLiteral("ok");
        entry.detail = detail;
        QVERIFY(m_log->append(entry).result());
        m_clock.advance(1h);
    }

    void fill()
    {
        append(QStringLiteral("root"), "user.add", kName, QStringLiteral("operator"));
        append(kName, "signIn", kName);
        append(kName, "write.result", QStringLiteral("pumping/p1/speed"), QStringLiteral("1 to 2"));
        append(QStringLiteral("root"), "user.change", kName,
               QStringLiteral("display name Anna Huber to A. Huber, role operator to viewer"));
        append(QStringLiteral("root"), "token.remove", QStringLiteral("historian"),
               QStringLiteral("abc of ") + kName);
        append(QStringLiteral("root"), "signIn", QStringLiteral("root"));
    }

    void tamper(const QString &sql)
    {
        QVERIFY(m_store->write([sql](QSqlDatabase &db) { return execute(db, sql); }).result());
    }

    [[nodiscard]] AuditVerdict verdict() { return m_log->check().result().value(); }
    Result<qint64> rename() { return m_log->pseudonymise(kName, kAlias).result(); }

    /// In every file of the database, byte by byte.
    [[nodiscard]] bool isOnDisk(const QByteArray &text) const
    {
        QDirIterator files(m_folder->path(), {QStringLiteral("station.db*")}, QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_folder->filePath(QStringLiteral("station.db"))));
        m_log = std::make_unique<AuditLog>(*m_store, m_clock);
        const auto key = StationKey::loadOrMake(m_folder->path());
        QVERIFY(key);
        m_key = *key;
        m_log->signWith(*m_key);
    }

    void theNameIsGoneAndTheChainFits()
    {
        fill();
        QVERIFY(isOnDisk(kName.toUtf8()));
        QCOMPARE(*rename(), qint64(5));
        const QList<AuditEntry> rows = *m_log->read({}).result(); // the newest first
        QCOMPARE(rows.size(), 6);
        for (const AuditEntry &row : rows)
            QVERIFY(!(row.actor + row.target + row.detail).contains(QStringLiteral("uber")));
        QCOMPARE(rows[5].target, kAlias);
        QCOMPARE(rows[4].actor, kAlias);
        QCOMPARE(rows[4].origin, QStringLiteral("remote"));
        QCOMPARE(rows[3].target, QStringLiteral("pumping/p1/speed"));
        QCOMPARE(rows[3].detail, QStringLiteral("1 to 2"));
        QCOMPARE(rows[2].detail, QStringLiteral("display name changed, role operator to viewer"));
        QCOMPARE(rows[2].origin, QStringLiteral("remote 192.0.2.77")); // root's
        QCOMPARE(rows[1].detail, QStringLiteral("abc of ") + kAlias);
        QVERIFY(verdict().isIntact());
        QCOMPARE(verdict().rows, qint64(6));
        QCOMPARE(verdict().pseudonymised, qint64(5));
        QVERIFY(!isOnDisk(kName.toUtf8()));
        QVERIFY(!isOnDisk("Anna Huber"));
        append(QStringLiteral("root"), "signIn", QStringLiteral("root"));
        QVERIFY(verdict().isIntact());
        QCOMPARE(*rename(), qint64(0));
    }

    void aNameWithinOtherWordsStays_data()
    {
        QTest::addColumn<AuditEntry>("row");
        QTest::addColumn<bool>("changes");
        const auto row = [](const char *name, const char *actor, const char *action,
                            const char *target, const char *detail, bool changes) {
            AuditEntry entry;
            entry.actor = QLatin1String(actor);
            entry.action = QLatin1String(action);
            entry.target = QLatin1String(target);
            entry.detail = QLatin1String(detail);
            QTest::newRow(name) << entry << changes;
        };
        row("actor", "pump", "write.result", "a/b", "", true);
        row("tag of that name", "root", "write.result", "pump", "pump on", false);
        row("user of that name", "root", "user.pin", "pump", "", true);
        row("longer name", "root", "user.pin", "pump1", "of pump1, big-pump, pump.x", false);
        row("in words about accounts", "root", "token.add", "t", "of pump", true);
        row("second person", "root", "write.intended", "a/b",
            "0 -> 1; approved by pump (remote 192.0.2.7)", true);
        row("who asked for it", "root", "approval.approved", "a/b",
            "1, asked for by pump (panel shared)", true);
        row("another second person", "root", "write.intended", "a/b",
            "0 -> 1; approved by pump1 (panel)", false);
        row("at the end of a sentence", "root", "token.add", "t", "it is of pump.", true);
        row("sign of a new writer", "system", "sign.raised", "plc",
            "pump (remote 192.0.2.7) has never written here before.", true);
        row("sign of another one", "system", "sign.raised", "pump",
            "big-pump (panel) has never written here before.", false);
        row("refused request", "eve", "denied", "/api/v1/users/pump/pin", "notConfirmed", true);
        row("refused, but not on accounts", "eve", "denied", "pump", "", false);
    }

    void aNameWithinOtherWordsStays()
    {
        QFETCH(AuditEntry, row);
        QFETCH(const bool, changes);
        const AuditEntry left = withoutName(row, {QStringLiteral("pump"), kAlias});
        QCOMPARE(left.actor + left.target + left.detail != row.actor + row.target + row.detail,
                 changes);
        QCOMPARE((left.actor + left.target + left.detail).contains(kAlias), changes);
        QVERIFY(!changes || !left.detail.contains(QStringLiteral("192.0.2.7")));
    }

    void tamperingIsFoundAsBefore_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<qint64>("bad");
        const auto row = [](const char *name, const char *sql, qint64 bad) {
            QTest::newRow(name) << QString::fromLatin1(sql) << bad;
        };
        row("words of a signed row", "UPDATE audit SET detail = '1 to 3' WHERE id = 3", 3);
        row("actor of a signed row", "UPDATE audit SET actor = 'root' WHERE id = 3", 3);
        row("time of a signed row", "UPDATE audit SET time = time + 1 WHERE id = 3", 3);
        row("signature of another row",
            "UPDATE audit_pseudonym SET signature = (SELECT signature FROM audit_pseudonym WHERE "
            "id = 2) WHERE id = 3",
            3);
        row("no signature", "DELETE FROM audit_pseudonym WHERE id = 3", 3);
        row("hash of a signed row",
            "UPDATE audit SET hash = (SELECT hash FROM audit WHERE id = 2) WHERE id = 3", 3);
        row("signed row gone", "DELETE FROM audit WHERE id = 3", 3);
        row("row that was never signed", "UPDATE audit SET target = 'x' WHERE id = 6", 6);
        row("signature for a row that was never signed",
            "UPDATE audit SET target = 'x' WHERE id = 6; INSERT INTO audit_pseudonym SELECT 6, "
            "signature FROM audit_pseudonym WHERE id = 5",
            6);
    }

    void tamperingIsFoundAsBefore()
    {
        QFETCH(const QString, sql);
        QFETCH(const qint64, bad);
        fill();
        QVERIFY(rename());
        for (const QString &statement : sql.split(QStringLiteral("; ")))
            tamper(statement);
        QCOMPARE(verdict().badRow, bad);
    }

    void aRowThatDoesNotFitIsNotMadeToFit()
    {
        fill();
        tamper(QStringLiteral("UPDATE audit SET detail = 'forged' WHERE id = 3"));
        QCOMPARE(rename().error().code, ErrorCode::Conflict);
        QCOMPARE(verdict().badRow, qint64(3));
    }

    void onlyTheStationsOwnSignatureCounts()
    {
        fill();
        QVERIFY(rename());
        AuditLog stranger(*m_store, m_clock);
        QCOMPARE(stranger.check().result()->badRow, qint64(1));
        const QTemporaryDir elsewhere;
        stranger.trust(StationKey::loadOrMake(elsewhere.path())->publicKey());
        QCOMPARE(stranger.check().result()->badRow, qint64(1));
        QCOMPARE(stranger.pseudonymise(kName, kAlias).result().error().code,
                 ErrorCode::Unavailable);
    }

    void aCutTakesTheSignaturesAlong()
    {
        fill();
        QVERIFY(rename());
        QCOMPARE(*m_log->cut(*m_key, m_clock.now() - 150min, 0).result(), qint64(4));
        QVERIFY(verdict().isIntact());
        QCOMPARE(verdict().pseudonymised, qint64(1)); // row 5
        const auto left
            = m_store
                  ->read<qint64>([](QSqlDatabase &db) -> Result<qint64> {
                      Statement count(db, QStringLiteral("SELECT count(*) FROM audit_pseudonym"));
                      if (auto ran = count.run(); !ran)
                          return ran.error();
                      return count.next() ? count.number(0) : -1;
                  })
                  .result();
        QCOMPARE(*left, qint64(1));
    }

    void namesBehindACutGoToo()
    {
        fill();
        QVERIFY(m_log->cut(*m_key, m_clock.now() - 270min, 0).result()); // rows 1 and 2
        QCOMPARE(*rename(), qint64(3));
        QVERIFY(verdict().isIntact());
    }

    void anExportHasTheSignatures()
    {
        fill();
        QVERIFY(rename());
        QBuffer out;
        QVERIFY(out.open(QIODevice::WriteOnly));
        AuditFile about;
        const auto written = m_store->read<bool>([&](QSqlDatabase &db) -> Result<bool> {
            if (auto done = writeAuditFile(db, out, about); !done)
                return done.error();
            return true;
        });
        QVERIFY(written.result());
        QByteArray bytes = out.data();
        QVERIFY(!bytes.contains("uber"));
        QCOMPARE(bytes.count("\"pseudonymised\""), 5);
        const auto readBack = [](QByteArray text, const StationPublicKey *key) {
            QBuffer in(&text);
            return in.open(QIODevice::ReadOnly) ? readAuditFile(in, key)
                                                : Result<AuditFile>(Error());
        };
        const StationPublicKey key = m_key->publicKey();
        QCOMPARE(readBack(bytes, &key)->rows, qint64(6));
        QVERIFY(!readBack(bytes, nullptr));
        QVERIFY(!readBack(QByteArray(bytes).replace("1 to 2", "1 to 3"), &key));
    }

    /// More rows than one piece, with the name at the edges of the pieces.
    void aLongRecordIsDoneInPieces()
    {
        const QSet<int> his{1, 5000, 5001, 5002, 10001, 12000};
        const auto filled = m_store->write([&](QSqlDatabase &db) -> Result<void> {
            Statement row(db,
                          QStringLiteral("INSERT INTO audit VALUES (?, 0, ?, '', 'x', '', '', '', "
                                         "'', ?)"));
            QByteArray hash;
            for (int n = 1; n <= 12000; ++n) {
                AuditEntry entry;
                entry.id = n;
                entry.actor = his.contains(n) ? kName : QStringLiteral("root");
                entry.action = QStringLiteral("x");
                hash = hashOf(hash, entry);
                if (auto ran = row.bind(n).bind(entry.actor).bind(hash).run(); !ran)
                    return ran;
            }
            return {};
        });
        QVERIFY(filled.result());
        QCOMPARE(*rename(), qint64(his.size()));
        QVERIFY(verdict().isIntact());
        QCOMPARE(verdict().pseudonymised, qint64(his.size()));
    }
};

QTEST_GUILESS_MAIN(PseudonymTest)
#include "tst_pseudonym.moc"
