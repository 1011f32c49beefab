// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/totp.h"
#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/criticaltag.h"
#include "api/schema.h"
#include "audit/auditforwards.h"
#include "control/approvalbook.h"
#include "http/router.h"

#include <QFile>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

using namespace mws;

namespace
{

const char *nameOf(http::Access access)
{
    switch (access) {
    case http::Access::Public:
        return "public";
    case http::Access::SignedIn:
        return "signedIn";
    case http::Access::View:
        return "view";
    case http::Access::Write:
        return "write";
    case http::Access::Configure:
        return "configure";
    case http::Access::Administer:
        return "administer";
    case http::Access::Undeclared:
        break;
    }
    return "undeclared";
}

RawReading readingOfASetpoint()
{
    RawReading reading;
    reading.outcome = DiagnosisReply::Outcome::Ok;
    reading.unit = 1;
    reading.address = 10;
    reading.count = 1;
    reading.blockAddress = 8;
    reading.blockCount = 4;
    reading.request = QByteArray::fromHex("03000a0001");
    reading.answer = QByteArray::fromHex("030200fa");
    reading.words = {QStringLiteral("00FA")};
    reading.decoded = {Value(quint64(250)), {Quality::Good, 0}, Timestamp(Milliseconds(1))};
    reading.scaled = {Value(25.0), {Quality::Good, 0}, Timestamp(Milliseconds(1))};
    return reading;
}

FieldDiagnostics diagnosticsOfOneDevice()
{
    RequestCounters counters;
    counters.requests = 9;
    counters.countException(2);
    counters.countException(200);
    counters.count(StrayReason::Late);
    counters.trips.add(Milliseconds(20));
    FieldDiagnostics all;
    LinkDiagnostics link;
    link.connection = QStringLiteral("plc");
    link.counters = counters;
    link.busLoad = 0.25;
    all.links = {link};
    UnitDiagnostics unit;
    unit.device = QStringLiteral("pump");
    unit.counters = counters;
    unit.blocks = {{Table::InputRegister, 100, 4, counters}};
    all.units = {unit};
    all.signs = {{SignKind::WrongUnit, link.connection, unit.device, {}, {}, 3, true, {}}};
    return all;
}

} // namespace

/// The OpenAPI document, the registered routes and the answers say the same.
class ContractTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void routesAreThoseOfTheSnapshot();
    void documentDescribesEveryRoute();
    void everyReferenceLeadsSomewhere();
    void validatorFindsWrongAnswers();
    void everyAnswerFitsItsSchema();
    void answersOfTheFrontAreProblems_data();
    void answersOfTheFrontAreProblems();

private:
    void checked(const QByteArray &method, const QString &path, const QString &target, int status,
                 const QByteArray &body = {});
    void checkRawReads();
    void checkScans();
    void checkUsers();
    void checkUserCertificates();
    void checkSecondFactor();
    void checkBackup();
    void checkProject();
    void checkApprovals();
    /// Of a write that another user asks for.
    QString approvalOf(double value);

    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<Schema> m_schema;
    QSet<QString> m_seen; ///< operations with a successful, checked answer
};

void ContractTest::initTestCase()
{
    m_plant = std::make_unique<ApiPlant>(0, false, ApiPlant::plainWeb(), false,
                                         QList<Tag>{criticalTag()});
    m_client = std::make_unique<ApiClient>(m_plant->server);
    m_schema
        = std::make_unique<Schema>(QJsonDocument::fromJson(ApiServer::openApiDocument()).object());
    QCOMPARE(m_schema->document().value(QStringLiteral("openapi")).toString(),
             QStringLiteral("3.1.0"));
}

