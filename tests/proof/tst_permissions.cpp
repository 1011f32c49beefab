// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiserver.h"
#include "audit/auditlog.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "session/session.h"
#include "simulator/simulator.h"
#include "station/station.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace mws;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");
const QString kPassword = QStringLiteral("correct horse battery");
const QString kPin = QStringLiteral("4815");
/// Tags that must be left alone for longer than this after a write stay out: they take their time.
constexpr int kLongestInterval = 1000;

/// A tag as the project's files say it; the oracle knows nothing else.
struct OracleTag {
    QString id;
    QString area;
    bool exists = true;
    bool writable = false;
    bool localOnly = false;
    int minIntervalMs = 0;
    QStringList roles;
    QJsonValue value; ///< one that fits
    QJsonObject onTheWire; ///< the line of the write log, without time and function
};

/// A role as this page says it (built-in ones) or the project's file.
struct OracleRole {
    bool writes = false;
    QStringList areas; ///< empty: everywhere
};

QJsonObject readJson(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qUtf8Printable(path));
    return QJsonDocument::fromJson(file.readAll()).object();
}

/// "" is nobody.
QMap<QString, OracleRole> oracleRoles()
{
    QMap<QString, OracleRole> all{{QString(), {}},
                                  {QStringLiteral("viewer"), {}},
                                  {QStringLiteral("operator"), {true, {}}},
                                  {QStringLiteral("engineer"), {true, {}}},
                                  {QStringLiteral("administrator"), {true, {}}}};
    const QJsonObject project = readJson(kDemo + QStringLiteral("/project.json"));
    for (const QJsonValue &item : project.value(QLatin1String("roles")).toArray()) {
        const QJsonObject role = item.toObject();
        all.insert(role.value(QLatin1String("id")).toString(),
                   {role.value(QLatin1String("permissions"))
                        .toArray()
                        .contains(QJsonValue(QStringLiteral("write"))),
                    role.value(QLatin1String("areas")).toVariant().toStringList()});
    }
    return all;
}

/// Role and area rules written down once more, independent of the product's code. Empty: the write
/// is carried out; otherwise the words it may be refused with.
QStringList refusals(const QString &roleId, const OracleRole &role, bool atPanel,
                     const OracleTag &tag)
{
    const QString denied = QStringLiteral("denied");
    const QString readOnly = QStringLiteral("readOnly");
    const QString unknown = QStringLiteral("unknownTag");
    if (roleId.isEmpty() && !atPanel)
        return {QStringLiteral("notSignedIn")};
    if (!role.writes)
        return {denied, readOnly, unknown};
    if (!tag.exists)
        return {unknown};
    if (!tag.writable)
        return {readOnly};
    const bool mayHere = role.areas.isEmpty() || role.areas.contains(tag.area);
    const bool mayThis = tag.roles.isEmpty() || tag.roles.contains(roleId);
    const bool mayFromHere = atPanel || !tag.localOnly;
    return mayHere && mayThis && mayFromHere ? QStringList() : QStringList(denied);
}

QString typeOf(const QJsonObject &tag)
{
    return tag.value(QLatin1String("type")).toString(QStringLiteral("uint16"));
}

QJsonValue fittingValue(const QJsonObject &tag)
{
    const QString type = typeOf(tag);
    if (type == QLatin1String("bool"))
        return true;
    if (type == QLatin1String("string"))
        return QStringLiteral("B-1");
    const QJsonObject write = tag.value(QLatin1String("write")).toObject();
    return write.value(QLatin1String("min")).toDouble(0);
}

