// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/redirector.h"
#include "rawclient.h"

#include <algorithm>

using namespace mws;
using namespace mws::http;

/// Plain HTTP leads readers of pages to https and nobody anywhere else.
class RedirectTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Redirector> m_redirector;

    void make(quint16 securePort = 8443, const QByteArray &basePath = {})
    {
        Redirector::Config config;
        config.port = 0;
        config.securePort = securePort;
        config.hosts = {QStringLiteral("Plant.example"), QStringLiteral("2001:db8::1")};
        config.basePath = basePath;
        m_redirector = std::make_unique<Redirector>(config);
        QVERIFY(bool(m_redirector->listen()));
    }

    QByteArray once(const QByteArray &bytes)
    {
        RawClient client(m_redirector->port());
        client.send(bytes);
        return client.receive();
    }

    /// For "GET /x" and the Host of the test.
    static QByteArray head(const QByteArray &line, const QByteArray &host,
                           const QByteArray &fields = {})
    {
        return line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + fields + "\r\n";
    }

    static QByteArray statusOf(const QByteArray &answer) { return answer.mid(9, 3); }

    static QByteArray locationOf(const QByteArray &answer)
    {
        const qsizetype at = answer.indexOf("\r\nLocation: ");
        return at < 0 ? QByteArray()
                      : answer.mid(at + 12, answer.indexOf("\r\n", at + 2) - at - 12);
    }

