// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/totp.h"
#include "access/vault.h"

#include <QFile>
#include <QProcess>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QByteArray kSecret = "12345678901234567890"; // of RFC 6238, appendix B

Timestamp at(qint64 seconds)
{
    return fromMsSinceEpoch(seconds * 1000);
}

} // namespace

/// One-time codes, and the vault that their secrets are kept in.
class TotpTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// RFC 6238, appendix B, the last six digits.
    void codesOfTheStandard_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("code");
        QTest::newRow("1970") << qint64(59) << QStringLiteral("287082");
        QTest::newRow("2005") << qint64(1111111109) << QStringLiteral("081804");
        QTest::newRow("next step") << qint64(1111111111) << QStringLiteral("050471");
        QTest::newRow("2009") << qint64(1234567890) << QStringLiteral("005924");
        QTest::newRow("2033") << qint64(2000000000) << QStringLiteral("279037");
        QTest::newRow("2603") << qint64(20000000000) << QStringLiteral("353130");
    }

    void codesOfTheStandard()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, code);
        QCOMPARE(totpCode(kSecret, totpStep(at(seconds))), code);
        QCOMPARE(findTotpStep(kSecret, code, at(seconds), 0).value_or(-1), seconds / 30);
    }

    void oathtoolAgrees()
    {
        const QString oathtool = QStandardPaths::findExecutable(QStringLiteral("oathtool"));
        if (oathtool.isEmpty())
            QSKIP("oathtool is not installed");
        for (int i = 0; i < 20; ++i) {
            const QByteArray secret = newTotpSecret();
            const qint64 seconds = 1700000000 + i * 7919;
            QProcess program;
            program.start(oathtool,
                          {QStringLiteral("--totp"), QStringLiteral("--base32"),
                           QStringLiteral("--now=@%1").arg(seconds), QStringLiteral("-")});
            program.write(base32(secret).toLatin1() + '\n');
            program.closeWriteChannel();
            QVERIFY(program.waitForFinished());
            QCOMPARE(QString::fromLatin1(program.readAllStandardOutput()).trimmed(),
                     totpCode(secret, totpStep(at(seconds))));
        }
    }

    void aCodeIsGoodOneStepAroundAndOnce()
    {
        const Timestamp now = at(1'000'000'020); // in the middle of a step
        const qint64 step = totpStep(now);
        for (const int away : {-1, 0, 1}) {
            const QString code = totpCode(kSecret, step + away);
            QCOMPARE(findTotpStep(kSecret, code, now, 0).value_or(0), step + away);
            QVERIFY(!findTotpStep(kSecret, code, now, step + away));
        }
        QVERIFY(!findTotpStep(kSecret, totpCode(kSecret, step - 2), now, 0));
        QVERIFY(!findTotpStep(kSecret, totpCode(kSecret, step + 2), now, 0));
        QVERIFY(!findTotpStep(kSecret, QString(), now, 0));
        QVERIFY(!findTotpStep(kSecret, totpCode(kSecret, step) + u'0', now, 0));
        QVERIFY(!findTotpStep(newTotpSecret(), totpCode(kSecret, step), now, 0));
    }

    /// RFC 4648, section 10, without padding.
    void base32OfTheStandard()
    {
        QCOMPARE(base32(""), QString());
        QCOMPARE(base32("f"), QStringLiteral("MY"));
        QCOMPARE(base32("fo"), QStringLiteral("MZXQ"));
        QCOMPARE(base32("foo"), QStringLiteral("MZXW6"));
        QCOMPARE(base32("foob"), QStringLiteral("MZXW6YQ"));
        QCOMPARE(base32("fooba"), QStringLiteral("MZXW6YTB"));
        QCOMPARE(base32("foobar"), QStringLiteral("MZXW6YTBOI"));
    }

    void theAddressIsEscaped()
    {
        QCOMPARE(totpUri("foobar", QStringLiteral("Werk & Süd"), QStringLiteral("anna")),
                 QStringLiteral("otpauth://totp/Werk%20%26%20S%C3%BCd:anna?secret=MZXW6YTBOI"
                                "&issuer=Werk%20%26%20S%C3%BCd"));
    }

    void theVaultGivesBackToItsOwnerOnly()
    {
        const Vault vault;
        const QByteArray sealed = vault.seal(kSecret, QStringLiteral("anna"));
        QVERIFY(!sealed.contains(kSecret.left(8)));
        QVERIFY(sealed != vault.seal(kSecret, QStringLiteral("anna")));
        QCOMPARE(vault.open(sealed, QStringLiteral("anna")).value_or(QByteArray()), kSecret);
        QVERIFY(!vault.open(sealed, QStringLiteral("otto")));
        QVERIFY(!Vault().open(sealed, QStringLiteral("anna")));
        for (qsizetype i = 0; i < sealed.size(); ++i) {
            QByteArray bent = sealed;
            bent[i] = char(bent[i] ^ 1);
            QVERIFY(!vault.open(bent, QStringLiteral("anna")));
            QVERIFY(!vault.open(sealed.left(i), QStringLiteral("anna")));
        }
    }

    void theKeyIsKeptInAFileOfItsOwn()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("vault.key"));
        QCOMPARE(Vault::fromFile(file).error().code, ErrorCode::NotFound);
        const auto first = Vault::make(file);
        QVERIFY(first);
        const QByteArray sealed = first->seal(kSecret, QStringLiteral("anna"));
        const auto again = Vault::fromFile(file);
        QVERIFY(again);
        QCOMPARE(again->open(sealed, QStringLiteral("anna")).value_or(QByteArray()), kSecret);
        constexpr auto kOwner
            = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
        QVERIFY((QFile::permissions(file) & ~kOwner) == 0);
        QVERIFY(QFile::setPermissions(file, kOwner | QFile::ReadGroup));
        QVERIFY(!Vault::fromFile(file));
        QVERIFY(QFile::setPermissions(file, kOwner));
        QVERIFY(QFile::resize(file, 31));
        QVERIFY(!Vault::fromFile(file));
        QVERIFY(!Vault::make(folder.filePath(QStringLiteral("nowhere/vault.key"))));
    }
};

QTEST_GUILESS_MAIN(TotpTest)
#include "tst_totp.moc"
