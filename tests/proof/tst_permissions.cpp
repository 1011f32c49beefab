// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiserver.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "session/session.h"
#include "simulator/simulator.h"
#include "station/station.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");
const QString kPassword = QStringLiteral("correct horse battery");

/// A tag as the project's file says it; the oracle knows nothing else.
struct OracleTag {
    QString id;
    QString area;
    bool writable = false;
    bool localOnly = false;
    QStringList roles;
    int minIntervalMs = 0;
    QJsonValue value; ///< one that fits
};

/// Role and area rules written down once more, independent of the product's code.
bool mayWrite(const QString &role, bool atPanel, const OracleTag &tag)
{
    if (role.isEmpty() || role == QLatin1String("viewer") || !tag.writable)
        return false;
    if (tag.localOnly && !atPanel)
        return false;
    if (role == QLatin1String("shiftlead") && tag.area != QLatin1String("pumping"))
        return false;
    return tag.roles.isEmpty() || tag.roles.contains(role);
}

QJsonValue fittingValue(const QJsonObject &tag)
{
    const QString type = tag.value(QLatin1String("type")).toString(QStringLiteral("uint16"));
    if (type == QLatin1String("bool"))
        return true;
    if (type == QLatin1String("string"))
        return QStringLiteral("B-1");
    const QJsonObject write = tag.value(QLatin1String("write")).toObject();
    return write.value(QLatin1String("min")).toDouble(0);
}

/// At most two tags of each kind of rule, and some that nobody may write.
QList<OracleTag> oracleTags()
{
    QMap<QString, int> seen;
    QList<OracleTag> all;
    const QDir folder(kDemo + QStringLiteral("/tags"));
    for (const QString &name : folder.entryList(QDir::Files)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qUtf8Printable(name));
        const QJsonArray tags = QJsonDocument::fromJson(file.readAll())
                                    .object()
                                    .value(QLatin1String("tags"))
                                    .toArray();
        for (const QJsonValue &item : tags) {
            const QJsonObject tag = item.toObject();
            const QJsonObject write = tag.value(QLatin1String("write")).toObject();
            OracleTag oracle;
            oracle.id = tag.value(QLatin1String("id")).toString();
            oracle.area = tag.value(QLatin1String("path")).toString().section(u'/', 0, 0);
            oracle.writable = tag.contains(QLatin1String("write"));
            oracle.localOnly = write.value(QLatin1String("localOnly")).toBool();
            oracle.roles = write.value(QLatin1String("roles")).toVariant().toStringList();
            oracle.minIntervalMs = write.value(QLatin1String("minIntervalMs")).toInt();
            oracle.value = fittingValue(tag);
            const QString kind = QStringLiteral("%1 %2 %3 %4")
                                     .arg(oracle.area)
                                     .arg(oracle.writable)
                                     .arg(oracle.localOnly)
                                     .arg(oracle.roles.join(u','));
            if (oracle.minIntervalMs == 0 && seen[kind]++ < 2)
                all.append(oracle);
        }
    }
    OracleTag unknown;
    unknown.id = QStringLiteral("no-such-tag");
    unknown.value = 1;
    return all << unknown;
}

template <typename T> T waitFor(QFuture<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        qFatal("a future did not finish");
    return future.result();
}

} // namespace

/// Every role by every way to write, on every kind of tag, held against an oracle and against what
/// the devices saw: nothing too much, nothing missing.
class PermissionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void matrix_data();
    void matrix();

private:
    [[nodiscard]] qsizetype writesSeen() const
    {
        QFile file(m_folder.filePath(QStringLiteral("writes")));
        return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : 0;
    }
    bool byRest(const OracleTag &tag);
    bool byLiveFeed(const OracleTag &tag);
    bool byPanel(const OracleTag &tag);

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<simulator::Simulator> m_plant;
    std::unique_ptr<Station> m_station;
    std::unique_ptr<LiveModel> m_model;
    std::unique_ptr<http::Server> m_server;
    std::unique_ptr<ApiServer> m_api;
    QList<OracleTag> m_tags;

    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<LiveClient> m_live;
    std::unique_ptr<Session> m_session;
    int m_liveId = 0;
};

