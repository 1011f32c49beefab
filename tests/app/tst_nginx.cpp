// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/curl.h"
#include "app/installation.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>
#include <QUrl>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace
{

const QByteArray kPassword = "blue herring sings";
/// Of this computer as well, but not the address of the proxy: stands for that of a client.
const QString kClient = QStringLiteral("127.0.0.2");
const char *const kSpoofed = "203.0.113.9";

QString nginxProgram()
{
    return QStandardPaths::findExecutable(QStringLiteral("nginx"),
                                          qEnvironmentVariable("PATH").split(u':')
                                              + QStringList{QStringLiteral("/usr/sbin")});
}

int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

} // namespace

/// A station behind nginx with the configuration in packaging/nginx, at the root and below a path.
class NginxTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void itServesTheClient_data();
    void itServesTheClient();
    void onlyNginxIsBelieved();
    void otherNamesAndPlainHttp();

private:
    void start(const QByteArray &basePath);
    void startNginx(const QByteArray &basePath);
    [[nodiscard]] QByteArray configuration(const QByteArray &basePath, quint16 station) const;
    /// Of a client at kClient, to nginx.
    CurlAnswer ask(const QString &path, const QStringList &more = {});
    CurlAnswer post(const QString &path, const QByteArray &json);
    void signIn();
    void checkPage();
    void checkFeed();
    [[nodiscard]] QStringList originsOf(const QString &action);
    [[nodiscard]] QString trusted() const { return m_installation->path("data/certificate.pem"); }

    std::unique_ptr<Installation> m_installation;
    std::unique_ptr<QProcess> m_server;
    std::unique_ptr<QProcess> m_nginx;
    QString m_base; ///< of the addresses, with the base path and without a slash
    QByteArray m_path; ///< the base path
    QByteArray m_csrf;
    QByteArray m_cookie; ///< "name=value"
    int m_port = 0;
    int m_plainPort = 0;
};

void NginxTest::initTestCase()
{
    if (nginxProgram().isEmpty())
        QSKIP("nginx is not installed");
}

void NginxTest::cleanup()
{
    if (m_nginx)
        QCOMPARE(Installation::end(*m_nginx), 0);
    m_nginx.reset();
    if (m_server)
        QCOMPARE(Installation::end(*m_server), 0);
    m_server.reset();
    m_installation.reset();
}

void NginxTest::start(const QByteArray &basePath)
{
    m_cookie.clear();
    m_csrf.clear();
    m_installation = std::make_unique<Installation>();
    QVERIFY(m_installation->begin());
    QCOMPARE(m_installation->ctl("user add root --role administrator --password-stdin",
                                 kPassword + '\n'),
             0);
    m_server = m_installation->start(
        "mws-server",
        {QStringLiteral("--host-name"), QStringLiteral("plant.test"),
         QStringLiteral("--trusted-proxy"), QStringLiteral("127.0.0.1"),
         QStringLiteral("--base-path"),
         basePath.isEmpty() ? QStringLiteral("/") : QString::fromLatin1(basePath)});
    QVERIFY(m_server);
    startNginx(basePath);
}

QByteArray NginxTest::configuration(const QByteArray &basePath, quint16 station) const
{
    QFile file(QStringLiteral(MWS_NGINX_CONFIGURATION));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArrayList lines;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (!line.contains("listen [::]"))
            lines.append(line);
    }
    QByteArray text = lines.join('\n');
    const QByteArray data = m_installation->path("data/").toUtf8();
    const auto replace = [&text](const QByteArray &from, const QByteArray &to) {
        if (!text.contains(from))
            qFatal("no %s", from.constData());
        text.replace(from, to);
    };
    replace("/etc/nginx/plant.example.org.pem;", data + "certificate.pem;");
    replace("/etc/nginx/plant.example.org.key;", data + "key.pem;");
    replace("/etc/nginx/mws-station.pem;", data + "certificate.pem;");
    replace("plant.example.org", "plant.test");
    replace("listen 443 ", "listen 127.0.0.1:" + QByteArray::number(m_port) + ' ');
    replace("listen 80;", "listen 127.0.0.1:" + QByteArray::number(m_plainPort) + ';');
    replace("server 127.0.0.1:8443;", "server 127.0.0.1:" + QByteArray::number(station) + ';');
    if (!basePath.isEmpty()) {
        const QByteArray pass = " {\n        proxy_pass https://mws_station;\n    }\n";
        replace("    location /" + pass,
                "    location = " + basePath + pass + "    location " + basePath + '/' + pass);
    }
    return text;
}

