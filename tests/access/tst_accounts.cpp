// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"
#include "support/quickhashes.h"

#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");
const QString kOther = QStringLiteral("a slow green tram");
const QString kAnna = QStringLiteral("anna");

User userOf(const QString &name, const char *role)
{
    User user;
    user.name = name;
    user.displayName = QStringLiteral("Somebody");
    user.role = QLatin1String(role);
    return user;
}

Tag writableTag()
{
    Tag tag;
    tag.id = tag.path = QStringLiteral("t");
    tag.write.enabled = true;
    return tag;
}

} // namespace

/// The life of an account: it expires, is told to choose a password, is locked, and goes.
class AccountsTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    FakeClock m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AccessControl> m_access;

    void add(const User &user)
    {
        const auto added = m_access->addUser(user, kPassword).result();
        QVERIFY2(added, added ? "" : qPrintable(added.error().detail));
    }
    Result<SignedIn> signIn(const QString &name, const QString &password = kPassword)
    {
        return m_access->signIn(name, password, Origin::Remote, QStringLiteral("192.0.2.7"))
            .result();
    }
    bool views(const Identity &who) { return m_access->may(who, Permission::View); }

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(
            m_folder.filePath(QUuid::createUuid().toString() + QStringLiteral(".db"))));
        m_access = std::make_unique<AccessControl>(*m_store, m_clock, quickHashes());
        QVERIFY(m_access->load());
        add(userOf(QStringLiteral("root"), "administrator"));
    }

    void cleanup()
    {
        m_access.reset();
        m_store.reset();
    }

    void anExpiredAccountHasNothingLeft()
    {
        User anna = userOf(kAnna, "operator");
        anna.expires = m_clock.now() + 1h;
        add(anna);
        QVERIFY(m_access->setPin(kAnna, QStringLiteral("4711")).result());
        const auto session = signIn(kAnna);
        QVERIFY(session);
        m_clock.advance(1min * 10);
        QVERIFY(m_access->identify(session->sessionId));
        QVERIFY(m_access->mayWrite(session->identity, writableTag()));
        m_clock.advance(10min);
        QVERIFY(m_access->identify(session->sessionId));
        for (int i = 0; i < 4; ++i) {
            m_clock.advance(10min - 1ms);
            QVERIFY(m_access->identify(session->sessionId));
        }
        m_clock.advance(4ms);
        QVERIFY(!views(session->identity));
        QCOMPARE(m_access->mayWrite(session->identity, writableTag()).error().code,
                 ErrorCode::Denied);
        QVERIFY(!m_access->identify(session->sessionId));
        QCOMPARE(signIn(kAnna).error().code, ErrorCode::Unauthenticated);
        QVERIFY(!m_access->signInWithPin(kAnna, QStringLiteral("4711")).result());
        UserChange change;
        change.expires = Timestamp();
        QVERIFY(m_access->changeUser(kAnna, change).result());
        QVERIFY(signIn(kAnna));
    }

    void thePasswordOfAnotherIsGoodForChoosingOneOnly()
    {
        User anna = userOf(kAnna, "administrator");
        anna.mustChangePassword = true;
        add(anna);
        const auto session = signIn(kAnna);
        QVERIFY(session);
        QVERIFY(m_access->identify(session->sessionId));
        for (const Permission permission :
             {Permission::View, Permission::Write, Permission::Configure, Permission::Administer})
            QVERIFY(!m_access->may(session->identity, permission));
        const auto refusal = m_access->mayWrite(session->identity, writableTag());
        QCOMPARE(refusal.error().code, ErrorCode::Denied);
        QVERIFY(refusal.error().detail.contains(QStringLiteral("password")));
        const auto changed
            = m_access->changePassword(session->identity, kPassword, kOther).result();
        QVERIFY(changed);
        QVERIFY(views(changed->identity));
        QVERIFY(m_access->identify(changed->sessionId));
        QVERIFY(!m_access->identify(session->sessionId));
        QVERIFY(!signIn(kAnna));
        QVERIFY(signIn(kAnna, kOther));
    }

    void thePinWorksWhileThePasswordMustChange()
    {
        User anna = userOf(kAnna, "operator");
        anna.mustChangePassword = true;
        add(anna);
        QVERIFY(m_access->setPin(kAnna, QStringLiteral("4711")).result());
        const auto session = m_access->signInWithPin(kAnna, QStringLiteral("4711")).result();
        QVERIFY(session);
        QVERIFY(m_access->mayWrite(session->identity, writableTag()));
    }

    void thePanelDoesNotTakeThePasswordOfAnother()
    {
        User anna = userOf(kAnna, "operator");
        anna.mustChangePassword = true;
        add(anna);
        const auto atPanel
            = [this] { return m_access->signIn(kAnna, kPassword, Origin::Panel, {}).result(); };
        QCOMPARE(atPanel().error().code, ErrorCode::Denied);
        QVERIFY(m_access->setPassword(kAnna, kPassword).result());
        QVERIFY(atPanel());
    }

    void aNewPasswordNeedsTheOldOne()
    {
        add(userOf(kAnna, "operator"));
        const Identity who = signIn(kAnna)->identity;
        const auto code = [&](const QString &current, const QString &next) {
            const auto changed = m_access->changePassword(who, current, next).result();
            return changed ? ErrorCode::Internal : changed.error().code;
        };
        QCOMPARE(code(kOther, QStringLiteral("another thing entirely")),
                 ErrorCode::Unauthenticated);
        QCOMPARE(code(kPassword, kPassword), ErrorCode::Invalid);
        QCOMPARE(code(kPassword, QStringLiteral("short")), ErrorCode::Invalid);
        QVERIFY(signIn(kAnna));
        for (int i = 0; i < 5; ++i)
            (void)code(kOther, QStringLiteral("another thing entirely"));
        QCOMPARE(code(kPassword, kOther), ErrorCode::Busy);
    }

    void resetByAnotherDemandsAChange()
    {
        add(userOf(kAnna, "operator"));
        QVERIFY(m_access->setPassword(kAnna, kOther, true).result());
        QVERIFY(!views(signIn(kAnna, kOther)->identity));
        QVERIFY(m_access->setPassword(kAnna, kPassword).result());
        QVERIFY(views(signIn(kAnna)->identity));
    }

    void aPasswordCountsAsConfirmationForAWhile()
    {
        const auto session = signIn(QStringLiteral("root"));
        QVERIFY(m_access->isConfirmed(session->sessionId));
        m_clock.advance(5min - 1ms);
        QVERIFY(m_access->isConfirmed(session->sessionId));
        m_clock.advance(1ms);
        QVERIFY(!m_access->isConfirmed(session->sessionId));
        QCOMPARE(m_access->confirm(session->sessionId, kOther).result().error().code,
                 ErrorCode::Unauthenticated);
        QVERIFY(!m_access->isConfirmed(session->sessionId));
        QVERIFY(m_access->confirm(session->sessionId, kPassword).result());
        QVERIFY(m_access->isConfirmed(session->sessionId));
        QVERIFY(!m_access->isConfirmed(QByteArrayLiteral("of nobody")));
        QVERIFY(!m_access->confirm(QByteArrayLiteral("of nobody"), kPassword).result());
    }

    void aPinIsNoConfirmation()
    {
        QVERIFY(m_access->setPin(QStringLiteral("root"), QStringLiteral("4711")).result());
        const auto session
            = m_access->signInWithPin(QStringLiteral("root"), QStringLiteral("4711")).result();
        QVERIFY(session);
        QVERIFY(!m_access->isConfirmed(session->sessionId));
    }

    void unlockForgetsFailures()
    {
        add(userOf(kAnna, "operator"));
        QVERIFY(m_access->setPin(kAnna, QStringLiteral("4711")).result());
        for (int i = 0; i < 5; ++i) {
            // From addresses of their own: the account is what is locked.
            (void)m_access
                ->signIn(kAnna, kOther, Origin::Remote, QStringLiteral("192.0.2.1%1").arg(i))
                .result();
            (void)m_access->signInWithPin(kAnna, QStringLiteral("0000")).result();
        }
        QCOMPARE(signIn(kAnna).error().code, ErrorCode::Busy);
        QCOMPARE(m_access->signInWithPin(kAnna, QStringLiteral("4711")).result().error().code,
                 ErrorCode::Busy);
        QVERIFY(m_access->unlock(kAnna));
        QVERIFY(signIn(kAnna));
        QVERIFY(m_access->signInWithPin(kAnna, QStringLiteral("4711")).result());
        QCOMPARE(m_access->unlock(QStringLiteral("none")).error().code, ErrorCode::NotFound);
    }

    void anAdministratorWithoutAnEndStays()
    {
        const QString root = QStringLiteral("root");
        UserChange change;
        change.expires = m_clock.now() + 1h;
        QCOMPARE(m_access->changeUser(root, change).result().error().code, ErrorCode::Conflict);
        add(userOf(kAnna, "administrator"));
        QVERIFY(m_access->changeUser(root, change).result());
        QCOMPARE(m_access->removeUser(kAnna).result().error().code, ErrorCode::Conflict);
        m_clock.advance(2h);
        QVERIFY(m_access->hasAdministrator());
    }

    void theFirstAdministratorHasNoEnd()
    {
        cleanup();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_folder.filePath(QStringLiteral("first.db"))));
        m_access = std::make_unique<AccessControl>(*m_store, m_clock, quickHashes());
        QVERIFY(m_access->load());
        User first = userOf(kAnna, "administrator");
        first.expires = m_clock.now() + 1h;
        QCOMPARE(m_access->addUser(first, kPassword).result().error().code, ErrorCode::Conflict);
        first.expires = {};
        QVERIFY(m_access->addUser(first, kPassword).result());
    }

    /// Two programs, one of which knows nothing yet of what the other did.
    void aChangeTouchesOnlyWhatItNames()
    {
        User anna = userOf(kAnna, "operator");
        add(anna);
        QVERIFY(views(signIn(kAnna)->identity));
        QVERIFY(m_store
                    ->write([](QSqlDatabase &db) {
                        return execute(db,
                                       QStringLiteral("UPDATE users SET enabled = 0, role = "
                                                      "'viewer', must_change = 1, expires = 5 "
                                                      "WHERE name = 'anna'"));
                    })
                    .result());
        UserChange change;
        change.displayName = QStringLiteral("Anna");
        const auto seen = m_access->changeUser(kAnna, change).result();
        QVERIFY(seen);
        QCOMPARE(seen->first.displayName, QStringLiteral("Somebody"));
        QVERIFY(!seen->first.enabled);
        const User after = m_access->users().constFirst();
        QCOMPARE(after.displayName, QStringLiteral("Anna"));
        QVERIFY(!after.enabled && after.mustChangePassword);
        QCOMPARE(after.role, QStringLiteral("viewer"));
        QCOMPARE(after.expires, fromMsSinceEpoch(5));
    }

    void strangersDoNotKeepOneFromConfirming()
    {
        const auto session = signIn(QStringLiteral("root"));
        for (int i = 0; i < 10; ++i)
            (void)signIn(QStringLiteral("root"), kOther);
        QCOMPARE(signIn(QStringLiteral("root")).error().code, ErrorCode::Busy);
        m_clock.advance(5min);
        QVERIFY(m_access->confirm(session->sessionId, kPassword).result());
        const auto changed
            = m_access->changePassword(session->identity, kPassword, kOther).result();
        QVERIFY(changed);
    }

    void aDemandForAPasswordEndsSessions()
    {
        add(userOf(kAnna, "operator"));
        QVERIFY(m_access->setPin(kAnna, QStringLiteral("4711")).result());
        const auto atPanel = m_access->signInWithPin(kAnna, QStringLiteral("4711")).result();
        QVERIFY(m_access->identify(atPanel->sessionId));
        UserChange change;
        change.demandPassword = true;
        QVERIFY(m_access->changeUser(kAnna, change).result());
        QVERIFY(!m_access->identify(atPanel->sessionId));
        const auto again = m_access->signInWithPin(kAnna, QStringLiteral("4711")).result();
        QVERIFY(m_access->setPin(kAnna, {}).result());
        QVERIFY(!m_access->identify(again->sessionId));
    }

    void anExpiredAdministratorDoesNotReopenTheSetup()
    {
        // As a database of an older version or another program may hold it.
        QVERIFY(m_store
                    ->write([](QSqlDatabase &db) {
                        return execute(db, QStringLiteral("UPDATE users SET expires = 1"));
                    })
                    .result());
        QVERIFY(m_access->load());
        QVERIFY(m_access->hasAdministrator());
        QVERIFY(m_access->newSetupCode().isEmpty());
        QVERIFY(!signIn(QStringLiteral("root")));
    }

    void theNameOfOneWhoIsGoneIsNobodyElses()
    {
        add(userOf(kAnna, "operator"));
        QVERIFY(m_access->removeUser(kAnna).result());
        const auto again = m_access->addUser(userOf(kAnna, "viewer"), kPassword).result();
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QVERIFY(again.error().detail.contains(QStringLiteral("gone")));
        add(userOf(QStringLiteral("anna.k"), "viewer"));
    }
};

QTEST_GUILESS_MAIN(AccountsTest)
#include "tst_accounts.moc"
