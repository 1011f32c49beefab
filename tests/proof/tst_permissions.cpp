// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiserver.h"
#include "audit/auditlog.h"
#include "core/future.h"
#include "hmi/hmicontext.h"
#include "hmi/tagitem.h"
#include "permissionoracle.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "session/session.h"
#include "simulator/simulator.h"
#include "station/station.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace mws;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");
const QString kPassword = QStringLiteral("correct horse battery");
const QString kPin = QStringLiteral("4815");

template <typename T> T waitFor(Future<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        qFatal("a future did not finish");
    return future.result();
}

} // namespace

/// Every role by every way to write, on every kind of tag, held against an oracle, against what the
/// devices saw and what the audit log says: nothing too much, nothing missing.
class PermissionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyKindOfRuleIsThere();
    void matrix_data();
    void matrix();

private:
    [[nodiscard]] QList<QByteArray> writesSeen() const
    {
        QFile file(m_folder.filePath(QStringLiteral("writes")));
        QList<QByteArray> lines;
        if (file.open(QIODevice::ReadOnly))
            lines = file.readAll().split('\n');
        lines.removeAll(QByteArray());
        return lines;
    }
    /// Each gives the word of the refusal, empty for a write that was carried out.
    QString byRest(const OracleTag &tag);
    QString byLiveFeed(const OracleTag &tag);
    QString byPanel(const OracleTag &tag);
    QString write(const QString &way, const OracleTag &tag);
    void waitForInterval(const OracleTag &tag);
    void checkWire(qsizetype before, const OracleTag &tag, bool expected) const;
    qint64 newestAuditId();
    /// One row for a refusal, saying by which right; two for a write that was carried out.
    void checkAudit(qint64 before, const QString &role, const QString &refused);

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<simulator::Simulator> m_plant;
    std::unique_ptr<Station> m_station;
    std::unique_ptr<LiveModel> m_model;
    std::unique_ptr<http::Server> m_server;
    std::unique_ptr<ApiServer> m_api;
    QMap<QString, OracleRole> m_roles;
    QList<OracleTag> m_tags;
    qsizetype m_expectedWrites = 0;

    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<LiveClient> m_live;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<HmiContext> m_panel; ///< what the panel's QML stands on
    int m_liveId = 0;
    QMap<QString, QElapsedTimer> m_lastWrites; ///< by tag id
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
    m_roles = oracleRoles(kDemo);
    for (const QString &role : m_roles.keys()) {
        if (role.isEmpty())
            continue;
        User user;
        user.name = role;
        user.role = role;
        QVERIFY(bool(waitFor(services.access.addUser(user, kPassword))));
        QVERIFY(bool(waitFor(services.access.setPin(role, kPin))));
    }
    m_model = std::make_unique<LiveModel>(services.project, services.tags, services.bus);
    http::Server::Config config;
    config.port = 0;
    m_server = std::make_unique<http::Server>(config);
    m_api = std::make_unique<ApiServer>(services, *m_server);
    QVERIFY(bool(m_server->listen()));
    m_tags = oracleTags(kDemo);
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
    m_panel.reset();
    m_session.reset();
    m_live.reset();
    m_server->close();
    m_api.reset();
    m_server.reset();
    m_model.reset();
    m_station->stop();
    // The station sends nothing any more; what is left in the sockets still reaches the devices.
    QTest::qWait(200);
    QCOMPARE(writesSeen().size(), m_expectedWrites);
}

