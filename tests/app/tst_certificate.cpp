// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"
#include "modbus/pki.h"

#include <QFile>
#include <QRegularExpression>
#include <QSysInfo>
#include <QTest>
#include <QUrl>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

/// mws-server gets another certificate by mwsctl and SIGHUP, and goes on; as openssl sees it.
class CertificateProgramTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void theFirstOneIsItsOwn();
    void anotherOneIsTakenAtSighup();
    void aBadOneLeavesTheOldOne();
    void namesOfTheComputerAreItsOwn();
    void aTerminalThatClosesEndsIt();

private:
    [[nodiscard]] QString seen() const;
    [[nodiscard]] QString shownByCtl() const;
    [[nodiscard]] int install(const QString &certificate, const QString &key) const;
    void hangUp() const { QCOMPARE(::kill(pid_t(m_server->processId()), SIGHUP), 0); }
    bool hasSaid(const QString &text);

    mws::Pki m_pki;
    Installation m_installation;
    std::unique_ptr<QProcess> m_server;
    QString m_output;
    int m_port = 0;
};

void CertificateProgramTest::initTestCase()
{
    QVERIFY(m_installation.begin());
    m_server = m_installation.start("mws-server");
    QVERIFY(m_server);
    m_port = QUrl(m_installation.ready().value(QLatin1String("url")).toString()).port();
}

void CertificateProgramTest::cleanupTestCase()
{
    if (m_server)
        QCOMPARE(Installation::end(*m_server), 0);
}

/// The fingerprint of what a new connection gets.
QString CertificateProgramTest::seen() const
{
    QProcess client;
    client.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"),
                  QStringLiteral("openssl s_client -connect 127.0.0.1:%1 </dev/null 2>/dev/null | "
                                 "openssl x509 -noout -fingerprint -sha256")
                      .arg(m_port)});
    client.waitForFinished(20000);
    return QString::fromLatin1(client.readAllStandardOutput()).trimmed().section(u'=', 1);
}

QString CertificateProgramTest::shownByCtl() const
{
    const auto ctl = m_installation.launchCtl("certificate show");
    ctl->waitForFinished(20000);
    static const QRegularExpression print(QStringLiteral("SHA-256: ([0-9A-F:]{95})\n"));
    return print.match(QString::fromUtf8(ctl->readAll())).captured(1);
}

int CertificateProgramTest::install(const QString &certificate, const QString &key) const
{
    const QString words = QStringLiteral("certificate install %1 %2").arg(certificate, key);
    return m_installation.ctl(qPrintable(words));
}

bool CertificateProgramTest::hasSaid(const QString &text)
{
    m_output += QString::fromUtf8(m_server->readAll());
    return m_output.contains(text);
}

void CertificateProgramTest::theFirstOneIsItsOwn()
{
    QCOMPARE(seen().size(), 95);
    QCOMPARE(seen(), shownByCtl());
    QVERIFY(hasSaid(QStringLiteral("Certificate SHA-256: ") + seen()));
}

void CertificateProgramTest::anotherOneIsTakenAtSighup()
{
    const QString before = seen();
    QCOMPARE(
        install(m_pki.certificate(QStringLiteral("device")), m_pki.key(QStringLiteral("device"))),
        0);
    const QString installed = shownByCtl();
    QVERIFY(installed != before);
    QCOMPARE(seen(), before);
    hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(hasSaid(QStringLiteral("Certificate SHA-256: ") + installed), 20000);
    QCOMPARE(seen(), installed);
    QCOMPARE(m_server->state(), QProcess::Running);
    QCOMPARE(m_installation.ctl("audit verify"), 0);
}

void CertificateProgramTest::aBadOneLeavesTheOldOne()
{
    const QString before = seen();
    QCOMPARE(
        install(m_pki.certificate(QStringLiteral("device")), m_pki.key(QStringLiteral("station"))),
        2);
    QCOMPARE(shownByCtl(), before);
    const QString key = m_installation.path("data/key.pem");
    QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::ReadOther));
    hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(hasSaid(QStringLiteral("The certificate stays as it is: key.pem")),
                             20000);
    QCOMPARE(seen(), before);
    QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner));
}

void CertificateProgramTest::namesOfTheComputerAreItsOwn()
{
    const auto statusFor = [this](const QString &host) {
        QProcess curl;
        curl.start(QStringLiteral("curl"),
                   {QStringLiteral("-sk"), QStringLiteral("--noproxy"), QStringLiteral("*"),
                    QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("-w"),
                    QStringLiteral("%{http_code}"), QStringLiteral("-H"),
                    QStringLiteral("Host: ") + host,
                    QStringLiteral("https://127.0.0.1:%1/healthz").arg(m_port)});
        curl.waitForFinished(20000);
        return curl.readAllStandardOutput().toInt();
    };
    QCOMPARE(statusFor(QSysInfo::machineHostName()), 200);
    QCOMPARE(statusFor(QStringLiteral("evil.test")), 421);
}

// The kernel's SIGHUP, not that of a process.
void CertificateProgramTest::aTerminalThatClosesEndsIt()
{
    QCOMPARE(Installation::end(*m_server), 0);
    m_server.reset();
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(terminal >= 0 && ::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
    const QByteArray name = ::ptsname(terminal);
    const auto takeTerminal = [name] {
        ::setsid();
        (void)::open(name.constData(), O_RDWR);
    };
    const auto server = m_installation.launchStation("mws-server", {}, takeTerminal);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_installation.path("ready")), 30000);
    QCOMPARE(server->state(), QProcess::Running);
    ::close(terminal);
    QVERIFY(server->waitForFinished(20000));
    QCOMPARE(server->exitStatus(), QProcess::NormalExit);
    QCOMPARE(server->exitCode(), 0);
}

QTEST_GUILESS_MAIN(CertificateProgramTest)
#include "tst_certificate.moc"
