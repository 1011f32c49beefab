// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/bodyreader.h"
#include "http/requesthead.h"

#include <QRandomGenerator>
#include <QTest>

using namespace mws::http;

/// What the strict parser takes, and what it refuses.
class HeadTest final : public QObject
{
    Q_OBJECT

private:
    static RequestHead headOf(const QByteArray &text)
    {
        const auto parsed = parseHead(text, {});
        if (const auto *refusal = std::get_if<Refusal>(&parsed))
            qFatal("%d %s", refusal->status, qUtf8Printable(refusal->detail));
        return std::get<RequestHead>(parsed);
    }

    static void verifyCanonical(const RequestHead &head, const QByteArray &raw)
    {
        const QMap<QByteArray, QByteArray> &headers = head.request.headers;
        const QString &path = head.request.path;
        QVERIFY2(path.startsWith(u'/') && !path.contains(QLatin1String("//")), raw);
        QVERIFY2(!path.split(u'/').contains(QLatin1String("..")), raw);
        for (const QChar c : path)
            QVERIFY2(c >= u' ' && c != QChar(0x7f), raw);
        QVERIFY2(!(headers.contains("content-length") && headers.contains("transfer-encoding")),
                 raw);
        QVERIFY2(head.chunked == headers.contains("transfer-encoding"), raw);
        QVERIFY2(raw.endsWith("\r\n\r\n") && raw.count("\r\n\r\n") == 1, raw);
        QVERIFY2(raw.count('\n') == raw.count("\r\n") && raw.count('\r') == raw.count("\r\n"), raw);
        QVERIFY2(!head.host.isEmpty() && !raw.contains('\0'), raw);
    }

private Q_SLOTS:
    void takesAnOrdinaryHead()
    {
        const RequestHead head = headOf("POST /api/v1/tags/a%20b?x=1&y=%C3%A4 HTTP/1.1\r\n"
                                        "Host: Plant.Example:8443\r\n"
                                        "Content-Length: 12\r\n"
                                        "Accept: a\r\nAccept: b\r\n"
                                        "X-Empty:\r\n"
                                        "Cookie: a=1; mws=xyz; b=2\r\n\r\n");
        QCOMPARE(head.request.method, Method::Post);
        QCOMPARE(head.request.path, QStringLiteral("/api/v1/tags/a b"));
        QCOMPARE(head.request.query.queryItemValue(QStringLiteral("x")), QStringLiteral("1"));
        QCOMPARE(head.host, QByteArray("plant.example"));
        QCOMPARE(head.contentLength, 12);
        QCOMPARE(head.request.header("accept"), QByteArray("a, b"));
        QVERIFY(head.request.headers.contains("x-empty"));
        QCOMPARE(head.request.cookie("mws"), QByteArray("xyz"));
        QVERIFY(head.keepAlive);
        QVERIFY(!head.wantsUpgrade);
    }

