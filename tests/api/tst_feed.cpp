// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiplant.h"
#include "api/livefeed.h"
#include "session/livemodel.h"
#include "session/session.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <memory>
#include <vector>

using namespace mws;

namespace
{

/// A socket whose queue is as long as the test wants.
class HeldSocket final : public http::Socket
{
public:
    explicit HeldSocket(QList<QByteArray> &sent)
        : m_sent(sent)
    {
    }
    void sendText(const QByteArray &utf8) override
    {
        m_sent.append(utf8);
        if (closesOnSend)
            Q_EMIT closed();
    }
    [[nodiscard]] qint64 bytesQueued() const override { return queued; }
    void close(int code, const QString &) override { closeCode = code; }
    void receive(const QByteArray &text) { Q_EMIT textReceived(text); }
    void drain()
    {
        queued = 0;
        Q_EMIT bytesSent();
    }

    qint64 queued = 0;
    int closeCode = 0;
    bool closesOnSend = false;

private:
    QList<QByteArray> &m_sent;
};

} // namespace

/// What the feed does with slow readers, large snapshots and equal subscriptions.
class FeedTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void conflatesForASlowReader();
    void sharesOneEncoding();
    void splitsALargeSnapshot();
    void survivesASocketThatClosesWhileSending();
    void limitsWaitingWrites();
    void malformedMessagesDoNotFillTheAudit();

private:
    struct Client {
        QList<QByteArray> sent;
        HeldSocket *socket = nullptr;
        [[nodiscard]] QList<QJsonObject> data() const;
    };

    void build(int extraTags);
    void connectClient(Client &client);
    void change(double value);

    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<LiveModel> m_model;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<api::LiveFeed> m_feed;
    QByteArray m_sessionId;
};

QList<QJsonObject> FeedTest::Client::data() const
{
    QList<QJsonObject> found;
    for (const QByteArray &text : sent) {
        const QJsonObject object = QJsonDocument::fromJson(text).object();
        if (object.contains(QStringLiteral("seq")))
            found.append(object);
    }
    return found;
}

void FeedTest::init()
{
    build(0);
}

void FeedTest::build(int extraTags)
{
    m_feed.reset();
    m_model.reset();
    m_plant = std::make_unique<ApiPlant>(extraTags);
    m_services = std::make_unique<Services>(m_plant->services());
    m_model = std::make_unique<LiveModel>(m_plant->project, m_plant->tags, m_plant->bus);
    m_feed = std::make_unique<api::LiveFeed>(*m_services, *m_model);
    const auto signedIn
        = waitFor(m_plant->access.signIn(QStringLiteral("otto"), QLatin1String(ApiPlant::kPassword),
                                         Origin::Remote, QStringLiteral("127.0.0.1")));
    QVERIFY(signedIn);
    m_sessionId = signedIn->sessionId;
}

void FeedTest::connectClient(Client &client)
{
    auto socket = std::make_unique<HeldSocket>(client.sent);
    client.socket = socket.get();
    auto session = std::make_unique<Session>(*m_services, *m_model, Origin::Remote,
                                             QStringLiteral("127.0.0.1"));
    QVERIFY(session->resume(m_sessionId));
    m_feed->add(std::move(socket), std::move(session));
    QCOMPARE(client.sent.size(), 1);
    QVERIFY(client.sent.first().startsWith("{\"type\":\"hello\""));
}

void FeedTest::change(double value)
{
    m_plant->set(QStringLiteral("level"), Value(value));
}

void FeedTest::conflatesForASlowReader()
{
    Client slow;
    Client quick;
    for (Client *client : {&slow, &quick}) {
        connectClient(*client);
        client->socket->receive(
            "{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\"],\"maxRate\":20}");
        QTRY_COMPARE(client->data().size(), 1);
    }
    slow.socket->queued = 256 * 1024 + 1;
    for (int n = 1; n <= 4; ++n) {
        change(n);
        QTRY_COMPARE(quick.data().size(), n + 1);
    }
    QCOMPARE(slow.data().size(), 1);
    slow.socket->drain();
    QTRY_COMPARE(slow.data().size(), 2);
    const QJsonObject caughtUp = slow.data().last();
    QCOMPARE(caughtUp.value(QStringLiteral("type")).toString(), QStringLiteral("snapshot"));
    QCOMPARE(caughtUp.value(QStringLiteral("seq")).toInt(), 2);
    QCOMPARE(caughtUp.value(QStringLiteral("values"))[QStringLiteral("level")][QStringLiteral("v")],
             QJsonValue(4));
    change(5);
    QTRY_COMPARE(slow.data().size(), 3);
    QCOMPARE(slow.data().last().value(QStringLiteral("type")).toString(), QStringLiteral("delta"));
    QCOMPARE(slow.data().last().value(QStringLiteral("seq")).toInt(), 3);
}