void NginxTest::startNginx(const QByteArray &basePath)
{
    m_port = freePort();
    m_plainPort = freePort();
    m_path = basePath;
    m_base = QStringLiteral("https://plant.test:%1").arg(m_port) + QString::fromLatin1(basePath);
    const QUrl station(m_installation->ready().value(QLatin1String("url")).toString());
    const QByteArray folder = m_installation->path("nginx").toUtf8();
    QByteArray paths;
    for (const char *kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
        paths += QByteArray(kind) + "_temp_path " + folder + '.' + kind + ";\n";
    QFile file(m_installation->path("nginx.conf"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write((::geteuid() == 0 ? "user root;\n" : "") + QByteArray("daemon off;\npid ") + folder
               + ".pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n" + paths
               + configuration(basePath, quint16(station.port())) + "}\n");
    file.close();
    m_nginx = std::make_unique<QProcess>();
    m_nginx->setProcessChannelMode(QProcess::ForwardedChannels);
    m_nginx->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_nginx->start(nginxProgram(),
                   {QStringLiteral("-e"), QStringLiteral("stderr"), QStringLiteral("-p"),
                    m_installation->path("."), QStringLiteral("-c"), file.fileName()});
    QVERIFY(m_nginx->waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(ask(QStringLiteral("/healthz")).status == 200, 20000);
}

CurlAnswer NginxTest::ask(const QString &path, const QStringList &more)
{
    QStringList arguments{QStringLiteral("--resolve"),
                          QStringLiteral("plant.test:%1:127.0.0.1").arg(m_port),
                          QStringLiteral("--interface"), kClient};
    if (!m_cookie.isEmpty())
        arguments << QStringLiteral("-H") << QLatin1String("Cookie: " + m_cookie);
    return curl(arguments + more, m_base + path, trusted());
}

CurlAnswer NginxTest::post(const QString &path, const QByteArray &json)
{
    return ask(path,
               {QStringLiteral("-H"), QStringLiteral("Content-Type: application/json"),
                QStringLiteral("-H"), QStringLiteral("Origin: https://plant.test:%1").arg(m_port),
                QStringLiteral("-H"), QLatin1String("X-CSRF-Token: " + m_csrf),
                QStringLiteral("-d"), QString::fromUtf8(json)});
}

void NginxTest::signIn()
{
    const CurlAnswer answer = post(QStringLiteral("/api/v1/session"),
                                   "{\"user\":\"root\",\"password\":\"" + kPassword + "\"}");
    QVERIFY2(answer.status == 201, answer.head + answer.body);
    const qsizetype at = answer.head.indexOf("Set-Cookie: ") + 12;
    const QByteArray line = answer.head.mid(at, answer.head.indexOf("\r\n", at) - at);
    m_cookie = line.left(line.indexOf(';'));
    const QJsonObject session = QJsonDocument::fromJson(answer.body).object();
    m_csrf = session.value(QLatin1String("csrfToken")).toString().toLatin1();
    QVERIFY2(line.startsWith(m_path.isEmpty() ? "__Host-mws=" : "__Secure-mws="), line);
    QVERIFY2(line.contains("; Path=" + m_path + "/;") && line.contains("; Secure"), line);
}

QStringList NginxTest::originsOf(const QString &action)
{
    const CurlAnswer answer = ask(QStringLiteral("/api/v1/audit?action=") + action);
    QStringList origins;
    const QJsonArray rows
        = QJsonDocument::fromJson(answer.body).object().value(QLatin1String("entries")).toArray();
    for (const QJsonValue &row : rows)
        origins.append(row.toObject().value(QLatin1String("origin")).toString());
    return origins;
}

void NginxTest::checkPage()
{
    const CurlAnswer page = ask(QStringLiteral("/"));
    QCOMPARE(page.status, 200);
    QCOMPARE(page.head.count("Strict-Transport-Security: "), 1);
    static const QRegularExpression kScript(QStringLiteral("src=\"\\./(assets/[^\"]+\\.js)\""));
    const auto script = kScript.match(QString::fromUtf8(page.body));
    QVERIFY(script.hasMatch());
    const CurlAnswer asset = ask(u'/' + script.captured(1));
    QCOMPARE(asset.status, 200);
    QVERIFY(asset.head.contains("Content-Type: text/javascript"));
    if (m_path.isEmpty())
        return;
    const CurlAnswer bare = ask({});
    QCOMPARE(bare.status, 308);
    QVERIFY2(bare.head.contains("\r\nLocation: " + m_path + "/\r\n"), bare.head);
}

void NginxTest::checkFeed()
{
    QSslSocket socket;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromPath(trusted()));
    socket.setSslConfiguration(tls);
    QVERIFY(socket.bind(QHostAddress(kClient)));
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), quint16(m_port),
                                  QStringLiteral("plant.test"));
    QVERIFY2(socket.waitForEncrypted(20000), qUtf8Printable(socket.errorString()));
    const QByteArray host = "plant.test:" + QByteArray::number(m_port);
    socket.write("GET " + m_path + "/api/v1/live HTTP/1.1\r\nHost: " + host
                 + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://"
                 + host + "\r\nCookie: " + m_cookie + "\r\n\r\n");
    QByteArray received;
    const auto has = [&](const char *text) {
        received += socket.readAll();
        return received.contains(text);
    };
    QTRY_VERIFY2_WITH_TIMEOUT(has("\"hello\""), received, 20000);
    QVERIFY2(received.startsWith("HTTP/1.1 101 "), received);
    QTRY_VERIFY_WITH_TIMEOUT(has("\"beat\""), 20000);
}

void NginxTest::itServesTheClient_data()
{
    QTest::addColumn<QByteArray>("basePath");
    QTest::newRow("at the root") << QByteArray();
    QTest::newRow("below a path") << QByteArray("/plant1");
}

void NginxTest::itServesTheClient()
{
    QFETCH(const QByteArray, basePath);
    start(basePath);
    signIn();
    checkPage();
    checkFeed();
    const CurlAnswer confirmed
        = post(QStringLiteral("/api/v1/session/confirm"), "{\"password\":\"" + kPassword + "\"}");
    QVERIFY2(confirmed.status == 204, confirmed.head + confirmed.body);
    QCOMPARE(originsOf(QStringLiteral("signIn")), QStringList{QStringLiteral("remote ") + kClient});
    if (!basePath.isEmpty()) {
        m_base.chop(basePath.size());
        QCOMPARE(ask(QStringLiteral("/api/v1/session")).status, 404);
        QCOMPARE(ask(QStringLiteral("/x/..%2fplant1/api/v1/session")).status, 400);
    }
}

void NginxTest::onlyNginxIsBelieved()
{
    start({});
    QStringList spoofed;
    for (const char *field : {"X-Forwarded-For: %1", "X-Real-IP: %1", "Forwarded: for=%1"})
        spoofed << QStringLiteral("-H") << QString::fromLatin1(field).arg(QLatin1String(kSpoofed));
    spoofed << QStringLiteral("-H") << QStringLiteral("X-Forwarded-Proto: http");
    spoofed << QStringLiteral("-H") << QStringLiteral("X-Forwarded-Host: evil.test");
    const QString path = QStringLiteral("/api/v1/users");
    // Through nginx, and past it: the station has no reason to believe 127.0.0.2.
    QCOMPARE(ask(path, spoofed).status, 401);
    const QUrl station(m_installation->ready().value(QLatin1String("url")).toString());
    const CurlAnswer direct = curl(
        spoofed
            + QStringList{QStringLiteral("--interface"), kClient, QStringLiteral("--resolve"),
                          QStringLiteral("plant.test:%1:127.0.0.1").arg(station.port())},
        QStringLiteral("https://plant.test:%1").arg(station.port()) + path, trusted());
    QCOMPARE(direct.status, 401);
    signIn();
    const QString own = QStringLiteral("remote ") + kClient;
    QCOMPARE(originsOf(QStringLiteral("denied")), (QStringList{own, own}));
}

void NginxTest::otherNamesAndPlainHttp()
{
    start({});
    QCOMPARE(
        ask(QStringLiteral("/healthz"), {QStringLiteral("-H"), QStringLiteral("Host: evil.test")})
            .status,
        421);
    const CurlAnswer other
        = curl({QStringLiteral("--resolve"), QStringLiteral("evil.test:%1:127.0.0.1").arg(m_port)},
               QStringLiteral("https://evil.test:%1/").arg(m_port), trusted());
    QVERIFY(other.exit != 0);
    QCOMPARE(other.status, 0);
    const QString plain = QStringLiteral("http://127.0.0.1:%1").arg(m_plainPort);
    const CurlAnswer page = curl({}, plain + QStringLiteral("/tags"), trusted());
    QCOMPARE(page.status, 308);
    QVERIFY(page.head.contains("\r\nLocation: https://plant.test/tags"));
    QCOMPARE(curl({}, plain + QStringLiteral("/plant1/apiary"), trusted()).status, 308);
    QCOMPARE(curl({QStringLiteral("--head")}, plain + QStringLiteral("/tags"), trusted()).status,
             308);
    for (const char *method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "GETS", "get"}) {
        const CurlAnswer refused = curl({QStringLiteral("-X"), QLatin1String(method)},
                                        plain + QStringLiteral("/tags"), trusted());
        QVERIFY2(refused.status == 403 || refused.status == 400, method);
        QVERIFY(!refused.head.contains("Location:"));
    }
    for (const char *path : {"", "/plant1", "/works/plant1"}) {
        for (const char *target : {"/api", "/api/v1/session?x=1", "/metrics", "/healthz"}) {
            const QString refused = plain + QLatin1String(path) + QLatin1String(target);
            QVERIFY2(curl({}, refused, trusted()).status == 403, qUtf8Printable(refused));
        }
    }
}

QTEST_GUILESS_MAIN(NginxTest)
#include "tst_nginx.moc"
