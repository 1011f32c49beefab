// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "project/projectfolder.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "session/projectdesk.h"
#include "storage/statement.h"

#include <QTest>

using namespace mws;

namespace
{

const QString kPath = QStringLiteral("/api/v1/project/files");
const QString kCheck = kPath + QStringLiteral("?check=true");

QByteArray quoted(const QByteArray &revision)
{
    return '"' + revision + '"';
}

/// The project under another name.
QByteArray renamed(const QByteArray &project, const QString &name)
{
    QJsonObject files = QJsonDocument::fromJson(project).object();
    const QString file = QStringLiteral("project.json");
    QJsonObject first = files.value(file).toObject();
    first.insert(QStringLiteral("name"), name);
    files.insert(file, first);
    return QJsonDocument(files).toJson(QJsonDocument::Compact);
}

/// The project with another member in the write rule of a tag; undefined: without it.
QByteArray withRule(const QByteArray &project, const char *tag, const char *member,
                    const QJsonValue &value)
{
    QJsonObject files = QJsonDocument::fromJson(project).object();
    const QString file = QStringLiteral("tags/plc.json");
    QJsonArray tags = files.value(file)[QStringLiteral("tags")].toArray();
    for (QJsonValueRef one : tags) {
        QJsonObject object = one.toObject();
        if (object.value(QLatin1String("id")) != QLatin1String(tag))
            continue;
        QJsonObject rule = object.value(QLatin1String("write")).toObject();
        rule.insert(QLatin1String(member), value);
        object.insert(QStringLiteral("write"), rule);
        one = object;
    }
    files.insert(file, QJsonObject{{QStringLiteral("tags"), tags}});
    return QJsonDocument(files).toJson(QJsonDocument::Compact);
}

/// The project without its own roles.
QByteArray withoutRoles(const QByteArray &project)
{
    QJsonObject files = QJsonDocument::fromJson(project).object();
    const QString file = QStringLiteral("project.json");
    QJsonObject first = files.value(file).toObject();
    first.remove(QStringLiteral("roles"));
    files.insert(file, first);
    return QJsonDocument(files).toJson();
}

} // namespace

/// The whole project over the API: who may read and replace it, and which replacing counts.
class ProjectFilesTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_anna; ///< an engineer
    QByteArray m_revision;
    QByteArray m_project;

    Reply put(const QByteArray &body, const QByteArray &revision, const QString &target = kPath)
    {
        return put(*m_anna, body, quoted(revision), target);
    }
    static Reply put(ApiClient &client, const QByteArray &body, const QByteArray &ifMatch,
                     const QString &target = kPath)
    {
        client.headers.insert("If-Match", ifMatch);
        const Reply reply = client.send("PUT", target, body);
        client.headers.remove("If-Match");
        return reply;
    }
    [[nodiscard]] QString nameOnDisk() const
    {
        const LoadedProject loaded
            = loadProject(m_plant->folder.filePath(QStringLiteral("project")));
        return loaded.isValid() ? loaded.data.name : QStringLiteral("not valid");
    }
    [[nodiscard]] QList<AuditEntry> rows() const
    {
        return m_plant->audit(QStringLiteral("project.replace"));
    }

