// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/attackplant.h"
#include "attack/corpus.h"
#include "attack/tlsclient.h"

#include <QTest>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace mws;

/// Plays the requests of data/http.txt, data/upgrades.txt, data/paths.txt and data/redirects.txt:
/// each gets exactly the answers that are written beside it, and nothing of it runs.
class RequestAttackTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theHiddenRequestRunsByItself();
    void aProgramThatIsStartedEndsTheTest();
    void attacks_data();
    void attacks();
    void slowAttacks();
    void paths_data();
    void paths();
    void redirects_data();
    void redirects();
    void claimedAddressesAreNotRecorded();
    void everybodyIsStillSignedIn();

private:
    static constexpr char kTooSlow[] = "408";

    std::unique_ptr<AttackPlant> m_plant;
};

void RequestAttackTest::initTestCase()
{
    m_plant = std::make_unique<AttackPlant>();
}

// Else no attack could show itself.
void RequestAttackTest::theHiddenRequestRunsByItself()
{
    const AttackPlant::Traces before = m_plant->traces();
    TlsClient client(m_plant->port());
    client.send(m_plant->filled("{hidden}"));
    const QByteArray answer = client.receiveAnswer();
    QVERIFY2(outcomeOf(answer) == "200" && answer.contains("\"ok\""), answer);
    const AttackPlant::Traces after = m_plant->traces();
    QCOMPARE(after.busWrites, before.busWrites + 1);
    QVERIFY(after.writeRows > before.writeRows);
}

void RequestAttackTest::aProgramThatIsStartedEndsTheTest()
{
    const pid_t child = fork();
    if (child == 0) {
        execl("/bin/true", "true", nullptr);
        _exit(0);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), SIGSYS);
}

void RequestAttackTest::attacks_data()
{
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("bytes");
    for (const Attack &attack : readCorpus("http.txt") + readCorpus("upgrades.txt")) {
        if (attack.expected != kTooSlow)
            QTest::newRow(attack.name) << attack.expected << attack.bytes;
    }
}

void RequestAttackTest::attacks()
{
    QFETCH(const QByteArray, expected);
    QFETCH(const QByteArray, bytes);
    const AttackPlant::Traces before = m_plant->traces();
    TlsClient client(m_plant->port());
    client.send(m_plant->filled(bytes));
    const QByteArray answers = client.receive();
    QVERIFY2(outcomeOf(answers) == expected, answers);
    QVERIFY2(!tellsTooMuch(answers), answers);
    QVERIFY(m_plant->traces() == before);
}

void RequestAttackTest::slowAttacks()
{
    const AttackPlant::Traces before = m_plant->traces();
    std::vector<std::pair<Attack, std::unique_ptr<TlsClient>>> clients;
    for (const Attack &attack : readCorpus("http.txt")) {
        if (attack.expected != kTooSlow)
            continue;
        clients.emplace_back(attack, std::make_unique<TlsClient>(m_plant->port()));
        clients.back().second->send(m_plant->filled(attack.bytes));
    }
    QVERIFY(clients.size() > 5);
    for (const auto &[attack, client] : clients) {
        const QByteArray answers = client->receive();
        QVERIFY2(outcomeOf(answers) == kTooSlow, attack.name + ": " + answers);
    }
    QVERIFY(m_plant->traces() == before);
}

void RequestAttackTest::paths_data()
{
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("path");
    for (const Attack &attack : readCorpus("paths.txt"))
        QTest::newRow(attack.name + ' ' + attack.bytes.left(60)) << attack.expected << attack.bytes;
}

void RequestAttackTest::paths()
{
    QFETCH(const QByteArray, expected);
    QFETCH(const QByteArray, path);
    TlsClient client(m_plant->port());
    client.send("GET " + path + " HTTP/1.1\r\n"
                + m_plant->filled("{administrator}Connection: close\r\n\r\n"));
    const QByteArray answers = client.receive();
    QVERIFY2(outcomeOf(answers) == expected, answers);
    QVERIFY2(!tellsTooMuch(answers), answers);
}

void RequestAttackTest::redirects_data()
{
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArray>("bytes");
    for (const Attack &attack : readCorpus("redirects.txt"))
        QTest::newRow(attack.name) << attack.expected << attack.bytes;
}

// Whoever follows a link to us stays with us.
void RequestAttackTest::redirects()
{
    QFETCH(const QByteArray, expected);
    QFETCH(const QByteArray, bytes);
    TlsClient client(m_plant->port());
    client.send(m_plant->filled(bytes));
    const QByteArray answers = client.receive();
    QVERIFY2(outcomeOf(answers) == expected, answers);
    const QByteArray lower = answers.toLower();
    QVERIFY2(!lower.contains("\r\nlocation:") && !lower.contains("\r\nrefresh:"), answers);
    QVERIFY2(!lower.contains("evil.example"), answers);
}

void RequestAttackTest::claimedAddressesAreNotRecorded()
{
    TlsClient client(m_plant->port());
    client.send(m_plant->filled("GET /api/v1/audit HTTP/1.1\r\n{signedIn}"
                                "X-Forwarded-For: 203.0.113.7\r\nX-Real-IP: 203.0.113.7\r\n"
                                "Forwarded: for=203.0.113.7\r\nConnection: close\r\n\r\n"));
    QCOMPARE(outcomeOf(client.receive()), QByteArray("403"));
    const QList<AuditEntry> rows = m_plant->plant.audit();
    QCOMPARE(rows.first().action, QStringLiteral("denied"));
    QCOMPARE(rows.first().actor, QStringLiteral("otto"));
    QCOMPARE(rows.first().origin, QStringLiteral("remote 127.0.0.1"));
    for (const AuditEntry &row : rows)
        QVERIFY(!row.origin.contains(QStringLiteral("203.0.113")));
}

void RequestAttackTest::everybodyIsStillSignedIn()
{
    for (const char *who : {"{signedIn}", "{administrator}"}) {
        TlsClient client(m_plant->port());
        client.send(m_plant->filled("GET /api/v1/session HTTP/1.1\r\n" + QByteArray(who)
                                    + "Connection: close\r\n\r\n"));
        QCOMPARE(outcomeOf(client.receive()), QByteArray("200"));
    }
}

QTEST_GUILESS_MAIN(RequestAttackTest)
#include "tst_requests.moc"