void PermissionsTest::everyKindOfRuleIsThere()
{
    const auto count
        = [this](auto isKind) { return std::count_if(m_tags.cbegin(), m_tags.cend(), isKind); };
    const OracleRole shiftLead = m_roles.value(QStringLiteral("shiftlead"));
    QVERIFY(shiftLead.writes && !shiftLead.areas.isEmpty());
    const auto isFree = [](const OracleTag &tag) {
        return tag.writable && !tag.localOnly && tag.roles.isEmpty();
    };
    QVERIFY(
        count([&](const OracleTag &t) { return isFree(t) && shiftLead.areas.contains(t.area); }));
    QVERIFY(
        count([&](const OracleTag &t) { return isFree(t) && !shiftLead.areas.contains(t.area); }));
    QVERIFY(count([](const OracleTag &t) { return !t.roles.isEmpty(); }));
    QVERIFY(count([](const OracleTag &t) { return t.localOnly; }));
    QVERIFY(count([](const OracleTag &t) { return t.minIntervalMs > 0; }));
    QVERIFY(count([](const OracleTag &t) { return t.exists && !t.writable; }));
    QVERIFY(count([](const OracleTag &t) { return !t.exists; }));
}

void PermissionsTest::matrix_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("way");
    for (const QString &role : m_roles.keys()) {
        for (const char *way : {"REST", "live feed", "panel"})
            QTest::addRow("%s by %s", role.isEmpty() ? "nobody" : qUtf8Printable(role), way)
                << role << QString(QLatin1String(way));
    }
}

void PermissionsTest::matrix()
{
    QFETCH(const QString, role);
    QFETCH(const QString, way);
    m_client = std::make_unique<ApiClient>(*m_server);
    m_panel.reset();
    m_session
        = std::make_unique<Session>(m_station->services(), *m_model, Origin::Panel, QString());
    m_panel = std::make_unique<HmiContext>(*m_session);
    if (!role.isEmpty()) {
        QCOMPARE(m_client->signIn(role).status, 201);
        m_panel->user().signInWithPin(role, kPin);
        QTRY_COMPARE(m_panel->user().user(), role);
    }
    m_live = std::make_unique<LiveClient>(*m_client, *m_server);
    if (role.isEmpty())
        QTRY_VERIFY(m_live->hasEnded());
    else
        QTRY_COMPARE(m_live->messages("hello").size(), 1);

    // Behind the rows of the sign-ins: rows are stored in order.
    QVERIFY(bool(waitFor(m_station->services().audit.append({}))));
    for (const OracleTag &tag : std::as_const(m_tags)) {
        const QStringList expected
            = refusals(role, m_roles.value(role), way == QLatin1String("panel"), tag);
        if (expected.isEmpty())
            waitForInterval(tag);
        const qsizetype before = writesSeen().size();
        const qint64 auditedBefore = newestAuditId();
        const QString refused = write(way, tag);
        QVERIFY2(expected.isEmpty() ? refused.isEmpty() : expected.contains(refused),
                 qPrintable(tag.id + QStringLiteral(": ") + refused));
        m_expectedWrites += expected.isEmpty();
        m_lastWrites[tag.id].start();
        checkWire(before, tag, expected.isEmpty());
        checkAudit(auditedBefore, role, refused);
        if (QTest::currentTestFailed())
            return;
    }
}

void PermissionsTest::checkWire(qsizetype before, const OracleTag &tag, bool expected) const
{
    const QList<QByteArray> seen = writesSeen().mid(before);
    QVERIFY2(seen.size() == (expected ? 1 : 0), qPrintable(tag.id));
    for (const QByteArray &line : seen) {
        const QJsonObject write = QJsonDocument::fromJson(line).object();
        for (auto it = tag.onTheWire.begin(); it != tag.onTheWire.end(); ++it)
            QVERIFY2(write.value(it.key()) == it.value(), line);
    }
}

/// Being too fast is no question of rights.
void PermissionsTest::waitForInterval(const OracleTag &tag)
{
    QElapsedTimer &last = m_lastWrites[tag.id];
    if (tag.minIntervalMs > 0 && last.isValid())
        QTest::qWait(int(std::max<qint64>(0, tag.minIntervalMs + 1 - last.elapsed())));
}

qint64 PermissionsTest::newestAuditId()
{
    const auto rows = waitFor(m_station->services().audit.read({0, 1, {}}));
    return rows && !rows->isEmpty() ? rows->first().id : 0;
}

