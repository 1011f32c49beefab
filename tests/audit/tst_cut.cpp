// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditfile.h"
#include "audit/auditlog.h"
#include "audit/auditrow.h"
#include "audit/stationkey.h"
#include "core/future.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

/// The station's key, the record whose old rows were cut off, and the record as a file.
class CutTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AuditLog> m_log;
    std::optional<StationKey> m_key;
    FakeClock m_clock;

    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }

    /// One row a day.
    void fill(int days)
    {
        for (int day = 0; day < days; ++day) {
            AuditEntry entry;
            entry.actor = QStringLiteral("anna");
            entry.action = QStringLiteral("signIn");
            entry.target = QStringLiteral("day %1").arg(day);
            QVERIFY(m_log->append(entry).result());
            m_clock.advance(24h);
        }
    }

    /// In one transaction, all of this moment.
    void fillAtOnce(int count)
    {
        const auto done = m_store->write([this, count](QSqlDatabase &db) -> Result<void> {
            Statement row(db,
                          QStringLiteral("INSERT INTO audit VALUES (?, ?, '', '', 'fill', '', '', "
                                         "'', '', ?)"));
            QByteArray hash;
            AuditEntry entry;
            entry.action = QStringLiteral("fill");
            entry.time = m_clock.now();
            for (entry.id = 1; entry.id <= count; ++entry.id) {
                hash = hashOf(hash, entry);
                row.bind(entry.id).bind(toMsSinceEpoch(entry.time)).bind(hash);
                if (auto ran = row.run(); !ran)
                    return ran;
            }
            return {};
        });
        QVERIFY(done.result());
        m_clock.advance(1ms);
    }

    Result<qint64> cutAllBut(int days, qint64 keep = 0)
    {
        return m_log->cut(*m_key, m_clock.now() - std::chrono::days(days), keep).result();
    }

    void tamper(const QString &sql)
    {
        QVERIFY(m_store->write([sql](QSqlDatabase &db) { return execute(db, sql); }).result());
    }

    [[nodiscard]] AuditVerdict verdict()
    {
        const auto found = m_log->check().result();
        return found ? *found : AuditVerdict();
    }

    QByteArray exported(AuditFile about)
    {
        QBuffer out;
        if (!out.open(QIODevice::WriteOnly))
            return {};
        const auto done = m_store
                              ->read<bool>([&](QSqlDatabase &db) -> Result<bool> {
                                  if (auto written = writeAuditFile(db, out, about); !written)
                                      return written.error();
                                  return true;
                              })
                              .result();
        return done ? out.data() : QByteArray();
    }

    static Result<AuditFile> readBack(QByteArray bytes)
    {
        QBuffer in(&bytes);
        if (!in.open(QIODevice::ReadOnly))
            return Error();
        return readAuditFile(in);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(path("station.db")));
        m_log = std::make_unique<AuditLog>(*m_store, m_clock);
        const auto key = StationKey::loadOrMake(m_folder->path());
        QVERIFY(key);
        m_key = *key;
        m_log->trust(m_key->publicKey());
    }

    void theKeyIsMadeOnceAndPrivate()
    {
        const auto again = StationKey::loadOrMake(m_folder->path());
        QVERIFY(again);
        QCOMPARE(again->publicKey().pem(), m_key->publicKey().pem());
        QFile file(path("station-key.pem"));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther | QFile::ExeGroup;
        QVERIFY(!(file.permissions() & others));
        const QTemporaryDir elsewhere;
        const auto other = StationKey::loadOrMake(elsewhere.path());
        QVERIFY(other->publicKey().id() != m_key->publicKey().id());
        QCOMPARE(other->publicKey().id().size(), 32);
        QVERIFY(file.setPermissions(file.permissions() | QFile::ReadGroup));
        QCOMPARE(StationKey::load(m_folder->path()).error().code, ErrorCode::Unavailable);
        QCOMPARE(StationKey::load(path("nowhere")).error().code, ErrorCode::NotFound);
        QVERIFY(!StationPublicKey::fromPem("-----BEGIN PUBLIC KEY-----\nrubbish"));
    }

    void aSignatureIsGoodForItsMessageAndKey()
    {
        const QByteArray signature = m_key->sign("valve open");
        QCOMPARE(signature.size(), 64);
        const auto key = StationPublicKey::fromPem(m_key->publicKey().pem());
        QVERIFY(key->verify("valve open", signature));
        QVERIFY(!key->verify("valve Open", signature));
        QVERIFY(!key->verify("valve open", signature.left(63)));
        QVERIFY(!key->verify("valve open", {}));
    }

    void aCutRecordIsAcceptedFromThereOn()
    {
        fill(20);
        QCOMPARE(*cutAllBut(5), qint64(15));
        QCOMPARE(*cutAllBut(5), qint64(0));
        const AuditVerdict found = verdict();
        QVERIFY(found.isIntact());
        QCOMPARE(found.rows, 6);
        QCOMPARE(found.lastRow, 20);
        const AuditEntry mark = m_log->read({}).result()->constLast();
        QCOMPARE(mark.id, 15);
        QCOMPARE(mark.action, QStringLiteral("audit.cut"));
        QCOMPARE(mark.target, m_key->publicKey().id());
        QVERIFY(mark.detail.startsWith(QStringLiteral("rows 1 to 15 were cut off")));
        fill(4);
        QCOMPARE(*cutAllBut(2), qint64(7));
        QVERIFY(verdict().isIntact());
        QCOMPARE(m_log->read({}).result()->constLast().id, 22);
    }

    void aCutOfAnotherStationDoesNotCount()
    {
        fill(20);
        QCOMPARE(*cutAllBut(5), qint64(15));
        AuditLog stranger(*m_store, m_clock);
        QCOMPARE(stranger.check().result()->badRow, 1);
        const QTemporaryDir elsewhere;
        stranger.trust(StationKey::loadOrMake(elsewhere.path())->publicKey());
        QCOMPARE(stranger.check().result()->badRow, 1);
    }

    void theNewestRowsStayWhateverTheClockSays()
    {
        fill(20);
        m_clock.advance(24h * 10000);
        QCOMPARE(*cutAllBut(730, 8), qint64(12));
        QCOMPARE(*cutAllBut(730, 8), qint64(0));
        QCOMPARE(verdict().rows, 9);
    }

    void tamperingWithACutIsFound_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<qint64>("bad");
        const auto row = [](const char *name, const char *sql, qint64 bad) {
            QTest::newRow(name) << QString::fromLatin1(sql) << bad;
        };
        row("mark removed", "DELETE FROM audit WHERE id = 15", 1);
        row("one more row gone", "DELETE FROM audit WHERE id = 16", 16);
        row("mark moved on",
            "DELETE FROM audit WHERE id = 16; UPDATE audit SET id = 16 WHERE id = 15", 1);
        row("hash", "UPDATE audit SET hash = (SELECT hash FROM audit WHERE id = 16) WHERE id = 15",
            1);
        row("time", "UPDATE audit SET time = time + 1 WHERE id = 15", 1);
        row("text", "UPDATE audit SET detail = replace(detail, '1 to 15', '1 to 14') WHERE id = 15",
            1);
        row("more text", "UPDATE audit SET correlation = 'x' WHERE id = 15", 1);
        row("actor", "UPDATE audit SET actor = 'anna' WHERE id = 15", 1);
        row("signature", "UPDATE audit SET detail = substr(detail, 1, 50) || 'AAAA' WHERE id = 15",
            1);
        row("row put in before",
            "INSERT INTO audit SELECT 14, time, actor, origin, action, target, outcome, detail, "
            "correlation, hash FROM audit WHERE id = 15",
            1);
        row("another mark behind",
            "UPDATE audit SET (action, detail) = (SELECT action, detail FROM audit WHERE id = 15) "
            "WHERE id = 18",
            18);
    }

    void tamperingWithACutIsFound()
    {
        QFETCH(const QString, sql);
        QFETCH(const qint64, bad);
        fill(20);
        QCOMPARE(*cutAllBut(5), qint64(15));
        for (const QString &statement : sql.split(QStringLiteral("; ")))
            tamper(statement);
        QCOMPARE(verdict().badRow, bad);
        QCOMPARE(cutAllBut(1).error().code, ErrorCode::Conflict);
    }

    void whatDoesNotFitIsNotCutOff()
    {
        fill(20);
        tamper(QStringLiteral("UPDATE audit SET target = 'x' WHERE id = 3"));
        QCOMPARE(cutAllBut(5).error().code, ErrorCode::Conflict);
        QCOMPARE(verdict().badRow, 3);
        QCOMPARE(m_log->read({}).result()->constLast().id, 1);
    }

    void aRecordCutDuringACheckFits()
    {
        fillAtOnce(5000);
        const auto check = m_log->check();
        QList<Future<Result<qint64>>> cuts;
        for (int n = 0; n < 4; ++n)
            cuts.append(m_log->cut(*m_key, m_clock.now(), 10));
        const auto found = check.result();
        QVERIFY(found->isIntact());
        QVERIFY(found->rows < 5000); // it has met a cut
        QCOMPARE(found->lastRow, 5000);
        QCOMPARE(*cuts.constLast().result(), qint64(999));
        QVERIFY(verdict().isIntact());
    }

    void aFileHoldsTheRecordAndItsEnds()
    {
        fill(10);
        AuditFile about;
        about.station = m_key->publicKey().id();
        about.made = m_clock.now();
        const auto whole = readBack(exported(about));
        QVERIFY(whole);
        QCOMPARE(whole->rows, 10);
        QCOMPARE(whole->after, 0);
        QCOMPARE(whole->hash, verdict().hash);
        QCOMPARE(*cutAllBut(4), qint64(6));
        const auto rest = readBack(exported(about));
        QVERIFY(rest);
        QCOMPARE(rest->rows, 4);
        QCOMPARE(rest->after, 6);
        QCOMPARE(rest->lastRow, 10);
        QCOMPARE(rest->made, m_clock.now());
    }

    void anEmptyRecordIsAFile()
    {
        const auto file = readBack(exported({}));
        QVERIFY(file);
        QCOMPARE(file->rows, 0);
    }

    void aFileThatWasChangedDoesNotFit()
    {
        fill(5);
        const QByteArray good = exported({});
        const QList<QByteArray> lines = good.split('\n');
        QCOMPARE(lines.size(), 8);
        for (qsizetype gone = 0; gone < 7; ++gone) {
            QList<QByteArray> fewer = lines;
            fewer.removeAt(gone);
            QVERIFY2(!readBack(fewer.join('\n')), QByteArray::number(gone));
        }
        QVERIFY(!readBack(good.left(good.size() - 1)));
        QVERIFY(!readBack(good + "{}\n"));
        QVERIFY(!readBack(QByteArray(good).replace("day 2", "day 3")));
        QVERIFY(!readBack({}));
        QVERIFY(readBack(good));
    }
};

QTEST_GUILESS_MAIN(CutTest)
#include "tst_cut.moc"
