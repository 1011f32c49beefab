// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "access/password.h"
#include "core/future.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");
const QString kOther = QStringLiteral("a slow green tram");
const QString kPeer = QStringLiteral("192.0.2.7");

User userOf(const char *name, const char *role)
{
    User user;
    user.name = QLatin1String(name);
    user.displayName = QStringLiteral("Somebody");
    user.role = QLatin1String(role);
    return user;
}

ProjectPtr projectWithShiftLead()
{
    ProjectData data;
    Role role;
    role.id = QStringLiteral("shiftlead");
    role.permissions = Permission::View | Permission::Write;
    role.areas = {QStringLiteral("pumping")};
    data.roles = {role};
    return std::make_shared<Project>(data);
}

Tag writableTag(const char *path)
{
    Tag tag;
    tag.id = QStringLiteral("t");
    tag.path = QLatin1String(path);
    tag.write.enabled = true;
    return tag;
}

} // namespace

class AccessTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_file;
    FakeClock m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AccessControl> m_access;

    void add(const char *name, const char *role)
    {
        const auto added = m_access->addUser(userOf(name, role), kPassword).result();
        QVERIFY2(added, added ? "" : qPrintable(added.error().detail));
    }

    Result<SignedIn> signIn(const QString &name, const QString &password = kPassword,
                            Origin origin = Origin::Remote, const QString &address = kPeer)
    {
        return m_access->signIn(name, password, origin, address).result();
    }

    Result<void> sql(Store &store, const QString &text)
    {
        return store.write([text](QSqlDatabase &db) { return execute(db, text); }).result();
    }

