// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/addressbook.h"
#include "http/basepath.h"
#include "http/trustedproxies.h"
#include "rawclient.h"

using namespace mws;
using namespace mws::http;

namespace
{

const QByteArray kUpgrade
    = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

TrustedProxies trusted(std::initializer_list<const char *> networks)
{
    TrustedProxies proxies;
    for (const char *network : networks) {
        if (!proxies.add(QLatin1String(network)))
            qFatal("%s", network);
    }
    return proxies;
}

} // namespace

/// Behind a reverse proxy: whose word about a client counts, and everything below a path.
class ProxyTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Server> m_server;
    std::vector<std::unique_ptr<Socket>> m_sockets;
    QList<std::shared_ptr<Promise<Response>>> m_pending;

    void make(const TrustedProxies &proxies, const QByteArray &basePath = {},
              const Server::Limits &limits = {})
    {
        Server::Config config;
        config.port = 0;
        config.limits = limits;
        config.proxies = proxies;
        config.basePath = basePath;
        m_server = std::make_unique<Server>(config);
        const auto add = [this](const char *pattern, Handler handler) {
            QVERIFY(bool(m_server->addRoute(route(Method::Get, pattern, std::move(handler)))));
        };
        add("/api/who", [](const Request &request) {
            return ready(Response::json("client " + request.peer.toString().toLatin1() + " base "
                                        + request.basePath + " host " + request.host.toLatin1()
                                        + " end"));
        });
        add("/api/later", [this](const Request &) {
            m_pending.append(std::make_shared<Promise<Response>>());
            return m_pending.last()->future();
        });
        m_server->addAsset(QStringLiteral("/index.html"), {"text/html", "<html>", "\"1\"", false});
        m_server->setFallbackAsset(QStringLiteral("/index.html"));
        m_server->setWebSocket(
            QStringLiteral("/live"), [](const Request &) { return std::nullopt; },
            [this](std::unique_ptr<Socket> socket, const Request &) {
                m_sockets.push_back(std::move(socket));
            });
        QVERIFY(bool(m_server->listen()));
    }

    QByteArray once(const QByteArray &line, const QByteArray &fields = {})
    {
        RawClient client(*m_server);
        client.send(request(line, "Connection: close\r\n" + fields));
        return client.receive();
    }

    QByteArray who(const QByteArray &fields) { return once("GET /api/who", fields); }

