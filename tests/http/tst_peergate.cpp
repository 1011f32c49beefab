// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificate.h"
#include "modbus/pki.h"
#include "rawclient.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>

using namespace mws;
using namespace mws::http;

namespace
{

using Wanted = ClientCertificates::Wanted;

constexpr int kBeforeIdle = 5000; ///< ms; an idle connection ends by itself after 15 s

QString named(const char *text)
{
    return QString::fromLatin1(text);
}

} // namespace

Q_DECLARE_METATYPE(mws::http::ClientCertificates::Wanted)

/// Mutual TLS as openssl's client sees it, with every kind of certificate that one may bring.
class PeerGateTest final : public QObject
{
    Q_OBJECT

private:
    Pki m_pki;
    QTemporaryDir m_own; ///< of the server's certificate
    std::unique_ptr<QTemporaryDir> m_folder;
    QSslConfiguration m_tls;
    QSet<QString> m_known; ///< fingerprints that belong to somebody
    QStringList m_refusals;
    std::unique_ptr<Server> m_server;

    void startWith(Wanted wanted, const QStringList &proxies = {})
    {
        Server::Config config;
        config.port = 0;
        config.tls = m_tls;
        config.clients = {wanted, m_folder->path()};
        for (const QString &proxy : proxies)
            QVERIFY(bool(config.proxies.add(proxy)));
        m_server = std::make_unique<Server>(config);
        m_server->setPeerGuard(
            [this](const QByteArray &fingerprint) {
                return m_known.contains(QString::fromLatin1(fingerprint.toHex()));
            },
            [this](const QHostAddress &, const QString &why) { m_refusals.append(why); });
        const auto answer = [](const Request &request) {
            return ready(Response::json("(" + request.certificate.toHex() + ")"));
        };
        QVERIFY(bool(m_server->addRoute(route(Method::Get, "/api/who", answer))));
        QVERIFY(bool(m_server->listen()));
    }

    [[nodiscard]] QStringList clientOf(const QString &name, const QStringList &more = {}) const
    {
        QStringList arguments{named("s_client"), named("-quiet"), named("-connect"),
                              named("127.0.0.1:%1").arg(m_server->port())};
        if (!name.isEmpty())
            arguments += {named("-cert"), m_pki.certificate(name), named("-key"), m_pki.key(name)};
        return arguments + more;
    }
    /// What comes back, without what openssl says of it.
    [[nodiscard]] QByteArray ask(const QString &name, const QByteArray &fields = {},
                                 const QStringList &more = {})
    {
        QProcess process;
        process.start(named("openssl"), clientOf(name, more));
        process.write(request("GET /api/who", "Connection: close\r\n" + fields));
        // The server under test lives in this thread.
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; },
                             20000)) {
            process.kill();
            process.waitForFinished();
            return "(no end)";
        }
        return process.readAllStandardOutput();
    }
    [[nodiscard]] QByteArray factOf(const QString &name) const
    {
        return name.isEmpty() ? "()" : "(" + m_pki.fingerprint(name).toLatin1() + ")";
    }

private Q_SLOTS:
    void initTestCase()
    {
        Pki::Wish wish;
        wish.days = 0;
        m_pki.make(named("expired"), wish);
        wish = {};
        wish.authority = named("otherCa");
        m_pki.make(named("stranger"), wish);
        wish.authority.clear();
        m_pki.make(named("selfSigned"), wish);
        for (const char *name : {"anna", "lost", "nobodys"})
            m_pki.make(named(name), {});
        m_tls = *serverTls(m_own.path(), {named("plc.test")});
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QFile::copy(m_pki.certificate(named("ca")), m_folder->filePath(named("ca.pem"))));
        m_known.clear();
        for (const char *name : {"anna", "lost", "expired", "stranger", "selfSigned"})
            m_known.insert(m_pki.fingerprint(named(name)));
        m_pki.makeList(m_folder->filePath(named("ca.crl")), named("ca"), {named("lost")});
        m_refusals.clear();
    }

    void cleanup() { m_server.reset(); }

    void whoIsAnswered_data();
    void whoIsAnswered();
    void aHeaderIsNoCertificate();
    void whoLosesTheRightIsOutWithinASecond();
    void aNewListClosesConnections();
    void aListThatIsOutOfDateClosesTheDoor();
    void sessionsAreNotResumed();
    void behindAProxyThereIsNone();
    void withoutAuthoritiesItDoesNotListen();
    void withoutTlsItDoesNotListen();
};

void PeerGateTest::whoIsAnswered_data()
{
    QTest::addColumn<Wanted>("wanted");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<bool>("isAnswered");
    QTest::addColumn<QString>("why");
    const QString none = named("The client has shown no certificate.");
    const QString other = named("authority that ca.pem does not hold");
    const QString unknown = named("belongs to no user");
    for (const auto &[word, wanted] :
         {std::pair("optional", Wanted::Optional), std::pair("required", Wanted::Required)}) {
        const bool isOptional = wanted == Wanted::Optional;
        const auto row = [word = word, wanted = wanted](const char *certificate, bool isAnswered,
                                                        const QString &why) {
            QTest::addRow("%s %s", word, *certificate ? certificate : "none")
                << wanted << named(certificate) << isAnswered << why;
        };
        row("", isOptional, isOptional ? QString() : none);
        row("anna", true, {});
        row("nobodys", false, unknown);
        row("lost", false, named("has been revoked"));
        row("expired", false, named("has expired"));
        row("stranger", false, other);
        row("selfSigned", false, other);
    }
}

