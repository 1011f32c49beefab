// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "app/installation.h"
#include "audit/auditlog.h"
#include "storage/store.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace mws;

namespace
{

constexpr int kRounds = 10;

QByteArray password(int number)
{
    return "blue herring sings " + QByteArray::number(number);
}

} // namespace

/// kill -9 while mwsctl adds and resets users of a running server, of both: every user is as before
/// or as after, and what mwsctl said is done stays done.
class UserKillTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void killedInTheMiddle_data() { rows(); }
    void killedInTheMiddle();
    void someWereKilledInTheMiddle();
    void killedWhenDone_data() { rows(); }
    void killedWhenDone();

private:
    static void rows();
    /// What one round asks of mwsctl, and then of the account.
    struct Change {
        QByteArray words;
        QString user;
        int before = 0; ///< number of the password; 0: there was no such user
        int after = 0;
    };
    Change nextChange(bool isReset);
    void startServer();
    /// Number of the password that lets the user in now; 0: no such user; -1: none of them.
    int stateOf(const Change &change);
    void checkAll();
    bool hasRow(const Change &change);

    Installation m_installation;
    SystemClock m_clock;
    std::unique_ptr<QProcess> m_server;
    QMap<QString, int> m_users; ///< name and number of the password
    int m_number = 0;
    int m_longestMs = 0; ///< a little more than mwsctl takes to change a user on this machine
    int m_killed = 0; ///< runs of mwsctl that the signal met
    int m_changed = 0; ///< rounds after which the user was as after the change
};

void UserKillTest::initTestCase()
{
    QVERIFY(m_installation.begin());
    m_users.insert(QStringLiteral("root"), ++m_number);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_installation.ctl("user add root --role administrator --password-stdin",
                                password(m_number) + '\n'),
             0);
    m_longestMs = int(timer.elapsed() * 5 / 4);
}

void UserKillTest::cleanupTestCase()
{
    startServer();
    QVERIFY(m_server);
    QCOMPARE(Installation::end(*m_server), 0);
    checkAll();
}

void UserKillTest::rows()
{
    QTest::addColumn<bool>("isReset");
    for (int round = 0; round < kRounds; ++round)
        QTest::addRow("%s %d", round % 2 ? "reset" : "add", round) << bool(round % 2);
}

UserKillTest::Change UserKillTest::nextChange(bool isReset)
{
    Change change;
    change.after = ++m_number;
    change.user = isReset ? QStringLiteral("root") : QStringLiteral("user%1").arg(m_number);
    change.before = m_users.value(change.user);
    change.words = (isReset ? "user reset " : "user add --role operator ") + change.user.toLatin1()
        + " --password-stdin";
    return change;
}

void UserKillTest::startServer()
{
    m_server = m_installation.start("mws-server");
    QVERIFY(m_server);
}

int UserKillTest::stateOf(const Change &change)
{
    Store store;
    AccessControl access(store, m_clock);
    if (!store.open(m_installation.path("data/station.db")) || !access.load())
        return -1;
    const QList<User> users = access.users();
    const bool exists = std::any_of(users.cbegin(), users.cend(), [&change](const User &user) {
        return user.name == change.user;
    });
    if (!exists)
        return 0;
    for (const int number : {change.before, change.after}) {
        const QString secret = QString::fromLatin1(password(number));
        if (access.signIn(change.user, secret, Origin::Panel, {}).result())
            return number;
    }
    return -1;
}

bool UserKillTest::hasRow(const Change &change)
{
    Store store;
    if (!store.open(m_installation.path("data/station.db")))
        return false;
    const auto rows = AuditLog(store, m_clock).read({0, 1000, {}}).result();
    return rows && std::any_of(rows->cbegin(), rows->cend(), [&change](const AuditEntry &row) {
               return row.target == change.user && row.outcome == QLatin1String("ok")
                   && row.action.startsWith(QLatin1String("user."));
           });
}

void UserKillTest::checkAll()
{
    QCOMPARE(m_installation.ctl("audit verify"), 0);
    QCOMPARE(m_installation.ctl("user list"), 0);
    for (auto it = m_users.cbegin(); it != m_users.cend(); ++it)
        QCOMPARE(stateOf({{}, it.key(), it.value(), it.value()}), it.value());
}

void UserKillTest::killedInTheMiddle()
{
    QFETCH(const bool, isReset);
    startServer();
    const Change change = nextChange(isReset);
    const auto ctl = m_installation.launchCtl(change.words, password(change.after) + '\n');
    // The moment is random, not a condition.
    QTest::qWait(QRandomGenerator::global()->bounded(m_longestMs));
    ctl->kill();
    m_server->kill();
    QTRY_COMPARE_WITH_TIMEOUT(ctl->state(), QProcess::NotRunning, 10000);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->state(), QProcess::NotRunning, 10000);
    const int state = stateOf(change);
    qInfo("password %d after %d and %d", state, change.before, change.after);
    QVERIFY(state == change.before || state == change.after);
    if (ctl->exitStatus() == QProcess::NormalExit)
        QCOMPARE(state, change.after);
    else
        ++m_killed;
    m_changed += state == change.after;
    if (state > 0)
        m_users.insert(change.user, state);
    checkAll();
}

/// Else the rounds before have proven nothing.
void UserKillTest::someWereKilledInTheMiddle()
{
    qInfo("of %d, %d were killed at work and %d had changed the user", kRounds, m_killed,
          m_changed);
    QVERIFY(m_killed > 0);
}

void UserKillTest::killedWhenDone()
{
    QFETCH(const bool, isReset);
    startServer();
    const Change change = nextChange(isReset);
    const int code = m_installation.ctl(change.words, password(change.after) + '\n');
    m_server->kill();
    QCOMPARE(code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->state(), QProcess::NotRunning, 10000);
    QCOMPARE(stateOf(change), change.after);
    QVERIFY(hasRow(change));
    m_users.insert(change.user, change.after);
    checkAll();
}

QTEST_GUILESS_MAIN(UserKillTest)
#include "tst_userkill.moc"