    void readsHosts_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("host");
        QTest::newRow("name") << QByteArray("example") << QByteArray("example");
        QTest::newRow("v4") << QByteArray("192.0.2.1:443") << QByteArray("192.0.2.1");
        QTest::newRow("v6") << QByteArray("[2001:db8::1]:443") << QByteArray("2001:db8::1");
        QTest::newRow("v6 bare") << QByteArray("[::1]") << QByteArray("::1");
    }

    void readsHosts()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, host);
        QCOMPARE(headOf("GET / HTTP/1.1\r\nHost: " + field + "\r\n\r\n").host, host);
    }

    void takesAnUpgrade()
    {
        const RequestHead head = headOf("GET /live HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\n"
                                        "Connection: keep-alive, Upgrade\r\n"
                                        "Sec-WebSocket-Version: 13\r\n"
                                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QVERIFY(head.wantsUpgrade);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &head, int status) {
            QTest::newRow(name) << head << status;
        };
        const auto fields = [&row](const char *name, const QByteArray &text, int status = 400) {
            row(name, "POST / HTTP/1.1\r\nHost: a\r\n" + text + "\r\n\r\n", status);
        };
        row("empty", "\r\n\r\n", 400);
        row("no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("blank in target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("leading line", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("authority form", "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("fragment", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        row("HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", 505);
        row("HTTP/2", "PRI * HTTP/2.0\r\n\r\n", 505);
        row("lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
        row("unknown method", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
        row("method with control", QByteArray("G\x01T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
        row("long target", "GET /" + QByteArray(5000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414);
        row("no host", "GET / HTTP/1.1\r\nAccept: a\r\n\r\n", 400);
        row("bare LF", "GET / HTTP/1.1\nHost: a\n\r\n\r\n", 400);
        row("bare LF in field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400);
        row("bare CR in field", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400);
        row("NUL", QByteArray("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 35), 400);
        row("address in brackets", "GET / HTTP/1.1\r\nHost: [192.0.2.1]\r\n\r\n", 400);
        row("address without brackets", "GET / HTTP/1.1\r\nHost: 2001:db8::1\r\n\r\n", 400);
        row("two ports", "GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n", 400);
        row("port with letters", "GET / HTTP/1.1\r\nHost: a:80x\r\n\r\n", 400);
        row("query without UTF-8", "GET /?a=%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400);
        fields("two hosts", "Host: b");
        fields("host with user", "X: 1\r\nHost: a@b");
        fields("folding", "X: a\r\n b");
        fields("blank before colon", "Content-Length : 5");
        fields("no colon", "Content-Length 5");
        fields("empty name", ": 5");
        fields("name with blank", "Content Length: 5");
        fields("non-ASCII value", "X: \xc3\xa4");
        fields("two lengths", "Content-Length: 5\r\nContent-Length: 5");
        fields("two different lengths", "Content-Length: 5\r\nContent-Length: 6");
        fields("length list", "Content-Length: 5, 5");
        fields("signed length", "Content-Length: +5");
        fields("negative length", "Content-Length: -1");
        fields("hex length", "Content-Length: 0x5");
        fields("huge length", "Content-Length: 99999999999999999999");
        fields("empty length", "Content-Length:");
        fields("length and chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked");
        fields("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 5");
        fields("two encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity");
        fields("gzip chunked", "Transfer-Encoding: gzip, chunked");
        fields("xchunked", "Transfer-Encoding: xchunked");
        fields("quoted chunked", "Transfer-Encoding: \"chunked\"");
        fields("chunked with tab", "Transfer-Encoding: chunked\tx");
        fields("two cookies", "Cookie: a=1\r\nCookie: a=2");
        fields("two tokens", "X-CSRF-Token: a\r\nX-CSRF-Token: b");
        fields("expect", "Expect: 100-continue", 417);
        fields("encoded body", "Content-Encoding: gzip", 415);
        fields("h2c", "Upgrade: h2c\r\nConnection: Upgrade");
        row("GET with body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", 400);
        row("GET chunked", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
        row("many fields",
            "GET / HTTP/1.1\r\nHost: a\r\n" + QByteArray("X: 1\r\n").repeated(70) + "\r\n", 400);
        QByteArray many = "GET / HTTP/1.1\r\nHost: a\r\n";
        for (int n = 0; n < 70; ++n)
            many += "X-" + QByteArray::number(n) + ": 1\r\n";
        row("too many fields", many + "\r\n", 431);
        row("long line", "GET / HTTP/1.1\r\nHost: a\r\nX: " + QByteArray(9000, 'a') + "\r\n\r\n",
            431);
        row("bytes after the head", "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET", 400);
    }

    void refuses()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, status);
        const auto parsed = parseHead(head, {});
        const auto *refusal = std::get_if<Refusal>(&parsed);
        QVERIFY(refusal);
        QCOMPARE(refusal->status, status);
        QVERIFY(!refusal->detail.isEmpty());
    }

    void paths_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QString>("canonical"); // empty: refused
        const auto good = [](const char *raw, const char *canonical) {
            QTest::newRow(raw) << QByteArray(raw) << QString::fromUtf8(canonical);
        };
        good("/", "/");
        good("/a", "/a");
        good("/a/b.c", "/a/b.c");
        good("/%61", "/a");
        good("/a%20b", "/a b");
        good("/%C3%A4", "/ä");
        good("/a...b", "/a...b");
        good("/...", "/...");
        good("/a;b", "/a;b");
        good("/a+b", "/a+b");
        good("/%2525", "/%25");
        for (const char *bad :
             {"",           "a",         "//",      "/a//b",      "/a/",        "/.",
              "/..",        "/a/.",      "/a/..",   "/a/../b",    "/./a",       "/%2e",
              "/%2e%2e",    "/%2E%2E/a", "/.%2e/a", "/%2e./a",    "/a%2fb",     "/a%2Fb",
              "/a%5cb",     "/a\\b",     "/%00",    "/a%00b",     "/a%0ab",     "/a%0db",
              "/admin%0a",  "/%7f",      "/%",      "/%2",        "/%zz",       "/a%",
              "/%c3",       "/%ff",      "/%c0%af", "/%e2%80%ae", "/%e0%80%af", "/%f8%88%80%80%80",
              "/%ed%a0%80", "/%u002e"})
            QTest::newRow(qPrintable(QStringLiteral("bad ") + QString::fromLatin1(bad)))
                << QByteArray(bad) << QString();
        QTest::newRow("line separator") << QByteArray("/a%e2%80%a8") << QString();
    }

    void paths()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, canonical);
        const auto path = canonicalPath(raw);
        QCOMPARE(path.value_or(QString()), canonical);
        QCOMPARE(path.has_value(), !canonical.isEmpty());
    }

    void chunks_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status"); // 0: taken
        const auto row = [](const char *name, const char *sent, const char *body, int status) {
            QTest::newRow(name) << QByteArray(sent) << QByteArray(body) << status;
        };
        row("two", "3\r\nabc\r\n02\r\nde\r\n0\r\n\r\n", "abcde", 0);
        row("hex", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789", 0);
        row("empty", "0\r\n\r\n", "", 0);
        row("extension", "3;x=1\r\nabc\r\n0\r\n\r\n", "", 400);
        row("trailer", "0\r\nX: 1\r\n\r\n", "", 400);
        row("signed", "+3\r\nabc\r\n0\r\n\r\n", "", 400);
        row("prefix", "0x3\r\nabc\r\n0\r\n\r\n", "", 400);
        row("blank", " 3\r\nabc\r\n0\r\n\r\n", "", 400);
        row("bare LF", "3\nabc\r\n0\r\n\r\n", "", 400);
        row("bare CR", "3\rabc\r\n0\r\n\r\n", "", 400);
        row("bare LF, and no more", "3\n", "", 400);
        row("bare CR, and no more", "3\rX", "", 400);
        row("no size", "\r\nabc\r\n0\r\n\r\n", "", 400);
        row("longer than it says", "3\r\nabcd\r\n0\r\n\r\n", "", 400);
        row("overflow", "FFFFFFFFFFFFFFFF\r\nabc", "", 400);
        row("large", "FFFFFF\r\nabc", "", 413);
        QTest::newRow("long line") << QByteArray(80, '0') << QByteArray() << 400;
    }

    void chunks()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        RequestHead head;
        head.chunked = true;
        BodyReader reader(head, 1024);
        qsizetype at = 0;
        while (!reader.isDone() && !reader.refusal() && at < sent.size()) {
            const qint64 count = qMin<qint64>(reader.wants(), sent.size() - at);
            QVERIFY(count > 0);
            reader.take(QByteArrayView(sent).sliced(at, count));
            at += count;
        }
        QCOMPARE(reader.refusal() ? reader.refusal()->status : 0, status);
        if (status == 0) {
            QVERIFY(reader.isDone());
            QCOMPARE(reader.body(), body);
            QCOMPARE(at, sent.size());
        }
    }

    // Whatever is taken is canonical, also when the bytes are nonsense.
    void survivesMutations()
    {
        const QList<QByteArray> corpus{
            "GET /api/v1/tags/a%20b?x=%31 HTTP/1.1\r\nHost: a:1\r\nCookie: a=1\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 12\r\n\r\n",
            "PUT /a/b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"};
        const QList<QByteArray> pieces{"\r\n",
                                       "\n",
                                       "\r",
                                       ":",
                                       " ",
                                       "\t",
                                       QByteArray(1, '\0'),
                                       "..",
                                       "/",
                                       "%",
                                       "%0a",
                                       "%2f",
                                       "Content-Length: 3\r\n",
                                       "Transfer-Encoding: chunked\r\n",
                                       "\x80",
                                       "chunked"};
        QRandomGenerator random(20260101);
        int taken = 0;
        for (int n = 0; n < 60000; ++n) {
            QByteArray head = corpus[n % corpus.size()];
            for (int times = random.bounded(3); times >= 0; --times) {
                const int at = random.bounded(int(head.size()) + 1);
                head.replace(at, random.bounded(3), pieces[random.bounded(int(pieces.size()))]);
            }
            const auto parsed = parseHead(head, {});
            if (const auto *refusal = std::get_if<Refusal>(&parsed)) {
                QVERIFY(refusal->status >= 400 && refusal->status < 600);
                continue;
            }
            ++taken;
            verifyCanonical(std::get<RequestHead>(parsed), head);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(taken > 1000);
    }

    void countedBodies()
    {
        RequestHead head;
        head.contentLength = 5;
        BodyReader reader(head, 10);
        QCOMPARE(reader.wants(), 5);
        reader.take("abc");
        QVERIFY(!reader.isDone());
        reader.take("de");
        QVERIFY(reader.isDone());
        QCOMPARE(reader.body(), QByteArray("abcde"));
        head.contentLength = 11;
        QCOMPARE(BodyReader(head, 10).refusal()->status, 413);
        head.contentLength = 0;
        QVERIFY(BodyReader(head, 10).isDone());
    }
};

QTEST_GUILESS_MAIN(HeadTest)
#include "tst_head.moc"