void PeerGateTest::whoIsAnswered()
{
    QFETCH(Wanted, wanted);
    QFETCH(QString, certificate);
    QFETCH(bool, isAnswered);
    QFETCH(QString, why);
    startWith(wanted);
    for (const char *version : {"-tls1_2", "-tls1_3"}) {
        m_refusals.clear();
        const QByteArray answer = ask(certificate, {}, {named(version)});
        if (isAnswered) {
            QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer);
            QVERIFY2(answer.endsWith(factOf(certificate)), answer);
            QCOMPARE(m_refusals, QStringList());
        } else {
            QCOMPARE(answer, QByteArray());
            QCOMPARE(m_refusals.size(), 1);
            QVERIFY2(m_refusals.first().contains(why), qUtf8Printable(m_refusals.first()));
        }
    }
}

void PeerGateTest::aHeaderIsNoCertificate()
{
    startWith(Wanted::Optional);
    const QByteArray claimed = m_pki.fingerprint(named("anna")).toLatin1();
    const QByteArray answer
        = ask({},
              "X-SSL-Client-Fingerprint: " + claimed + "\r\nX-Client-Certificate: " + claimed
                  + "\r\nSSL-Client-Verify: SUCCESS\r\n");
    QVERIFY2(answer.endsWith("()"), answer);
}

void PeerGateTest::whoLosesTheRightIsOutWithinASecond()
{
    startWith(Wanted::Required);
    QProcess client;
    client.start(named("openssl"), clientOf(named("anna")));
    client.write(request("GET /api/who"));
    QByteArray heard;
    QTRY_VERIFY_WITH_TIMEOUT(
        (heard += client.readAllStandardOutput()).contains(factOf(named("anna"))), 20000);
    m_known.remove(m_pki.fingerprint(named("anna")));
    QElapsedTimer clock;
    clock.start();
    QTRY_COMPARE_WITH_TIMEOUT(m_refusals.size(), 1, 20000);
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, kBeforeIdle);
    QCOMPARE(ask(named("anna")), QByteArray());
}

void PeerGateTest::aNewListClosesConnections()
{
    startWith(Wanted::Optional);
    QProcess client;
    client.start(named("openssl"), clientOf(named("anna")));
    client.write(request("GET /api/who"));
    QByteArray heard;
    QTRY_VERIFY_WITH_TIMEOUT(
        (heard += client.readAllStandardOutput()).contains(factOf(named("anna"))), 20000);
    m_pki.makeList(m_folder->filePath(named("ca.crl")), named("ca"),
                   {named("lost"), named("anna")});
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, kBeforeIdle);
    QCOMPARE(m_refusals, QStringList{named("The certificate has been revoked.")});
    QCOMPARE(ask(named("anna")), QByteArray());
}

void PeerGateTest::aListThatIsOutOfDateClosesTheDoor()
{
    m_pki.makeList(m_folder->filePath(named("ca.crl")), named("ca"), {}, named("20110101000000Z"));
    startWith(Wanted::Required);
    QTest::ignoreMessage(QtWarningMsg,
                         "A client is refused: The revocation list of the certificate's authority "
                         "is out of date; bring a new one.");
    QCOMPARE(ask(named("anna")), QByteArray());
    m_pki.makeList(m_folder->filePath(named("ca.crl")), named("ca"), {});
    QVERIFY(ask(named("anna")).startsWith("HTTP/1.1 200"));
}

/// A ticket would stand for a certificate that nobody looks at again.
void PeerGateTest::sessionsAreNotResumed()
{
    startWith(Wanted::Required);
    const QString session = m_folder->filePath(named("session"));
    for (const char *version : {"-tls1_2", "-tls1_3"}) {
        QVERIFY(ask(named("anna"), {}, {named(version), named("-sess_out"), session})
                    .startsWith("HTTP/1.1 200"));
        if (!QFile::exists(session))
            continue; // nothing was given to resume with
        m_refusals.clear();
        QCOMPARE(ask({}, {}, {named(version), named("-sess_in"), session}), QByteArray());
        QCOMPARE(m_refusals.size(), 1);
        QVERIFY(QFile::remove(session));
    }
}

void PeerGateTest::behindAProxyThereIsNone()
{
    startWith(Wanted::Optional, {named("127.0.0.1")});
    const QByteArray answer = ask(named("anna"), "X-Forwarded-For: 192.0.2.7\r\n");
    QVERIFY2(answer.endsWith("()"), answer);
    startWith(Wanted::Required, {named("127.0.0.1")});
    QCOMPARE(ask({}, "X-Forwarded-For: 192.0.2.7\r\n"), QByteArray());
}

void PeerGateTest::withoutAuthoritiesItDoesNotListen()
{
    Server::Config config;
    config.port = 0;
    config.tls = m_tls;
    config.clients = {Wanted::Optional, m_own.path()};
    Server server(config);
    const auto listening = server.listen();
    QVERIFY(!listening);
    QVERIFY(listening.error().detail.contains(named("ca.pem")));
}

void PeerGateTest::withoutTlsItDoesNotListen()
{
    Server::Config config;
    config.port = 0;
    config.clients = {Wanted::Required, m_folder->path()};
    Server server(config);
    QVERIFY(!server.listen());
}

QTEST_GUILESS_MAIN(PeerGateTest)
#include "tst_peergate.moc"
