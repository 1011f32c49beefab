// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faces.h"

#include "hmi/tagitem.h"

#include <QJsonArray>
#include <QSignalSpy>

using namespace mws;

const QString Faces::kModbusClient = QStringLiteral("modbus:127.0.0.1");
const QString Faces::kPassword = QStringLiteral("correct horse battery");
const QString Faces::kPin = QStringLiteral("4815");

Faces::Faces(const Services &services, const http::Server &server)
    : m_services(services)
    , m_server(server)
    , m_model(services.project, services.tags, services.bus)
{
}

Faces::~Faces() = default;

QStringList Faces::ways()
{
    return {QStringLiteral("REST"),
            QStringLiteral("batch"),
            QStringLiteral("live feed"),
            QStringLiteral("token"),
            QStringLiteral("token of an area"),
            QStringLiteral("panel"),
            QStringLiteral("northbound")};
}

QString Faces::originOf(const QString &way)
{
    static const QMap<QString, QString> others{
        {QStringLiteral("token"), QStringLiteral("program")},
        {QStringLiteral("token of an area"), QStringLiteral("program")},
        {QStringLiteral("panel"), QStringLiteral("panel")},
        {QStringLiteral("northbound"), QStringLiteral("modbus")},
    };
    return others.value(way, QStringLiteral("remote"));
}

bool Faces::enter(const QString &role, const QString &way)
{
    m_client = std::make_unique<ApiClient>(m_server);
    m_panel.reset();
    m_session = std::make_unique<Session>(m_services, m_model, Origin::Panel, QString());
    m_panel = std::make_unique<HmiContext>(*m_session);
    m_northbound = std::make_unique<Session>(m_services, m_model, Origin::Modbus,
                                             QStringLiteral("127.0.0.1"));
    m_northbound->actAs(kModbusClient, role);
    if (!role.isEmpty()) {
        const int status = m_client->signIn(role).status;
        if (originOf(way) == QLatin1String("program"))
            m_client->bearer = tokenOf(role, areasOf(way));
        m_panel->user().signInWithPin(role, kPin);
        if (status != 201
            || !QTest::qWaitFor([&] { return m_panel->user().user() == role; }, 10000))
            return false;
    }
    m_live = std::make_unique<LiveClient>(*m_client, m_server);
    return QTest::qWaitFor(
        [&] { return role.isEmpty() ? m_live->hasEnded() : !m_live->messages("hello").isEmpty(); },
        10000);
}

QString Faces::write(const QString &way, const OracleTag &tag)
{
    if (way == QLatin1String("batch"))
        return byBatch(tag);
    if (way == QLatin1String("live feed"))
        return byLiveFeed(tag);
    if (way == QLatin1String("northbound"))
        return byNorthbound(tag);
    return way == QLatin1String("panel") ? byPanel(tag) : byRest(tag);
}

bool Faces::sees(const QString &way, const OracleTag &tag)
{
    if (way == QLatin1String("live feed")) {
        if (m_live->hasEnded())
            return false;
        if (m_live->messages("snapshot").isEmpty())
            m_live->send("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
        if (!QTest::qWaitFor([this] { return !m_live->messages("snapshot").isEmpty(); }, 10000))
            qFatal("no snapshot");
        return m_live->messages("snapshot")
            .first()
            .value(QLatin1String("values"))
            .toObject()
            .contains(tag.id);
    }
    if (way == QLatin1String("panel"))
        return m_session->view()->indexOf(tag.id) != kNoTag;
    if (way == QLatin1String("northbound"))
        return m_northbound->view()->indexOf(tag.id) != kNoTag;
    const Reply one = m_client->get(QStringLiteral("/api/v1/tags/") + tag.id);
    const Reply value = m_client->get(QStringLiteral("/api/v1/values?ids=") + tag.id);
    if (one.status != value.status)
        qFatal("two answers about %s", qUtf8Printable(tag.id));
    return one.status == 200;
}

QStringList Faces::areasOf(const QString &way)
{
    return way == QLatin1String("token of an area") ? QStringList{QStringLiteral("intake")}
                                                    : QStringList();
}

QByteArray Faces::tokenOf(const QString &user, const QStringList &areas)
{
    QByteArray &token = m_tokens[user + QLatin1Char(' ') + areas.join(QLatin1Char(' '))];
    if (token.isEmpty()) {
        Token made;
        made.user = user;
        made.name = QStringLiteral("matrix");
        made.mayWrite = true;
        made.areas = areas;
        made.expires = m_services.clock.now() + std::chrono::hours(1);
        token = waitFor(m_services.access.addToken(made)).value();
    }
    return token;
}

QString Faces::byBatch(const OracleTag &tag)
{
    const QJsonObject item{{QStringLiteral("tag"), tag.id},
                           {QStringLiteral("value"), tag.value},
                           {QStringLiteral("confirmed"), true},
                           {QStringLiteral("reason"), QStringLiteral("matrix")}};
    const QJsonObject body{{QStringLiteral("writes"), QJsonArray{item}}};
    const Reply reply
        = m_client->post(QStringLiteral("/api/v1/tags/write"), QJsonDocument(body).toJson());
    if (reply.status != 200)
        return reply.code();
    const QJsonValue result = reply.json().value(QLatin1String("results"))[0];
    return result[QLatin1String("problem")][QLatin1String("code")].toString();
}

QString Faces::byNorthbound(const OracleTag &tag)
{
    const QList<WriteReply> replies = waitFor(m_northbound->writeAll({{tag.id, tag.value}}));
    return replies.first().outcome == WriteReply::Outcome::Refused ? replies.first().problem
                                                                   : QString();
}

QString Faces::byRest(const OracleTag &tag)
{
    const QJsonObject body{{QStringLiteral("value"), tag.value},
                           {QStringLiteral("confirmed"), true},
                           {QStringLiteral("reason"), QStringLiteral("matrix")}};
    const Reply reply = m_client->write(tag.id, QJsonDocument(body).toJson());
    return reply.status == 200 ? QString() : reply.code();
}

QString Faces::byLiveFeed(const OracleTag &tag)
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
QString Faces::byPanel(const OracleTag &tag)
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
