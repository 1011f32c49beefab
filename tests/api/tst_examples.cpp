// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/totp.h"
#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/ratelimits.h"
#include "api/schema.h"

#include <QRegularExpression>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

struct Operation {
    QString id;
    QString path; ///< with {parameters}
    QByteArray method;
    QJsonObject description;

    [[nodiscard]] QJsonObject body() const
    {
        return description.value(QStringLiteral("requestBody"))
            .toObject()
            .value(QStringLiteral("content"))
            .toObject()
            .value(QStringLiteral("application/json"))
            .toObject();
    }
    [[nodiscard]] QJsonObject examples() const
    {
        return body().value(QStringLiteral("examples")).toObject();
    }
    [[nodiscard]] bool answers(int status) const
    {
        return description.value(QStringLiteral("responses"))
            .toObject()
            .contains(QString::number(status));
    }
    /// Where to send it, of something with that id.
    [[nodiscard]] QString target(const QString &parameter) const
    {
        static const QRegularExpression any(QStringLiteral("\\{\\w+\\}"));
        return QString(path).replace(any, parameter);
    }
};

const QString kSetup = QStringLiteral("completeSetup");

Tag criticalTag()
{
    Tag tag;
    tag.id = QStringLiteral("critical");
    tag.path = QStringLiteral("pumping/pump1/critical");
    tag.device = QStringLiteral("plc");
    tag.address = 40;
    tag.pollClass = QStringLiteral("normal");
    tag.write.enabled = true;
    tag.write.secondPerson = true;
    tag.write.confirm = Confirm::Ask;
    return tag;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

/// What the document shows by example is sent to a real server, and what it says of refusals that
/// all have in common happens.
class ExamplesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyBodyHasExamplesThatFit();
    void everyExampleGetsItsAnswer_data();
    void everyExampleGetsItsAnswer();
    void bodiesOfAnotherTypeAreRefused();
    void whoAsksTooMuchIsTold();
    void withoutADatabaseItSaysSo();

private:
    /// A plant in which the operation can succeed, and somebody signed in who may do it.
    struct Scene {
        explicit Scene(const QString &operation = {});
        void confirm();
        /// Somebody has asked for a write that wants a second person.
        void ask(const QString &user);
        [[nodiscard]] QByteArray sessionId() const;
        [[nodiscard]] QString codeOf(const QByteArray &secret) const;
        /// The body with what no document can know: codes.
        [[nodiscard]] QJsonObject made(const QString &operation, QJsonObject body);

        ApiPlant plant;
        ApiClient client;
        QString parameter = QStringLiteral("maria"); ///< what the operation is about
    };
    /// Empty: the answer is one that the document describes.
    [[nodiscard]] QString problemOf(const Operation &operation, const Reply &reply) const;

    QList<Operation> m_operations;
    std::unique_ptr<Schema> m_schema;
};

ExamplesTest::Scene::Scene(const QString &operation)
    : plant(0, operation != kSetup, ApiPlant::plainWeb(), false, {criticalTag()})
    , client(plant.server)
{
    plant.api->setRates(api::Rates::unlimited());
    plant.api->setSecurityContact(QUrl(QStringLiteral("mailto:security@example.org")));
    if (operation == kSetup)
        return;
    plant.add("maria", "operator");
    client.signIn(QStringLiteral("root"));
    if (operation == QLatin1String("writeTag") || operation == QLatin1String("readTagRaw"))
        parameter = QStringLiteral("setpoint");
    if (operation == QLatin1String("diagnoseDevice") || operation == QLatin1String("startScan"))
        parameter = QStringLiteral("plc");
    if (operation == QLatin1String("approveWrite") || operation == QLatin1String("declineWrite"))
        ask(QStringLiteral("maria"));
    if (operation == QLatin1String("withdrawWrite"))
        ask(QStringLiteral("root"));
    if (operation == QLatin1String("replaceProjectFiles"))
        client.headers.insert("If-Match", '"' + plant.saveProject() + '"');
    plant.bus.nextReply.outcome = plant.bus.nextReading.outcome = DiagnosisReply::Outcome::Ok;
}

