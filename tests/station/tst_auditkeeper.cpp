// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "station/auditkeeper.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

/// Retention as the station runs it.
class AuditKeeperTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsOffWhatIsTooOldAndSaysSo()
    {
        const QTemporaryDir folder;
        Store store;
        QVERIFY(store.open(folder.filePath(QStringLiteral("station.db"))));
        FakeClock clock;
        AuditLog log(store, clock);
        const auto key = StationKey::loadOrMake(folder.path());
        QVERIFY(key);
        log.trust(key->publicKey());
        for (int day = 0; day < 50; ++day) {
            QVERIFY(log.append({}).result());
            clock.advance(24h);
        }
        AuditKeeper forever(log, clock, *key, 0, 0);
        forever.start();
        AuditKeeper keeper(log, clock, *key, 30, 0);
        QSignalSpy done(&keeper, &AuditKeeper::done);
        keeper.start();
        QVERIFY(done.wait());
        QCOMPARE(done.at(0).at(0).toLongLong(), 20);
        const auto rows = log.read({}).result();
        QCOMPARE(rows->constFirst().action, QStringLiteral("audit.retention"));
        QCOMPARE(rows->constFirst().detail,
                 QStringLiteral("20 rows older than 30 days were cut off"));
        QCOMPARE(rows->constLast().id, 20);
        QVERIFY(log.check().result()->isIntact());
        keeper.start();
        QVERIFY(done.wait());
        QCOMPARE(done.at(1).at(0).toLongLong(), 0);
        QCOMPARE(log.read({}).result()->size(), rows->size());
    }
};

QTEST_GUILESS_MAIN(AuditKeeperTest)
#include "tst_auditkeeper.moc"
