// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/context.h"
#include "api/idempotency.h"
#include "core/future.h"

#include <QTest>

using namespace mws;
using api::IdempotencyBook;
using namespace std::chrono_literals;

namespace
{

const QString kBatch = QStringLiteral("/api/v1/tags/write");

QByteArray batch(const QByteArray &items)
{
    return "{\"writes\":[" + items + "]}";
}

http::Request requestWith(const QByteArray &key, const QByteArray &body = "{}")
{
    http::Request request;
    request.path = kBatch;
    request.headers.insert("idempotency-key", key);
    request.body = body;
    return request;
}

} // namespace

/// Several values in one request, each through the door alone; and requests that come twice.
class BatchTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_client;

    Reply post(const QByteArray &body, const QByteArray &key = {})
    {
        m_client->headers.remove("Idempotency-Key");
        if (!key.isEmpty())
            m_client->headers.insert("Idempotency-Key", key);
        return m_client->post(kBatch, body);
    }
    PlantViewPtr all() const
    {
        return std::make_shared<PlantView>(m_plant->project,
                                           QBitArray(m_plant->project->tagCount(), true));
    }
    /// "ok" or the code of the problem, of each item.
    static QStringList outcomes(const Reply &reply)
    {
        QStringList all;
        const QJsonArray results = reply.json().value(QStringLiteral("results")).toArray();
        for (const QJsonValue &item : results)
            all.append(item[QStringLiteral("outcome")].toString()
                       + item[QStringLiteral("problem")][QStringLiteral("code")].toString());
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_client = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_client->signIn(QStringLiteral("otto")).status, 201);
    }

    void everyItemHasItsOwnResult()
    {
        const Reply reply = post(batch("{\"tag\":\"setpoint\",\"value\":5},"
                                       "{\"tag\":\"setpoint\",\"value\":500},"
                                       "{\"tag\":\"none\",\"value\":1},"
                                       "{\"tag\":\"level\",\"value\":1},"
                                       "{\"tag\":\"start\",\"value\":true},"
                                       "{\"tag\":\"start\",\"value\":true,\"confirmed\":true},"
                                       "{\"tag\":\"local\",\"value\":1},"
                                       "{\"tag\":\"dose\",\"value\":7}"));
        QCOMPARE(reply.status, 200);
        QCOMPARE(outcomes(reply),
                 (QStringList{QStringLiteral("ok"), QStringLiteral("outOfRange"),
                              QStringLiteral("unknownTag"), QStringLiteral("readOnly"),
                              QStringLiteral("needsConfirmation"), QStringLiteral("ok"),
                              QStringLiteral("denied"), QStringLiteral("ok")}));
        QCOMPARE(m_plant->bus.writes.size(), 3);
        const QJsonArray results = reply.json().value(QStringLiteral("results")).toArray();
        QCOMPARE(results[0][QStringLiteral("written")].toDouble(), 5.0);
        QCOMPARE(results[7][QStringLiteral("tag")].toString(), QStringLiteral("dose"));
        QCOMPARE(m_plant->audit(QStringLiteral("write.intended")).size(), 3);
        QCOMPARE(m_plant->audit(QStringLiteral("write.result")).size(), 3);
        QCOMPARE(m_plant->audit(QStringLiteral("write.refused")).size(), 3);
        QCOMPARE(m_plant->audit(QStringLiteral("denied")).size(), 2);
    }

    void malformedOnesWriteNothing_data()
    {
        QTest::addColumn<QByteArray>("body");
        const QByteArray good = "{\"tag\":\"setpoint\",\"value\":5}";
        QTest::newRow("none") << batch({});
        QTest::newRow("no list") << QByteArray("{\"writes\":5}");
        QTest::newRow("missing") << QByteArray("{}");
        QTest::newRow("no object") << batch(good + ",5");
        QTest::newRow("no tag") << batch(good + ",{\"value\":5}");
        QTest::newRow("no value") << batch(good + ",{\"tag\":\"setpoint\"}");
        QTest::newRow("unknown key") << batch(good + ",{\"tag\":\"x\",\"value\":1,\"force\":true}");
        QTest::newRow("too many") << batch(QByteArrayList(65, good).join(','));
    }

    void malformedOnesWriteNothing()
    {
        QFETCH(const QByteArray, body);
        QCOMPARE(post(body).status, 400);
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(m_plant->audit(QStringLiteral("denied")).size(), 1);
    }

    void aKeyWritesOnce()
    {
        const QByteArray five = batch("{\"tag\":\"setpoint\",\"value\":5}");
        const Reply first = post(five, "k1");
        QCOMPARE(outcomes(first), QStringList{QStringLiteral("ok")});
        QCOMPARE(post(five, "k1").body, first.body);
        QCOMPARE(m_plant->bus.writes.size(), 1);
        const Reply other = post(batch("{\"tag\":\"setpoint\",\"value\":6}"), "k1");
        QCOMPARE(other.status, 422);
        QCOMPARE(other.code(), QStringLiteral("keyReused"));
        m_client->headers.insert("Idempotency-Key", "k1");
        QCOMPARE(m_client->write(QStringLiteral("setpoint"), "{\"value\":5}").code(),
                 QStringLiteral("keyReused"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
        QCOMPARE(outcomes(post(five, "k2")), QStringList{QStringLiteral("ok")});
        QCOMPARE(m_plant->bus.writes.size(), 2);
    }

    void aKeyBelongsToItsUser()
    {
        const QByteArray five = batch("{\"tag\":\"setpoint\",\"value\":5}");
        QCOMPARE(post(five, "k1").status, 200);
        ApiClient other(m_plant->server);
        QCOMPARE(other.signIn(QStringLiteral("root")).status, 201);
        other.headers.insert("Idempotency-Key", "k1");
        QCOMPARE(other.post(kBatch, five).status, 200);
        QCOMPARE(m_plant->bus.writes.size(), 2);
    }

    /// A refusal of the guard comes before any answer of another time.
    void aKeyIsNoRight()
    {
        const QByteArray five = batch("{\"tag\":\"setpoint\",\"value\":5}");
        QCOMPARE(post(five, "k1").status, 200);
        UserChange change;
        change.role = QStringLiteral("viewer");
        QVERIFY(bool(waitFor(m_plant->access.changeUser(QStringLiteral("otto"), change))));
        QCOMPARE(post(five, "k1").status, 403);
    }

    void badKeysAreRefused()
    {
        const QByteArray five = batch("{\"tag\":\"setpoint\",\"value\":5}");
        QCOMPARE(post(five, QByteArray(65, 'k')).code(), QStringLiteral("invalidParameter"));
        QCOMPARE(post(five, "a b").code(), QStringLiteral("invalidParameter"));
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void theBookKeepsTenMinutes()
    {
        QObject owner;
        IdempotencyBook book(m_plant->clock, owner);
        int done = 0;
        const auto ask = [&](const QByteArray &key, int status = 200) {
            auto answer = book.answer(QStringLiteral("otto"), all(), requestWith(key), [&] {
                http::Response response;
                response.status = status;
                response.body = QByteArray::number(++done);
                return api::now(response);
            });
            if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }))
                qFatal("no answer");
            return answer.result().body;
        };
        QCOMPARE(ask("a"), QByteArray("1"));
        QCOMPARE(ask("a"), QByteArray("1"));
        m_plant->clock.advance(9min + 59s);
        QCOMPARE(ask("a"), QByteArray("1"));
        m_plant->clock.advance(1s);
        QCOMPARE(ask("a"), QByteArray("2"));
        QCOMPARE(ask("busy", 429), QByteArray("3"));
        QCOMPARE(ask("busy", 503), QByteArray("4"));
        QCOMPARE(ask("busy", 422), QByteArray("5"));
        QCOMPARE(ask("busy", 200), QByteArray("5"));
        for (int i = 0; i < IdempotencyBook::kMaxKeys; ++i)
            (void)ask("n" + QByteArray::number(i));
        const int before = done;
        QVERIFY(ask("more").contains("tooMany"));
        QCOMPARE(done, before);
    }

    /// The answer holds values that may be seen no more.
    void anotherViewGetsNoOldAnswer()
    {
        QObject owner;
        IdempotencyBook book(m_plant->clock, owner);
        int calls = 0;
        const auto ask = [&](const PlantViewPtr &view) {
            return book
                .answer(QStringLiteral("otto"), view, requestWith("a"),
                        [&] {
                            ++calls;
                            return api::now(http::Response::json(QByteArray("{}")));
                        })
                .result();
        };
        QCOMPARE(ask(all()).status, 200);
        QBitArray fewer(m_plant->project->tagCount(), true);
        fewer.clearBit(0);
        QCOMPARE(ask(std::make_shared<PlantView>(m_plant->project, fewer)).status, 403);
        QCOMPARE(ask(all()).status, 200); // the same again, though another object
        QCOMPARE(calls, 1);
    }

    /// The second one waits for the answer to the first.
    void theFirstIsStillOnItsWay()
    {
        QObject owner;
        IdempotencyBook book(m_plant->clock, owner);
        Promise<http::Response> slow;
        int calls = 0;
        const auto perform = [&] {
            ++calls;
            return slow.future();
        };
        const auto first = book.answer(QStringLiteral("otto"), all(), requestWith("a"), perform);
        const auto second = book.answer(QStringLiteral("otto"), all(), requestWith("a"), perform);
        QVERIFY(!second.isFinished());
        slow.finish(http::Response::json(QByteArray("{}")));
        QTRY_VERIFY(first.isFinished() && second.isFinished());
        QCOMPARE(second.result().body, first.result().body);
        QCOMPARE(calls, 1);
    }
};

QTEST_GUILESS_MAIN(BatchTest)
#include "tst_batch.moc"
