// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/encode.h"
#include "api/livefeed.h"
#include "session/livemodel.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace mws;

namespace
{

const QString kApi = QStringLiteral("/api/v1");

QJsonObject parsed(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QStringList keysOf(const QJsonObject &message)
{
    return message.value(QStringLiteral("values")).toObject().keys();
}

} // namespace

/// What one who may see a part of the plant is told of the rest: nothing, on no way, and not even
/// that there is more. dana sees and writes the area dosing, with the one tag dose.
class ViewTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_dana;

    /// The GET operations of the document that take no capture.
    static QStringList plainPaths()
    {
        QStringList paths;
        const QJsonObject all
            = parsed(ApiServer::openApiDocument()).value(QStringLiteral("paths")).toObject();
        for (auto it = all.begin(); it != all.end(); ++it) {
            if (it.value().toObject().contains(QStringLiteral("get")) && !it.key().contains(u'{')
                && !it.key().endsWith(QStringLiteral("openapi.json")))
                paths.append(it.key());
        }
        return paths;
    }

    /// Without the id of the answer.
    static QByteArray comparable(Reply reply, const char *id)
    {
        static const QRegularExpression instance(QStringLiteral("urn:uuid:[0-9a-f-]+"));
        return QString::fromUtf8(reply.body).remove(instance).toUtf8().replace(id, "@")
            + QByteArray::number(reply.status);
    }

    void change(const char *user, const char *role)
    {
        UserChange change;
        change.role = QLatin1String(role);
        QVERIFY(waitFor(m_plant->access.changeUser(QLatin1String(user), change)));
    }

