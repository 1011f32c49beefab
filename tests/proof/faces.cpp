// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faces.h"

#include "hmi/tagitem.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <algorithm>

using namespace mws;

const QString Faces::kPassword = QStringLiteral("correct horse battery");
const QString Faces::kPin = QStringLiteral("4815");

namespace
{

constexpr qsizetype kMostInABatch = 64;

} // namespace

Faces::Faces(const Services &services, const http::Server &server, const QStringList &roles,
             const QList<OracleTag> &tags)
    : m_services(services)
    , m_server(server)
    , m_model(services.project, services.tags, services.bus)
    , m_northbound(services, roles, tags)
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
    m_actor = role;
    if (way == QLatin1String("panel"))
        return enterPanel(role);
    if (way != QLatin1String("northbound"))
        return enterWeb(role, way);
    const bool isIn = m_northbound.enter(role);
    m_actor = m_northbound.actor();
    return isIn;
}

void Faces::enterByToken(const Token &token)
{
    m_actor = token.user;
    m_stranger = std::make_unique<ApiClient>(m_server);
    m_client = m_stranger.get();
    m_client->bearer = waitFor(m_services.access.addToken(token)).value();
}

bool Faces::enterPanel(const QString &role)
{
    m_panel.reset();
    m_session = std::make_unique<Session>(m_services, m_model, Origin::Panel, QString());
    m_panel = std::make_unique<HmiContext>(*m_session);
    if (role.isEmpty())
        return true;
    m_panel->user().signInWithPin(role, kPin);
    return QTest::qWaitFor([&] { return m_panel->user().user() == role; }, 10000);
}

bool Faces::enterWeb(const QString &role, const QString &way)
{
    m_stranger = std::make_unique<ApiClient>(m_server);
    m_client = m_stranger.get();
    if (originOf(way) == QLatin1String("program") && !role.isEmpty()) {
        m_client->bearer = tokenOf(role, areasOf(way));
    } else if (!role.isEmpty()) {
        auto &seat = m_seats[role];
        if (!seat) {
            seat = std::make_unique<ApiClient>(m_server);
            if (seat->signIn(role).status != 201)
                return false;
        }
        m_client = seat.get();
    }
    m_live.reset();
    m_looked = 0;
    if (way != QLatin1String("live feed"))
        return true;
    m_live = std::make_unique<LiveClient>(*m_client, m_server);
    return QTest::qWaitFor(
        [&] { return role.isEmpty() ? m_live->hasEnded() : !m_live->messages("hello").isEmpty(); },
        10000);
}

QString Faces::write(const QString &way, const OracleTag &tag)
{
    if (way == QLatin1String("batch"))
        return byBatch({tag}).first();
    if (way == QLatin1String("live feed"))
        return byLiveFeed(tag);
    if (way == QLatin1String("northbound"))
        return byNorthbound(tag);
    return way == QLatin1String("panel") ? byPanel(tag) : byRest(tag);
}

bool Faces::sees(const QString &way, const OracleTag &tag)
{
    if (way == QLatin1String("live feed"))
        return snapshot().contains(tag.id);
    if (way == QLatin1String("panel"))
        return m_session->view()->indexOf(tag.id) != kNoTag;
    if (way == QLatin1String("northbound"))
        return m_northbound.sees(tag);
    const Reply one = m_client->get(QStringLiteral("/api/v1/tags/") + tag.id);
    const Reply value = m_client->get(QStringLiteral("/api/v1/values?ids=") + tag.id);
    if (one.status != value.status)
        qFatal("two answers about %s", qUtf8Printable(tag.id));
    return one.status == 200;
}