void FeedTest::sharesOneEncoding()
{
    Client first;
    Client second;
    for (Client *client : {&first, &second}) {
        connectClient(*client);
        client->socket->receive("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
    }
    change(8.5);
    QTRY_COMPARE(first.data().size(), 2);
    QTRY_COMPARE(second.data().size(), 2);
    QCOMPARE(first.sent.last(), second.sent.last());
    // The very same bytes in memory: nothing was encoded twice.
    QCOMPARE(static_cast<const void *>(first.sent.last().constData()),
             static_cast<const void *>(second.sent.last().constData()));
}

void FeedTest::splitsALargeSnapshot()
{
    build(30000);
    Client client;
    connectClient(client);
    client.socket->receive("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
    QSet<QString> seen;
    const QList<QJsonObject> messages = client.data();
    QVERIFY(messages.size() > 1);
    for (qsizetype n = 0; n < messages.size(); ++n) {
        QCOMPARE(messages[n].value(QStringLiteral("type")).toString(),
                 n == 0 ? QStringLiteral("snapshot") : QStringLiteral("delta"));
        QCOMPARE(messages[n].value(QStringLiteral("seq")).toInt(), int(n) + 1);
        for (const QString &id : messages[n].value(QStringLiteral("values")).toObject().keys())
            seen.insert(id);
    }
    QCOMPARE(seen.size(), 30008);
    for (const QByteArray &text : std::as_const(client.sent))
        QVERIFY(text.size() < 768 * 1024);
}

void FeedTest::survivesASocketThatClosesWhileSending()
{
    Client dying;
    Client living;
    for (Client *client : {&dying, &living}) {
        connectClient(*client);
        client->socket->receive(
            "{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\"],\"maxRate\":20}");
    }
    dying.socket->closesOnSend = true;
    change(1);
    QTRY_COMPARE(living.data().size(), 2);
    change(2);
    QTRY_COMPARE(living.data().size(), 3);
    QCOMPARE(dying.data().size(), 2);
}

void FeedTest::limitsWaitingWrites()
{
    Client client;
    connectClient(client);
    for (int n = 0; n < 17; ++n)
        client.socket->receive("{\"type\":\"write\",\"id\":" + QByteArray::number(n)
                               + ",\"tag\":\"setpoint\",\"value\":5}");
    QTRY_COMPARE(client.sent.size(), 18);
    int busy = 0;
    for (const QByteArray &text : std::as_const(client.sent))
        busy += text.contains("\"busy\"") ? 1 : 0;
    QCOMPARE(busy, 1);
    QCOMPARE(m_plant->bus.writes.size(), 16);
    // What has its answer waits no longer.
    client.socket->receive("{\"type\":\"write\",\"id\":17,\"tag\":\"setpoint\",\"value\":5}");
    QTRY_COMPARE(client.sent.size(), 19);
    QVERIFY2(client.sent.last().contains("\"ok\""), client.sent.last());
    QCOMPARE(m_plant->bus.writes.size(), 17);
}

void FeedTest::malformedMessagesDoNotFillTheAudit()
{
    const auto rows = [this] {
        const QList<AuditEntry> newest = m_plant->audit();
        return newest.isEmpty() ? 0 : newest.first().id;
    };
    const qint64 before = rows();
    std::vector<std::unique_ptr<Client>> clients;
    const auto misbehave = [this, &clients] {
        clients.push_back(std::make_unique<Client>());
        connectClient(*clients.back());
        for (int n = 0; n < 3; ++n)
            clients.back()->socket->receive("nonsense");
        QCOMPARE(clients.back()->socket->closeCode, 1008);
    };
    for (int n = 0; n < 400; ++n)
        misbehave();
    QCOMPARE(rows() - before, api::DenialBudget::kBurst);
    m_plant->clock.advance(api::DenialBudget::kRefill);
    misbehave();
    QVERIFY(m_plant->audit().first().detail.contains(QStringLiteral("200 more")));
}

QTEST_GUILESS_MAIN(FeedTest)
#include "tst_feed.moc"