void PermissionsTest::initTestCase()
{
    const auto project = openProject(kDemo);
    simulator::Options options;
    options.listen = {{QStringLiteral("plc"), QStringLiteral("127.0.0.1:0")},
                      {QStringLiteral("skid"), QStringLiteral("127.0.0.1:0")}};
    options.terminals = {{QStringLiteral("line"), m_folder.filePath(QStringLiteral("line"))}};
    options.writeLog = m_folder.filePath(QStringLiteral("writes"));
    m_plant = std::make_unique<simulator::Simulator>(*project, options, m_clock);
    QVERIFY(bool(m_plant->start()));
    m_station = std::make_unique<Station>(
        Station::Options{kDemo, m_plant->endpoints(), m_folder.filePath(QStringLiteral("data"))},
        m_clock);
    QVERIFY(bool(m_station->start()));
    const Services services = m_station->services();
    for (const char *role : {"administrator", "viewer", "operator", "engineer", "shiftlead"}) {
        User user;
        user.name = QLatin1String(role);
        user.role = QLatin1String(role);
        QVERIFY(bool(waitFor(services.access.addUser(user, kPassword))));
    }
    m_model = std::make_unique<LiveModel>(services.project, services.tags, services.bus);
    http::Server::Config config;
    config.port = 0;
    m_server = std::make_unique<http::Server>(config);
    m_api = std::make_unique<ApiServer>(services, *m_server);
    QVERIFY(bool(m_server->listen()));
    m_tags = oracleTags();
    QVERIFY(m_tags.size() >= 12);
    const auto allGood = [this] {
        for (const OracleTag &tag : std::as_const(m_tags)) {
            const TagIndex index = m_model->project().indexOf(tag.id);
            if (index != kNoTag && m_model->value(index).state.quality != Quality::Good)
                return false;
        }
        return true;
    };
    QTRY_VERIFY_WITH_TIMEOUT(allGood(), 30000);
}

void PermissionsTest::cleanupTestCase()
{
    m_session.reset();
    m_server->close();
    m_api.reset();
    m_server.reset();
    m_model.reset();
    m_station->stop();
}

void PermissionsTest::matrix_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("way");
    for (const char *role : {"", "viewer", "operator", "engineer", "administrator", "shiftlead"}) {
        for (const char *way : {"REST", "live feed", "panel"})
            QTest::addRow("%s by %s", *role ? role : "nobody", way)
                << QString(QLatin1String(role)) << QString(QLatin1String(way));
    }
}

void PermissionsTest::matrix()
{
    QFETCH(const QString, role);
    QFETCH(const QString, way);
    m_client = std::make_unique<ApiClient>(*m_server);
    m_session
        = std::make_unique<Session>(m_station->services(), *m_model, Origin::Panel, QString());
    if (!role.isEmpty()) {
        QCOMPARE(m_client->signIn(role).status, 201);
        QVERIFY(bool(waitFor(m_session->signIn(role, kPassword))));
    }
    m_live = std::make_unique<LiveClient>(*m_client, *m_server);
    if (way == QLatin1String("live feed") && !role.isEmpty())
        QTRY_COMPARE(m_live->messages("hello").size(), 1);

    for (const OracleTag &tag : std::as_const(m_tags)) {
        const bool expected = mayWrite(role, way == QLatin1String("panel"), tag);
        const qsizetype before = writesSeen();
        bool done = false;
        if (way == QLatin1String("REST"))
            done = byRest(tag);
        else if (way == QLatin1String("live feed"))
            done = byLiveFeed(tag);
        else
            done = byPanel(tag);
        QVERIFY2(done == expected, qPrintable(tag.id));
        QVERIFY2(writesSeen() - before == (expected ? 1 : 0), qPrintable(tag.id));
    }
}

bool PermissionsTest::byRest(const OracleTag &tag)
{
    const QJsonObject body{{QStringLiteral("value"), tag.value},
                           {QStringLiteral("confirmed"), true},
                           {QStringLiteral("reason"), QStringLiteral("matrix")}};
    const Reply reply = m_client->write(tag.id, QJsonDocument(body).toJson());
    return reply.status == 200;
}

bool PermissionsTest::byLiveFeed(const OracleTag &tag)
{
    const int id = ++m_liveId;
    const QJsonObject message{{QStringLiteral("type"), QStringLiteral("write")},
                              {QStringLiteral("id"), id},
                              {QStringLiteral("tag"), tag.id},
                              {QStringLiteral("value"), tag.value},
                              {QStringLiteral("confirmed"), true},
                              {QStringLiteral("reason"), QStringLiteral("matrix")}};
    m_live->send(QJsonDocument(message).toJson(QJsonDocument::Compact));
    QJsonObject answer;
    const bool came = QTest::qWaitFor(
        [this, id, &answer] {
            for (const QJsonObject &written : m_live->messages("written")) {
                if (written.value(QLatin1String("id")).toInt() == id)
                    answer = written;
            }
            return !answer.isEmpty() || m_live->hasEnded();
        },
        10000);
    return came && !answer.isEmpty() && !answer.contains(QLatin1String("problem"));
}

bool PermissionsTest::byPanel(const OracleTag &tag)
{
    const WriteReply reply
        = waitFor(m_session->write(tag.id, tag.value, true, QStringLiteral("matrix")));
    return reply.outcome != WriteReply::Outcome::Refused;
}

QTEST_GUILESS_MAIN(PermissionsTest)
#include "tst_permissions.moc"
