// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hashpool.h"
#include "access/password.h"
#include "access/passwordpolicy.h"
#include "access/throttle.h"

#include <QSemaphore>
#include <QSet>
#include <QTest>
#include <atomic>

using namespace mws;
using namespace std::chrono_literals;

class PasswordTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashVerifiesOnlyItsPassword()
    {
        const QString password = QString::fromUtf8("gr\xc3\xbcne Wiese am Bach");
        const QByteArray hash = *hashPassword(password);
        QVERIFY(hash.startsWith("$scrypt$ln=15,r=8,p=1$"));
        QVERIFY(verifyPassword(password, hash));
        QVERIFY(!verifyPassword(password + QLatin1Char(' '), hash));
        QVERIFY(!needsRehash(hash));
        QVERIFY(*hashPassword(password) != hash);
    }

    void composedAndDecomposedLettersAreTheSame()
    {
        const QByteArray hash = *hashPassword(QString::fromUtf8("gr\xc3\xbcne Wiese"));
        QVERIFY(verifyPassword(QString::fromUtf8("gru\xcc\x88ne Wiese"), hash));
    }

    /// RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1, 64).
    void verifiesTheVectorOfTheStandard()
    {
        const QByteArray hash = QByteArray::fromHex(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
        const auto options = QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals;
        const QByteArray phc = "$scrypt$ln=14,r=8,p=1$"
            + QByteArray("SodiumChloride").toBase64(options) + '$' + hash.toBase64(options);
        QVERIFY(verifyPassword(QStringLiteral("pleaseletmein"), phc));
        QVERIFY(!verifyPassword(QStringLiteral("pleaseletmeout"), phc));
        QVERIFY(needsRehash(phc));
    }

    void malformedHashFitsNothing_data()
    {
        QTest::addColumn<QByteArray>("phc");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("password");
        QTest::newRow("other scheme") << QByteArray("$argon2id$v=19$m=1,t=1,p=1$YWE$YWE");
        QTest::newRow("no hash") << QByteArray("$scrypt$ln=15,r=8,p=1$YWFhYWFhYWE$");
        QTest::newRow("huge cost")
            << QByteArray("$scrypt$ln=60,r=8,p=1$YWFhYWFhYWE$") + QByteArray(32, 'a').toBase64();
        QTest::newRow("not base64") << QByteArray("$scrypt$ln=15,r=8,p=1$!!$%%");
    }

    void malformedHashFitsNothing()
    {
        QFETCH(QByteArray, phc);
        QVERIFY(!verifyPassword(QString(), phc));
        QVERIFY(!verifyPassword(QStringLiteral("password"), phc));
        QVERIFY(needsRehash(phc));
    }

    void dummyHashIsWellFormedAndFitsNothing()
    {
        QVERIFY(!needsRehash(dummyHash()));
        QVERIFY(!verifyPassword(QString(), dummyHash()));
    }

    void weakPasswordsAreRefused_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<bool>("good");
        QTest::newRow("short") << QStringLiteral("k7#pQ2!xw9f") << false;
        QTest::newRow("twelve") << QStringLiteral("k7#pQ2!xw9fz") << true;
        QTest::newRow("phrase") << QStringLiteral("blue herring sings") << true;
        QTest::newRow("too long") << QString(257, QLatin1Char('x')) << false;
        QTest::newRow("user name") << QStringLiteral("xx-Annabel-77-yy") << false;
        QTest::newRow("common and digits") << QStringLiteral("Password2024!!") << false;
        QTest::newRow("common twice") << QStringLiteral("dragondragon") << false;
        QTest::newRow("product") << QStringLiteral("ModbusWebServer") << false;
        QTest::newRow("one letter") << QStringLiteral("aaaaaaaaaaaaaa") << false;
        QTest::newRow("digits run") << QStringLiteral("123456789012") << false;
        QTest::newRow("keyboard row back") << QStringLiteral("lkjhgfdsapoi") << false;
        QTest::newRow("German keyboard") << QStringLiteral("qwertzuiopü1") << false;
        QTest::newRow("frequent and long") << QStringLiteral("1q2w3e4r5t6y") << false;
        QTest::newRow("disguised") << QStringLiteral("P@ssw0rd.2024") << false;
        QTest::newRow("season and year") << QStringLiteral("Sommer2026!!") << false;
        QTest::newRow("of the plant") << QStringLiteral("Wasserwerk12") << false;
        QTest::newRow("of a maker") << QStringLiteral("siemens-siemens") << false;
        QTest::newRow("German phrase") << QStringLiteral("drei Pumpen am Deich") << true;
    }

    void weakPasswordsAreRefused()
    {
        QFETCH(QString, password);
        QFETCH(bool, good);
        const auto verdict = checkPassword(password, QStringLiteral("annabel"));
        QCOMPARE(bool(verdict), good);
        if (!verdict)
            QCOMPARE(verdict.error().code, ErrorCode::Invalid);
    }

    void tokensAndCodesDiffer()
    {
        QSet<QByteArray> tokens;
        QSet<QString> codes;
        for (int i = 0; i < 1000; ++i) {
            tokens.insert(randomToken(32));
            codes.insert(randomCode());
        }
        QCOMPARE(tokens.size(), 1000);
        QCOMPARE(codes.size(), 1000);
        QCOMPARE(tokens.cbegin()->size(), 43);
        QCOMPARE(normalizedCode(*codes.cbegin()).size(), 26);
    }

    void codesAreForgivingToType()
    {
        const QString code = randomCode();
        QString typed = code.toLower();
        typed.replace(QLatin1Char('-'), QLatin1Char(' '));
        typed.replace(QLatin1Char('0'), QLatin1Char('o'));
        typed.replace(QLatin1Char('1'), QLatin1Char('l'));
        QCOMPARE(normalizedCode(typed), normalizedCode(code));
    }

    void constantTimeEqualNeverAcceptsNothing()
    {
        QVERIFY(constantTimeEqual("abc", "abc"));
        QVERIFY(!constantTimeEqual("abc", "abd"));
        QVERIFY(!constantTimeEqual("abc", "ab"));
        QVERIFY(!constantTimeEqual({}, {}));
    }

    void poolTakesWhatItHasPlacesFor()
    {
        QSemaphore gate;
        std::atomic<int> ran = 0;
        HashPool pool(2, 16);
        const auto job = [&] {
            gate.acquire();
            ++ran;
        };
        for (int i = 0; i < 18; ++i)
            QVERIFY(pool.submit(job));
        QVERIFY(!pool.submit(job));
        gate.release(1);
        QVERIFY(QTest::qWaitFor([&] { return pool.submit(job); }));
        gate.release(18);
        pool.stop();
        QCOMPARE(ran.load(), 19);
        QVERIFY(!pool.submit(job));
    }

    void throttleDoublesFromTwoSecondsToAQuarterHour()
    {
        Throttle throttle(5);
        const QString key = QStringLiteral("key");
        Milliseconds now{0};
        for (int i = 0; i < 4; ++i)
            throttle.begin(key, now);
        QCOMPARE(throttle.wait(key, now), 0ms);
        Milliseconds expected = 2s;
        for (int i = 0; i < 12; ++i) {
            throttle.begin(key, now);
            QCOMPARE(throttle.wait(key, now), expected);
            QCOMPARE(throttle.wait(QStringLiteral("other"), now), 0ms);
            now += expected;
            QCOMPARE(throttle.wait(key, now), 0ms);
            expected = std::min<Milliseconds>(expected * 2, 15min);
        }
        throttle.forget(key);
        throttle.begin(key, now);
        QCOMPARE(throttle.wait(key, now), 0ms);
    }

    void throttleForgivesWhatWasNoFailure()
    {
        Throttle throttle(2);
        const QString key = QStringLiteral("key");
        for (int i = 0; i < 10; ++i) {
            throttle.begin(key, 0ms);
            QCOMPARE(throttle.wait(key, 0ms), 0ms);
            throttle.forgive(key);
        }
    }

    void throttleStaysBounded()
    {
        Throttle throttle(5);
        const QString blocked = QStringLiteral("blocked");
        for (int i = 0; i < 5; ++i)
            throttle.begin(blocked, 0ms);
        for (int i = 0; i < 30000; ++i)
            throttle.begin(QString::number(i), 1ms);
        QVERIFY(throttle.size() <= 10001);
        QVERIFY(throttle.wait(blocked, 1ms) > 0ms);
    }
};

QTEST_GUILESS_MAIN(PasswordTest)
#include "tst_password.moc"
