// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/livemessage.h"
#include "api/reader.h"

#include <QTest>

using namespace mws;
using namespace mws::api;

/// The shapes of requests and of live messages, without a server.
class MessageTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsSubscribe();
    void refusesShapes_data();
    void refusesShapes();
    void readsQuery();
    void refusesQueries_data();
    void refusesQueries();
};

void MessageTest::readsSubscribe()
{
    const auto result = readLiveMessage(
        "{\"type\":\"subscribe\",\"id\":7,\"tags\":[\"a\",\"b\"],\"maxRate\":20}");
    QCOMPARE(result.violation, QString());
    QCOMPARE(result.id, std::optional<qint64>(7));
    QCOMPARE(result.message.tags, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    QCOMPARE(result.message.maxRate, 20);
}

void MessageTest::refusesShapes_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("empty", "");
    row("no object", "[1]");
    row("no type", "{}");
    row("unknown type", "{\"type\":\"execute\",\"id\":1}");
    row("type is a number", "{\"type\":1}");
    row("unknown key", "{\"type\":\"ping\",\"id\":1}");
    row("duplicate key", "{\"type\":\"ping\",\"type\":\"ping\"}");
    row("not a number", "{\"type\":\"write\",\"id\":1,\"tag\":\"a\",\"value\":NaN}");
    row("no id", "{\"type\":\"unsubscribe\"}");
    row("fractional id", "{\"type\":\"unsubscribe\",\"id\":1.5}");
    row("negative id", "{\"type\":\"unsubscribe\",\"id\":-1}");
    row("text id", "{\"type\":\"unsubscribe\",\"id\":\"1\"}");
    row("nothing wanted", "{\"type\":\"subscribe\",\"id\":1}");
    row("two scopes", "{\"type\":\"subscribe\",\"id\":1,\"all\":true,\"screen\":\"a\"}");
    row("all is false", "{\"type\":\"subscribe\",\"id\":1,\"all\":false}");
    row("no tags", "{\"type\":\"subscribe\",\"id\":1,\"tags\":[]}");
    row("tag is a number", "{\"type\":\"subscribe\",\"id\":1,\"tags\":[1]}");
    row("rate 0", "{\"type\":\"subscribe\",\"id\":1,\"all\":true,\"maxRate\":0}");
    row("rate 21", "{\"type\":\"subscribe\",\"id\":1,\"all\":true,\"maxRate\":21}");
    row("no value", "{\"type\":\"write\",\"id\":1,\"tag\":\"a\"}");
    row("confirmed is a text",
        "{\"type\":\"write\",\"id\":1,\"tag\":\"a\",\"value\":1,\"confirmed\":\"yes\"}");
    QByteArray many("{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"a\"");
    for (int n = 0; n < LiveMessage::kMaxTags; ++n)
        many += ",\"a\"";
    row("2001 tags", many + "]}");
}

void MessageTest::refusesShapes()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!readLiveMessage(text).violation.isEmpty());
}

void MessageTest::readsQuery()
{
    http::Request request;
    request.query = QUrlQuery(QStringLiteral("a=5&b=x%2Cy"));
    QueryReader reader(request, {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
    QCOMPARE(reader.integer(QStringLiteral("a"), 0, 1, 5), 5);
    QCOMPARE(reader.text(QStringLiteral("b"), 3), QStringLiteral("x,y"));
    QCOMPARE(reader.integer(QStringLiteral("c"), 9, 1, 5), 9);
    QVERIFY(!reader.refusal());
}

void MessageTest::refusesQueries_data()
{
    QTest::addColumn<QString>("query");
    for (const char *query : {"a=", "a=1.5", "a=6", "a=0", "a=1&a=1", "z=1", "a=0x5", "a=1e0",
                              "a=99999999999999999999", "a=1%20OR%201=1"})
        QTest::newRow(query) << QString::fromLatin1(query);
}

void MessageTest::refusesQueries()
{
    QFETCH(const QString, query);
    http::Request request;
    request.query = QUrlQuery(query);
    QueryReader reader(request, {QStringLiteral("a")});
    reader.integer(QStringLiteral("a"), 1, 1, 5);
    const auto refusal = reader.refusal();
    QVERIFY(refusal);
    QCOMPARE(refusal->status, 400);
    QVERIFY(refusal->body.contains(query.left(1).toLatin1()));
}

QTEST_GUILESS_MAIN(MessageTest)
#include "tst_message.moc"