void ExamplesTest::Scene::ask(const QString &user)
{
    ApiClient asking(plant.server);
    asking.signIn(user);
    parameter = asking.write(QStringLiteral("critical"), "{\"value\":5,\"confirmed\":true}")
                    .json()
                    .value(QStringLiteral("approval"))
                    .toString();
}

void ExamplesTest::Scene::confirm()
{
    client.post(QStringLiteral("/api/v1/session/confirm"),
                QByteArray("{\"password\":\"") + ApiPlant::kPassword + "\"}");
}

QByteArray ExamplesTest::Scene::sessionId() const
{
    return client.cookie.mid(client.cookie.indexOf('=') + 1);
}

QString ExamplesTest::Scene::codeOf(const QByteArray &secret) const
{
    return totpCode(secret, totpStep(plant.clock.now()));
}

QJsonObject ExamplesTest::Scene::made(const QString &operation, QJsonObject body)
{
    const QString code = QStringLiteral("code");
    if (operation == kSetup)
        body[code] = plant.access.newSetupCode();
    if (operation == QLatin1String("activateSecondFactor"))
        body[code] = codeOf(plant.access.beginFactor(sessionId()).value());
    if (operation == QLatin1String("removeSecondFactor")) {
        const QByteArray secret = plant.access.beginFactor(sessionId()).value();
        client.post(QStringLiteral("/api/v1/session/second-factor/code"),
                    compact({{code, codeOf(secret)}}));
        plant.clock.advance(30s);
        body[code] = codeOf(secret);
    }
    return body;
}

QString ExamplesTest::problemOf(const Operation &operation, const Reply &reply) const
{
    const QString method = QString::fromLatin1(operation.method);
    const QJsonObject response = m_schema->response(operation.path, method, reply.status);
    if (response.isEmpty())
        return QStringLiteral("%1 is not described").arg(reply.status);
    const QJsonObject content = response.value(QStringLiteral("content")).toObject();
    const QString type = QString::fromLatin1(reply.contentType).section(u';', 0, 0);
    if (content.isEmpty())
        return reply.body.isEmpty() ? QString() : QStringLiteral("there is a body");
    if (!content.contains(type))
        return type + QStringLiteral(" is not described");
    return m_schema->check(
        content.value(type).toObject().value(QStringLiteral("schema")).toObject(), reply.json());
}

void ExamplesTest::initTestCase()
{
    m_schema
        = std::make_unique<Schema>(QJsonDocument::fromJson(ApiServer::openApiDocument()).object());
    const QJsonObject paths = m_schema->document().value(QStringLiteral("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path.value().toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            const QJsonObject operation = method.value().toObject();
            m_operations.append({operation.value(QStringLiteral("operationId")).toString(),
                                 path.key(), method.key().toUpper().toLatin1(), operation});
        }
    }
}

void ExamplesTest::everyBodyHasExamplesThatFit()
{
    int found = 0;
    for (const Operation &operation : std::as_const(m_operations)) {
        if (operation.body().isEmpty())
            continue;
        QVERIFY2(!operation.examples().isEmpty(), qPrintable(operation.id));
        const QJsonObject schema = operation.body().value(QStringLiteral("schema")).toObject();
        bool isGood = false;
        const QJsonObject examples = operation.examples();
        for (const QJsonValue &example : examples) {
            const QString problem
                = m_schema->check(schema, example[QStringLiteral("value")].toObject());
            QVERIFY2(problem.isEmpty(), qPrintable(operation.id + u' ' + problem));
            isGood = isGood || example[QStringLiteral("x-answer")].toInt() < 300;
            ++found;
        }
        QVERIFY2(isGood, qPrintable(operation.id + QStringLiteral(" has no good example")));
    }
    QVERIFY(found >= 20);
}

