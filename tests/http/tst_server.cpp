// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/future.h"
#include "rawclient.h"

#include <QSignalSpy>
#include <QTimer>

using namespace mws;
using namespace mws::http;
using namespace std::chrono_literals;

/// The front over real sockets.
class ServerTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Server> m_server;
    std::shared_ptr<Promise<Response>> m_pending;
    int m_handled = 0;

    void make(const Server::Limits &limits = {})
    {
        Server::Config config;
        config.port = 0;
        config.hosts = {QStringLiteral("plant.example")};
        config.limits = limits;
        m_server = std::make_unique<Server>(config);
        const auto add = [this](Method method, const char *pattern, Handler handler) {
            QVERIFY(bool(m_server->addRoute(route(method, pattern, std::move(handler)))));
        };
        add(Method::Get, "/api/hello", [this](const Request &) {
            ++m_handled;
            return ready(Response::json(QByteArray("{\"hello\":1}")));
        });
        add(Method::Post, "/api/echo/{id}", [this](const Request &request) {
            ++m_handled;
            return ready(Response::json(request.captures.join(u',').toUtf8() + ':' + request.body));
        });
        add(Method::Get, "/api/two/{a}/x/{b}", [](const Request &request) {
            return ready(Response::json(request.captures.join(u',').toUtf8()));
        });
        add(Method::Get, "/api/later", [this](const Request &) {
            m_pending = std::make_shared<Promise<Response>>();
            return m_pending->future();
        });
        add(Method::Get, "/api/injected", [](const Request &) {
            Response response = Response::json(QByteArray("{}"));
            response.headers.emplaceBack("X-Bad", "a\r\nSet-Cookie: b");
            return ready(response);
        });
        m_server->addAsset(QStringLiteral("/index.html"),
                           {"text/html", "<html>", "\"tag\"", false});
        m_server->addAsset(QStringLiteral("/assets/a-1.js"),
                           {"text/javascript", "1", "\"x\"", true});
        m_server->setFallbackAsset(QStringLiteral("/index.html"));
        const auto listening = m_server->listen();
        QVERIFY2(bool(listening), listening ? "" : qUtf8Printable(listening.error().detail));
        m_handled = 0;
        m_pending.reset();
    }

    QByteArray once(const QByteArray &bytes)
    {
        RawClient client(*m_server);
        client.send(bytes);
        return client.receive();
    }

