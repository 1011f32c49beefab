// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "backup/archivereader.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPath = QStringLiteral("/api/v1/backup");
constexpr int kLongest = 60000; ///< ms that one backup may take
constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
    | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

} // namespace

/// Backups over the API: made, kept and taken away.
class BackupApiTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_root;

    [[nodiscard]] QString folder() const
    {
        return m_plant->folder.filePath(QStringLiteral("backups"));
    }
    [[nodiscard]] QJsonObject state() { return m_root->get(kPath).json(); }
    [[nodiscard]] bool isRunning()
    {
        return state().value(QStringLiteral("state")) == QStringLiteral("running");
    }
    void waitForTheEnd()
    {
        QVERIFY2(QTest::qWaitFor([this] { return !isRunning(); }, kLongest),
                 "a backup still runs after a minute");
    }
    /// The state when it is over.
    QJsonObject make()
    {
        if (m_root->post(kPath, {}).status != 202)
            return {};
        waitForTheEnd();
        return state();
    }
    [[nodiscard]] static QString newest(const QJsonObject &state)
    {
        return state.value(QStringLiteral("archives"))[0][QStringLiteral("name")].toString();
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_root = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_root->signIn(QStringLiteral("root")).status, 201);
    }
    void cleanup()
    {
        m_root.reset();
        m_plant.reset();
    }

    void whatIsMadeIsWhole()
    {
        QCOMPARE(state().value(QStringLiteral("state")).toString(), QStringLiteral("never"));
        const QJsonObject made = make();
        QCOMPARE(made.value(QStringLiteral("state")).toString(), QStringLiteral("done"));
        const QString name = newest(made);
        const QFileInfo info(folder() + u'/' + name);
        QVERIFY((info.permissions() & kOthers) == 0);
        QVERIFY((QFileInfo(folder()).permissions() & kOthers) == 0);
        QCOMPARE(made.value(QStringLiteral("archives"))[0][QStringLiteral("size")].toInteger(),
                 info.size());

        const Reply file = m_root->get(kPath + u'/' + name);
        QCOMPARE(file.status, 200);
        QCOMPARE(file.contentType, QByteArray("application/zstd"));
        QFile taken(m_plant->folder.filePath(QStringLiteral("taken.tar.zst")));
        QVERIFY(taken.open(QIODevice::WriteOnly) && taken.write(file.body) == info.size());
        taken.close();
        backup::ArchiveFile archive(taken.fileName());
        QVERIFY(archive.open());
        QVERIFY(archive.read(nullptr));
        QProcess tar;
        tar.start(QStringLiteral("tar"),
                  {QStringLiteral("--zstd"), QStringLiteral("-tf"), taken.fileName()});
        QVERIFY(tar.waitForFinished());
        const QByteArrayList names = tar.readAllStandardOutput().trimmed().split('\n');
        QVERIFY(names.contains("data/station.db"));
        for (const QByteArray &each : names)
            QVERIFY2(!each.endsWith(".pem") && !each.endsWith(".key"), each);
    }

    void bothLeaveRows()
    {
        const QString name = newest(make());
        QTRY_COMPARE(m_plant->audit(QStringLiteral("backup")).size(), 1);
        const AuditEntry made = m_plant->audit(QStringLiteral("backup")).constFirst();
        QCOMPARE(made.actor, QStringLiteral("root"));
        QCOMPARE(made.target, name);
        QCOMPARE(made.outcome, QStringLiteral("ok"));
        QVERIFY(made.detail.startsWith(QStringLiteral("sha256 ")));
        QCOMPARE(m_root->get(kPath + u'/' + name).status, 200);
        const AuditEntry taken = m_plant->audit(QStringLiteral("backup.download")).constFirst();
        QCOMPARE(taken.actor, QStringLiteral("root"));
        QCOMPARE(taken.target, name);
    }

    void oneIsMadeAtATime()
    {
        QSet<qint64> begun;
        for (int n = 0; n < 5; ++n) {
            m_plant->clock.advance(1s);
            const QJsonObject state = m_root->post(kPath, {}).json();
            begun.insert(state.value(QStringLiteral("started")).toInteger());
        }
        waitForTheEnd();
        QVERIFY(begun.size() < 5);
        QTRY_COMPARE(m_plant->audit(QStringLiteral("backup")).size(), begun.size());
    }

    void onlyAdministratorsWithThePassword()
    {
        const QString name = newest(make());
        for (const char *user : {"vera", "otto", "dora"}) {
            ApiClient client(m_plant->server);
            QCOMPARE(client.signIn(QLatin1String(user)).status, 201);
            QCOMPARE(client.get(kPath).status, 403);
            QCOMPARE(client.post(kPath, {}).status, 403);
            QCOMPARE(client.get(kPath + u'/' + name).status, 403);
        }
        m_plant->clock.advance(6min);
        QCOMPARE(m_root->get(kPath).code(), QStringLiteral("notConfirmed"));
        QCOMPARE(m_root->post(kPath, {}).code(), QStringLiteral("notConfirmed"));
        QCOMPARE(m_root->get(kPath + u'/' + name).code(), QStringLiteral("notConfirmed"));
        ApiClient nobody(m_plant->server);
        QCOMPARE(nobody.get(kPath + u'/' + name).status, 401);
    }

    void theNewestStay()
    {
        QVERIFY(QDir().mkpath(folder()));
        for (const char *year : {"2020", "2021", "2022"}) {
            QFile old(folder() + QStringLiteral("/mws-") + QLatin1String(year)
                      + QStringLiteral("0101T000000Z.tar.zst"));
            QVERIFY(old.open(QIODevice::WriteOnly));
        }
        const QJsonObject made = make();
        const QJsonArray archives = made.value(QStringLiteral("archives")).toArray();
        QCOMPARE(archives.size(), 3);
        QVERIFY(newest(made) > QStringLiteral("mws-2026"));
        QCOMPARE(archives[2][QStringLiteral("name")].toString(),
                 QStringLiteral("mws-20210101T000000Z.tar.zst"));
    }

    void nothingElseIsGivenOut()
    {
        make();
        for (const char *name : {"station.db", "..%2Fstation.db", "%2e%2e%2fstation.db", "none",
                                 "mws-20200101T000000Z.tar.zst"})
            QCOMPARE(m_root->get(kPath + u'/' + QLatin1String(name)).status / 100, 4);
        QVERIFY(m_plant->audit(QStringLiteral("backup.download")).isEmpty());
    }

    void aFailureIsToldWithoutPaths()
    {
        QFile inTheWay(folder());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        const QJsonObject state = make();
        QCOMPARE(state.value(QStringLiteral("state")).toString(), QStringLiteral("failed"));
        const QString problem = state.value(QStringLiteral("problem")).toString();
        QVERIFY2(!problem.isEmpty() && !problem.contains(u'/'), qUtf8Printable(problem));
        QTRY_COMPARE(m_plant->audit(QStringLiteral("backup")).size(), 1);
        QCOMPARE(m_plant->audit(QStringLiteral("backup")).constFirst().outcome,
                 QStringLiteral("failed"));
    }

    void aStationThatStopsDoesNotWaitForAll()
    {
        QCOMPARE(m_root->post(kPath, {}).status, 202);
        m_plant->api.reset();
        const QStringList left
            = QDir(folder()).entryList({QStringLiteral("*.partial")}, QDir::Dirs);
        QCOMPARE(left, QStringList());
    }
};

QTEST_GUILESS_MAIN(BackupApiTest)
#include "tst_backup.moc"