void ContractTest::routesAreThoseOfTheSnapshot()
{
    QStringList lines;
    for (const http::Route &route : m_plant->server.routes())
        lines.append(QStringLiteral("%1 %2 %3 %4")
                         .arg(QLatin1String(nameOf(route.method)), route.pattern, route.operationId,
                              QLatin1String(nameOf(route.access))));
    lines.sort();
    QFile file(QStringLiteral(MWS_TEST_DATA "/api/routes.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(lines.join(u'\n') + u'\n', QString::fromUtf8(file.readAll()));
}

void ContractTest::documentDescribesEveryRoute()
{
    QStringList described;
    QSet<QString> confirmed;
    const QJsonObject paths = m_schema->document().value(QStringLiteral("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path.value().toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            const QJsonObject operation = method.value().toObject();
            const QString access = operation.value(QStringLiteral("x-access")).toString();
            described.append(QStringLiteral("%1 %2 %3 %4")
                                 .arg(method.key().toUpper(), path.key(),
                                      operation.value(QStringLiteral("operationId")).toString(),
                                      access));
            QCOMPARE(operation.contains(QStringLiteral("security")),
                     access == QLatin1String("public"));
            if (operation.value(QStringLiteral("x-confirmed")).toBool())
                confirmed.insert(operation.value(QStringLiteral("operationId")).toString());
        }
    }
    QStringList registered;
    for (const http::Route &route : m_plant->server.routes())
        registered.append(QStringLiteral("%1 %2 %3 %4")
                              .arg(QLatin1String(nameOf(route.method)), route.pattern,
                                   route.operationId, QLatin1String(nameOf(route.access))));
    for (const http::Route &route : m_plant->server.routes())
        QCOMPARE(route.confirmed, confirmed.contains(route.operationId));
    described.sort();
    registered.sort();
    QCOMPARE(registered, described);
}

void ContractTest::everyReferenceLeadsSomewhere()
{
    const QString text = QString::fromUtf8(ApiServer::openApiDocument());
    static const QRegularExpression reference(QStringLiteral("\"\\$ref\": \"([^\"]+)\""));
    int found = 0;
    for (auto it = reference.globalMatch(text); it.hasNext(); ++found) {
        const QString target = it.next().captured(1);
        QVERIFY2(m_schema->resolve(target).isObject(), qUtf8Printable(target));
    }
    QVERIFY(found > 30);
}

void ContractTest::validatorFindsWrongAnswers()
{
    const QJsonObject schema
        = m_schema->resolve(QStringLiteral("#/components/schemas/TagValue")).toObject();
    const QJsonObject right{{QStringLiteral("v"), 1.5},
                            {QStringLiteral("q"), QStringLiteral("good")},
                            {QStringLiteral("t"), 5}};
    QCOMPARE(m_schema->check(schema, right), QString());
    const auto with = [&right](const QString &key, const QJsonValue &value) {
        QJsonObject wrong = right;
        wrong.insert(key, value);
        return wrong;
    };
    QVERIFY(!m_schema->check(schema, with(QStringLiteral("q"), QStringLiteral("fine"))).isEmpty());
    QVERIFY(!m_schema->check(schema, with(QStringLiteral("t"), 1.5)).isEmpty());
    QVERIFY(!m_schema->check(schema, with(QStringLiteral("more"), 1)).isEmpty());
    QVERIFY(!m_schema->check(schema, with(QStringLiteral("v"), QJsonArray())).isEmpty());
    QVERIFY(!m_schema->check(schema, QJsonObject()).isEmpty());
}

void ContractTest::checked(const QByteArray &method, const QString &path, const QString &target,
                           int status, const QByteArray &body)
{
    const Reply reply = m_client->send(method, target, body);
    const QByteArray what = method + ' ' + target.toUtf8() + ": " + reply.body;
    QVERIFY2(reply.status == status, what + QByteArray::number(reply.status));
    const QJsonObject response
        = m_schema->response(path, QString::fromLatin1(method), reply.status);
    QVERIFY2(!response.isEmpty(), what);
    const QJsonObject content = response.value(QStringLiteral("content")).toObject();
    if (status < 400)
        m_seen.insert(QString::fromLatin1(method) + u' ' + path);
    if (content.isEmpty()) {
        QVERIFY2(reply.body.isEmpty(), what);
        return;
    }
    const QString type = QString::fromLatin1(reply.contentType).section(u';', 0, 0);
    QVERIFY2(content.contains(type), what);
    if (!type.endsWith(QLatin1String("json")) || type.endsWith(QLatin1String("ndjson")))
        return;
    const QJsonObject schema
        = content.value(type).toObject().value(QStringLiteral("schema")).toObject();
    const QString problem = m_schema->check(schema, reply.json());
    QVERIFY2(problem.isEmpty(),
             qUtf8Printable(problem + QStringLiteral(" in ") + QString::fromUtf8(what)));
}

QString ContractTest::approvalOf(double value)
{
    const Identity otto{
        QStringLiteral("approved.otto"), {}, Origin::Remote, QStringLiteral("127.0.0.1")};
    const auto reply
        = m_plant->door.submit({otto, criticalTag().id, value, true, QStringLiteral("test run")});
    if (!QTest::qWaitFor([&reply] { return reply.isFinished(); }))
        qFatal("no reply");
    return reply.result().approval;
}

void ContractTest::checkApprovals()
{
    m_plant->add("approved.otto", "operator");
    const auto placed = [this](const char *method, const char *what, const QString &id, int status,
                               const QByteArray &body = {}) {
        const QString path = QStringLiteral("/api/v1/approvals/%1") + QLatin1String(what);
        checked(method, path.arg(QStringLiteral("{id}")), path.arg(id), status, body);
    };
    const QString none = QStringLiteral("none");
    placed("GET", "", none, 404);
    const QString declined = approvalOf(5);
    placed("GET", "", declined, 200);
    checked("GET", QStringLiteral("/api/v1/approvals"), QStringLiteral("/api/v1/approvals"), 200);
    placed("POST", "/approve", declined, 428, "{}");
    placed("POST", "/decline", declined, 200, "{\"reason\":\"not now\"}");
    placed("POST", "/decline", declined, 409, "{}");
    placed("POST", "/withdraw", approvalOf(6), 403, "{}");
    placed("POST", "/approve", m_plant->door.approvals().waiting().constFirst().id, 200,
           "{\"confirmed\":true}");
    checked("POST", QStringLiteral("/api/v1/tags/{id}/write"),
            QStringLiteral("/api/v1/tags/critical/write"), 202, "{\"value\":7,\"confirmed\":true}");
    const QString own = m_plant->door.approvals().waiting().constFirst().id;
    placed("POST", "/approve", own, 403, "{\"confirmed\":true}");
    placed("POST", "/withdraw", own, 200, "{}");
    checked("GET", QStringLiteral("/api/v1/approvals"), QStringLiteral("/api/v1/approvals"), 200);
    placed("POST", "/withdraw", own, 400, "{\"more\":1}");
}

void ContractTest::checkRawReads()
{
    const auto raw = [this](const char *tag, int status, const QByteArray &body = "{}") {
        const QString path = QStringLiteral("/api/v1/tags/%1/raw");
        checked("POST", path.arg(QStringLiteral("{id}")), path.arg(QLatin1String(tag)), status,
                body);
    };
    RawReading &next = m_plant->bus.nextReading;
    next = readingOfASetpoint();
    raw("setpoint", 200);
    raw("setpoint", 400, "{\"count\":2}");
    raw("none", 404);
    next = {};
    next.outcome = DiagnosisReply::Outcome::DeviceException;
    next.exception = 2;
    next.scaled.state = {Quality::BadDeviceException, 2};
    raw("setpoint", 200);
    next.outcome = DiagnosisReply::Outcome::Busy;
    raw("setpoint", 429);
    next.outcome = DiagnosisReply::Outcome::Unavailable;
    raw("setpoint", 503);
    next.outcome = DiagnosisReply::Outcome::Invalid;
    raw("setpoint", 422);
}

void ContractTest::checkScans()
{
    const auto scan = [this](const char *method, const char *connection, int status,
                             const QByteArray &body = {}) {
        const QString path = QStringLiteral("/api/v1/connections/%1/scan");
        checked(method, path.arg(QStringLiteral("{id}")), path.arg(QLatin1String(connection)),
                status, body);
    };
    const QByteArray units = "{\"kind\":\"units\"}";
    scan("GET", "plc", 200);
    scan("GET", "none", 404);
    scan("POST", "plc", 400, "{\"kind\":\"rates\"}");
    scan("POST", "plc", 202, units);
    ScanStatus &status = m_plant->bus.nextScan;
    status.found = {{1, 1, 0}, {7, 7, 2}};
    scan("GET", "plc", 200);
    scan("DELETE", "plc", 200);
    scan("DELETE", "none", 404);
    scan("POST", "plc", 202,
         "{\"kind\":\"addresses\",\"device\":\"plc\",\"table\":\"holding\",\"first\":0,\"last\":"
         "999}");
    status.detail = QStringLiteral("silent");
    m_plant->bus.endScan(ScanStatus::State::Failed);
    scan("GET", "plc", 200);
    std::optional<Error> &refusal = m_plant->bus.scanRefusal;
    refusal = Error{ErrorCode::Busy, QStringLiteral("busy")};
    scan("POST", "plc", 429, units);
    refusal = Error{ErrorCode::Invalid, QStringLiteral("wrong")};
    scan("POST", "plc", 422, units);
    refusal = Error{ErrorCode::Unavailable, QStringLiteral("down")};
    scan("POST", "plc", 503, units);
}

void ContractTest::checkUsers()
{
    const auto placed = [&](const QByteArray &method, const char *path, const char *target,
                            int status, const QByteArray &body = {}) {
        const QString v1 = QStringLiteral("/api/v1");
        checked(method, v1 + QLatin1String(path), v1 + QLatin1String(target), status, body);
    };
    const QByteArray password = ApiPlant::kPassword;
    const QByteArray secret = "{\"password\":\"" + password + "\"}";
    const QByteArray anna = "{\"name\":\"anna\",\"role\":\"operator\",\"password\":\"" + password
        + "\",\"expires\":4102444800000}";
    m_plant->clock.advance(std::chrono::minutes(6));
    placed("POST", "/users", "/users", 403, anna);
    placed("POST", "/session/confirm", "/session/confirm", 401, "{\"password\":\"wrong\"}");
    placed("POST", "/session/confirm", "/session/confirm", 400, "{}");
    placed("POST", "/session/confirm", "/session/confirm", 204, secret);
    placed("POST", "/users", "/users", 422,
           "{\"name\":\"A B\",\"role\":\"viewer\",\"password\":\"x\"}");
    placed("POST", "/users", "/users", 400, "{\"name\":\"anna\"}");
    placed("POST", "/users", "/users", 201, anna);
    placed("POST", "/users", "/users", 409, anna);
    placed("GET", "/users", "/users", 200);
    placed("GET", "/users/{name}", "/users/anna", 200);
    placed("GET", "/users/{name}", "/users/none", 404);
    placed("PATCH", "/users/{name}", "/users/anna", 200, "{\"role\":\"viewer\",\"expires\":0}");
    placed("PATCH", "/users/{name}", "/users/anna", 422, "{\"role\":\"king\"}");
    placed("PATCH", "/users/{name}", "/users/none", 404, "{}");
    placed("PATCH", "/users/{name}", "/users/root", 409, "{\"enabled\":false}");
    placed("POST", "/users/{name}/password", "/users/anna/password", 204, secret);
    placed("POST", "/users/{name}/password", "/users/none/password", 404, secret);
    placed("POST", "/users/{name}/pin", "/users/anna/pin", 204, "{\"pin\":\"4711\"}");
    placed("POST", "/users/{name}/pin", "/users/anna/pin", 422, "{\"pin\":\"47\"}");
    placed("POST", "/users/{name}/unlock", "/users/anna/unlock", 204);
    placed("POST", "/users/{name}/unlock", "/users/none/unlock", 404);
    placed("POST", "/users/{name}/pseudonymise", "/users/anna/pseudonymise", 409);
    checkUserCertificates();
    placed("DELETE", "/users/{name}", "/users/anna", 204);
    placed("POST", "/users/{name}/pseudonymise", "/users/anna/pseudonymise", 200);
    placed("POST", "/users/{name}/pseudonymise", "/users/none/pseudonymise", 404);
    placed("DELETE", "/users/{name}", "/users/anna", 404);
    placed("DELETE", "/users/{name}", "/users/root", 409);
    placed("POST", "/users", "/users", 409, anna);
    placed("GET", "/roles", "/roles", 200);
    const auto sessions = m_client->get(QStringLiteral("/api/v1/sessions"));
    for (const QJsonValue &session : sessions.json().value(QStringLiteral("sessions")).toArray()) {
        const QByteArray target
            = "/sessions/" + session[QStringLiteral("id")].toString().toLatin1();
        if (!session[QStringLiteral("own")].toBool())
            placed("DELETE", "/sessions/{id}", target.constData(), 204);
    }
    placed("DELETE", "/sessions/{id}", "/sessions/0123456789ab", 404);
    placed("GET", "/sessions", "/sessions", 200);
    placed("POST", "/tokens", "/tokens", 422, "{\"name\":\"scada\",\"expires\":5}");
    placed("POST", "/tokens", "/tokens", 400, "{\"name\":\"scada\"}");
    placed("POST", "/tokens", "/tokens", 201,
           "{\"name\":\"scada\",\"write\":true,\"areas\":[\"dosing\"],\"network\":\"127.0.0.0/8\","
           "\"expires\":4102444800000}");
    placed("GET", "/tokens", "/tokens", 200);
    checkSecondFactor();
    placed("GET", "/access-report", "/access-report", 200);
    placed("GET", "/certificate", "/certificate", 200);
    placed("POST", "/certificate/reload", "/certificate/reload", 200);
    QVERIFY(QFile::remove(m_plant->folder.filePath(QStringLiteral("key.pem"))));
    placed("POST", "/certificate/reload", "/certificate/reload", 503);
    checkBackup();
    const QByteArray token = "/tokens/" + m_plant->access.tokens().constFirst().id;
    placed("DELETE", "/tokens/{id}", token.constData(), 204);
    placed("DELETE", "/tokens/{id}", token.constData(), 404);
    const QByteArray change = "{\"current\":\"" + password + "\",\"password\":\"";
    placed("POST", "/session/password", "/session/password", 422, change + password + "\"}");
    placed("POST", "/session/password", "/session/password", 201,
           change + "another one of mine\"}");
    m_client->cookie.clear(); // it ended with the password
    m_plant->access.setPassword(QStringLiteral("root"), QLatin1String(ApiPlant::kPassword))
        .waitForFinished();
    QCOMPARE(m_client->signIn(QStringLiteral("root")).status, 201);
}

void ContractTest::checkBackup()
{
    const QString path = QStringLiteral("/api/v1/backup");
    const QString each = path + QStringLiteral("/{name}");
    checked("GET", path, path, 200);
    checked("POST", path, path, 202);
    checked("GET", path, path, 200);
    const auto archives = [this, path] {
        return m_client->get(path).json().value(QStringLiteral("archives")).toArray();
    };
    QTRY_COMPARE_WITH_TIMEOUT(archives().size(), 1, 20000);
    const QString name = archives().first()[QStringLiteral("name")].toString();
    checked("GET", path, path, 200);
    checked("GET", each, path + u'/' + name, 200);
    checked("GET", each, path + QStringLiteral("/none"), 404);
}

void ContractTest::checkUserCertificates()
{
    const QString path = QStringLiteral("/api/v1/users/{name}/certificates");
    const QString all = QStringLiteral("/api/v1/users/anna/certificates");
    const QString none = QStringLiteral("/api/v1/users/none/certificates");
    const QString one = path + QStringLiteral("/{fingerprint}");
    QFile file(m_plant->folder.filePath(QStringLiteral("certificate.pem")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject good{{QStringLiteral("name"), QStringLiteral("laptop")},
                           {QStringLiteral("certificate"), QString::fromLatin1(file.readAll())}};
    const QByteArray body = QJsonDocument(good).toJson();
    checked("POST", path, all, 400, "{}");
    checked("POST", path, all, 422, "{\"name\":\"laptop\",\"certificate\":\"none\"}");
    checked("POST", path, none, 404, body);
    checked("POST", path, all, 201, body);
    checked("POST", path, all, 409, body);
    checked("GET", path, all, 200);
    checked("GET", path, none, 404);
    const QString own
        = all + u'/' + fingerprintText(m_plant->access.certificates().constFirst().fingerprint);
    checked("DELETE", one, own, 204);
    checked("DELETE", one, own, 404);
}

void ContractTest::checkSecondFactor()
{
    const QString own = QStringLiteral("/api/v1/session/second-factor");
    const QString path = QStringLiteral("/api/v1/users/{name}/second-factor");
    const QString root = QStringLiteral("/api/v1/users/root/second-factor");
    const QString removal = own + QStringLiteral("/removal");
    QByteArray secret;
    const auto begin = [this, &secret] {
        const auto begun
            = m_plant->access.beginFactor(m_client->cookie.mid(m_client->cookie.indexOf('=') + 1));
        QVERIFY(begun);
        secret = *begun;
    };
    const auto code = [this, &secret] { return totpCode(secret, totpStep(m_plant->clock.now())); };
    const auto body = [](const QString &text) { return "{\"code\":\"" + text.toLatin1() + "\"}"; };
    checked("POST", own, own, 200, "{}");
    checked("POST", own + QStringLiteral("/code"), own + QStringLiteral("/code"), 422,
            body(QStringLiteral("1")));
    begin();
    checked("POST", own + QStringLiteral("/code"), own + QStringLiteral("/code"), 200,
            body(code()));
    checked("GET", QStringLiteral("/api/v1/session"), QStringLiteral("/api/v1/session"), 200);
    checked("POST", removal, removal, 401, body(QStringLiteral("1")));
    m_plant->clock.advance(std::chrono::seconds(30));
    checked("POST", removal, removal, 204, body(code()));
    checked("POST", removal, removal, 404, body(code()));
    checked("POST", own + QStringLiteral("/code"), own + QStringLiteral("/code"), 422,
            body(QStringLiteral("1")));
    begin();
    checked("POST", own + QStringLiteral("/code"), own + QStringLiteral("/code"), 200,
            body(code()));
    checked("DELETE", path, root, 204);
    checked("DELETE", path, root, 404);
}

void ContractTest::checkProject()
{
    const QString path = QStringLiteral("/api/v1/project/files");
    const QByteArray revision = m_plant->saveProject();
    const auto put = [&](int status, const QByteArray &body, const char *query = "") {
        checked("PUT", path, path + QLatin1String(query), status, body);
    };
    const QByteArray body = m_client->get(path).body;
    checked("GET", path, path, 200);
    m_client->headers.insert("If-None-Match", '"' + revision + '"');
    checked("GET", path, path, 304);
    m_client->headers.remove("If-None-Match");
    put(428, body);
    m_client->headers.insert("If-Match", "*");
    put(400, body);
    m_client->headers.insert("If-Match", '"' + revision + '"');
    put(200, body, "?check=true");
    put(200, body);
    put(400, "[]");
    put(422, "{\"project.json\":{}}");
    m_client->headers.insert("If-Match", '"' + QByteArray(64, '0') + '"');
    put(412, body);
    m_client->headers.remove("If-Match");
}

void ContractTest::everyAnswerFitsItsSchema()
{
    const QString v1 = QStringLiteral("/api/v1");
    const auto simple
        = [&](const QByteArray &method, const char *path, int status, const QByteArray &body = {}) {
              const QString target = v1 + QLatin1String(path);
              checked(method, target, target, status, body);
          };
    const auto atRoot = [&](const char *path, int status) {
        checked("GET", QLatin1String(path), QLatin1String(path), status);
    };
    const auto placed = [&](const QByteArray &method, const char *path, const char *target,
                            int status, const QByteArray &body = {}) {
        checked(method, v1 + QLatin1String(path), v1 + QLatin1String(target), status, body);
    };
    const QByteArray password = ApiPlant::kPassword;
    const QByteArray code = m_plant->access.newSetupCode().toUtf8();
    const QByteArray admin
        = "\"user\":\"root\",\"displayName\":\"R\",\"password\":\"" + password + "\"}";
    simple("GET", "/setup", 200);
    simple("GET", "/notice", 200);
    simple("POST", "/setup", 400, "{\"code\":1}");
    simple("POST", "/setup", 403, "{\"code\":\"0000-wrong\"," + admin);
    simple("POST", "/setup", 201, "{\"code\":\"" + code + "\"," + admin);
    simple("POST", "/setup", 410, "{\"code\":\"" + code + "\"," + admin);
    simple("GET", "/setup", 410);
    simple("GET", "/session", 401);
    simple("POST", "/session", 401, "{\"user\":\"root\",\"password\":\"wrong\"}");
    simple("POST", "/session", 400, "{\"user\":\"root\"}");
    QCOMPARE(m_client->signIn(QStringLiteral("root")).status, 201);
    simple("POST", "/session", 201, "{\"user\":\"root\",\"password\":\"" + password + "\"}");
    QCOMPARE(m_client->signIn(QStringLiteral("root")).status, 201);
    simple("GET", "/session", 200);
    simple("GET", "/project", 200);
    simple("GET", "/screens", 200);
    placed("GET", "/screens/{id}", "/screens/overview", 200);
    placed("GET", "/screens/{id}", "/screens/none", 404);
    m_plant->set(QStringLiteral("level"), Value(1.25));
    m_plant->set(QStringLiteral("total"), Value(quint64(18446744073709551615ULL)));
    m_plant->set(QStringLiteral("setpoint"), Value(), {Quality::BadDeviceException, 2});
    QCoreApplication::processEvents();
    simple("GET", "/tags", 200);
    placed("GET", "/tags", "/tags?limit=0", 400);
    placed("GET", "/tags/{id}", "/tags/level", 200);
    placed("GET", "/tags/{id}", "/tags/setpoint", 200);
    placed("GET", "/tags/{id}", "/tags/none", 404);
    placed("GET", "/values", "/values?ids=level,total,setpoint", 200);
    placed("GET", "/values", "/values?ids=none", 404);
    simple("GET", "/values", 400);
    placed("POST", "/tags/{id}/write", "/tags/dose/write", 200, "{\"value\":5}");
    placed("POST", "/tags/{id}/write", "/tags/dose/write", 429, "{\"value\":5}");
    placed("POST", "/tags/{id}/write", "/tags/none/write", 404, "{\"value\":5}");
    placed("POST", "/tags/{id}/write", "/tags/level/write", 403, "{\"value\":5}");
    placed("POST", "/tags/{id}/write", "/tags/setpoint/write", 422, "{\"value\":500}");
    placed("POST", "/tags/{id}/write", "/tags/start/write", 428, "{\"value\":true}");
    placed("POST", "/tags/{id}/write", "/tags/start/write", 400, "{}");
    simple("POST", "/tags/write", 200,
           "{\"writes\":[{\"tag\":\"setpoint\",\"value\":6},{\"tag\":\"level\",\"value\":1}]}");
    simple("POST", "/tags/write", 400, "{\"writes\":[]}");
    m_client->headers.insert("Idempotency-Key", "k1");
    simple("POST", "/tags/write", 200, "{\"writes\":[{\"tag\":\"setpoint\",\"value\":7}]}");
    simple("POST", "/tags/write", 422, "{\"writes\":[{\"tag\":\"setpoint\",\"value\":8}]}");
    m_client->headers.remove("Idempotency-Key");
    m_plant->bus.next.outcome = FieldWriteResult::Outcome::DeviceException;
    m_plant->bus.next.exception = 2;
    placed("POST", "/tags/{id}/write", "/tags/setpoint/write", 200, "{\"value\":5}");
    simple("GET", "/devices", 200);
    checkApprovals();
    simple("GET", "/lockouts", 200);
    m_plant->door.lockout()
        .set({{}, QStringLiteral("otto"), m_plant->clock.now()})
        .waitForFinished();
    simple("GET", "/lockouts", 200);
    placed("POST", "/tags/{id}/write", "/tags/dose/write", 403, "{\"value\":5}");
    m_plant->door.lockout().lift({}).waitForFinished();
    simple("GET", "/northbound", 200);
    placed("GET", "/history/{id}", "/history/level", 200);
    placed("GET", "/history/{id}", "/history/none", 404);
    placed("GET", "/history/{id}", "/history/level?from=9&to=3", 400);
    simple("GET", "/audit", 200);
    placed("GET", "/audit", "/audit?action=write.result&limit=2", 200);
    placed("GET", "/audit", "/audit?limit=1001", 400);
    placed("GET", "/audit", "/audit?from=9&to=9", 400);
    placed("GET", "/history", "/history?tags=level&format=csv", 200);
    placed("GET", "/history", "/history?tags=level&format=ndjson", 200);
    placed("GET", "/history", "/history?tags=none&format=csv", 404);
    placed("GET", "/history", "/history?tags=level", 400);
    placed("GET", "/audit/export", "/audit/export?format=csv", 200);
    placed("GET", "/audit/export", "/audit/export?format=ndjson&actor=root", 200);
    placed("GET", "/audit/export", "/audit/export", 400);
    ForwardStatus place;
    place.target = QStringLiteral("journal");
    m_plant->auditLog.forwards().show(place);
    simple("GET", "/audit/forwarding", 200);
    placed("GET", "/audit/forwarding", "/audit/forwarding?more=1", 400);
    simple("GET", "/audit/verify", 200);
    simple("POST", "/audit/verify", 202);
    placed("GET", "/audit/verify", "/audit/verify?more=1", 400);
    simple("GET", "/trace", 200);
    simple("POST", "/trace", 400, "{}");
    simple("POST", "/trace", 200, "{\"enabled\":true,\"clear\":true}");
    m_plant->bus.trace().add({0,
                              {},
                              QStringLiteral("plc"),
                              TracedFrame::Direction::Received,
                              "mbtcp",
                              QByteArray::fromHex("00ff"),
                              QStringLiteral("rubbish")});
    simple("GET", "/trace", 200);
    placed("GET", "/trace", "/trace?limit=0", 400);
    simple("GET", "/trace/capture", 200);
    placed("GET", "/trace/capture", "/trace/capture?after=1", 400);
    m_plant->bus.counted = diagnosticsOfOneDevice();
    simple("GET", "/diagnostics", 200);
    placed("GET", "/diagnostics", "/diagnostics?more=1", 400);
    simple("POST", "/diagnostics/reset", 200);
    QVERIFY(m_plant->bus.counted.links.isEmpty());
    m_plant->bus.nextReply = {DiagnosisReply::Outcome::Ok,
                              0,
                              {},
                              {{QStringLiteral("queue"), QStringLiteral("queue"),
                                QJsonArray{440, 4740}, QStringLiteral("440 4740")}}};
    const auto diagnose = [&placed](const char *device, int status, const QByteArray &body) {
        placed("POST", "/devices/{id}/diagnose",
               qPrintable(QStringLiteral("/devices/%1/diagnose").arg(QLatin1String(device))),
               status, body);
    };
    diagnose("plc", 200, "{\"function\":\"fifo\",\"address\":1246}");
    diagnose("plc", 400, "{\"function\":\"fifo\"}");
    diagnose("none", 404, "{\"function\":\"status\"}");
    m_plant->bus.nextReply = {DiagnosisReply::Outcome::DeviceException, 1, {}, {}};
    diagnose("plc", 200, "{\"function\":\"status\"}");
    m_plant->bus.nextReply.outcome = DiagnosisReply::Outcome::Busy;
    diagnose("plc", 429, "{\"function\":\"status\"}");
    m_plant->bus.nextReply.outcome = DiagnosisReply::Outcome::Unavailable;
    diagnose("plc", 503, "{\"function\":\"status\"}");
    m_plant->bus.nextReply.outcome = DiagnosisReply::Outcome::Invalid;
    diagnose("plc", 422, "{\"function\":\"diagnostics\",\"subfunction\":1}");
    checkRawReads();
    checkScans();
    checkProject();
    checkUsers();
    simple("GET", "/openapi.json", 200);
    atRoot("/healthz", 200);
    atRoot("/metrics", 200);
    atRoot("/.well-known/security.txt", 404);
    m_plant->api->setSecurityContact(QUrl(QStringLiteral("mailto:security@example.org")));
    atRoot("/.well-known/security.txt", 200);
    simple("DELETE", "/session", 204);
    simple("GET", "/project", 401);
    QStringList unseen;
    for (const http::Route &route : m_plant->server.routes()) {
        if (!m_seen.contains(QLatin1String(nameOf(route.method)) + u' ' + route.pattern))
            unseen.append(route.operationId);
    }
    QCOMPARE(unseen.join(u' '), QString());
}

void ContractTest::answersOfTheFrontAreProblems_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](int status, const char *code, const QByteArray &request) {
        QTest::addRow("%d", status) << request << status << QString::fromLatin1(code);
    };
    row(405, "methodNotAllowed", "DELETE /api/v1/tags HTTP/1.1\r\nHost: localhost\r\n");
    row(413, "refused",
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n"
        "Content-Type: application/json\r\n");
    row(421, "refused", "GET /api/v1/tags HTTP/1.1\r\nHost: evil.example\r\n");
}

/// They are in no operation of the document; API.md says where they may come.
void ContractTest::answersOfTheFrontAreProblems()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_plant->server.port());
    socket.write(request + "Connection: close\r\n\r\n");
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    const QByteArray answer = socket.readAll();
    QVERIFY2(answer.startsWith("HTTP/1.1 " + QByteArray::number(status)), answer);
    const QJsonObject body
        = QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
    const QJsonValue content = m_schema->document().value(QStringLiteral(
        "components"))[QStringLiteral("responses")][QStringLiteral("Problem%1").arg(status)]
                      [QStringLiteral("content")][QStringLiteral("application/problem+json")];
    QVERIFY(content.isObject());
    QCOMPARE(m_schema->check(content[QStringLiteral("schema")].toObject(), body), QString());
    QCOMPARE(body.value(QStringLiteral("code")).toString(), code);
}

QTEST_GUILESS_MAIN(ContractTest)
#include "tst_contract.moc"