QJsonObject Faces::snapshot()
{
    if (m_live->hasEnded())
        return {};
    if (m_live->messages("snapshot").isEmpty())
        m_live->send("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
    if (!QTest::qWaitFor([this] { return !m_live->messages("snapshot").isEmpty(); }, 10000))
        qFatal("no snapshot");
    return m_live->messages("snapshot").first().value(QLatin1String("values")).toObject();
}

QStringList Faces::listed(const QString &way, const QList<OracleTag> &tags)
{
    QStringList ids;
    if (way == QLatin1String("live feed"))
        return snapshot().keys();
    if (way == QLatin1String("panel")) {
        const PlantViewPtr view = m_session->view();
        for (const TagIndex index : view->tags())
            ids.append(m_model.project().tag(index).id);
    } else if (way == QLatin1String("northbound")) {
        for (const OracleTag &tag : tags) {
            if (sees(way, tag))
                ids.append(tag.id);
        }
    } else {
        const QJsonObject list = m_client->get(QStringLiteral("/api/v1/tags?limit=5000")).json();
        for (const QJsonValue &item : list.value(QLatin1String("tags")).toArray())
            ids.append(item[QLatin1String("id")].toString());
    }
    return ids;
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

QStringList Faces::writeAll(const QList<OracleTag> &tags)
{
    QStringList words;
    for (qsizetype first = 0; first < tags.size(); first += kMostInABatch)
        words += byBatch(tags.mid(first, kMostInABatch));
    return words;
}

QStringList Faces::byBatch(const QList<OracleTag> &tags)
{
    QJsonArray items;
    for (const OracleTag &tag : tags)
        items.append(QJsonObject{{QStringLiteral("tag"), tag.id},
                                 {QStringLiteral("value"), tag.value},
                                 {QStringLiteral("confirmed"), true},
                                 {QStringLiteral("reason"), QStringLiteral("matrix")}});
    const QJsonObject body{{QStringLiteral("writes"), items}};
    const Reply reply
        = m_client->post(QStringLiteral("/api/v1/tags/write"), QJsonDocument(body).toJson());
    if (reply.status != 200)
        return QStringList(tags.size(), reply.code());
    QStringList words;
    for (const QJsonValue &result : reply.json().value(QLatin1String("results")).toArray())
        words.append(result[QLatin1String("problem")][QLatin1String("code")].toString());
    return words;
}

AuditEntry Faces::newestRow()
{
    const auto rows = m_services.audit.read({0, 20, {}}).result().value();
    const auto isOfSomebody = [](const AuditEntry &row) {
        return !row.action.startsWith(QLatin1String("sign.")); // these come by themselves
    };
    const auto newest = std::find_if(rows.cbegin(), rows.cend(), isOfSomebody);
    return newest == rows.cend() ? AuditEntry() : *newest;
}

/// What people read in the record, as the word that others get.
QString Faces::wordOf(const AuditEntry &row)
{
    static const QList<QPair<QString, QString>> words{
        {QStringLiteral("can only be read"), QStringLiteral("readOnly")},
        {QStringLiteral("has locked"), QStringLiteral("localOnly")},
        {QStringLiteral("the role of the certificate may not read"),
         QStringLiteral("unknownTag")}, // what it may not read is not there
        {QStringLiteral("onfirm"), QStringLiteral("needsConfirmation")},
        {QStringLiteral("reason"), QStringLiteral("needsReason")},
    };
    for (const auto &[text, word] : words) {
        if (row.detail.contains(text))
            return word;
    }
    return row.action == QLatin1String("denied") ? QStringLiteral("denied") : row.detail;
}

/// A client of the Modbus server sees an exception; which word that was is in the record. What
/// leaves no row is not in the map, as far as this client is concerned.
QString Faces::byNorthbound(const OracleTag &tag)
{
    static const QMap<int, QStringList> words{
        {1,
         {QStringLiteral("denied"), QStringLiteral("readOnly"), QStringLiteral("localOnly"),
          QStringLiteral("unknownTag")}},
        {2, {QStringLiteral("unknownTag")}},
        {3, {QStringLiteral("needsConfirmation"), QStringLiteral("needsReason")}},
    };
    const qint64 before = newestRow().id;
    const int exception = m_northbound.write(tag);
    m_actor = m_northbound.actor(); // by another address, now and then
    if (exception == 0)
        return {};
    const AuditEntry row = newestRow();
    QString word = row.id > before ? wordOf(row) : QStringLiteral("unknownTag");
    if (word == QLatin1String("denied") && !tag.writable)
        word = QStringLiteral("readOnly"); // people read which right is missing besides
    return words.value(exception).contains(word)
        ? word
        : QStringLiteral("exception %1 and %2").arg(exception).arg(word);
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
    QSignalSpy changed(m_live.get(), &LiveClient::changed);
    m_live->send(QJsonDocument(message).toJson(QJsonDocument::Compact));
    QJsonObject answer = newAnswerTo(id);
    while (answer.isEmpty() && !m_live->hasEnded() && changed.wait(10000))
        answer = newAnswerTo(id);
    if (answer.isEmpty())
        return m_live->hasEnded() ? QStringLiteral("notSignedIn") // it was closed instead
                                  : QStringLiteral("no answer");
    const QJsonValue problem = answer.value(QLatin1String("problem"));
    return problem.isUndefined() ? QString() : problem[QLatin1String("code")].toString();
}

QJsonObject Faces::newAnswerTo(int id)
{
    while (m_looked < m_live->texts.size()) {
        const QJsonObject message = QJsonDocument::fromJson(m_live->texts.at(m_looked++)).object();
        if (message.value(QLatin1String("type")).toString() == QLatin1String("written")
            && message.value(QLatin1String("id")).toInt() == id)
            return message;
    }
    return {};
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
