// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "access/totp.h"
#include "storage/store.h"
#include "support/fakeclock.h"
#include "support/quickhashes.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");
const QString kAnna = QStringLiteral("anna");

} // namespace

/// Signing in with a code beside the password.
class SecondFactorTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    FakeClock m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AccessControl> m_access;
    QByteArray m_secret;
    QStringList m_recoveryCodes;

    [[nodiscard]] QString file(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name));
    }
    Result<void> openStation()
    {
        m_store = std::make_unique<Store>();
        if (auto opened = m_store->open(file("station.db")); !opened)
            return opened;
        m_access = std::make_unique<AccessControl>(*m_store, m_clock, quickHashes());
        if (auto loaded = m_access->load(); !loaded)
            return loaded;
        return m_access->openVault(file("vault.key"));
    }
    void open() { QVERIFY(openStation()); }
    void close()
    {
        m_access.reset();
        m_store.reset();
    }
    Result<SignedIn> signIn(const QString &code = {}, const QString &password = kPassword,
                            Origin origin = Origin::Remote)
    {
        return m_access->signIn(kAnna, password, origin, QStringLiteral("192.0.2.7"), code)
            .result();
    }
    /// "ok" or the error.
    static QString verdict(const Result<SignedIn> &result)
    {
        if (result)
            return result->sessionId.isEmpty() ? QStringLiteral("nothing") : QStringLiteral("ok");
        switch (result.error().code) {
        case ErrorCode::SecondFactor:
            return QStringLiteral("code");
        case ErrorCode::Unauthenticated:
            return QStringLiteral("password");
        case ErrorCode::Busy:
            return QStringLiteral("throttled");
        default:
            return result.error().detail;
        }
    }
    [[nodiscard]] QString code() const { return totpCode(m_secret, totpStep(m_clock.now())); }
    void setUp()
    {
        const auto session = signIn();
        QVERIFY(session);
        const auto secret = m_access->beginFactor(session->sessionId);
        QVERIFY(secret);
        m_secret = *secret;
        const auto codes = m_access->activateFactor(session->sessionId, code()).result();
        QVERIFY2(codes, codes ? "" : qPrintable(codes.error().detail));
        m_recoveryCodes = *codes;
        m_clock.advance(30s);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
        User user;
        user.name = kAnna;
        user.role = QStringLiteral("administrator");
        QVERIFY(m_access->addUser(user, kPassword).result());
    }

    void cleanup() { close(); }

    void nobodyIsAskedBeforeItIsSetUp()
    {
        const auto session = signIn();
        QVERIFY(session);
        QVERIFY(m_access->beginFactor(session->sessionId));
        QVERIFY(!m_access->activateFactor(session->sessionId, QStringLiteral("000000")).result());
        QCOMPARE(verdict(signIn()), QStringLiteral("ok"));
        QVERIFY(!m_access->users().constFirst().hasSecondFactor);
    }

    void signingInWantsTheCode()
    {
        setUp();
        QVERIFY(m_access->users().constFirst().hasSecondFactor);
        QCOMPARE(verdict(signIn()), QStringLiteral("code"));
        QCOMPARE(verdict(signIn(QStringLiteral("123"))), QStringLiteral("code"));
        QCOMPARE(verdict(signIn(code(), kPassword + u'!')), QStringLiteral("password"));
        QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
    }

    /// What is told about the code is told to those who know the password.
    void aWrongPasswordSaysNothingOfTheCode()
    {
        setUp();
        QCOMPARE(verdict(signIn({}, kPassword + u'!')), QStringLiteral("password"));
        QCOMPARE(verdict(signIn(QStringLiteral("000000"), kPassword + u'!')),
                 QStringLiteral("password"));
    }

    void aCodeIsGoodOnceAlsoAfterARestart()
    {
        setUp();
        const QString used = code();
        QCOMPARE(verdict(signIn(used)), QStringLiteral("ok"));
        QCOMPARE(verdict(signIn(used)), QStringLiteral("code"));
        close();
        open();
        QCOMPARE(verdict(signIn(used)), QStringLiteral("code"));
        m_clock.advance(30s);
        QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
    }

    void theCodeThatSetItUpIsUsed()
    {
        const auto session = signIn();
        m_secret = *m_access->beginFactor(session->sessionId);
        QVERIFY(m_access->activateFactor(session->sessionId, code()).result());
        QCOMPARE(verdict(signIn(code())), QStringLiteral("code"));
    }

    void recoveryCodesAreGoodOnceEach()
    {
        setUp();
        QCOMPARE(m_recoveryCodes.size(), 10);
        QCOMPARE(QSet<QString>(m_recoveryCodes.cbegin(), m_recoveryCodes.cend()).size(), 10);
        QCOMPARE(m_access->recoveryCodesOf(kAnna), 10);
        const QString typed = m_recoveryCodes[3].toLower().remove(u'-');
        QCOMPARE(verdict(signIn(typed)), QStringLiteral("ok"));
        QCOMPARE(verdict(signIn(m_recoveryCodes[3])), QStringLiteral("code"));
        QCOMPARE(m_access->recoveryCodesOf(kAnna), 9);
        close();
        open();
        QCOMPARE(verdict(signIn(m_recoveryCodes[3])), QStringLiteral("code"));
        QCOMPARE(verdict(signIn(m_recoveryCodes[4])), QStringLiteral("ok"));
        QCOMPARE(m_access->recoveryCodesOf(kAnna), 8);
    }

    void guessingIsThrottled()
    {
        setUp();
        int tries = 0;
        while (verdict(signIn(QStringLiteral("000000"))) == QLatin1String("code") && tries < 20)
            ++tries;
        QCOMPARE(tries, AccessControl::Limits().maxFailures);
        QCOMPARE(verdict(signIn(code())), QStringLiteral("throttled"));
    }

    /// The first of the two requests of a sign-in is no failure that adds up.
    void signingInOftenIsNotThrottled()
    {
        setUp();
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(verdict(signIn()), QStringLiteral("code"));
            QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
            m_clock.advance(30s);
        }
    }

    void thePanelAsksForNoCode()
    {
        setUp();
        QCOMPARE(verdict(signIn({}, kPassword, Origin::Panel)), QStringLiteral("ok"));
        QVERIFY(m_access->setPin(kAnna, QStringLiteral("4711")).result());
        QVERIFY(m_access->signInWithPin(kAnna, QStringLiteral("4711")).result());
    }

    void whoHasSignedInConfirmsWithThePassword()
    {
        setUp();
        const auto session = signIn(code());
        QVERIFY(session);
        m_clock.advance(6min);
        QVERIFY(!m_access->isConfirmed(session->sessionId));
        QVERIFY(m_access->confirm(session->sessionId, kPassword).result());
        QVERIFY(m_access->isConfirmed(session->sessionId));
    }

    void aNewPasswordNeedsNoCode()
    {
        setUp();
        auto session = signIn(code());
        QVERIFY(session);
        QString now = kPassword;
        for (int i = 0; i < 8; ++i) { // nor does it count as a failure
            const QString next = QStringLiteral("a slow green tram %1").arg(i);
            const auto changed = m_access->changePassword(session->identity, now, next).result();
            QVERIFY2(changed, changed ? "" : qPrintable(changed.error().detail));
            QVERIFY(m_access->identify(changed->sessionId));
            session = changed;
            now = next;
        }
        m_clock.advance(30s);
        QCOMPARE(verdict(signIn(code(), now)), QStringLiteral("ok"));
        QCOMPARE(verdict(signIn({}, kPassword)), QStringLiteral("password"));
    }

    void itIsRemovedAndGoesWithItsUser()
    {
        setUp();
        QVERIFY(m_access->removeFactor(kAnna).result());
        QVERIFY(!m_access->removeFactor(kAnna).result());
        QCOMPARE(verdict(signIn()), QStringLiteral("ok"));
        QCOMPARE(m_access->recoveryCodesOf(kAnna), 0);
        setUp();
        User other;
        other.name = QStringLiteral("otto");
        other.role = QStringLiteral("administrator");
        QVERIFY(m_access->addUser(other, kPassword).result());
        QVERIFY(m_access->removeUser(kAnna).result());
        QVERIFY(!m_access->removeFactor(kAnna).result());
    }

    void aSetUpEndsAfterTenMinutes()
    {
        const auto session = signIn();
        m_secret = *m_access->beginFactor(session->sessionId);
        m_clock.advance(10min);
        QVERIFY(!m_access->activateFactor(session->sessionId, code()).result());
        QVERIFY(!m_access->activateFactor("nobody's", code()).result());
        QVERIFY(!m_access->beginFactor("nobody's"));
    }

    void theDatabaseShowsNoSecret()
    {
        setUp();
        close();
        for (const char *name : {"station.db", "station.db-wal"}) {
            QFile database(file(name));
            if (!database.open(QIODevice::ReadOnly))
                continue;
            const QByteArray bytes = database.readAll();
            QVERIFY(!bytes.contains(m_secret));
            QVERIFY(!bytes.contains(base32(m_secret).toLatin1()));
            for (const QString &recovery : std::as_const(m_recoveryCodes))
                QVERIFY(!bytes.contains(recovery.toLatin1()));
        }
        open();
    }

    /// A restored station without the key: recovery codes still let in, and no other key takes its
    /// place while anything is sealed with it.
    void withoutTheKeyRecoveryCodesAreLeft()
    {
        setUp();
        close();
        QVERIFY(QFile::remove(file("vault.key")));
        const auto opened = openStation();
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::NotFound);
        QVERIFY(!QFile::exists(file("vault.key")));
        QCOMPARE(verdict(signIn(code())), QStringLiteral("code"));
        const auto session = signIn(m_recoveryCodes[0]);
        QCOMPARE(verdict(session), QStringLiteral("ok"));
        QVERIFY(m_access->removeFactor(kAnna).result());
        QCOMPARE(m_access->beginFactor(session->sessionId).error().code, ErrorCode::Unavailable);
        close();
        open();
        QVERIFY(QFile::exists(file("vault.key")));
        setUp();
        QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
    }

    /// A full disk: a code that could be good again after a restart is not taken.
    void aCodeWhoseUseCannotBeStoredDoesNotCount()
    {
        setUp();
        m_store->close();
        const qsizetype before = m_access->sessions().size();
        for (const QString &good : {code(), m_recoveryCodes[0]}) {
            const auto refused = signIn(good);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Unavailable);
            QVERIFY(refused.error().detail.contains(QStringLiteral("does not count")));
        }
        QCOMPARE(m_access->sessions().size(), before);
        QCOMPARE(verdict(signIn({}, kPassword, Origin::Panel)), QStringLiteral("ok"));
        QVERIFY(m_store->open(file("station.db")));
        QCOMPARE(verdict(signIn(code())), QStringLiteral("code"));
        m_clock.advance(30s);
        QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
    }

    /// Signing in while the clock was ahead must not lock out until that time has come.
    void aClockThatWasWrongOnceLocksNobodyOut()
    {
        constexpr auto kYears = std::chrono::days(3650);
        setUp();
        m_clock.step(kYears);
        QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
        m_clock.step(-kYears);
        QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
        QCOMPARE(verdict(signIn(code())), QStringLiteral("code"));
        close();
        open();
        QCOMPARE(verdict(signIn(code())), QStringLiteral("code"));
        m_clock.step(2min); // so far a code counts once
        QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
        m_clock.step(-2min);
        m_clock.advance(30s);
        QCOMPARE(verdict(signIn(code())), QStringLiteral("code"));
    }

    void turningItOnEndsTheOtherSessions()
    {
        const auto browser = signIn();
        const auto panel = signIn({}, kPassword, Origin::Panel);
        QVERIFY(browser && panel);
        setUp();
        QVERIFY(!m_access->identify(browser->sessionId));
        QVERIFY(!m_access->identify(panel->sessionId));
        QCOMPARE(m_access->sessions().size(), 1);
    }

    void givingItUpWantsACode()
    {
        const auto plain = signIn();
        QCOMPARE(m_access->giveUpFactor(plain->sessionId, code()).result().error().code,
                 ErrorCode::NotFound);
        setUp();
        const auto session = signIn(code());
        QVERIFY(session);
        const auto giveUp = [&](const QString &typed) {
            return m_access->giveUpFactor(session->sessionId, typed).result();
        };
        QCOMPARE(giveUp(code()).error().code, ErrorCode::SecondFactor); // it has let in
        QCOMPARE(giveUp({}).error().code, ErrorCode::SecondFactor);
        QVERIFY(m_access->users().constFirst().hasSecondFactor);
        QVERIFY(giveUp(m_recoveryCodes[5]));
        QCOMPARE(verdict(signIn()), QStringLiteral("ok"));
        QVERIFY(!m_access->giveUpFactor("nobody's", code()).result());
    }

    /// Who finds a session open, but not the app, puts no other in its place.
    void noOtherTakesItsPlace()
    {
        const auto other = signIn();
        const auto begun = m_access->beginFactor(other->sessionId);
        QVERIFY(begun);
        setUp();
        const auto session = signIn(m_recoveryCodes[0]);
        QCOMPARE(verdict(session), QStringLiteral("ok"));
        QCOMPARE(m_access->beginFactor(session->sessionId).error().code, ErrorCode::Conflict);
        QCOMPARE(m_access->activateFactor(session->sessionId, code()).result().error().code,
                 ErrorCode::Conflict);
        m_clock.advance(30s);
        QCOMPARE(verdict(signIn(code())), QStringLiteral("ok"));
    }

    void aPasswordForgivesNoWrongCodes()
    {
        setUp();
        const auto session = signIn(m_recoveryCodes[0]);
        int tries = 0;
        while (m_access->giveUpFactor(session->sessionId, QStringLiteral("000000"))
                       .result()
                       .error()
                       .code
                   == ErrorCode::SecondFactor
               && tries < 20) {
            ++tries;
            QVERIFY(m_access->confirm(session->sessionId, kPassword).result());
        }
        QCOMPARE(tries, AccessControl::Limits().maxFailures);
    }

    void guessingACodeToGiveItUpIsThrottled()
    {
        setUp();
        const auto session = signIn(code());
        m_clock.advance(30s);
        int tries = 0;
        const auto giveUp = [&](const QString &typed) {
            return m_access->giveUpFactor(session->sessionId, typed).result().error().code;
        };
        while (giveUp(QStringLiteral("000000")) == ErrorCode::SecondFactor && tries < 20)
            ++tries;
        QCOMPARE(tries, AccessControl::Limits().maxFailures);
        QCOMPARE(giveUp(code()), ErrorCode::Busy);
        QVERIFY(m_access->users().constFirst().hasSecondFactor);
    }

    void aSetUpEndsAfterFiveWrongCodes()
    {
        const auto session = signIn();
        const auto activate = [&](const QString &typed) {
            return bool(m_access->activateFactor(session->sessionId, typed).result());
        };
        for (int wrong : {5, 4}) {
            m_secret = *m_access->beginFactor(session->sessionId);
            for (int i = 0; i < wrong; ++i)
                QVERIFY(!activate(QStringLiteral("1")));
            QCOMPARE(activate(code()), wrong < 5);
        }
    }
};

QTEST_GUILESS_MAIN(SecondFactorTest)
#include "tst_secondfactor.moc"