/// Where the device must see the write; also the value where it is one register or coil.
QJsonObject wireOf(const QJsonObject &tag, const QJsonObject &device)
{
    QJsonObject wire = device;
    const QString type = typeOf(tag);
    wire.insert(QLatin1String("table"),
                tag.value(QLatin1String("table")).toString(QStringLiteral("holding")));
    wire.insert(QLatin1String("address"), tag.value(QLatin1String("address")).toInt());
    if (type == QLatin1String("bool"))
        wire.insert(QLatin1String("values"), QJsonArray{1});
    if (type.endsWith(QLatin1String("int16"))) {
        const double factor = tag.value(QLatin1String("factor")).toDouble(1);
        const int raw = qRound(fittingValue(tag).toDouble() / factor);
        wire.insert(QLatin1String("values"), QJsonArray{int(quint16(raw))});
    }
    return wire;
}

/// {"connection", "unit"} by device id.
QMap<QString, QJsonObject> oracleDevices()
{
    QMap<QString, QJsonObject> all;
    const QDir folder(kDemo + QStringLiteral("/connections"));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QJsonObject connection = readJson(folder.filePath(name));
        for (const QJsonValue &item : connection.value(QLatin1String("devices")).toArray()) {
            const QJsonObject device = item.toObject();
            all.insert(device.value(QLatin1String("id")).toString(),
                       {{QStringLiteral("connection"), connection.value(QLatin1String("id"))},
                        {QStringLiteral("unit"), device.value(QLatin1String("unit")).toInt(1)}});
        }
    }
    return all;
}

OracleTag oracleTag(const QJsonObject &tag, const QJsonObject &device)
{
    const QJsonObject write = tag.value(QLatin1String("write")).toObject();
    OracleTag oracle;
    oracle.id = tag.value(QLatin1String("id")).toString();
    oracle.area = tag.value(QLatin1String("path")).toString().section(u'/', 0, 0);
    oracle.writable = tag.contains(QLatin1String("write"));
    oracle.localOnly = write.value(QLatin1String("localOnly")).toBool();
    oracle.minIntervalMs = write.value(QLatin1String("minIntervalMs")).toInt();
    oracle.roles = write.value(QLatin1String("roles")).toVariant().toStringList();
    oracle.value = fittingValue(tag);
    oracle.onTheWire = wireOf(tag, device);
    return oracle;
}

/// At most two tags of each kind of rule and device, and some that nobody may write.
QList<OracleTag> oracleTags()
{
    QMap<QString, int> seen;
    QList<OracleTag> all;
    const QMap<QString, QJsonObject> devices = oracleDevices();
    const QDir folder(kDemo + QStringLiteral("/tags"));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QString device = name.section(u'.', 0, 0);
        const QJsonObject file = readJson(folder.filePath(name));
        for (const QJsonValue &item : file.value(QLatin1String("tags")).toArray()) {
            const QJsonObject tag = item.toObject();
            const OracleTag oracle = oracleTag(tag, devices.value(device));
            const QString kind = QStringLiteral("%1 %2 %3 %4 %5 %6")
                                     .arg(device, oracle.area)
                                     .arg(oracle.writable)
                                     .arg(oracle.localOnly)
                                     .arg(oracle.minIntervalMs > 0)
                                     .arg(oracle.roles.join(u','));
            if (oracle.minIntervalMs <= kLongestInterval && seen[kind]++ < 2)
                all.append(oracle);
        }
    }
    OracleTag unknown;
    unknown.id = QStringLiteral("no-such-tag");
    unknown.exists = false;
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
    m_roles = oracleRoles();
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
    m_tags = oracleTags();
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
    m_session
        = std::make_unique<Session>(m_station->services(), *m_model, Origin::Panel, QString());
    if (!role.isEmpty()) {
        QCOMPARE(m_client->signIn(role).status, 201);
        QVERIFY(bool(waitFor(m_session->signInWithPin(role, kPin))));
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

QString PermissionsTest::byPanel(const OracleTag &tag)
{
    const WriteReply reply
        = waitFor(m_session->write(tag.id, tag.value, true, QStringLiteral("matrix")));
    return reply.outcome == WriteReply::Outcome::Refused ? reply.problem : QString();
}

QTEST_GUILESS_MAIN(PermissionsTest)
#include "tst_permissions.moc"
