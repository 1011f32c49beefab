// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificatefiles.h"
#include "http/selfsigned.h"
#include "mwsctl/ctlrun.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

/// "mwsctl selftest", with all in order and with functions that fail.
class SelfTestTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allWorks();
    void aBrokenCryptographyIsTold();
    void theStationsOwnCertificateIsTried();

private:
    /// The checks with that level.
    static QStringList checksOf(const Ran &ran, const char *level)
    {
        QStringList checks;
        const QJsonArray list = QJsonDocument::fromJson(ran.out.toUtf8()).array();
        for (const QJsonValue &found : list) {
            if (found[QLatin1String("level")] == QLatin1String(level))
                checks.append(found[QLatin1String("check")].toString());
        }
        return checks;
    }
    static Ran selfTest(const QStringList &more = {})
    {
        return runCtl(QStringList{QStringLiteral("selftest"), QStringLiteral("--json")} + more);
    }
};

void SelfTestTest::allWorks()
{
    const Ran ran = selfTest();
    QVERIFY2(ran.code == 0, qPrintable(ran.out));
    QCOMPARE(checksOf(ran, "ok").join(u' '),
             QStringLiteral("hashes cipher passwords random signature audit rights modes tls"));
    const Ran lines = runCtl({QStringLiteral("selftest")});
    QCOMPARE(lines.code, 0);
    QCOMPARE(lines.out.count(u'\n'), 9);
    QVERIFY(lines.out.startsWith(QStringLiteral("ok ")));
}

/// OpenSSL with the provider that does nothing, as after a wrong configuration.
void SelfTestTest::aBrokenCryptographyIsTold()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("openssl.cnf"));
    writeFile(file,
              "openssl_conf = init\n[init]\nproviders = all\n[all]\nnull = none\n"
              "[none]\nactivate = 1\n");
    qputenv("OPENSSL_CONF", file.toLocal8Bit());
    const auto restore = qScopeGuard([] { qunsetenv("OPENSSL_CONF"); });
    const Ran ran = selfTest();
    QCOMPARE(ran.code, 1);
    const QStringList faults = checksOf(ran, "fault");
    for (const char *check : {"cipher", "passwords", "signature", "tls"})
        QVERIFY2(faults.contains(QLatin1String(check)), check);
}

void SelfTestTest::theStationsOwnCertificateIsTried()
{
    QTemporaryDir folder;
    const QStringList data{QStringLiteral("--data"), folder.path()};
    const SystemClock clock;
    const auto pem = http::makeSelfSigned({QStringLiteral("plant.test")}, clock.now());
    QVERIFY(pem);
    const auto lock = http::CertificateLock::take(folder.path());
    QVERIFY(lock);
    QVERIFY(http::installPem(*lock, *pem));
    QVERIFY(checksOf(selfTest(data), "ok").contains(QStringLiteral("tls")));
    const auto other = http::makeSelfSigned({QStringLiteral("plant.test")}, clock.now());
    QVERIFY(other);
    writeFile(folder.filePath(QStringLiteral("key.pem")), other->key); // of another certificate
    const Ran ran = selfTest(data);
    QCOMPARE(ran.code, 1);
    QCOMPARE(checksOf(ran, "fault"), QStringList(QStringLiteral("tls")));
    QCOMPARE(runCtl({QStringLiteral("selftest"), QStringLiteral("--data"),
                     folder.filePath(QStringLiteral("nowhere"))})
                 .code,
             1);
}

QTEST_GUILESS_MAIN(SelfTestTest)
#include "tst_selftest.moc"