private Q_SLOTS:
    void init()
    {
        m_file = m_folder.filePath(QUuid::createUuid().toString() + QStringLiteral(".db"));
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_file));
        m_access = std::make_unique<AccessControl>(*m_store, m_clock);
        QVERIFY(m_access->load());
    }

    void cleanup()
    {
        m_access.reset();
        m_store.reset();
    }

    void nobodyMayAnything()
    {
        QVERIFY(!m_access->may({}, Permission::View));
        const auto verdict = m_access->mayWrite({}, writableTag("pumping/p1/start"));
        QCOMPARE(verdict.error().code, ErrorCode::Denied);
        QVERIFY(verdict.error().detail.contains(QStringLiteral("sign in")));
        QVERIFY(!m_access->identify({}));
        QVERIFY(!m_access->checkCsrf({}, {}));
    }

    void addUserChecksWhatItIsGiven()
    {
        const auto code = [this](const User &user, const QString &password) {
            const auto added = m_access->addUser(user, password).result();
            return added ? ErrorCode::Internal : added.error().code;
        };
        QCOMPARE(code(userOf("Anna", "viewer"), kPassword), ErrorCode::Invalid);
        QCOMPARE(code(userOf("../x", "viewer"), kPassword), ErrorCode::Invalid);
        QCOMPARE(code(userOf("anna\n", "viewer"), kPassword), ErrorCode::Invalid);
        QCOMPARE(code(userOf("anna", "king"), kPassword), ErrorCode::Invalid);
        QCOMPARE(code(userOf("anna", "viewer"), QStringLiteral("short")), ErrorCode::Invalid);
        QCOMPARE(code(userOf("system", "viewer"), kPassword), ErrorCode::Conflict);
        QVERIFY(m_access->users().isEmpty());
        add("anna", "viewer");
        QCOMPARE(code(userOf("anna", "viewer"), kPassword), ErrorCode::Conflict);
        QCOMPARE(m_access->users().size(), 1);
    }

    void usersSurviveARestart()
    {
        add("anna", "operator");
        const QByteArray session = signIn(QStringLiteral("anna"))->sessionId;
        cleanup();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_file));
        m_access = std::make_unique<AccessControl>(*m_store, m_clock);
        QVERIFY(m_access->load());
        QCOMPARE(m_access->users().size(), 1);
        QCOMPARE(m_access->users().at(0).lastSignIn, m_clock.now());
        QVERIFY(!m_access->identify(session)); // sessions do not
        QVERIFY(signIn(QStringLiteral("anna")));
    }

    void theDatabaseHoldsNoSecret()
    {
        add("anna", "operator");
        QVERIFY(m_access->setPin(QStringLiteral("anna"), QStringLiteral("48151623")).result());
        const SignedIn in = *signIn(QStringLiteral("anna"));
        m_access.reset();
        m_store->close();
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray all = file.readAll();
        QVERIFY(all.contains("anna"));
        QVERIFY(!all.contains(kPassword.toUtf8()));
        QVERIFY(!all.contains("48151623"));
        QVERIFY(!all.contains(in.sessionId));
        QVERIFY(!all.contains(in.csrfToken));
    }

    void signInGivesASession()
    {
        add("anna", "operator");
        const auto in = signIn(QStringLiteral("anna"));
        QVERIFY(in);
        QCOMPARE(in->identity.role, QStringLiteral("operator"));
        QCOMPARE(in->sessionId.size(), 43);
        const auto who = m_access->identify(in->sessionId);
        QVERIFY(who);
        QCOMPARE(*who, in->identity);
        QCOMPARE(who->address, kPeer);
        QVERIFY(signIn(QStringLiteral("anna"))->sessionId != in->sessionId);
        m_access->signOut(in->sessionId);
        QCOMPARE(m_access->identify(in->sessionId).error().code, ErrorCode::Unauthenticated);
        QCOMPARE(m_access->sessions().size(), 1);
    }

    void wrongUserPasswordAndDisabledFailAlike()
    {
        add("anna", "operator");
        add("bert", "operator");
        UserChange change;
        change.enabled = false;
        QVERIFY(m_access->changeUser(QStringLiteral("bert"), change).result());
        const auto wrongPassword = signIn(QStringLiteral("anna"), kOther);
        const auto unknown = signIn(QStringLiteral("carl"), kOther);
        const auto disabled = signIn(QStringLiteral("bert"), kPassword);
        QCOMPARE(wrongPassword.error().code, ErrorCode::Unauthenticated);
        QCOMPARE(unknown.error(), wrongPassword.error());
        QCOMPARE(disabled.error(), wrongPassword.error());
    }

    void csrfBelongsToItsSession()
    {
        add("anna", "operator");
        const SignedIn one = *signIn(QStringLiteral("anna"));
        const SignedIn other = *signIn(QStringLiteral("anna"));
        QVERIFY(m_access->checkCsrf(one.sessionId, one.csrfToken));
        QCOMPARE(m_access->csrfToken(one.sessionId), one.csrfToken);
        QVERIFY(!m_access->checkCsrf(one.sessionId, other.csrfToken));
        QVERIFY(!m_access->checkCsrf(one.sessionId, {}));
        QVERIFY(one.csrfToken != one.sessionId);
        m_access->signOut(one.sessionId);
        QVERIFY(!m_access->checkCsrf(one.sessionId, one.csrfToken));
    }

    void idleSessionsExpireAndPeekDoesNotKeepThem()
    {
        add("anna", "operator");
        const QByteArray used = signIn(QStringLiteral("anna"))->sessionId;
        const QByteArray watched = signIn(QStringLiteral("anna"))->sessionId;
        for (int i = 0; i < 3; ++i) {
            m_clock.advance(6min);
            QVERIFY(m_access->identify(used));
            (void)m_access->peek(watched);
        }
        QVERIFY(m_access->identify(used));
        QVERIFY(!m_access->peek(watched));
        QVERIFY(!m_access->identify(watched));
    }

    void sessionsEndAfterTwelveHours()
    {
        add("anna", "operator");
        const QByteArray session = signIn(QStringLiteral("anna"))->sessionId;
        for (int i = 0; i < 71; ++i) {
            m_clock.advance(10min);
            QVERIFY(m_access->identify(session));
        }
        m_clock.advance(10min);
        QVERIFY(!m_access->identify(session));
    }

    void revokedAndChangedUsersLoseTheirSessions()
    {
        add("anna", "administrator");
        add("bert", "operator");
        const QString bert = QStringLiteral("bert");
        QByteArray session = signIn(bert)->sessionId;
        QCOMPARE(m_access->sessions().size(), 1);
        QVERIFY(m_access->revoke(m_access->sessions().at(0).publicId));
        QVERIFY(!m_access->identify(session));
        QCOMPARE(m_access->revoke("000000000000").error().code, ErrorCode::NotFound);

        session = signIn(bert)->sessionId;
        QVERIFY(m_access->setPassword(bert, kOther).result());
        QVERIFY(!m_access->identify(session));
        QVERIFY(!signIn(bert));

        session = signIn(bert, kOther)->sessionId;
        UserChange change;
        change.role = QStringLiteral("viewer");
        QVERIFY(m_access->changeUser(bert, change).result());
        QCOMPARE(m_access->identify(session)->role, QStringLiteral("viewer"));
        change.enabled = false;
        QVERIFY(m_access->changeUser(bert, change).result());
        QVERIFY(!m_access->identify(session));
        change.enabled = true;
        QVERIFY(m_access->changeUser(bert, change).result());
        QVERIFY(!m_access->identify(session));

        session = signIn(bert, kOther)->sessionId;
        QVERIFY(m_access->removeUser(bert).result());
        QVERIFY(!m_access->identify(session));
        QCOMPARE(m_access->removeUser(bert).result().error().code, ErrorCode::NotFound);
    }

    void aUserHasAtMostSixteenSessions()
    {
        m_access = std::make_unique<AccessControl>(*m_store, m_clock);
        QVERIFY(m_access->load());
        add("anna", "operator");
        QList<QByteArray> all;
        for (int i = 0; i < 17; ++i) {
            m_clock.advance(1s);
            all.append(signIn(QStringLiteral("anna"))->sessionId);
        }
        QVERIFY(!m_access->identify(all.first()));
        QVERIFY(m_access->identify(all.at(1)));
        QVERIFY(m_access->identify(all.last()));
    }

    void failuresThrottleAccountAndAddress()
    {
        add("anna", "operator");
        add("bert", "operator");
        const QString anna = QStringLiteral("anna");
        for (int i = 0; i < 5; ++i)
            QCOMPARE(signIn(anna, kOther).error().code, ErrorCode::Unauthenticated);
        QCOMPARE(signIn(anna).error().code, ErrorCode::Busy);
        const QString elsewhere = QStringLiteral("198.51.100.9");
        QCOMPARE(signIn(anna, kPassword, Origin::Remote, elsewhere).error().code, ErrorCode::Busy);
        QCOMPARE(signIn(QStringLiteral("bert")).error().code, ErrorCode::Busy); // same address
        QVERIFY(signIn(QStringLiteral("bert"), kPassword, Origin::Remote, elsewhere));
        QVERIFY(signIn(anna, kPassword, Origin::Panel, {}));
        QCOMPARE(m_access->retryAfter(anna, Origin::Remote, elsewhere), Milliseconds(2000));
        m_clock.advance(2s);
        QCOMPARE(signIn(anna, kOther).error().code, ErrorCode::Unauthenticated);
        QCOMPARE(m_access->retryAfter(anna, Origin::Remote, elsewhere), Milliseconds(4000));
        m_clock.advance(4s);
        QVERIFY(signIn(anna));
        QCOMPARE(m_access->retryAfter(anna, Origin::Remote, elsewhere), Milliseconds(0));
    }

    /// Neither the account nor, for others, the address.
    void aRightOneBehindWrongOnesHoldsNobodyUp()
    {
        add("anna", "operator");
        add("bert", "operator");
        for (int i = 0; i < AccessControl::Limits().maxFailures - 1; ++i)
            QCOMPARE(signIn(QStringLiteral("anna"), kOther).error().code,
                     ErrorCode::Unauthenticated);
        QVERIFY(signIn(QStringLiteral("anna")));
        QVERIFY(signIn(QStringLiteral("bert")));
    }

    /// What nobody has tried is no failure.
    void whatTheQueueHasNoPlaceForIsForgiven()
    {
        AccessControl::Limits limits;
        limits.maxFailures = 40; // more than the queue has places
        m_access = std::make_unique<AccessControl>(*m_store, m_clock, limits);
        QVERIFY(m_access->load());
        QList<Future<Result<SignedIn>>> flood;
        for (int i = 0; i < limits.maxFailures; ++i)
            flood.append(
                m_access->signIn(QStringLiteral("nobody%1").arg(i), kOther, Origin::Remote, kPeer));
        int busy = 0;
        for (auto &attempt : flood)
            busy += attempt.result().error().code == ErrorCode::Busy;
        QVERIFY(busy > 0);
        QCOMPARE(m_access->retryAfter(QStringLiteral("anna"), Origin::Remote, kPeer),
                 Milliseconds(0));
    }

    void manyAtOnceAreThrottledToo()
    {
        add("anna", "operator");
        QList<Future<Result<SignedIn>>> attempts;
        for (int i = 0; i < 30; ++i)
            attempts.append(
                m_access->signIn(QStringLiteral("anna"), kOther, Origin::Remote, kPeer));
        int tried = 0;
        for (auto &attempt : attempts)
            tried += attempt.result().error().code == ErrorCode::Unauthenticated ? 1 : 0;
        QCOMPARE(tried, 5);
    }

    void aFloodFromRemoteLeavesThePanelItsPlace()
    {
        add("anna", "operator");
        QVERIFY(m_access->setPin(QStringLiteral("anna"), QStringLiteral("4711")).result());
        QList<Future<Result<SignedIn>>> flood;
        for (int i = 0; i < 40; ++i)
            flood.append(m_access->signIn(QStringLiteral("nobody%1").arg(i), kPassword,
                                          Origin::Remote, QStringLiteral("192.0.2.%1").arg(i)));
        const auto atPanel
            = m_access->signInWithPin(QStringLiteral("anna"), QStringLiteral("4711")).result();
        QVERIFY2(atPanel, atPanel ? "" : qPrintable(atPanel.error().detail));
        int busy = 0;
        for (auto &attempt : flood) {
            attempt.waitForFinished();
            busy += attempt.result().error().code == ErrorCode::Busy;
        }
        QVERIFY(busy > 0);
    }

    void ipv6CountsByNetwork()
    {
        const QString user = QStringLiteral("nobody%1");
        for (int i = 0; i < 5; ++i)
            (void)signIn(user.arg(i), kOther, Origin::Remote,
                         QStringLiteral("2001:db8::%1").arg(i));
        QVERIFY(m_access->retryAfter(user, Origin::Remote, QStringLiteral("2001:db8::abcd"))
                > Milliseconds(0));
        QCOMPARE(m_access->retryAfter(user, Origin::Remote, QStringLiteral("2001:db8:0:1::1")),
                 Milliseconds(0));
    }

    void pinIsForThePanel()
    {
        add("anna", "operator");
        const QString anna = QStringLiteral("anna");
        QVERIFY(!m_access->signInWithPin(anna, {}).result());
        QCOMPARE(m_access->setPin(anna, QStringLiteral("12a4")).result().error().code,
                 ErrorCode::Invalid);
        QVERIFY(m_access->setPin(anna, QStringLiteral("4815")).result());
        QVERIFY(m_access->users().at(0).hasPin);
        const auto in = m_access->signInWithPin(anna, QStringLiteral("4815")).result();
        QVERIFY(in);
        QCOMPARE(in->identity.origin, Origin::Panel);
        QVERIFY(!signIn(anna, QStringLiteral("4815")));
        QVERIFY(m_access->setPin(anna, {}).result());
        QVERIFY(!m_access->signInWithPin(anna, QStringLiteral("4815")).result());
        QVERIFY(!m_access->signInWithPin(anna, {}).result());
    }

    void oldHashesAreRenewedAtSignIn()
    {
        add("anna", "operator");
        const QByteArray options = QByteArray::fromHex(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
        const auto base64 = QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals;
        const QString old = QStringLiteral("$scrypt$ln=14,r=8,p=1$")
            + QString::fromLatin1(QByteArray("SodiumChloride").toBase64(base64)) + QLatin1Char('$')
            + QString::fromLatin1(options.toBase64(base64));
        QVERIFY(sql(*m_store, QStringLiteral("UPDATE users SET password = '%1'").arg(old)));
        QVERIFY(m_access->load());
        const auto in = signIn(QStringLiteral("anna"), QStringLiteral("pleaseletmein"));
        QVERIFY(in);
        const auto stored = [this] {
            return m_store
                ->read<QString>([](QSqlDatabase &db) -> Result<QString> {
                    Statement row(db, QStringLiteral("SELECT password FROM users"));
                    if (auto ran = row.run(); !ran)
                        return ran.error();
                    return row.next() ? row.text(0) : QString();
                })
                .result();
        };
        QTRY_VERIFY(stored()->startsWith(QStringLiteral("$scrypt$ln=15,")));
        QVERIFY(m_access->identify(in->sessionId));
        QVERIFY(signIn(QStringLiteral("anna"), QStringLiteral("pleaseletmein")));
    }

    void theLastAdministratorStays()
    {
        add("anna", "administrator");
        const QString anna = QStringLiteral("anna");
        QCOMPARE(m_access->removeUser(anna).result().error().code, ErrorCode::Conflict);
        UserChange demoted;
        demoted.role = QStringLiteral("viewer");
        QCOMPARE(m_access->changeUser(anna, demoted).result().error().code, ErrorCode::Conflict);
        UserChange disabled;
        disabled.enabled = false;
        QCOMPARE(m_access->changeUser(anna, disabled).result().error().code, ErrorCode::Conflict);
        QVERIFY(m_access->hasAdministrator());
        add("bert", "administrator");
        // Both at once: only one may go.
        auto one = m_access->removeUser(anna);
        auto other = m_access->removeUser(QStringLiteral("bert"));
        QVERIFY(one.result());
        QVERIFY(!other.result());
        QCOMPARE(m_access->users().size(), 1);
    }

    void mayWriteTellsWhyNot_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("change");
        QTest::addColumn<Origin>("origin");
        QTest::addColumn<QString>("text");
        const auto remote = Origin::Remote;
        const QString none;
        const QString pump = QStringLiteral("pumping/p1/start");
        QTest::newRow("operator") << "operator" << pump << none << remote << none;
        QTest::newRow("shift lead") << "shiftlead" << pump << none << remote << none;
        QTest::newRow("role only looks")
            << "viewer" << pump << none << remote << "Your role may look, but not write.";
        QTest::newRow("other area")
            << "shiftlead"
            << "filter/f1/start" << none << remote << "Your role may not write in this area.";
        QTest::newRow("area is a prefix only")
            << "shiftlead"
            << "pumping2/p/start" << none << remote << "Your role may not write in this area.";
        QTest::newRow("not in the tag's list")
            << "operator" << pump << "roles" << remote << "Your role may not write this value.";
        QTest::newRow("in the tag's list") << "engineer" << pump << "roles" << remote << none;
        QTest::newRow("local only") << "operator" << pump << "local" << remote
                                    << "This value can only be written at the panel on site.";
        QTest::newRow("program is not local")
            << "operator" << pump << "local" << Origin::Program
            << "This value can only be written at the panel on site.";
        QTest::newRow("local") << "operator" << pump << "local" << Origin::Panel << none;
        QTest::newRow("read only") << "administrator" << pump << "readOnly" << Origin::Panel
                                   << "This value can only be read.";
    }

    void mayWriteTellsWhyNot()
    {
        QFETCH(QString, role);
        QFETCH(QString, path);
        QFETCH(QString, change);
        QFETCH(Origin, origin);
        QFETCH(QString, text);
        m_access->setProject(projectWithShiftLead());
        add("anna", qPrintable(role));
        Tag tag = writableTag(qPrintable(path));
        if (change == QLatin1String("roles"))
            tag.write.roles = {QStringLiteral("engineer")};
        tag.write.localOnly = change == QLatin1String("local");
        tag.write.enabled = change != QLatin1String("readOnly");
        const Identity who{QStringLiteral("anna"), role, origin, kPeer};
        const auto verdict = m_access->mayWrite(who, tag);
        QCOMPARE(verdict ? QString() : verdict.error().detail, text);
        if (!verdict)
            QCOMPARE(verdict.error().code, ErrorCode::Denied);
    }

    void aRoleThatIsGoneMayNothing()
    {
        m_access->setProject(projectWithShiftLead());
        add("anna", "shiftlead");
        const Identity who{QStringLiteral("anna"), QStringLiteral("shiftlead"), Origin::Remote, {}};
        QVERIFY(m_access->may(who, Permission::View));
        m_access->setProject(std::make_shared<Project>(ProjectData()));
        QVERIFY(!m_access->may(who, Permission::View));
        const auto verdict = m_access->mayWrite(who, writableTag("pumping/p1/start"));
        QVERIFY(verdict.error().detail.contains(QStringLiteral("does not exist any more")));
    }

    void anOldIdentityHasNoOldRights()
    {
        add("anna", "operator");
        const Identity claims{
            QStringLiteral("anna"), QStringLiteral("administrator"), Origin::Remote, {}};
        QVERIFY(!m_access->may(claims, Permission::Administer));
        const Identity stranger{
            QStringLiteral("eve"), QStringLiteral("administrator"), Origin::Remote, {}};
        QVERIFY(!m_access->may(stranger, Permission::View));
        QVERIFY(!m_access->mayWrite(stranger, writableTag("pumping/p1/start")));
    }

    void setupMakesTheFirstAdministratorOnce()
    {
        const User anna = userOf("anna", "viewer");
        QCOMPARE(m_access->setup(QStringLiteral("x"), anna, kPassword).result().error().code,
                 ErrorCode::Denied);
        const QString old = m_access->newSetupCode();
        const QString code = m_access->newSetupCode();
        QCOMPARE(m_access->setup(old, anna, kPassword).result().error().code, ErrorCode::Denied);
        QCOMPARE(m_access->setup(code, anna, QStringLiteral("short")).result().error().code,
                 ErrorCode::Invalid);
        QVERIFY(!m_access->hasAdministrator());
        auto one = m_access->setup(code.toLower(), anna, kPassword);
        auto other = m_access->setup(code, userOf("bert", "viewer"), kPassword);
        QVERIFY(one.result());
        QVERIFY(!other.result());
        QCOMPARE(m_access->users().size(), 1);
        QCOMPARE(m_access->users().at(0).role, QStringLiteral("administrator"));
        QVERIFY(m_access->newSetupCode().isEmpty());
        QCOMPARE(m_access->setup(code, userOf("carl", "viewer"), kPassword).result().error().code,
                 ErrorCode::Conflict);
    }

    void setupCodeEndsAfterHalfAnHour()
    {
        const QString code = m_access->newSetupCode();
        m_clock.advance(30min);
        QCOMPARE(m_access->setup(code, userOf("anna", "viewer"), kPassword).result().error().code,
                 ErrorCode::Denied);
    }

    void setupIsThrottled()
    {
        const QString code = m_access->newSetupCode();
        const User anna = userOf("anna", "viewer");
        for (int i = 0; i < 5; ++i)
            QCOMPARE(m_access->setup(QStringLiteral("x"), anna, kPassword).result().error().code,
                     ErrorCode::Denied);
        QCOMPARE(m_access->setup(code, anna, kPassword).result().error().code, ErrorCode::Busy);
        m_clock.advance(2s);
        QVERIFY(m_access->setup(code, anna, kPassword).result());
    }

    void changesByAnotherProgramCount()
    {
        add("anna", "administrator");
        const QString anna = QStringLiteral("anna");
        const QByteArray session = signIn(anna)->sessionId;
        Store otherStore;
        QVERIFY(otherStore.open(m_file));
        AccessControl other(otherStore, m_clock);
        QVERIFY(other.load());
        QVERIFY(other.setPassword(anna, kOther).result());
        // A sign-in sees it at once, a living session within two seconds.
        QVERIFY(signIn(anna, kOther));
        QVERIFY(!m_access->identify(session));
        QVERIFY(other.addUser(userOf("bert", "viewer"), kPassword).result());
        m_clock.advance(1s);
        QTRY_COMPARE(m_access->users().size(), 2);
        QVERIFY(sql(otherStore, QStringLiteral("UPDATE users SET role = 'viewer'")));
        m_clock.advance(1s);
        const Identity who{anna, QStringLiteral("administrator"), Origin::Remote, {}};
        QTRY_VERIFY(!m_access->may(who, Permission::Administer));
    }

    void closedStoreRefusesChanges()
    {
        add("anna", "operator");
        m_store->close();
        QCOMPARE(m_access->addUser(userOf("bert", "viewer"), kPassword).result().error().code,
                 ErrorCode::Unavailable);
        QCOMPARE(m_access->users().size(), 1);
        QVERIFY(signIn(QStringLiteral("anna"))); // what is known still serves
    }
};

QTEST_GUILESS_MAIN(AccessTest)
#include "tst_access.moc"