private Q_SLOTS:
    void cleanup() { m_redirector.reset(); }

    void pages_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("location");
        const auto row = [](const char *name, const char *host, const char *target,
                            const char *location) {
            QTest::newRow(name) << QByteArray(host) << QByteArray(target) << QByteArray(location);
        };
        row("root", "plant.example", "/", "https://Plant.example:8443/");
        row("port", "plant.example:8080", "/", "https://Plant.example:8443/");
        row("case", "PLANT.EXAMPLE", "/", "https://Plant.example:8443/");
        row("localhost", "localhost", "/", "https://localhost:8443/");
        row("address", "127.0.0.1", "/", "https://127.0.0.1:8443/");
        row("IPv6", "[2001:DB8::1]:80", "/", "https://[2001:db8::1]:8443/");
        row("path", "plant.example", "/tags/a", "https://Plant.example:8443/tags/a");
        row("query", "plant.example", "/a?b=c&d=%20", "https://Plant.example:8443/a?b=c&d=%20");
        row("escapes", "plant.example", "/a%20%25%3f%23",
            "https://Plant.example:8443/a%20%25%3F%23");
        row("colon", "plant.example", "/https:evil.example",
            "https://Plant.example:8443/https%3Aevil.example");
        row("at", "plant.example", "/@evil.example", "https://Plant.example:8443/%40evil.example");
        row("next", "plant.example", "/?next=//evil.example",
            "https://Plant.example:8443/?next=//evil.example");
        row("almost the API", "plant.example", "/apis", "https://Plant.example:8443/apis");
    }

    void pages()
    {
        QFETCH(const QByteArray, host);
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, location);
        make();
        for (const char *method : {"GET ", "HEAD "}) {
            const QByteArray answer = once(head(method + target, host));
            QCOMPARE(statusOf(answer), QByteArray("308"));
            QCOMPARE(locationOf(answer), location);
        }
    }

    void theUsualPortIsLeftOut()
    {
        make(443);
        QCOMPARE(locationOf(once(head("GET /", "localhost"))), QByteArray("https://localhost/"));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("status");
        const auto row = [](const char *name, const QByteArray &sent, const char *status) {
            QTest::newRow(name) << sent << QByteArray(status);
        };
        const QByteArray own = "plant.example";
        row("foreign host", head("GET /", "evil.example"), "421");
        row("foreign address", head("GET /", "192.0.2.1"), "421");
        row("short address", head("GET /", "127.1"), "421");
        row("foreign host of the API", head("GET /api/v1/tags", "evil.example"), "421");
        row("our name in front", head("GET /", "plant.example.evil.example"), "421");
        row("forwarded host", head("GET /", "evil.example", "X-Forwarded-Host: plant.example\r\n"),
            "421");
        row("user in the host", head("GET /", "plant.example@evil.example"), "400");
        row("two hosts", head("GET /", own, "Host: evil.example\r\n"), "400");
        row("no host", "GET / HTTP/1.1\r\n\r\n", "400");
        row("absolute form", head("GET http://evil.example/", own), "400");
        row("two slashes", head("GET //evil.example/", own), "400");
        row("backslash", head("GET /%5cevil.example", own), "400");
        row("line end", head("GET /%0d%0aSet-Cookie:a", own), "400");
        row("line end in the query", head("GET /?a=%0d%0aX:b", own), "400");
        row("dots", head("GET /../api", own), "400");
        row("API", head("GET /api", own), "403");
        row("below the API", head("GET /api/v1/tags", own), "403");
        row("escaped API", head("GET /%61pi/v1/tags", own), "403");
        row("API with a token", head("GET /api/v1/tags", own, "Authorization: Bearer mws_a_b\r\n"),
            "403");
        row("metrics", head("GET /metrics", own), "403");
        row("health", head("GET /healthz", own), "403");
        for (const char *method : {"PUT", "PATCH", "DELETE", "OPTIONS"})
            row(method, head(QByteArray(method) + " /", own), "403");
        row("post", head("POST /", own, "Content-Length: 5\r\n") + "a=b&c", "403");
        row("sign-in", head("POST /api/v1/session", own, "Content-Length: 2\r\n") + "{}", "403");
        row("endless post", head("POST /", own, "Content-Length: 99999999\r\n") + "a", "403");
        row("trace", head("TRACE /", own), "501");
        row("upgrade",
            head("GET /", own,
                 "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
            "403");
        row("upgrade of the feed",
            "GET /api/v1/live HTTP/1.1\r\nHost: plant.example\r\nConnection: Upgrade\r\n"
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            "403");
        row("upgrade to HTTP/2", head("GET /", own, "Upgrade: h2c\r\n"), "400");
        row("TLS", "\x16\x03\x01\r\n\r\n", "400");
        row("large head", head("GET /", own, "X: " + QByteArray(20000, 'x') + "\r\n"), "431");
    }

    void refusals()
    {
        QFETCH(const QByteArray, sent);
        QFETCH(const QByteArray, status);
        make();
        const QByteArray answer = once(sent);
        QVERIFY2(statusOf(answer) == status, answer);
        QCOMPARE(locationOf(answer), QByteArray());
    }

    void answersAreBare()
    {
        make();
        for (const char *line : {"GET /", "GET /api/v1/session"}) {
            const QByteArray answer = once(head(line, "localhost", "Cookie: mws=a\r\n"));
            for (const char *field : {"Strict-Transport-Security", "Set-Cookie", "evil", "Server:"})
                QVERIFY2(!answer.contains(field), field);
            QVERIFY(answer.contains("\r\nCache-Control: no-store\r\n"));
            QVERIFY(answer.contains("\r\nContent-Security-Policy: "));
        }
    }

    void belowABasePath()
    {
        make(8443, "/plant1");
        QCOMPARE(locationOf(once(head("GET /plant1/tags", "localhost"))),
                 QByteArray("https://localhost:8443/plant1/tags"));
        QCOMPARE(locationOf(once(head("GET /plant1", "localhost"))),
                 QByteArray("https://localhost:8443/plant1/"));
        QCOMPARE(statusOf(once(head("GET /plant1/api", "localhost"))), QByteArray("403"));
        QCOMPARE(statusOf(once(head("GET /other", "localhost"))), QByteArray("404"));
        QCOMPARE(statusOf(once(head("GET /", "localhost"))), QByteArray("404"));
    }

    void connectionsAreFew()
    {
        make();
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int n = 0; n < 12; ++n)
            clients.push_back(std::make_unique<RawClient>(m_redirector->port()));
        const auto closed = [&clients] {
            return int(std::count_if(clients.begin(), clients.end(),
                                     [](const auto &client) { return client->isClosed(); }));
        };
        QTRY_COMPARE(closed(), 4);
        clients.clear();
        QTRY_COMPARE(statusOf(once(head("GET /", "localhost"))), QByteArray("308"));
    }

    void slowHeadsEnd()
    {
        make();
        RawClient client(m_redirector->port());
        client.send("GET / HTTP/1.1\r\nHost: ");
        QVERIFY(client.receive().startsWith("HTTP/1.1 408 "));
    }
};

QTEST_GUILESS_MAIN(RedirectTest)
#include "tst_redirect.moc"
