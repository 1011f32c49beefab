// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/livepeer.h"

#include <QDir>
#include <QTest>

#include <sys/socket.h>

using namespace mws;

namespace
{

const QByteArray kHello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);

qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd"))
        .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
        .size();
}

void letEventsRun(int rounds)
{
    for (int n = 0; n < rounds; ++n)
        QCoreApplication::processEvents();
}

/// The next close() of the socket resets the connection instead of ending it.
void resetOnClose(QAbstractSocket &socket)
{
    const linger now{1, 0};
    ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

} // namespace

/// Clients that leave at every state of a connection, by an end or a reset, before or after the
/// server has seen what they sent. MWS_RACES says how often in all; README.md has the full count.
class RaceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everythingComesBack();

private:
    static constexpr int kStates = 12;
    static constexpr int kPlaces = 16; ///< connections per address
    static constexpr int kSockets = 8; ///< live connections per user

    void leaveWithoutTls(const QByteArray &sent, int turn);
    void leaveWithTls(const QByteArray &sent, const QByteArray &awaited, int turn);
    void leave(QAbstractSocket &client, int turn);
    void race(int number);
    [[nodiscard]] bool hasAllPlaces();
    [[nodiscard]] bool hasAllSockets();
    [[nodiscard]] bool isAtBaseline();

    std::unique_ptr<AttackPlant> m_plant;
    qsizetype m_descriptors = 0;
    int m_reached = 0; ///< races that got as far as they meant to
};

void RaceTest::initTestCase()
{
    http::Server::Limits limits;
    limits.connectionsPerAddress = kPlaces;
    m_plant = std::make_unique<AttackPlant>(limits);
    QVERIFY(hasAllSockets()); // whatever is opened once for good is open now
    QTRY_VERIFY(hasAllPlaces());
    m_descriptors = openDescriptors();
}

void RaceTest::leave(QAbstractSocket &client, int turn)
{
    letEventsRun(turn / 3 % 3);
    if (turn % 2 == 0)
        resetOnClose(client);
    client.abort();
}

void RaceTest::leaveWithoutTls(const QByteArray &sent, int turn)
{
    QTcpSocket client;
    client.connectToHost(QHostAddress(QHostAddress::LocalHost), m_plant->port());
    if (!client.waitForConnected(5000))
        return;
    client.write(sent);
    client.flush();
    leave(client, turn);
    ++m_reached;
}

void RaceTest::leaveWithTls(const QByteArray &sent, const QByteArray &awaited, int turn)
{
    TlsClient client(m_plant->port());
    if (client.isClosed())
        return; // there was no place just now
    client.send(m_plant->filled(sent));
    if (awaited.isEmpty() || client.receive(awaited).contains(awaited))
        ++m_reached;
    leave(client.socket(), turn);
}

void RaceTest::race(int number)
{
    const QByteArray upgrade = "GET /api/v1/live HTTP/1.1\r\n{upgrade}\r\n";
    const QByteArray big = "GET /api/v1/openapi.json HTTP/1.1\r\n{signedIn}\r\n";
    const int turn = number / kStates;
    switch (number % kStates) {
    case 0:
        leaveWithoutTls({}, turn);
        return;
    case 1:
        leaveWithoutTls(kHello, turn);
        return;
    case 2:
        leaveWithTls({}, {}, turn);
        return;
    case 3:
        leaveWithTls("GET /api/v1/session HT", {}, turn);
        return;
    case 4:
        leaveWithTls("{write}Content-Length: 500\r\n\r\n{\"va", {}, turn);
        return;
    case 5:
        leaveWithTls("{write}Transfer-Encoding: chunked\r\n\r\n5\r\n{\"v", {}, turn);
        return;
    case 6:
        leaveWithTls(big, {}, turn);
        return;
    case 7:
        leaveWithTls(big.repeated(3), "HTTP/1.1 200", turn);
        return;
    case 8:
        leaveWithTls("garbage\r\n\r\n{a*2000}", "HTTP/1.1 400", turn);
        return;
    case 9:
        leaveWithTls(upgrade, {}, turn);
        return;
    case 10:
        leaveWithTls(upgrade, "HTTP/1.1 101", turn);
        return;
    default:
        leaveWithTls(upgrade + textFrame(R"({"type":"subscribe","id":1,"all":true})"), "snapshot",
                     turn);
    }
}

bool RaceTest::hasAllPlaces()
{
    std::vector<std::unique_ptr<TlsClient>> clients;
    for (int n = 0; n < kPlaces; ++n) {
        clients.push_back(std::make_unique<TlsClient>(m_plant->port()));
        if (clients.back()->isClosed())
            return false;
        clients.back()->send(m_plant->filled("GET /healthz HTTP/1.1\r\n{anonymous}\r\n"));
        if (!clients.back()->receiveAnswer().contains(" 200 "))
            return false;
    }
    return TlsClient(m_plant->port()).isClosed(); // and there are no more than that
}

bool RaceTest::hasAllSockets()
{
    std::vector<std::unique_ptr<LivePeer>> peers;
    for (int n = 0; n < kSockets; ++n) {
        peers.push_back(std::make_unique<LivePeer>(*m_plant, m_plant->operatorSeat));
        if (!peers.back()->isOpen())
            return false;
    }
    return LivePeer(*m_plant, m_plant->operatorSeat).upgradeAnswer().contains(" 429 ");
}

bool RaceTest::isAtBaseline()
{
    return openDescriptors() <= m_descriptors;
}

void RaceTest::everythingComesBack()
{
    const int asked = qEnvironmentVariableIntValue("MWS_RACES");
    const int races = asked > 0 ? asked : 600;
    const AttackPlant::Traces before = m_plant->traces();
    for (int n = 0; n < races; ++n) {
        race(n);
        letEventsRun(1);
    }
    QVERIFY2(m_reached > races * 3 / 4, QByteArray::number(m_reached));
    // An upgrade that its client left behind is given up after ten seconds at the latest.
    QTRY_VERIFY_WITH_TIMEOUT(isAtBaseline(), 30000);
    QTRY_VERIFY_WITH_TIMEOUT(hasAllPlaces(), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(hasAllSockets(), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(isAtBaseline(), 30000);
    QVERIFY(m_plant->traces() == before);
}

QTEST_GUILESS_MAIN(RaceTest)
#include "tst_races.moc"