private Q_SLOTS:
    void cleanup()
    {
        m_sockets.clear();
        m_server.reset();
        m_pending.clear();
    }

    void networks_data()
    {
        QTest::addColumn<bool>("good");
        for (const char *network :
             {"127.0.0.1", "10.0.0.0/8", "192.0.2.7/32", "::1", "2001:db8::/32", "fd00::1/128"})
            QTest::newRow(network) << true;
        for (const char *network : {"", "0.0.0.0/0", "10.0.0.0/7", "::/0", "2001::/31", "127.1",
                                    "10", "10.0.0/8", "localhost", "192.0.2.7/33", "192.0.2.7/",
                                    "192.0.2.7/x", "/8", "fe80::1%lo", "192.0.2.7 ", "0x7f000001"})
            QTest::newRow(network) << false;
    }

    void networks()
    {
        QFETCH(const bool, good);
        TrustedProxies proxies;
        QCOMPARE(bool(proxies.add(QString::fromLatin1(QTest::currentDataTag()))), good);
    }

    void clients_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("client");
        const auto row
            = [](const char *name, const char *peer, const char *header, const char *client) {
                  QTest::newRow(name) << QString::fromLatin1(peer) << QByteArray(header)
                                      << QString::fromLatin1(client);
              };
        row("nobody's proxy", "203.0.113.5", "198.51.100.1", "203.0.113.5");
        row("nobody's proxy with junk", "203.0.113.5", "junk", "203.0.113.5");
        row("proxy without a word", "192.0.2.1", nullptr, "192.0.2.1");
        row("one hop", "192.0.2.1", "198.51.100.1", "198.51.100.1");
        row("spoofed before it", "192.0.2.1", "127.0.0.1, 198.51.100.1", "198.51.100.1");
        row("spoofed trusted one before it", "192.0.2.1", "192.0.2.9, 198.51.100.1",
            "198.51.100.1");
        row("junk before it", "192.0.2.1", "<script>, 198.51.100.1", "198.51.100.1");
        row("two proxies", "192.0.2.1", "198.51.100.1, 192.0.2.200", "198.51.100.1");
        row("only proxies", "192.0.2.1", "192.0.2.3,192.0.2.2", "192.0.2.3");
        row("no blanks", "192.0.2.1", "1.2.3.4,198.51.100.1", "198.51.100.1");
        row("IPv6 client", "192.0.2.1", "2001:db8:1::7", "2001:db8:1::7");
        row("IPv6 in capitals", "192.0.2.1", "2001:DB8:1::7", "2001:db8:1::7");
        row("IPv6 proxy", "fd00::5", "2001:db8:1::7", "2001:db8:1::7");
        row("IPv4 as IPv6", "192.0.2.1", "::ffff:198.51.100.1", "198.51.100.1");
        row("proxy as IPv6", "::ffff:192.0.2.1", "198.51.100.1", "198.51.100.1");
        row("junk", "192.0.2.1", "junk", "");
        row("empty", "192.0.2.1", "", "");
        row("empty last", "192.0.2.1", "198.51.100.1,", "");
        row("junk behind a proxy", "192.0.2.1", "junk, 192.0.2.2", "");
        row("port", "192.0.2.1", "198.51.100.1:4711", "");
        row("brackets", "192.0.2.1", "[2001:db8:1::7]", "");
        row("short spelling", "192.0.2.1", "127.1", "");
        row("number", "192.0.2.1", "2130706433", "");
        row("octal", "192.0.2.1", "0177.0.0.1", "");
        row("scope", "192.0.2.1", "fe80::1%eth0", "");
        row("name", "192.0.2.1", "localhost", "");
        row("unknown", "192.0.2.1", "unknown", "");
        row("quoted", "192.0.2.1", "\"198.51.100.1\"", "");
    }

    void clients()
    {
        QFETCH(const QString, peer);
        QFETCH(const QByteArray, header);
        QFETCH(const QString, client);
        const TrustedProxies proxies = trusted({"192.0.2.0/24", "fd00::5"});
        Request request;
        if (!header.isNull())
            request.headers.insert("x-forwarded-for", header);
        const auto found = proxies.clientOf(QHostAddress(peer), request);
        QCOMPARE(found ? found->toString() : QString(), client);
    }

    void theClientOfAProxyIsTold()
    {
        make(trusted({"127.0.0.1"}));
        QVERIFY(who("X-Forwarded-For: 203.0.113.9\r\n").contains("client 203.0.113.9 "));
        QVERIFY(who("X-Forwarded-For: 127.0.0.1, 203.0.113.9\r\n").contains("client 203.0.113.9 "));
        QVERIFY(who("X-Forwarded-For: 203.0.113.8\r\nX-Forwarded-For: 203.0.113.9\r\n")
                    .contains("client 203.0.113.9 "));
        QVERIFY(who("").contains("client 127.0.0.1 "));
        QVERIFY(who("X-Real-IP: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\n")
                    .contains("client 127.0.0.1 "));
        QVERIFY(who("X-Forwarded-For: 203.0.113.9:80\r\n").startsWith("HTTP/1.1 400 "));
    }

    void nobodyElseIsBelieved()
    {
        make(trusted({"127.0.0.2"}));
        QVERIFY(who("X-Forwarded-For: 203.0.113.9\r\n").contains("client 127.0.0.1 "));
        QVERIFY(who("X-Forwarded-For: junk\r\n").contains("client 127.0.0.1 "));
        QVERIFY(who("X-Forwarded-Proto: http\r\n").startsWith("HTTP/1.1 200 "));
        QVERIFY(who("X-Forwarded-Host: evil.example\r\n").contains(" host localhost "));
        QVERIFY(once("GET /api/who", "X-Forwarded-Prefix: /evil\r\n").contains(" base  host "));
    }

    void clientsOfAProxyWithoutTlsAreRefused()
    {
        make(trusted({"127.0.0.1"}));
        for (const char *scheme : {"http", "HTTP", "ws", "https, http", "x"})
            QVERIFY2(who("X-Forwarded-Proto: " + QByteArray(scheme) + "\r\n")
                         .startsWith("HTTP/1.1 403 "),
                     scheme);
        for (const char *scheme : {"https", "HTTPS", "wss"})
            QVERIFY2(who("X-Forwarded-Proto: " + QByteArray(scheme) + "\r\n")
                         .startsWith("HTTP/1.1 200 "),
                     scheme);
    }

    void theHostIsThatOfTheRequest()
    {
        make(trusted({"127.0.0.1"}));
        RawClient client(*m_server);
        client.send("GET /api/who HTTP/1.1\r\nHost: evil.example\r\n"
                    "X-Forwarded-Host: localhost\r\n\r\n");
        QVERIFY(client.receive().startsWith("HTTP/1.1 421 "));
    }

    void untilThereIsAnAdministratorClientsAreOfThisComputer()
    {
        make(trusted({"127.0.0.1"}));
        m_server->setLoopbackOnly(true);
        const QByteArray elsewhere = "X-Forwarded-For: 203.0.113.9\r\n";
        QVERIFY(who(elsewhere).startsWith("HTTP/1.1 403 "));
        QVERIFY(who("X-Forwarded-For: 127.0.0.1, 203.0.113.9\r\n").startsWith("HTTP/1.1 403 "));
        QVERIFY(once("GET /", elsewhere).startsWith("HTTP/1.1 403 "));
        QVERIFY(once("GET /live", elsewhere + kUpgrade).startsWith("HTTP/1.1 403 "));
        QVERIFY(who("X-Forwarded-For: ::1\r\n").startsWith("HTTP/1.1 200 "));
        QVERIFY(who({}).startsWith("HTTP/1.1 200 "));
        m_server->setLoopbackOnly(false);
        QVERIFY(who(elsewhere).startsWith("HTTP/1.1 200 "));
    }

    void theBookCountsWhatAProxyBrings()
    {
        AddressBook book(3, 2);
        const QHostAddress proxy(QStringLiteral("192.0.2.1"));
        const QHostAddress client(QStringLiteral("2001:db8::1"));
        const QHostAddress neighbour(QStringLiteral("2001:db8::2"));
        QVERIFY(book.enterProxy() && book.enterProxy() && book.enterProxy());
        QVERIFY(!book.enterProxy());
        QVERIFY(!book.enter(client));
        QVERIFY(book.enterClient(client) && book.enterClient(neighbour));
        QVERIFY(!book.enterClient(client));
        QVERIFY(book.enterClient(QHostAddress(QStringLiteral("2001:db8:0:1::1"))));
        book.leaveClient(neighbour);
        QVERIFY(book.enterClient(client));
        book.leaveProxy();
        QVERIFY(book.enter(proxy));
        QCOMPARE(book.total(), 3);
    }

    void capsCountTheClient()
    {
        Server::Limits limits;
        limits.connectionsPerAddress = 2;
        make(trusted({"127.0.0.1"}), {}, limits);
        const QByteArray one = "X-Forwarded-For: 203.0.113.1\r\n";
        std::vector<std::unique_ptr<RawClient>> busy;
        for (int n = 0; n < 2; ++n) {
            busy.push_back(std::make_unique<RawClient>(*m_server));
            busy.back()->send(request("GET /api/later", one));
        }
        QTRY_COMPARE(m_pending.size(), 2);
        const QByteArray refused = who(one);
        QVERIFY(refused.startsWith("HTTP/1.1 429 "));
        QVERIFY(refused.contains("\r\nRetry-After: 5\r\n"));
        QVERIFY(who("X-Forwarded-For: 203.0.113.2\r\n").startsWith("HTTP/1.1 200 "));
        for (const auto &pending : std::as_const(m_pending))
            pending->finish(Response::json(QByteArray("{}")));
        // The connections of the proxy stay open and bring others.
        QVERIFY(busy.front()->receive("{}").contains("200 OK"));
        QVERIFY(busy.back()->receive("{}").contains("200 OK"));
        for (int n = 0; n < 4; ++n)
            QVERIFY(who(one).startsWith("HTTP/1.1 200 "));
        busy.front()->forget();
        busy.front()->send(request("GET /api/who", "X-Forwarded-For: 203.0.113.3\r\n"));
        QVERIFY(busy.front()->receive(" end").contains("client 203.0.113.3 "));
    }

    void socketsKeepThePlaceOfTheClient()
    {
        Server::Limits limits;
        limits.connectionsPerAddress = 1;
        make(trusted({"127.0.0.1"}), {}, limits);
        const QByteArray one = "X-Forwarded-For: 203.0.113.1\r\n";
        RawClient live(*m_server);
        live.send(request("GET /live", one + kUpgrade));
        QVERIFY(live.receive("\r\n\r\n").startsWith("HTTP/1.1 101 "));
        QTRY_COMPARE(m_sockets.size(), 1U);
        QVERIFY(who(one).startsWith("HTTP/1.1 429 "));
        QVERIFY(who("X-Forwarded-For: 203.0.113.2\r\n").startsWith("HTTP/1.1 200 "));
        live.abort();
        m_sockets.clear();
        QTRY_VERIFY(who(one).startsWith("HTTP/1.1 200 "));
    }

    void basePaths_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const auto &[given, path] :
             std::initializer_list<std::pair<const char *, const char *>>{
                 {"/", ""},
                 {"/plant1", "/plant1"},
                 {"/plant1/", "/plant1"},
                 {"/a/B-c_d~e", "/a/B-c_d~e"}})
            QTest::newRow(given) << QByteArray(path);
        for (const char *given : {"", "plant1", "//", "/a//b", "/../b", "/a.b", "/a b", "/a?b",
                                  "/a#b", "/a%2fb", "/a;b", "/\xc3\xa4", "https://x/"})
            QTest::newRow(given) << QByteArray("refused");
    }

    void basePaths()
    {
        QFETCH(const QByteArray, path);
        const auto parsed = parseBasePath(QString::fromUtf8(QTest::currentDataTag()));
        QCOMPARE(parsed ? *parsed : QByteArray("refused"), path);
    }

    void below_data()
    {
        QTest::addColumn<QByteArray>("status");
        const auto row = [](const char *target, const char *status) {
            QTest::newRow(target) << QByteArray(status);
        };
        row("/plant1/api/who", "200");
        row("/plant1/", "200");
        row("/plant1/?x=1", "200");
        row("/plant1/tags/x", "200");
        row("/plant1/index.html", "200");
        row("/plant1", "308");
        row("/plant1?x=1", "308");
        row("/", "404");
        row("/api/who", "404");
        row("/index.html", "404");
        row("/plant12/api/who", "404");
        row("/plant1;x/api/who", "404");
        row("/Plant1/api/who", "404");
        row("/%70lant1/api/who", "404");
        row("/plant1%2fapi/who", "400");
        row("/plant1//api/who", "400");
        row("//plant1/api/who", "400");
        row("/plant1/../plant1/api/who", "400");
        row("/x/../plant1/api/who", "400");
        row("/plant1/plant1/api/who", "200"); // a page
        row("/plant1/api/../api/who", "400");
    }

    void below()
    {
        QFETCH(const QByteArray, status);
        make({}, "/plant1");
        const QByteArray answer = once("GET " + QByteArray(QTest::currentDataTag()));
        QVERIFY2(answer.startsWith("HTTP/1.1 " + status), answer);
        if (status == "308")
            QVERIFY2(answer.contains("\r\nLocation: /plant1/\r\n"), answer);
    }

    void everythingIsBelow()
    {
        make({}, "/plant1");
        QVERIFY(once("GET /plant1/api/who").contains(" base /plant1 host localhost "));
        QCOMPARE(m_server->url().path(), QStringLiteral("/plant1/"));
        for (const auto &[target, status] :
             std::initializer_list<std::pair<const char *, const char *>>{
                 {"/plant1/live", "101"}, {"/live", "404"}, {"/plant1", "404"}}) {
            RawClient live(*m_server);
            live.send(request("GET " + QByteArray(target), kUpgrade));
            const QByteArray answer = live.receive("\r\n\r\n");
            QVERIFY2(answer.startsWith("HTTP/1.1 " + QByteArray(status)), answer);
        }
    }
};

QTEST_GUILESS_MAIN(ProxyTest)
#include "tst_proxy.moc"