void ExamplesTest::everyExampleGetsItsAnswer_data()
{
    QTest::addColumn<int>("operation");
    QTest::addColumn<QString>("example");
    for (int number = 0; number < m_operations.size(); ++number) {
        const QStringList examples = m_operations[number].examples().keys();
        for (const QString &example : examples)
            QTest::addRow("%s: %s", qPrintable(m_operations[number].id), qPrintable(example))
                << number << example;
    }
}

void ExamplesTest::everyExampleGetsItsAnswer()
{
    QFETCH(int, operation);
    QFETCH(QString, example);
    const Operation &sent = m_operations[operation];
    const QJsonObject shown = sent.examples().value(example).toObject();
    Scene scene(sent.id);
    scene.confirm();
    const QJsonObject body = scene.made(sent.id, shown.value(QStringLiteral("value")).toObject());
    const Reply reply = scene.client.send(sent.method, sent.target(scene.parameter), compact(body));
    QVERIFY2(reply.status == shown.value(QStringLiteral("x-answer")).toInt(),
             QByteArray::number(reply.status) + ' ' + reply.body);
    const QString problem = problemOf(sent, reply);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void ExamplesTest::bodiesOfAnotherTypeAreRefused()
{
    Scene scene;
    scene.client.headers.insert("Content-Type", "text/plain");
    int found = 0;
    for (const Operation &operation : std::as_const(m_operations)) {
        if (!operation.answers(415))
            continue;
        const Reply reply
            = scene.client.send(operation.method, operation.target(QStringLiteral("maria")), "{}");
        QVERIFY2(reply.status == 415, qPrintable(operation.id));
        const QString problem = problemOf(operation, reply);
        QVERIFY2(problem.isEmpty(), qPrintable(operation.id + u' ' + problem));
        ++found;
    }
    QVERIFY(found >= 15);
}

void ExamplesTest::whoAsksTooMuchIsTold()
{
    Scene scene;
    api::Rates one;
    for (api::ClassRates &rates : one.classes)
        rates.address = {1, Milliseconds(1h)};
    for (const Operation &operation : std::as_const(m_operations)) {
        if (!operation.answers(429))
            continue;
        scene.plant.api->setRates(one);
        const QString target = operation.target(QStringLiteral("nobody"));
        const QByteArray body = operation.method == "GET" ? QByteArray() : "{}";
        (void)scene.client.send(operation.method, target, body);
        const Reply reply = scene.client.send(operation.method, target, body);
        QVERIFY2(reply.status == 429,
                 qPrintable(operation.id + QStringLiteral(" %1").arg(reply.status)));
        QVERIFY2(reply.retryAfter.toInt() > 0, qPrintable(operation.id));
        const QString problem = problemOf(operation, reply);
        QVERIFY2(problem.isEmpty(), qPrintable(operation.id + u' ' + problem));
    }
}

void ExamplesTest::withoutADatabaseItSaysSo()
{
    QStringList told;
    for (const Operation &operation : std::as_const(m_operations)) {
        if (!operation.answers(503) || operation.examples().isEmpty())
            continue;
        Scene scene(operation.id);
        scene.confirm();
        const QString example = operation.examples().keys().constFirst();
        const QJsonObject body = scene.made(operation.id,
                                            operation.examples()
                                                .value(example)
                                                .toObject()
                                                .value(QStringLiteral("value"))
                                                .toObject());
        scene.plant.store.close();
        const Reply reply
            = scene.client.send(operation.method, operation.target(scene.parameter), compact(body));
        const QString problem = problemOf(operation, reply);
        QVERIFY2(problem.isEmpty(), qPrintable(operation.id + u' ' + problem));
        if (reply.status == 503)
            told.append(operation.id);
        else
            qInfo("%s: %d without a database", qPrintable(operation.id), reply.status);
    }
    for (const char *writing :
         {"createUser", "changeUser", "resetPassword", "setPin", "createToken"})
        QVERIFY2(told.contains(QLatin1String(writing)), writing);
}

QTEST_GUILESS_MAIN(ExamplesTest)
#include "tst_examples.moc"