private Q_SLOTS:
    void cleanup() { m_server.reset(); }

    void answers()
    {
        make();
        RawClient client(*m_server);
        client.send(request("GET /api/hello"));
        const QByteArray answer = client.receive("{\"hello\":1}");
        QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
        for (const char *field :
             {"Content-Security-Policy: default-src 'self'", "X-Content-Type-Options: nosniff",
              "Referrer-Policy: no-referrer", "Cross-Origin-Opener-Policy: same-origin",
              "Cache-Control: no-store", "Content-Length: 11", "frame-ancestors 'none'"})
            QVERIFY2(answer.contains(field), field);
        QVERIFY(!answer.contains("Access-Control"));
        QVERIFY(!client.isClosed());
    }

    void statuses_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("status");
        const auto row = [](const char *name, const QByteArray &sent, const char *status) {
            QTest::newRow(name) << sent << QByteArray(status);
        };
        const QByteArray close = "Connection: close\r\n";
        row("not found", request("GET /api/none", close), "404");
        row("api root", request("GET /api", close), "404");
        row("wrong method", request("DELETE /api/hello", close), "405");
        row("post to page", request("POST /page", close + "Content-Length: 0\r\n"), "404");
        row("foreign host", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421");
        row("foreign address", "GET / HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n", "421");
        row("address by a short spelling", "GET / HTTP/1.1\r\nHost: 127.1\r\n\r\n", "421");
        row("own name",
            "GET /api/hello HTTP/1.1\r\nHost: plant.example:1\r\nConnection: close\r\n\r\n", "200");
        row("own address",
            "GET /api/hello HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "200");
        row("garbage", "\x16\x03\x01\r\n\r\n", "400");
        row("smuggling",
            request("POST /api/echo/1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                    "0\r\n\r\nGET /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            "400");
        row("header injection", request("GET /api/injected", close), "500");
        row("large body",
            request("POST /api/echo/1", "Content-Length: 9999999\r\n", QByteArray(200000, 'x')),
            "413");
        row("large head", "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + QByteArray(20000, 'x'),
            "431");
        row("page", request("GET /tags/x", close), "200");
    }

    void statuses()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, status);
        make();
        const QByteArray answer = once(sent);
        QVERIFY2(answer.startsWith("HTTP/1.1 " + status + ' '), answer.left(200));
        QCOMPARE(answer.count("HTTP/1.1 "), 1);
        QVERIFY(!answer.contains("Set-Cookie"));
        if (status == "405")
            QVERIFY(answer.contains("Allow: GET\r\n"));
        if (status.startsWith('4'))
            QVERIFY(answer.contains("application/problem+json"));
    }

    void bodiesAndCapturesArrive()
    {
        make();
        const QByteArray close = "Connection: close\r\n";
        QVERIFY(once(request("POST /api/echo/a%20b", close + "Content-Length: 3\r\n", "xyz"))
                    .endsWith("a b:xyz"));
        QVERIFY(once(request("POST /api/echo/7", close + "Transfer-Encoding: chunked\r\n",
                             "2\r\nhi\r\n0\r\n\r\n"))
                    .endsWith("7:hi"));
        QVERIFY(once(request("GET /api/two/1/x/2", close)).endsWith("1,2"));
        QVERIFY(once(request("GET /api/two/1/y/2", close)).startsWith("HTTP/1.1 404"));
    }

    void headHasNoBody()
    {
        make();
        const QByteArray answer = once(request("HEAD /api/hello", "Connection: close\r\n"));
        QVERIFY(answer.contains("Content-Length: 11\r\n"));
        QVERIFY(answer.endsWith("\r\n\r\n"));
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        make();
        RawClient client(*m_server);
        client.send(request("POST /api/echo/1", "Content-Length: 1\r\n", "a")
                    + request("POST /api/echo/2", "Content-Length: 1\r\n", "b")
                    + request("GET /api/hello", "Connection: close\r\n"));
        const QByteArray answer = client.receive();
        QCOMPARE(answer.count("HTTP/1.1 200"), 3);
        QVERIFY(answer.indexOf("1:a") < answer.indexOf("2:b"));
        QVERIFY(answer.indexOf("2:b") < answer.indexOf("hello"));
    }

    void bytesMayComeOneByOne()
    {
        make();
        RawClient client(*m_server);
        for (const char byte : request("POST /api/echo/1", "Content-Length: 2\r\n", "ab")) {
            client.send(QByteArray(1, byte));
            QCoreApplication::processEvents();
        }
        QVERIFY(client.receive("1:ab").startsWith("HTTP/1.1 200"));
    }

    void slowClientsAreCutOff_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("nothing") << QByteArray() << QByteArray();
        QTest::newRow("half a head")
            << QByteArray("GET / HTTP/1.1\r\nHo") << QByteArray("HTTP/1.1 408");
        QTest::newRow("half a body") << request("POST /api/echo/1", "Content-Length: 10\r\n", "abc")
                                     << QByteArray("HTTP/1.1 408");
    }

    void slowClientsAreCutOff()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, answer);
        Server::Limits limits;
        limits.headDeadline = limits.bodyDeadline = limits.idleDeadline = 200ms;
        make(limits);
        const QByteArray got = once(sent);
        QVERIFY2(answer.isEmpty() ? got.isEmpty() : got.startsWith(answer), got);
    }

    void idleConnectionsEnd()
    {
        Server::Limits limits;
        limits.idleDeadline = 200ms;
        make(limits);
        RawClient client(*m_server);
        client.send(request("GET /api/hello"));
        QCOMPARE(client.receive().count("HTTP/1.1 "), 1);
        QVERIFY(client.isClosed());
    }

    void requestsPerConnectionAreLimited()
    {
        Server::Limits limits;
        limits.requestsPerConnection = 2;
        make(limits);
        QCOMPARE(
            once(request("GET /api/hello") + request("GET /api/hello") + request("GET /api/hello"))
                .count("HTTP/1.1 200"),
            2);
    }

    void connectionsPerAddressAreLimited()
    {
        Server::Limits limits;
        limits.connectionsPerAddress = 3;
        make(limits);
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int n = 0; n < 3; ++n) {
            clients.push_back(std::make_unique<RawClient>(*m_server));
            clients.back()->send(request("GET /api/hello"));
            QVERIFY(clients.back()->receive("hello").contains("200 OK"));
        }
        QCOMPARE(RawClient(*m_server).receive(), QByteArray());
        clients.front()->abort();
        const auto answered = [this] {
            RawClient client(*m_server);
            client.send(request("GET /api/hello", "Connection: close\r\n"));
            return client.receive().contains("200 OK");
        };
        QTRY_VERIFY(answered());
    }

    void placesComeBackAfterAborts()
    {
        Server::Limits limits;
        limits.connectionsPerAddress = 8;
        make(limits);
        QVERIFY(once(request("GET /api/hello", "Connection: close\r\n")).contains("200 OK"));
        const qsizetype before = openDescriptors();
        const QList<QByteArray> states{{},
                                       "GET / HT",
                                       request("POST /api/echo/1", "Content-Length: 10\r\n", "abc"),
                                       request("GET /api/later"),
                                       request("GET /api/hello"),
                                       request("GET /nothing", "Connection: close\r\n")};
        for (int n = 0; n < 240; ++n) {
            RawClient client(*m_server);
            client.send(states[n % states.size()]);
            if (n % 3 == 0)
                QCoreApplication::processEvents();
            client.abort();
        }
        QTRY_VERIFY(once(request("GET /api/hello", "Connection: close\r\n")).contains("200 OK"));
        QTRY_COMPARE(openDescriptors(), before);
    }

    void aClientMayLeaveWhileTheAnswerIsMade()
    {
        make();
        {
            RawClient client(*m_server);
            client.send(request("GET /api/later"));
            QTRY_VERIFY(m_pending);
            client.abort();
        }
        QTest::qWait(0);
        m_pending->finish(Response::json(QByteArray("{}")));
        QVERIFY(once(request("GET /api/hello", "Connection: close\r\n")).contains("200 OK"));
    }

    void closeWaitsForRunningAnswers()
    {
        make();
        RawClient client(*m_server);
        client.send(request("GET /api/later"));
        QTRY_VERIFY(m_pending);
        QTimer::singleShot(
            100, this, [this] { m_pending->finish(Response::json(QByteArray("{\"late\":1}"))); });
        m_server->close();
        QVERIFY(client.receive().contains("{\"late\":1}"));
    }

    void guardRunsFirst()
    {
        make();
        m_server->setGuard([](const Request &request, const Route &) -> std::optional<Response> {
            if (request.captures == QStringList(QStringLiteral("open")))
                return std::nullopt;
            return Response::problem(403, QStringLiteral("denied"), QStringLiteral("no"));
        });
        const QByteArray fields = "Connection: close\r\nContent-Length: 0\r\n";
        QVERIFY(once(request("POST /api/echo/shut", fields)).startsWith("HTTP/1.1 403"));
        QCOMPARE(m_handled, 0);
        QVERIFY(once(request("POST /api/echo/open", fields)).startsWith("HTTP/1.1 200"));
        QCOMPARE(m_handled, 1);
    }

    void routesMustBeDeclared()
    {
        make();
        Route good = route(Method::Get, "/api/new",
                           [](const Request &) { return ready(Response::noContent()); });
        Route bad = good;
        bad.operationId.clear();
        QVERIFY(!m_server->addRoute(bad));
        bad = good;
        bad.handler = nullptr;
        QVERIFY(!m_server->addRoute(bad));
        QVERIFY(bool(m_server->addRoute(good)));
        QVERIFY(!m_server->addRoute(good));
    }

    void aRouteSaysWhoMayUseIt()
    {
        make();
        Route route;
        route.pattern = route.operationId = QStringLiteral("/api/forgotten");
        route.handler = [](const Request &) { return ready(Response::noContent()); };
        QCOMPARE(m_server->addRoute(route).error().code, ErrorCode::Invalid);
        QVERIFY(once(request("GET /api/forgotten", "Connection: close\r\n"))
                    .startsWith("HTTP/1.1 404"));
        route.access = Access::Public;
        QVERIFY(bool(m_server->addRoute(route)));
    }

    void withoutGuardOnlyPublicRoutesExist()
    {
        make();
        Route secret = route(Method::Get, "/api/secret",
                             [](const Request &) { return ready(Response::noContent()); });
        secret.access = Access::Administer;
        QVERIFY(bool(m_server->addRoute(secret)));
        QVERIFY(
            once(request("GET /api/secret", "Connection: close\r\n")).startsWith("HTTP/1.1 404"));
    }

    void assetsAreServedByExactPath()
    {
        make();
        const QByteArray close = "Connection: close\r\n";
        const QByteArray script = once(request("GET /assets/a-1.js", close));
        QVERIFY(script.contains("immutable") && script.contains("text/javascript"));
        QVERIFY(once(request("GET /other", close)).endsWith("<html>"));
        const QByteArray cached
            = once(request("GET /index.html", close + "If-None-Match: \"tag\"\r\n"));
        QVERIFY(cached.startsWith("HTTP/1.1 304") && cached.endsWith("\r\n\r\n"));
        QVERIFY(once(request("GET /assets/../index.html", close)).startsWith("HTTP/1.1 400"));
    }

    void relistenKeepsPortAndConnections()
    {
        make();
        RawClient client(*m_server);
        const quint16 port = m_server->port();
        QVERIFY(!m_server->relisten(QHostAddress(QHostAddress::AnyIPv4))); // no TLS
        QVERIFY(bool(m_server->relisten(QHostAddress(QStringLiteral("127.0.0.2")))));
        QCOMPARE(m_server->port(), port);
        client.send(request("GET /api/hello"));
        QVERIFY(client.receive("hello").contains("200 OK"));
    }

    void plainHttpStaysOnLoopback()
    {
        Server::Config config;
        config.address = QHostAddress(QHostAddress::AnyIPv4);
        config.port = 0;
        Server server(config);
        QVERIFY(!server.listen());
    }
};

QTEST_GUILESS_MAIN(ServerTest)
#include "tst_server.moc"
