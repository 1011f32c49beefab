// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"

#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

namespace
{

const QByteArray kPassword = "blue herring sings";
const QString kHere = QStringLiteral("127.0.0.1");
/// Also this computer, but not the address of the loopback listener: stands for any other.
const QString kElsewhere = QStringLiteral("127.0.0.2");

} // namespace

/// The server told to listen everywhere: it answers 127.0.0.1 only until there is an administrator,
/// then everybody, without a restart and however the administrator was made.
class LoopbackTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void setUpInTheBrowser();
    void setUpWithMwsctl();
    void otherUsersDoNotOpenIt();
    void anAdministratorFromBefore();
    void theSetupCodeIsTheOwnersOnly();
    void theSecurityContactIsTold();

private:
    [[nodiscard]] QNetworkRequest requestTo(const char *path) const;
    [[nodiscard]] static bool isFinished(const QNetworkReply &reply)
    {
        return QTest::qWaitFor([&reply] { return reply.isFinished(); }, 20000);
    }
    void startServer();
    QAbstractSocket::SocketError errorAt(const QString &address);
    bool isOpen() { return errorAt(kElsewhere) == QAbstractSocket::UnknownSocketError; }
    void checkClosed();
    int completeSetup();
    bool hasTold(const QString &url);

    std::unique_ptr<Installation> m_installation;
    std::unique_ptr<QProcess> m_server;
    QByteArray m_output;
    quint16 m_port = 0;
};

void LoopbackTest::init()
{
    m_output.clear();
    m_installation = std::make_unique<Installation>();
    QVERIFY(m_installation->begin());
}

void LoopbackTest::cleanup()
{
    if (m_server)
        QCOMPARE(Installation::end(*m_server), 0);
    m_server.reset();
    m_installation.reset();
}

void LoopbackTest::startServer()
{
    m_server = m_installation->start("mws-server",
                                     {QStringLiteral("--address"), QStringLiteral("0.0.0.0"),
                                      QStringLiteral("--host-name"), QStringLiteral("plant.test"),
                                      QStringLiteral("--security-contact"),
                                      QStringLiteral("mailto:security@example.org")});
    QVERIFY(m_server);
    const QUrl url(m_installation->ready().value(QLatin1String("url")).toString());
    m_port = quint16(url.port());
}

QAbstractSocket::SocketError LoopbackTest::errorAt(const QString &address)
{
    QTcpSocket socket;
    socket.connectToHost(address, m_port);
    return socket.waitForConnected(10000) ? QAbstractSocket::UnknownSocketError : socket.error();
}

void LoopbackTest::checkClosed()
{
    QCOMPARE(errorAt(kHere), QAbstractSocket::UnknownSocketError);
    QCOMPARE(errorAt(kElsewhere), QAbstractSocket::ConnectionRefusedError);
}

bool LoopbackTest::hasTold(const QString &url)
{
    m_output += m_server->readAll();
    return m_output.contains("Web: " + url.toLatin1());
}

QNetworkRequest LoopbackTest::requestTo(const char *path) const
{
    const QString base = m_installation->ready().value(QLatin1String("url")).toString();
    QNetworkRequest request(QUrl(base + QLatin1String(path)));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromPath(m_installation->path("data/certificate.pem")));
    request.setSslConfiguration(tls);
    request.setRawHeader("Origin", base.chopped(1).toLatin1());
    return request;
}

int LoopbackTest::completeSetup()
{
    const QJsonObject ready = m_installation->ready();
    QNetworkRequest request = requestTo("api/v1/setup");
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    const QJsonObject body{{QStringLiteral("code"), ready.value(QLatin1String("setupCode"))},
                           {QStringLiteral("user"), QStringLiteral("root")},
                           {QStringLiteral("password"), QString::fromLatin1(kPassword)}};
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.post(request, QJsonDocument(body).toJson()));
    return isFinished(*reply) ? reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt()
                              : -1;
}

void LoopbackTest::theSetupCodeIsTheOwnersOnly()
{
    startServer();
    const QFile code(m_installation->path("data/setup-code"));
    QVERIFY(code.exists());
    QCOMPARE(code.permissions() & QFile::Permissions(0x0fff), QFile::ReadUser | QFile::WriteUser);
    QCOMPARE(completeSetup(), 201);
    QTRY_VERIFY(!code.exists());
}

void LoopbackTest::theSecurityContactIsTold()
{
    startServer();
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.get(requestTo(".well-known/security.txt")));
    QVERIFY(isFinished(*reply));
    const QByteArrayList lines = reply->readAll().split('\n');
    QCOMPARE(lines.at(0), QByteArray("Contact: mailto:security@example.org"));
    QVERIFY(lines.at(1).startsWith("Expires: 20"));
}

void LoopbackTest::setUpInTheBrowser()
{
    startServer();
    checkClosed();
    QCOMPARE(completeSetup(), 201);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), 20000);
    QTRY_VERIFY(hasTold(QStringLiteral("https://plant.test:%1/").arg(m_port)));
    QTRY_VERIFY(!QFile::exists(m_installation->path("data/setup-code")));
}

void LoopbackTest::setUpWithMwsctl()
{
    startServer();
    checkClosed();
    QVERIFY(QFile::exists(m_installation->path("data/setup-code")));
    QCOMPARE(m_installation->ctl("user add root --role administrator --password-stdin",
                                 kPassword + '\n'),
             0);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), 20000);
    QTRY_VERIFY(hasTold(QStringLiteral("https://plant.test:%1/").arg(m_port)));
    QTRY_VERIFY(!QFile::exists(m_installation->path("data/setup-code")));
}

void LoopbackTest::otherUsersDoNotOpenIt()
{
    QCOMPARE(
        m_installation->ctl("user add otto --role engineer --password-stdin", kPassword + '\n'), 0);
    startServer();
    checkClosed();
    QVERIFY(!m_installation->ready().value(QLatin1String("setupCode")).toString().isEmpty());
}

void LoopbackTest::anAdministratorFromBefore()
{
    QCOMPARE(m_installation->ctl("user add root --role administrator --password-stdin",
                                 kPassword + '\n'),
             0);
    startServer();
    QVERIFY(isOpen());
    QCOMPARE(m_installation->ready().value(QLatin1String("setupCode")).toString(), QString());
}

QTEST_GUILESS_MAIN(LoopbackTest)
#include "tst_loopback.moc"
