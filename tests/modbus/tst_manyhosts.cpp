// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/fullserver.h"
#include "modbus/modbusbus.h"
#include "modbus/names.h"
#include "modbus/peer.h"
#include "modbus/waits.h"
#include "support/fakeclock.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

constexpr int kPatience = 60000; ///< ms; longer than any wait of these tests
constexpr Milliseconds kPeriod{50};

/// A plant of many hosts with one tag each, that is read in each period of a FakeClock.
class Plant
{
public:
    void add(Connection connection)
    {
        connection.id = QStringLiteral("c%1").arg(data.connections.size());
        connection.connectTimeoutMs = connection.responseTimeoutMs = kPatience;
        Device device;
        device.id = device.connection = connection.id;
        Tag tag;
        tag.id = tag.path = tag.device = device.id;
        tag.address = 10;
        data.connections.append(connection);
        data.devices.append(device);
        data.tags.append(tag);
    }
    void start()
    {
        data.pollClasses = {{QStringLiteral("normal"), int(kPeriod.count()), 3}};
        project = std::make_shared<const Project>(data);
        bus = std::make_unique<ModbusBus>(project, QMap<QString, QString>(), clock);
        QObject::connect(bus.get(), &FieldBus::valuesRead, bus.get(),
                         [this](const ValueBatch &batch) { count(batch); });
        bus->start();
    }
    [[nodiscard]] LinkState state(qsizetype host) const { return bus->links().at(host).state; }

    FakeClock clock;
    ProjectData data;
    ProjectPtr project;
    std::unique_ptr<ModbusBus> bus;
    QHash<int, int> good; ///< by host: how often its tag was read

private:
    void count(const ValueBatch &batch)
    {
        for (const TagSample &sample : batch) {
            if (sample.now.state.quality == Quality::Good)
                ++good[project->tag(sample.tag).device.mid(1).toInt()];
        }
    }
};

/// From the round before: the second comes within two periods, each later one a period after.
Milliseconds toRound(int round)
{
    return round == 2 ? 2 * kPeriod : kPeriod;
}

Connection addressOf(quint16 port, const QString &host = QStringLiteral("127.0.0.1"))
{
    Connection connection;
    connection.host = host;
    connection.port = port;
    return connection;
}

} // namespace

/// Rows 1 and 2 of the field failures: hosts that do not answer cost the others nothing.
class ManyHostsTest final : public QObject
{
    Q_OBJECT

private:
    /// How often each of the living hosts was read in so many periods.
    static void readsOf99(bool oneIsDead, int periods, QList<int> &reads)
    {
        std::vector<std::unique_ptr<Peer>> peers;
        FullServer dead;
        Plant plant;
        for (int host = 0; host < 100; ++host) {
            peers.push_back(makePeer(ConnectionKind::Tcp));
            const bool isDead = oneIsDead && host == 50;
            plant.add(isDead ? addressOf(dead.port()) : peers.back()->connection());
        }
        const int waits = Waits::ofThisThread();
        plant.start();
        const auto served = [&plant](int times) {
            int hosts = 0;
            for (int host = 0; host < 100; ++host)
                hosts += host != 50 && plant.good.value(host) >= times;
            return hosts == 99;
        };
        for (int period = 1; period <= periods; ++period) {
            QTRY_VERIFY_WITH_TIMEOUT(served(period), kPatience / 2);
            if (period < periods)
                plant.clock.advance(toRound(period + 1));
        }
        // Nobody waited until its connect came to an end, nor for a part of that time.
        QCOMPARE(Waits::ofThisThread(), waits);
        QCOMPARE(plant.state(50), oneIsDead ? LinkState::Connecting : LinkState::Connected);
        for (int host = 0; host < 100; ++host) {
            if (host != 50)
                reads.append(peers[size_t(host)]->reads);
        }
    }

private Q_SLOTS:
    /// The clock goes on when every living host was read: a host that had to wait for the dead one
    /// would let it stand.
    void deadHostCostsTheOthersNothing()
    {
        QList<int> healthy;
        readsOf99(false, 30, healthy);
        QList<int> withDead;
        readsOf99(true, 30, withDead);
        QCOMPARE(healthy, QList<int>(99, 30));
        QCOMPARE(withDead, healthy);
    }

    void hostThatFallsSilentCostsTheOthersNothing()
    {
        std::vector<std::unique_ptr<Peer>> peers;
        Plant plant;
        for (int host = 0; host < 100; ++host) {
            peers.push_back(makePeer(ConnectionKind::Tcp));
            plant.add(peers.back()->connection());
        }
        plant.start();
        const auto served = [&](int times) {
            return std::all_of(peers.cbegin(), peers.cend(), [times](const auto &peer) {
                return peer->mute || peer->reads == times;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(served(1), kPatience / 2);
        peers[50]->mute = true;
        const int waits = Waits::ofThisThread();
        for (int period = 2; period <= 30; ++period) {
            plant.clock.advance(toRound(period));
            QTRY_VERIFY_WITH_TIMEOUT(served(period), kPatience / 2);
        }
        QCOMPARE(Waits::ofThisThread(), waits);
        QCOMPARE(peers[50]->reads, 2);
        QCOMPARE(plant.bus->units().at(50).timeouts, quint64(0)); // nobody waited for its end
    }

    /// What the other tests count would be seen.
    void waitForOneSocketIsCounted()
    {
        FullServer full;
        QTcpSocket socket;
        const int waits = Waits::ofThisThread();
        socket.connectToHost(QHostAddress::LocalHost, full.port());
        QCOMPARE(Waits::ofThisThread(), waits);
        QVERIFY(!socket.waitForConnected(1));
        QVERIFY(Waits::ofThisThread() > waits);
    }

    void startWithManyDeadHosts_data()
    {
        QTest::addColumn<bool>("names");
        QTest::newRow("that do not accept") << false;
        QTest::newRow("whose names are not found") << true;
    }

    /// Every living host has its value although none of the dead ones has come to an end.
    void startWithManyDeadHosts()
    {
        QFETCH(bool, names);
        constexpr int kDead = 200;
        using Kind = ConnectionKind;
        FullServer full;
        std::vector<std::unique_ptr<Peer>> living;
        QList<int> livingHosts;
        Plant plant;
        for (int i = 0; i < kDead; ++i) {
            const QByteArray name = "dead-" + QByteArray::number(i) + ".test";
            if (names)
                Names::set(name, Names::Hangs);
            plant.add(names ? addressOf(502, QString::fromLatin1(name)) : addressOf(full.port()));
            if (i % 10 != 5)
                continue;
            for (const Kind kind : {Kind::Tcp, Kind::RtuOverTcp, Kind::Udp}) {
                living.push_back(makePeer(kind));
                livingHosts.append(int(plant.data.connections.size()));
                plant.add(living.back()->connection());
            }
        }
        const int waits = Waits::ofThisThread();
        plant.start();
        QTRY_VERIFY_WITH_TIMEOUT(plant.good.size() == livingHosts.size(), kPatience / 2);
        QCOMPARE(Waits::ofThisThread(), waits);
        for (int host = 0; host < plant.data.connections.size(); ++host) {
            const bool lives = livingHosts.contains(host);
            QCOMPARE(plant.state(host), lives ? LinkState::Connected : LinkState::Connecting);
            QCOMPARE(plant.good.value(host), lives ? 1 : 0);
        }
        plant.bus->stop();
        for (int i = 0; names && i < kDead; ++i)
            Names::set("dead-" + QByteArray::number(i) + ".test", Names::Unknown);
    }
};

QTEST_GUILESS_MAIN(ManyHostsTest)
#include "tst_manyhosts.moc"