void PermissionsTest::checkAudit(qint64 before, const QString &role, const QString &refused)
{
    if (refused == QLatin1String("notSignedIn"))
        return; // what strangers may fill the log with is limited
    const qint64 count = refused.isEmpty() ? 2 : 1;
    QTRY_VERIFY(newestAuditId() >= before + count);
    QCOMPARE(newestAuditId(), before + count);
    const auto rows = waitFor(m_station->services().audit.read({0, int(count), {}}));
    QVERIFY(bool(rows));
    QStringList actions;
    for (const AuditEntry &row : *rows) {
        actions << row.action;
        if (!role.isEmpty())
            QCOMPARE(row.actor, role);
    }
    if (refused.isEmpty())
        QCOMPARE(actions,
                 QStringList({QStringLiteral("write.result"), QStringLiteral("write.intended")}));
    else
        QCOMPARE(actions,
                 QStringList(refused == QLatin1String("unknownTag")
                                 ? QStringLiteral("write.refused")
                                 : QStringLiteral("denied")));
}

QString PermissionsTest::write(const QString &way, const OracleTag &tag)
{
    if (way == QLatin1String("REST"))
        return byRest(tag);
    return way == QLatin1String("live feed") ? byLiveFeed(tag) : byPanel(tag);
}

QString PermissionsTest::byRest(const OracleTag &tag)
{
    const QJsonObject body{{QStringLiteral("value"), tag.value},
                           {QStringLiteral("confirmed"), true},
                           {QStringLiteral("reason"), QStringLiteral("matrix")}};
    const Reply reply = m_client->write(tag.id, QJsonDocument(body).toJson());
    return reply.status == 200 ? QString() : reply.code();
}

QString PermissionsTest::byLiveFeed(const OracleTag &tag)
{
    const int id = ++m_liveId;
    const QJsonObject message{{QStringLiteral("type"), QStringLiteral("write")},
                              {QStringLiteral("id"), id},
                              {QStringLiteral("tag"), tag.id},
                              {QStringLiteral("value"), tag.value},
                              {QStringLiteral("confirmed"), true},
                              {QStringLiteral("reason"), QStringLiteral("matrix")}};
    if (m_live->hasEnded())
        return QStringLiteral("notSignedIn");
    m_live->send(QJsonDocument(message).toJson(QJsonDocument::Compact));
    QJsonObject answer;
    const bool came = QTest::qWaitFor(
        [this, id, &answer] {
            for (const QJsonObject &written : m_live->messages("written")) {
                if (written.value(QLatin1String("id")).toInt() == id)
                    answer = written;
            }
            return !answer.isEmpty();
        },
        10000);
    if (!came)
        return QStringLiteral("no answer");
    const QJsonValue problem = answer.value(QLatin1String("problem"));
    return problem.isUndefined() ? QString() : problem[QLatin1String("code")].toString();
}

/// By the item that a widget in QML has of the tag.
QString PermissionsTest::byPanel(const OracleTag &tag)
{
    static const QMap<QString, QString> words{
        {QStringLiteral("This value does not exist."), QStringLiteral("unknownTag")},
        {QStringLiteral("This value is read only."), QStringLiteral("readOnly")},
    };
    QSignalSpy finished(&m_panel->writes(), &WriteDesk::finished);
    TagItem item;
    item.attach(*m_panel);
    item.setTagId(tag.id);
    item.write(tag.value.toVariant(), true, QStringLiteral("matrix"));
    if (!finished.wait(10000))
        return QStringLiteral("no answer");
    if (finished.first().at(2).toBool())
        return {};
    // People read which right is missing; that it was one is in the audit row.
    return words.value(finished.first().at(3).toString(), QStringLiteral("denied"));
}

QTEST_MAIN(PermissionsTest)
#include "tst_permissions.moc"
