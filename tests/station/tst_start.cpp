// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditforwards.h"
#include "audit/keychange.h"
#include "station/clockwatch.h"
#include "station/station.h"
#include "storage/statement.h"
#include "storage/store.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");

} // namespace

/// A station whose surroundings are not as they should be.
class StationStartTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;

    [[nodiscard]] QString file(const char *name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }

private Q_SLOTS:
    /// Control goes on; no other key takes the place of the lost one.
    void theKeyOfSecondFactorsIsLost()
    {
        Store store;
        QVERIFY(store.open(file("station.db")));
        const QStringList rows{
            QStringLiteral("INSERT INTO users (name, display_name, role, enabled, password, pin, "
                           "generation, last_sign_in) "
                           "VALUES ('anna', '', 'operator', 1, '', '', 1, 0)"),
            QStringLiteral("INSERT INTO second_factor VALUES ('anna', x'00', 0)")};
        for (const QString &row : rows)
            QVERIFY(store.write([row](QSqlDatabase &db) { return execute(db, row); }).result());
        store.close();
        QTest::ignoreMessage(QtCriticalMsg,
                             QRegularExpression(QStringLiteral("vault.key.*mwsctl doctor")));
        Station station({kDemo, {}, m_folder.path()}, m_clock);
        QVERIFY(station.start());
        QVERIFY(!QFile::exists(file("vault.key")));
    }

    void aChangeOfTheKeyThatWasCutOffIsEnded()
    {
        const QString folder = m_folder.filePath(QStringLiteral("rotated"));
        QVERIFY(QDir().mkpath(folder));
        const auto old = StationKey::loadOrMake(folder);
        QVERIFY(old && beginKeyChange(folder));
        Station station({kDemo, {}, folder}, m_clock);
        QVERIFY(station.start());
        const auto now = StationKey::load(folder);
        QVERIFY(now);
        QVERIFY(now->publicKey().id() != old->publicKey().id());
        AuditLog &audit = station.services().audit;
        QVERIFY(audit.verify().result());
        const auto rows = audit.read({0, 1, QStringLiteral("stationKey.change")}).result();
        QVERIFY(rows && rows->size() == 1);
        QCOMPARE(rows->constFirst().actor, QStringLiteral("system"));
    }

    void theStartSaysWhetherTheClockIsRight()
    {
        Station station({kDemo, {}, m_folder.filePath(QStringLiteral("clock"))}, m_clock);
        QVERIFY(station.start());
        const auto rows
            = station.services().audit.read({0, 1, QStringLiteral("station.start")}).result();
        QVERIFY(rows && rows->size() == 1);
        QCOMPARE(rows->constFirst().detail, ClockWatch::describe(clockSync()));
    }

    void rowsGoWhereTheOptionsSay()
    {
        Station::Options options{kDemo, {}, m_folder.filePath(QStringLiteral("other"))};
        options.forward.syslog
            = forward::SyslogTarget{QStringLiteral("127.0.0.1"), 9, file("nowhere.pem")};
        Station station(options, m_clock);
        QVERIFY(station.start());
        const auto places = [&station] { return station.services().audit.forwards().all(); };
        QTRY_COMPARE(places().size(), 1);
        QTRY_COMPARE(places().constFirst().state, ForwardStatus::State::Down);
        QCOMPARE(places().constFirst().target, QStringLiteral("syslog 127.0.0.1:9"));
        QVERIFY(places().constFirst().problem.contains(QStringLiteral("nowhere.pem")));
        QVERIFY(QFile::exists(m_folder.filePath(QStringLiteral("other/vault.key"))));
    }
};

QTEST_GUILESS_MAIN(StationStartTest)
#include "tst_start.moc"