    void connectLink(const char *detail)
    {
        Q_EMIT m_plant->bus.linkChanged(
            {QStringLiteral("plc"), LinkState::Connected, {}, {}, QLatin1String(detail)});
    }
    /// The only link in this message of the devices.
    static QJsonValue linkIn(const LiveClient &live, qsizetype message)
    {
        return live.messages("devices")[message].value(QStringLiteral("links"))[0];
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_plant->add("dana", "doser");
        for (const Tag &tag : m_plant->project->tags())
            m_plant->set(tag.id, Value(qint64(1)));
        m_dana = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_dana->signIn(QStringLiteral("dana")).status, 201);
    }

    void noAnswerNamesWhatIsHidden()
    {
        QStringList targets = plainPaths();
        QVERIFY(targets.size() > 20);
        for (const char *more :
             {"/tags/dose", "/screens/overview", "/screens/dosing", "/values?ids=dose",
              "/tags?filter=level", "/tags?area=pumping", "/tags?filter=pump", "/history/dose"})
            targets.append(kApi + QLatin1String(more));
        int seen = 0;
        for (const QString &target : targets) {
            const Reply reply = m_dana->get(target);
            seen += reply.status == 200;
            for (const char *hidden :
                 {"pumping", "energy", "level", "setpoint", "calibration", "pump1"})
                QVERIFY2(!reply.body.contains(hidden),
                         qPrintable(target + QStringLiteral(": ") + QString::fromUtf8(reply.body)));
        }
        QVERIFY(seen > 12);
    }

    void theHiddenAnswersLikeTheUnknown_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char *method, const char *target, const QByteArray &body = {}) {
            QTest::addRow("%s %s %s", method, target, body.constData())
                << QByteArray(method) << kApi + QLatin1String(target) << body;
        };
        row("GET", "/tags/@");
        row("GET", "/values?ids=@");
        row("GET", "/values?ids=dose,@");
        row("GET", "/history/@");
        row("POST", "/tags/@/write", "{\"value\":1}");
        row("POST", "/tags/@/write", "{\"value\":\"no number\"}");
        row("POST", "/tags/@/write", "{\"value\":1000000}");
        row("POST", "/tags/write", "{\"writes\":[{\"tag\":\"@\",\"value\":1}]}");
    }

    void theHiddenAnswersLikeTheUnknown()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QString, target);
        QFETCH(const QByteArray, body);
        const auto ask = [&](const char *id) {
            const Reply reply
                = m_dana->send(method, QString(target).replace(u'@', QLatin1String(id)),
                               QByteArray(body).replace("@", id));
            return comparable(reply, id);
        };
        const QByteArray unknown = ask("nothing");
        QVERIFY(unknown.contains("unknownTag"));
        for (const char *hidden : {"level", "setpoint", "start", "local", "calibration", "total"})
            QCOMPARE(ask(hidden), unknown);
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void aHiddenScreenIsNotToBeFollowed()
    {
        QCOMPARE(m_dana->get(kApi + QStringLiteral("/screens/overview")).status, 404);
        LiveClient live(*m_dana, m_plant->server);
        QTRY_COMPARE(live.messages("hello").size(), 1);
        live.send("{\"type\":\"subscribe\",\"id\":1,\"screen\":\"overview\"}");
        QTRY_COMPARE(live.messages("error").size(), 1);
        QCOMPARE(live.messages("error").constFirst()[QStringLiteral("code")].toString(),
                 QStringLiteral("unknown"));
        QVERIFY(live.messages("snapshot").isEmpty());
    }

    void theSeenIsServed()
    {
        const QJsonObject tags = m_dana->get(kApi + QStringLiteral("/tags")).json();
        QCOMPARE(tags.value(QStringLiteral("total")).toInt(), 1);
        QCOMPARE(tags.value(QStringLiteral("tags"))[0][QStringLiteral("id")].toString(),
                 QStringLiteral("dose"));
        QCOMPARE(m_dana->get(kApi + QStringLiteral("/project"))
                     .json()
                     .value(QStringLiteral("areas"))
                     .toArray(),
                 QJsonArray{QStringLiteral("dosing")});
        QCOMPARE(m_dana->write(QStringLiteral("dose"), "{\"value\":2}").status, 200);
        QCOMPARE(m_plant->bus.writes.size(), 1);
        int counted = 0;
        for (const QByteArray &line : m_dana->get(QStringLiteral("/metrics")).body.split('\n'))
            counted += line.startsWith("mws_tags{") ? line.split(' ').last().toInt() : 0;
        QCOMPARE(counted, 1);
    }

    void aScreenShowsThatSomethingIsDenied()
    {
        const auto widgets = [](ApiClient &client) {
            const QJsonObject screen = client.get(kApi + QStringLiteral("/screens/dosing")).json();
            return screen.value(QStringLiteral("groups"))[0][QStringLiteral("widgets")].toArray();
        };
        const QJsonArray seen = widgets(*m_dana);
        QCOMPARE(seen[0][QStringLiteral("denied")].toBool(true), false);
        QCOMPARE(seen[0][QStringLiteral("tags")].toArray(), QJsonArray{QStringLiteral("dose")});
        QCOMPARE(seen[1][QStringLiteral("denied")].toBool(), true);
        QVERIFY(seen[1][QStringLiteral("tags")].toArray().isEmpty());
        QVERIFY(seen[1][QStringLiteral("properties")].toObject().isEmpty());
        QCOMPARE(seen[1][QStringLiteral("title")].toString(), QStringLiteral("Both"));
        ApiClient vera(m_plant->server);
        QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
        QCOMPARE(widgets(vera)[1][QStringLiteral("tags")].toArray().size(), 2);
    }

    void aScreenOfNothingButDeniedIsNone()
    {
        const auto screens = [](ApiClient &client) {
            QStringList ids;
            const QJsonArray all = client.get(kApi + QStringLiteral("/screens"))
                                       .json()
                                       .value(QStringLiteral("screens"))
                                       .toArray();
            for (const QJsonValue &screen : all)
                ids.append(screen[QStringLiteral("id")].toString());
            return ids;
        };
        const auto start = [](ApiClient &client) {
            return client.get(kApi + QStringLiteral("/project"))
                .json()
                .value(QStringLiteral("startScreen"))
                .toString();
        };
        const QString overview = QStringLiteral("overview");
        const QString dosing = QStringLiteral("dosing");
        QCOMPARE(screens(*m_dana), QStringList{dosing});
        QCOMPARE(start(*m_dana), dosing);
        const auto ask = [this](const char *id) {
            const Reply reply = m_dana->get(kApi + QStringLiteral("/screens/") + QLatin1String(id));
            return comparable(reply, id);
        };
        QVERIFY(ask("overview").endsWith("404"));
        QCOMPARE(ask("overview"), ask("nothing"));
        ApiClient vera(m_plant->server);
        QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
        QCOMPARE(screens(vera), (QStringList{overview, dosing}));
        QCOMPARE(start(vera), overview);
    }

    void theLiveFeedLeavesItOut()
    {
        LiveClient live(*m_dana, m_plant->server);
        QTRY_COMPARE(live.messages("hello").size(), 1);
        live.send("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
        live.send("{\"type\":\"subscribe\",\"id\":2,\"screen\":\"dosing\"}");
        live.send("{\"type\":\"subscribe\",\"id\":3,\"tags\":[\"dose\",\"level\"]}");
        live.send("{\"type\":\"subscribe\",\"id\":4,\"tags\":[\"dose\",\"nothing\"]}");
        live.send("{\"type\":\"write\",\"id\":5,\"tag\":\"setpoint\",\"value\":5}");
        live.send("{\"type\":\"devices\",\"id\":6}");
        QTRY_COMPARE(live.messages("written").size(), 1);
        QTRY_COMPARE(live.messages("devices").size(), 1);
        QCOMPARE(live.messages("snapshot").size(), 2);
        for (const QJsonObject &snapshot : live.messages("snapshot"))
            QCOMPARE(keysOf(snapshot), QStringList{QStringLiteral("dose")});
        QStringList details;
        for (const QJsonObject &error : live.messages("error")) {
            QCOMPARE(error.value(QStringLiteral("code")).toString(), QStringLiteral("unknown"));
            details.append(error.value(QStringLiteral("detail")).toString());
        }
        QCOMPARE(details,
                 QStringList({QStringLiteral("there is no tag \"level\""),
                              QStringLiteral("there is no tag \"nothing\"")}));
        const QJsonValue problem
            = live.messages("written").first().value(QStringLiteral("problem"));
        QCOMPARE(problem[QStringLiteral("code")].toString(), QStringLiteral("unknownTag"));
        m_plant->set(QStringLiteral("level"), Value(3.0));
        m_plant->set(QStringLiteral("dose"), Value(qint64(7)));
        QTRY_VERIFY(!live.messages("delta").isEmpty());
        for (const QJsonObject &delta : live.messages("delta"))
            QCOMPARE(keysOf(delta), QStringList{QStringLiteral("dose")});
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void whereDevicesAreIsForThoseWhoConfigure_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<bool>("told");
        for (const char *role : {"viewer", "operator", "doser"})
            QTest::newRow(role) << QString::fromLatin1(role) << false;
        for (const char *role : {"engineer", "administrator"})
            QTest::newRow(role) << QString::fromLatin1(role) << true;
    }

    void whereDevicesAreIsForThoseWhoConfigure()
    {
        QFETCH(const QString, role);
        QFETCH(const bool, told);
        m_plant->add("anna", role.toLatin1().constData());
        ApiClient anna(m_plant->server);
        QCOMPARE(anna.signIn(QStringLiteral("anna")).status, 201);
        LiveClient live(anna, m_plant->server);
        QTRY_COMPARE(live.messages("hello").size(), 1);
        live.send("{\"type\":\"devices\",\"id\":6}");
        QTRY_COMPARE(live.messages("devices").size(), 1);
        connectLink("at 10.9.8.7");
        QTRY_COMPARE(live.messages("devices").size(), 2);
        const Reply reply = anna.get(kApi + QStringLiteral("/devices"));
        const QJsonValue asked = reply.json().value(QStringLiteral("links"))[0];
        for (const QJsonValue &link : {asked, linkIn(live, 0), linkIn(live, 1)}) {
            QCOMPARE(link[QStringLiteral("name")].toString(), QStringLiteral("PLC link"));
            QCOMPARE(link[QStringLiteral("secure")], QJsonValue(false));
            QCOMPARE(link.toObject().contains(QStringLiteral("endpoint")), told);
            QCOMPARE(link.toObject().contains(QStringLiteral("detail")), told);
        }
        if (told)
            QCOMPARE(asked[QStringLiteral("endpoint")].toString(), QStringLiteral("127.0.0.1:502"));
        QByteArray all = reply.body;
        for (const QByteArray &text : live.texts)
            all += text;
        QCOMPARE(all.contains("10.9.8.7"), told);
        QCOMPARE(all.contains("127.0.0.1"), told);
    }

    void linksInTheClearSaySo()
    {
        ProjectData data;
        const QMap<ConnectionKind, QJsonValue> expected{
            {ConnectionKind::Tcp, false},
            {ConnectionKind::RtuOverTcp, false},
            {ConnectionKind::Udp, false},
            {ConnectionKind::Tls, true},
            {ConnectionKind::Rtu, QJsonValue::Undefined},
            {ConnectionKind::Ascii, QJsonValue::Undefined}};
        for (auto it = expected.begin(); it != expected.end(); ++it) {
            Connection connection;
            connection.id = QString::number(int(it.key()));
            connection.kind = it.key();
            data.connections.append(connection);
        }
        const auto project = std::make_shared<const Project>(data);
        TagTable tags(project, m_plant->clock);
        FakeBus bus(*project);
        LiveModel model(project, tags, bus);
        for (const Connection &connection : data.connections)
            Q_EMIT bus.linkChanged({connection.id, LinkState::Connected, {}, {}});
        QByteArray out("{");
        api::appendDevices(out, model, PlantView(project, {}), api::Addresses::Hidden, {});
        const QJsonArray links = parsed(out.append('}')).value(QStringLiteral("links")).toArray();
        QCOMPARE(links.size(), expected.size());
        for (const QJsonValue &link : links) {
            const int kind = link[QStringLiteral("connection")].toString().toInt();
            QCOMPARE(link[QStringLiteral("secure")], expected[ConnectionKind(kind)]);
        }
    }

    /// Both see the same tags, so the feed goes on.
    void aFeedStopsTellingWhereDevicesAre()
    {
        m_plant->add("anna", "engineer");
        ApiClient anna(m_plant->server);
        ApiClient vera(m_plant->server);
        QCOMPARE(anna.signIn(QStringLiteral("anna")).status, 201);
        QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
        LiveClient first(anna, m_plant->server);
        LiveClient second(vera, m_plant->server);
        for (LiveClient *live : {&first, &second}) {
            QTRY_COMPARE(live->messages("hello").size(), 1);
            live->send("{\"type\":\"devices\",\"id\":6}");
            QTRY_COMPARE(live->messages("devices").size(), 1);
        }
        connectLink("at 10.9.8.7");
        QTRY_COMPARE(first.messages("devices").size(), 2);
        QTRY_COMPARE(second.messages("devices").size(), 2);
        QVERIFY(linkIn(first, 1).toObject().contains(QStringLiteral("detail")));
        QVERIFY(!linkIn(second, 1).toObject().contains(QStringLiteral("detail")));
        change("anna", "viewer");
        connectLink("at 10.9.8.6");
        QTRY_COMPARE(first.messages("devices").size(), 3);
        QVERIFY(!linkIn(first, 2).toObject().contains(QStringLiteral("detail")));
        QVERIFY(!linkIn(first, 2).toObject().contains(QStringLiteral("endpoint")));
    }

    void lockoutsOfHiddenAreasAreNotTold()
    {
        RemoteLockout &lockout = m_plant->door.lockout();
        QVERIFY(waitFor(lockout.set({QStringLiteral("pumping"), QStringLiteral("otto"), {}})));
        QVERIFY(waitFor(lockout.set({QStringLiteral("dosing"), QStringLiteral("otto"), {}})));
        LiveClient live(*m_dana, m_plant->server);
        QTRY_VERIFY(!live.messages("hello").isEmpty());
        QTRY_VERIFY(!live.messages("beat").isEmpty());
        for (const QJsonValue &told :
             {live.messages("hello").first().value(QStringLiteral("lockouts")),
              live.messages("beat").first().value(QStringLiteral("lockouts")),
              m_dana->get(kApi + QStringLiteral("/lockouts"))
                  .json()
                  .value(QStringLiteral("lockouts"))}) {
            QCOMPARE(told.toArray().size(), 1);
            QCOMPARE(told[0][QStringLiteral("area")].toString(), QStringLiteral("dosing"));
        }
    }

    /// A client that saw everything is cut off before it sees more than it may now.
    void anotherRoleEndsTheFeedWithinASecond_data()
    {
        QTest::addColumn<bool>("speaks");
        QTest::newRow("it listens") << false;
        QTest::newRow("it asks again") << true;
    }

    void anotherRoleEndsTheFeedWithinASecond()
    {
        QFETCH(const bool, speaks);
        ApiClient otto(m_plant->server);
        QCOMPARE(otto.signIn(QStringLiteral("otto")).status, 201);
        LiveClient live(otto, m_plant->server);
        QTRY_COMPARE(live.messages("hello").size(), 1);
        live.send("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
        QTRY_COMPARE(live.messages("snapshot").size(), 1);
        QVERIFY(keysOf(live.messages("snapshot").first()).contains(QStringLiteral("level")));
        change("otto", "viewer"); // sees the same: goes on
        QTest::qWait(2 * int(api::LiveFeed::kSessionCheck.count()));
        QVERIFY(!live.hasEnded());
        QElapsedTimer since;
        since.start();
        change("otto", "doser");
        const qsizetype before = live.texts.size();
        if (speaks)
            live.send("{\"type\":\"resync\",\"id\":1}");
        QTRY_VERIFY(live.hasEnded());
        QVERIFY(since.elapsed() < 1000);
        QCOMPARE(live.closeCode(), 4403);
        if (speaks)
            QCOMPARE(live.messages("snapshot").size(), 1);
        QVERIFY(live.texts.size() <= before + 1); // a beat
        // Whoever connects again sees what is left.
        LiveClient again(otto, m_plant->server);
        QTRY_COMPARE(again.messages("hello").size(), 1);
        again.send("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
        QTRY_VERIFY(!again.messages("snapshot").isEmpty());
        QCOMPARE(keysOf(again.messages("snapshot").first()), QStringList{QStringLiteral("dose")});
    }

    void restFollowsTheRoleAtOnce()
    {
        ApiClient otto(m_plant->server);
        QCOMPARE(otto.signIn(QStringLiteral("otto")).status, 201);
        QCOMPARE(otto.get(kApi + QStringLiteral("/tags/level")).status, 200);
        change("otto", "doser");
        QCOMPARE(otto.get(kApi + QStringLiteral("/tags/level")).status, 404);
        change("otto", "operator");
        QCOMPARE(otto.get(kApi + QStringLiteral("/tags/level")).status, 200);
    }

    /// Recommendations, row 13: write only from there.
    void theNetworkCounts()
    {
        m_plant->add("nina", "near");
        m_plant->add("hans", "here");
        for (const auto &[user, status] : {std::pair("nina", 403), std::pair("hans", 200)}) {
            ApiClient client(m_plant->server);
            QCOMPARE(client.signIn(QLatin1String(user)).status, 201);
            QCOMPARE(client.get(kApi + QStringLiteral("/tags/setpoint")).status, 200);
            client.headers = {{"X-Forwarded-For", "10.1.2.3"}, {"Forwarded", "for=10.1.2.3"}};
            QCOMPARE(client.write(QStringLiteral("setpoint"), "{\"value\":5}").status, status);
        }
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    /// One object for all who see the same: what the feed encodes for it is encoded once.
    void thoseWhoSeeTheSameShareIt()
    {
        m_plant->add("dirk", "doser");
        const auto view = [this](const char *user, Origin origin) {
            return m_plant->access.viewOf(
                {QLatin1String(user), {}, origin, QStringLiteral("127.0.0.1")});
        };
        const PlantViewPtr dana = view("dana", Origin::Remote);
        const PlantViewPtr vera = view("vera", Origin::Remote);
        QVERIFY(dana == view("dirk", Origin::Remote));
        QVERIFY(vera == view("root", Origin::Remote));
        QVERIFY(vera == view("nobody", Origin::Panel));
        QVERIFY(dana != vera);
        QVERIFY(view("nobody", Origin::Remote)->tags().isEmpty());
        QVERIFY(view("dana", Origin::Panel)->isWhole());
        LiveModel model(m_plant->project, m_plant->tags, m_plant->bus);
        const Services services = m_plant->services();
        api::LiveFeed feed(services, model);
        const auto channel = [&feed](const PlantViewPtr &seen) {
            api::LiveMessage message;
            message.scope = api::LiveMessage::Scope::All;
            return feed.channelFor(message, *seen).value();
        };
        QVERIFY(channel(dana) == channel(view("dirk", Origin::Remote)));
        QVERIFY(channel(dana) != channel(vera));
    }
};

QTEST_GUILESS_MAIN(ViewTest)
#include "tst_view.moc"