private Q_SLOTS:
    void init()
    {
        m_anna.reset();
        m_plant = std::make_unique<ApiPlant>();
        m_revision = m_plant->saveProject();
        m_plant->add("anna", "engineer");
        m_anna = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_anna->signIn(QStringLiteral("anna")).status, 201);
        m_project = m_anna->get(kPath).body;
    }

    void itIsForEngineers()
    {
        for (const char *user : {"otto", "vera", "dora"}) {
            ApiClient client(m_plant->server);
            QCOMPARE(client.signIn(QLatin1String(user)).status, 201);
            QCOMPARE(client.get(kPath).status, 403);
            QCOMPARE(put(client, m_project, quoted(m_revision)).status, 403);
            QCOMPARE(put(client, m_project, quoted(m_revision), kCheck).status, 403);
        }
        ApiClient stranger(m_plant->server);
        QCOMPARE(stranger.get(kPath).status, 401);
        QCOMPARE(put(stranger, m_project, quoted(m_revision)).status, 401);
        QVERIFY(rows().isEmpty());
    }

    void programsMayNot()
    {
        Token token;
        token.name = QStringLiteral("script");
        token.user = QStringLiteral("anna");
        token.mayWrite = true;
        token.expires = m_plant->clock.now() + std::chrono::hours(1);
        const auto text = waitFor(m_plant->access.addToken(token));
        QVERIFY(text);
        ApiClient program(m_plant->server);
        program.bearer = *text;
        QCOMPARE(program.get(kPath).status, 403);
        QCOMPARE(put(program, m_project, quoted(m_revision)).status, 403);
    }

    void replacingWantsThePassword()
    {
        m_plant->clock.advance(std::chrono::minutes(6));
        const Reply refused = put(renamed(m_project, QStringLiteral("B")), m_revision);
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.code(), QStringLiteral("notConfirmed"));
        QCOMPARE(nameOnDisk(), QStringLiteral("Plant"));
        QCOMPARE(m_anna->get(kPath).status, 200);
    }

    void itIsReadWithItsTag()
    {
        const Reply reply = m_anna->get(kPath);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.etag, quoted(m_revision));
        QVERIFY(reply.json().contains(QStringLiteral("tags/plc.json")));
        const QByteArray another = quoted(QByteArray(64, 'a'));
        for (const QByteArray &known : {quoted(m_revision), another + ", " + quoted(m_revision),
                                        "W/" + quoted(m_revision), QByteArray("*")}) {
            m_anna->headers.insert("If-None-Match", known);
            const Reply same = m_anna->get(kPath);
            QCOMPARE(same.status, 304);
            QCOMPARE(same.body, QByteArray());
            QCOMPARE(same.etag, quoted(m_revision));
        }
        m_anna->headers.insert("If-None-Match", another);
        QCOMPARE(m_anna->get(kPath).status, 200);
    }

    void itIsReplaced()
    {
        const QString running = QStringLiteral("/api/v1/project");
        const QString pending = QStringLiteral("restartPending");
        const QString devices = QStringLiteral("/api/v1/devices");
        QCOMPARE(m_anna->get(running).json()[pending], QJsonValue(false));
        QCOMPARE(m_anna->get(devices).json()[pending], QJsonValue(false));
        const Reply reply = put(renamed(m_project, QStringLiteral("B")), m_revision);
        QVERIFY2(reply.status == 200, reply.body);
        QCOMPARE(nameOnDisk(), QStringLiteral("B"));
        const QJsonObject answer = reply.json();
        QCOMPARE(answer.value(QStringLiteral("saved")), QJsonValue(true));
        QCOMPARE(answer.value(QStringLiteral("applied")), QJsonValue(false));
        QCOMPARE(answer.value(QStringLiteral("restart")), QJsonValue(true));
        QCOMPARE(m_anna->get(kPath).etag,
                 quoted(answer.value(QStringLiteral("revision")).toString().toLatin1()));
        // What runs is what the faces show.
        const QJsonObject shown = m_anna->get(running).json();
        QCOMPARE(shown.value(QStringLiteral("name")).toString(), QStringLiteral("Plant"));
        QCOMPARE(shown.value(pending), QJsonValue(true));
        QCOMPARE(m_anna->get(devices).json()[pending], QJsonValue(true));
    }

    void theRecordNamesBothRevisions()
    {
        const Reply reply = put(renamed(m_project, QStringLiteral("B")), m_revision);
        const QString after = reply.json().value(QStringLiteral("revision")).toString();
        QCOMPARE(rows().size(), 1);
        const AuditEntry done = rows().constFirst();
        QCOMPARE(done.actor, QStringLiteral("anna"));
        QCOMPARE(done.outcome, QStringLiteral("ok"));
        QVERIFY(done.origin.startsWith(QStringLiteral("remote")));
        QVERIFY(done.detail.startsWith(
            QStringLiteral("sha256 %1 -> %2; ").arg(QString::fromLatin1(m_revision), after)));
        QVERIFY(done.detail.endsWith(QStringLiteral("files +0 -0 ~1, no rights")));
        const auto intended = m_plant->audit(QStringLiteral("project.intended"));
        QCOMPARE(intended.size(), 1);
        QCOMPARE(intended.constFirst().detail, done.detail);
        QCOMPARE(intended.constFirst().correlation, done.correlation);
        QVERIFY(intended.constFirst().id < done.id);
    }

    /// Or whoever may configure could give himself the right to write.
    void rightsAreForAdministrators()
    {
        const QByteArray body = withoutRoles(m_project);
        const Reply check = put(body, m_revision, kCheck);
        QVERIFY2(check.status == 200, check.body);
        QCOMPARE(check.json()[QStringLiteral("changes")][QStringLiteral("rights")],
                 QJsonValue(true));
        const Reply refused = put(body, m_revision);
        QCOMPARE(refused.status, 403);
        QCOMPARE(m_anna->get(kPath).etag, quoted(m_revision));
        QCOMPARE(rows().constFirst().outcome, QStringLiteral("denied"));
        ApiClient root(m_plant->server);
        QCOMPARE(root.signIn(QStringLiteral("root")).status, 201);
        QCOMPARE(put(root, body, quoted(m_revision)).status, 200);
    }

    void whoMayWriteIsForAdministrators_data()
    {
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("from everywhere")
            << QByteArray("local") << QByteArray("localOnly") << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("every role") << QByteArray("calibration") << QByteArray("roles")
                                    << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("another role")
            << QByteArray("calibration") << QByteArray("roles")
            << QJsonValue(QJsonArray{QStringLiteral("engineer"), QStringLiteral("operator")});
    }

    void whoMayWriteIsForAdministrators()
    {
        QFETCH(const QByteArray, tag);
        QFETCH(const QByteArray, member);
        QFETCH(const QJsonValue, value);
        const QByteArray body = withRule(m_project, tag, member, value);
        const Reply check = put(body, m_revision, kCheck);
        QVERIFY2(check.status == 200, check.body);
        QCOMPARE(check.json()[QStringLiteral("changes")][QStringLiteral("rights")],
                 QJsonValue(true));
        const Reply refused = put(body, m_revision);
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.code(), QStringLiteral("denied"));
        QCOMPARE(m_anna->get(kPath).etag, quoted(m_revision));
        QCOMPARE(rows().constFirst().outcome, QStringLiteral("denied"));
        ApiClient root(m_plant->server);
        QCOMPARE(root.signIn(QStringLiteral("root")).status, 201);
        QCOMPARE(put(root, body, quoted(m_revision)).status, 200);
        QVERIFY(rows().constFirst().detail.endsWith(QStringLiteral("rights too")));
    }

    void whatIsWrittenIsForEngineers_data()
    {
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("a limit") << QByteArray("setpoint") << QByteArray("max") << QJsonValue(200);
        QTest::newRow("no confirmation")
            << QByteArray("start") << QByteArray("confirm") << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("a stricter rule")
            << QByteArray("setpoint") << QByteArray("secondPerson") << QJsonValue(true);
    }

    void whatIsWrittenIsForEngineers()
    {
        QFETCH(const QByteArray, tag);
        QFETCH(const QByteArray, member);
        QFETCH(const QJsonValue, value);
        const Reply reply = put(withRule(m_project, tag, member, value), m_revision);
        QVERIFY2(reply.status == 200, reply.body);
        QCOMPARE(reply.json()[QStringLiteral("changes")][QStringLiteral("rights")],
                 QJsonValue(false));
        QVERIFY(
            rows().constFirst().detail.endsWith(QStringLiteral("tags +0 -0 ~1, screens +0 -0 "
                                                               "~0, files +0 -0 ~1, no rights")));
    }

    void theRightLastsUntilItIsWritten_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("becomes");
        QTest::newRow("nothing ends") << "anna" << QString();
        QTest::newRow("role") << "anna"
                              << "viewer";
        QTest::newRow("session") << "anna"
                                 << "signed out";
        QTest::newRow("roles of the project") << "root"
                                              << "engineer";
    }

    /// It is asked for, and waits while another program has the folder.
    void theRightLastsUntilItIsWritten()
    {
        QFETCH(const QString, user);
        QFETCH(const QString, becomes);
        m_plant->add("second", "administrator");
        const Services services = m_plant->services();
        LiveModel model(services.project, services.tags, services.bus);
        Session session(services, model, Origin::Remote, QStringLiteral("127.0.0.1"));
        const auto signedIn = waitFor(m_plant->access.signIn(
            user, QLatin1String(ApiPlant::kPassword), Origin::Remote, QStringLiteral("127.0.0.1")));
        QVERIFY(session.resume(signedIn->sessionId));
        auto other = std::make_unique<ProjectFolder>();
        QVERIFY(other->open(m_plant->folder.filePath(QStringLiteral("project"))));
        QVERIFY(other->lock());
        const QByteArray body
            = renamed(user == QLatin1String("root") ? withoutRoles(m_project) : m_project,
                      QStringLiteral("B"));
        const auto replacing = ProjectDesk(session).replace(body, m_revision);
        UserChange change;
        change.role = becomes;
        if (becomes == QLatin1String("signed out"))
            m_plant->access.signOut(signedIn->sessionId);
        else if (!becomes.isEmpty())
            QVERIFY(waitFor(m_plant->access.changeUser(user, change)));
        QVERIFY(!replacing.isFinished());
        other.reset();
        const ProjectReply reply = replacing.result();
        const bool isWritten = becomes.isEmpty();
        QCOMPARE(reply.outcome,
                 isWritten ? ProjectReply::Outcome::Ok : ProjectReply::Outcome::Failed);
        QCOMPARE(nameOnDisk(), isWritten ? QStringLiteral("B") : QStringLiteral("Plant"));
        QCOMPARE(rows().constFirst().outcome,
                 isWritten ? QStringLiteral("ok") : QStringLiteral("denied"));
        QCOMPARE(m_plant->audit(QStringLiteral("project.intended")).size(), isWritten ? 1 : 0);
    }

    void whatIsReplacedMustBeNamed_data()
    {
        QTest::addColumn<QByteArray>("ifMatch");
        QTest::addColumn<int>("status");
        QTest::newRow("nothing") << QByteArray() << 428;
        QTest::newRow("anything") << QByteArray("*") << 400;
        QTest::newRow("weak") << QByteArray("W/{}") << 400;
        QTest::newRow("two") << QByteArray("{}, {}") << 400;
        QTest::newRow("no quotes") << QByteArray(64, 'a') << 400;
        QTest::newRow("short") << QByteArray("\"ab\"") << 400;
        QTest::newRow("another") << quoted(QByteArray(64, 'a')) << 412;
    }

    void whatIsReplacedMustBeNamed()
    {
        QFETCH(QByteArray, ifMatch);
        QFETCH(int, status);
        ifMatch.replace("{}", quoted(m_revision));
        for (const QString &target : {kPath, kCheck}) {
            const Reply reply
                = put(*m_anna, renamed(m_project, QStringLiteral("B")), ifMatch, target);
            QCOMPARE(reply.status, status);
            QCOMPARE(reply.etag, status == 412 ? quoted(m_revision) : QByteArray());
        }
        QCOMPARE(nameOnDisk(), QStringLiteral("Plant"));
    }

    void ofTwoEditorsOneWins()
    {
        ApiClient other(m_plant->server);
        QCOMPARE(other.signIn(QStringLiteral("root")).status, 201);
        QCOMPARE(put(renamed(m_project, QStringLiteral("B")), m_revision).status, 200);
        const Reply late = put(other, renamed(m_project, QStringLiteral("C")), quoted(m_revision));
        QCOMPARE(late.status, 412);
        QCOMPARE(late.etag, m_anna->get(kPath).etag);
        QCOMPARE(nameOnDisk(), QStringLiteral("B"));
        QCOMPARE(rows().constFirst().actor, QStringLiteral("root"));
        QCOMPARE(rows().constFirst().outcome, QStringLiteral("refused"));
        QVERIFY(rows().constFirst().detail.startsWith(QStringLiteral("stale; sha256 ")));
        QCOMPARE(put(other, renamed(m_project, QStringLiteral("C")), late.etag).status, 200);
    }

    void aCheckLeavesNothing()
    {
        const Reply reply = put(renamed(m_project, QStringLiteral("B")), m_revision, kCheck);
        QVERIFY2(reply.status == 200, reply.body);
        QCOMPARE(reply.json().value(QStringLiteral("saved")), QJsonValue(false));
        QCOMPARE(reply.json().value(QStringLiteral("restart")), QJsonValue(true));
        QCOMPARE(nameOnDisk(), QStringLiteral("Plant"));
        QVERIFY(rows().isEmpty());
        QCOMPARE(m_anna->send("PUT", kPath + QStringLiteral("?check=maybe"), m_project).status,
                 400);
        QCOMPARE(m_anna->send("PUT", kPath + QStringLiteral("?force=true"), m_project).status, 400);
    }

    void problemsHaveFileAndPlace()
    {
        QJsonObject files = QJsonDocument::fromJson(m_project).object();
        const QString file = QStringLiteral("connections/plc.json");
        QJsonObject link = files.value(file).toObject();
        link.insert(QStringLiteral("port"), 99999);
        files.insert(file, link);
        const Reply reply = put(QJsonDocument(files).toJson(), m_revision);
        QCOMPARE(reply.status, 422);
        QCOMPARE(reply.contentType, QByteArray("application/problem+json"));
        const QJsonArray problems = reply.json().value(QStringLiteral("problems")).toArray();
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first()[QStringLiteral("file")].toString(), file);
        QCOMPARE(problems.first()[QStringLiteral("pointer")].toString(), QStringLiteral("/port"));
        QVERIFY(!problems.first()[QStringLiteral("reason")].toString().isEmpty());
        QCOMPARE(rows().constFirst().outcome, QStringLiteral("refused"));
        QVERIFY(rows().constFirst().detail.endsWith(QStringLiteral("; 1 problems")));
        QCOMPARE(nameOnDisk(), QStringLiteral("Plant"));
    }

    void bodiesAreStrict()
    {
        for (const QByteArray body :
             {"", "[]", "{\"project.json\":{},\"project.json\":{}}", "{\"../x.json\":{}}"}) {
            const Reply reply = put(body, m_revision);
            QCOMPARE(reply.status, 400);
            QCOMPARE(rows().constFirst().outcome, QStringLiteral("refused"));
        }
    }

    /// Without a record nothing is done.
    void aFullDiskOfTheRecordStopsIt()
    {
        QVERIFY(m_plant->store
                    .write([](QSqlDatabase &db) {
                        return execute(db, QStringLiteral("DROP TABLE audit"));
                    })
                    .result());
        QCOMPARE(put(renamed(m_project, QStringLiteral("B")), m_revision).status, 503);
        QCOMPARE(nameOnDisk(), QStringLiteral("Plant"));
    }

    void fiveThousandTagsFit()
    {
        m_anna.reset();
        m_plant = std::make_unique<ApiPlant>(5000);
        m_revision = m_plant->saveProject();
        m_plant->add("anna", "engineer");
        m_anna = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_anna->signIn(QStringLiteral("anna")).status, 201);
        QByteArray body = m_anna->get(kPath).body;
        body = renamed(body, QStringLiteral("B"));
        // As tags with limits, states and texts have it: white space stands for them.
        body += QByteArray(2 * 1024 * 1024, ' ');
        const Reply reply = put(body, m_revision);
        QVERIFY2(reply.status == 200, reply.body.left(2000));
        QCOMPARE(nameOnDisk(), QStringLiteral("B"));
    }
};

QTEST_GUILESS_MAIN(ProjectFilesTest)
#include "tst_projectfiles.moc"
