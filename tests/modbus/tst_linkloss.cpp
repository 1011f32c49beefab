// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/names.h"
#include "modbus/peer.h"
#include "modbus/pki.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using modbus::Transport;

enum class State { Opening, Idle, InFlight, BeforeReadBack };
enum class Loss { Gone, Reset, Silent };

constexpr Milliseconds kSecondPoll{2000}; ///< at the latest, with a period of 1 s

/// One tag of one device over a real link, in the time of a FakeClock: between two turns of the
/// clock the link has all the real time that it needs.
class Link : public Bench
{
public:
    explicit Link(std::unique_ptr<Peer> device)
        : peer(std::move(device))
    {
        addTag(a(), 1, 10);
        connection = peer->connection();
        connection.id = QStringLiteral("line");
        connection.responseTimeoutMs = 400;
        connection.retries = 0;
    }
    void begin()
    {
        auto transport = modbus::makeTransport(connection, peer->tlsFolder());
        closed = std::make_unique<QSignalSpy>(transport.get(), &Transport::closed);
        startOn(std::move(transport));
        QObject::connect(scheduler.get(), &modbus::Scheduler::linkChanged, scheduler.get(),
                         [this](const LinkStatus &status) {
                             if (status.state == LinkState::Failed && !failure)
                                 failure = Failure{status.reason, quality(a())};
                         });
    }
    void pass(Milliseconds time)
    {
        clock.advance(time);
        scheduler->tick();
    }
    [[nodiscard]] bool isGood() const
    {
        return scheduler->link().state == LinkState::Connected && quality(a()) == Quality::Good;
    }
    [[nodiscard]] bool hasFailed() const { return scheduler->link().state == LinkState::Failed; }
    void lose(Loss loss) const
    {
        if (loss == Loss::Gone)
            peer->vanish();
        else if (loss == Loss::Reset)
            peer->reset();
        else
            peer->mute = true;
    }
    void comeBack(Loss loss) const
    {
        if (loss == Loss::Gone)
            peer->appear();
        peer->mute = false;
    }
    /// What a device forgets when it is off, and a proof of a fresh answer.
    void expectNew() const { peer->registers[10] = quint16(peer->registers.value(10) + 1000); }
    [[nodiscard]] Value expected() const { return Value(quint64(peer->registers.value(10))); }

    struct Failure {
        QString reason;
        Quality quality{}; ///< of the tag at that moment
    };

    std::unique_ptr<Peer> peer;
    std::unique_ptr<QSignalSpy> closed;
    std::optional<Failure> failure; ///< the first; a port that comes back is opened again at once
};

const char *nameOf(ConnectionKind kind)
{
    if (kind == ConnectionKind::Rtu)
        return "RTU";
    if (kind == ConnectionKind::RtuOverTcp)
        return "RTU over TCP";
    if (kind == ConnectionKind::Ascii)
        return "ASCII";
    if (kind == ConnectionKind::Tls)
        return "TLS";
    return kind == ConnectionKind::Udp ? "UDP" : "TCP";
}

/// The kinds whose link can be seen to break; TLS only where certificates can be made.
QList<ConnectionKind> streams()
{
    using Kind = ConnectionKind;
    const QList<Kind> all{Kind::Tcp, Kind::RtuOverTcp, Kind::Rtu, Kind::Ascii};
    return Pki::isPossible() ? all + QList<Kind>{Kind::Tls} : all;
}

const char *nameOf(State state)
{
    if (state == State::Opening)
        return "opening";
    if (state == State::Idle)
        return "idle";
    return state == State::InFlight ? "request in flight" : "before the read-back";
}

const char *nameOf(Loss loss)
{
    if (loss == Loss::Gone)
        return "gone";
    return loss == Loss::Reset ? "reset" : "silent";
}

} // namespace

/// Rows 2, 16 and 21 of the field failures: links that break in every state and come back by
/// themselves, within one step of the backoff after the other side is back.
class LinkLossTest final : public QObject
{
    Q_OBJECT

private:
    /// Brings the link into the state and takes it away there.
    static void loseIn(Link &link, State state, Loss loss)
    {
        link.begin();
        if (state == State::Opening) {
            link.lose(loss);
            return;
        }
        QTRY_VERIFY(link.isGood());
        const int reads = link.peer->reads;
        if (state == State::InFlight) {
            link.peer->mute = true;
            link.pass(kSecondPoll);
            QTRY_COMPARE(link.peer->reads, reads + 1);
        } else if (state == State::BeforeReadBack) {
            const quint64 answered = link.unit(1).good;
            QCOMPARE(link.write(a(), Value(quint64(42))), WriteId(1));
            QTRY_COMPARE(link.unit(1).good, answered + 1);
            QCOMPARE(link.peer->writes, 1);
            QVERIFY(link.results.isEmpty());
        }
        link.lose(loss);
    }

    static void checkWrite(Link &link, State state)
    {
        if (state == State::BeforeReadBack)
            QCOMPARE(link.result(1).outcome, Outcome::Unverified);
        QCOMPARE(link.answers, state == State::BeforeReadBack ? 1 : 0);
    }

    static void checkItServes(Link &link)
    {
        QCOMPARE(link.value(a()).value, link.expected());
        const WriteId id = link.write(a(), Value(quint64(77)));
        QTRY_COMPARE(link.peer->registers.value(10), quint16(77));
        const auto done = [&link, id] { return link.results.contains(id); };
        for (int i = 0; i < 20 && !done(); ++i) {
            link.pass(100ms);
            QTest::qWait(5);
        }
        QTRY_VERIFY(done());
        QCOMPARE(link.result(id).outcome, Outcome::Ok);
    }

private Q_SLOTS:
    void brokenLinkComesBack_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        QTest::addColumn<State>("state");
        QTest::addColumn<Loss>("loss");
        for (const ConnectionKind kind : streams()) {
            for (const State state :
                 {State::Opening, State::Idle, State::InFlight, State::BeforeReadBack}) {
                for (const Loss loss : {Loss::Gone, Loss::Reset}) {
                    QTest::addRow("%s, %s, %s", nameOf(kind), nameOf(state), nameOf(loss))
                        << kind << state << loss;
                }
            }
        }
    }

    void brokenLinkComesBack()
    {
        QFETCH(ConnectionKind, kind);
        QFETCH(State, state);
        QFETCH(Loss, loss);
        Link link(makePeer(kind));
        loseIn(link, state, loss);
        if (QTest::currentTestFailed())
            return;
        const bool nothingBroke = state == State::Opening && loss == Loss::Reset;
        if (nothingBroke) {
            QTRY_VERIFY(link.isGood() || link.hasFailed());
        } else {
            QTRY_VERIFY(link.failure.has_value()); // the clock stands: at once
            QCOMPARE(link.closed->size(), 1);
            QCOMPARE(link.failure->quality, Quality::BadCommunication);
            QVERIFY(!link.failure->reason.isEmpty());
            checkWrite(link, state);
        }
        if (loss == Loss::Gone) {
            link.pass(1s); // the first step of the backoff
            QTRY_COMPARE(link.closed->size(), 2);
            link.pass(2s);
            QTRY_COMPARE(link.closed->size(), 3);
        }
        link.expectNew();
        link.comeBack(loss);
        const Milliseconds backoff = loss == Loss::Gone ? 4s : 1s;
        link.pass(nothingBroke ? kSecondPoll : backoff);
        QTRY_VERIFY(link.isGood());
        link.pass(kSecondPoll); // it may have been good before the new value
        QTRY_COMPARE(link.value(a()).value, link.expected());
        checkItServes(link);
    }

    void silentDeviceComesBack_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        QTest::addColumn<State>("state");
        QTest::addColumn<Loss>("loss");
        using Kind = ConnectionKind;
        for (const State state :
             {State::Opening, State::Idle, State::InFlight, State::BeforeReadBack}) {
            for (const Kind kind : streams() + QList<Kind>{Kind::Udp}) {
                QTest::addRow("%s, %s, silent", nameOf(kind), nameOf(state))
                    << kind << state << Loss::Silent;
            }
            QTest::addRow("UDP, %s, gone", nameOf(state)) << Kind::Udp << state << Loss::Gone;
        }
    }

    /// The link stays, but nobody answers; so it is opened anew now and then.
    void silentDeviceComesBack()
    {
        QFETCH(ConnectionKind, kind);
        QFETCH(State, state);
        QFETCH(Loss, loss);
        Link link(makePeer(kind));
        loseIn(link, state, loss);
        if (QTest::currentTestFailed())
            return;
        const auto untilTimeouts = [&link](quint64 count, Milliseconds atMost) {
            for (Milliseconds time{0}; time < atMost && link.unit(1).timeouts < count;) {
                if (link.unit(1).requests == link.unit(1).timeouts + link.unit(1).good) {
                    link.pass(100ms);
                    time += 100ms;
                }
                QTest::qWait(1);
            }
            QCOMPARE(link.unit(1).timeouts, count);
        };
        untilTimeouts(3, kSecondPoll + 3s);
        QCOMPARE(link.unit(1).state, UnitState::Dead);
        QCOMPARE(link.quality(a()), Quality::BadCommunication);
        checkWrite(link, state);
        untilTimeouts(4, 1100ms);
        untilTimeouts(5, 2100ms);
        link.expectNew();
        link.comeBack(loss);
        link.pass(4s);
        QTRY_VERIFY(link.isGood());
        QCOMPARE(link.unit(1).state, UnitState::Good);
        QCOMPARE(link.unit(1).timeouts, quint64(5));
        checkItServes(link);
    }

    void refusedAtFirst_data() { brokenKinds(); }

    void refusedAtFirst()
    {
        QFETCH(ConnectionKind, kind);
        Link link(makePeer(kind));
        link.peer->vanish();
        link.begin();
        QTRY_COMPARE(link.closed->size(), 1);
        Milliseconds step{1000};
        for (int attempts = 2; attempts <= 8; ++attempts) {
            link.pass(step);
            QTRY_COMPARE(link.closed->size(), attempts);
            step = std::min(2 * step, Milliseconds(30000));
        }
        QVERIFY(link.hasFailed());
        link.expectNew();
        link.peer->appear();
        link.pass(30s); // the longest step
        QTRY_VERIFY(link.isGood());
        checkItServes(link);
    }

    void unknownNameIsFoundLater_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        using Kind = ConnectionKind;
        for (const Kind kind : {Kind::Tcp, Kind::RtuOverTcp, Kind::Udp})
            QTest::addRow("%s", nameOf(kind)) << kind;
        if (Pki::isPossible())
            QTest::addRow("%s", nameOf(Kind::Tls)) << Kind::Tls;
    }

    void unknownNameIsFoundLater()
    {
        QFETCH(ConnectionKind, kind);
        Link link(makePeer(kind));
        const QByteArray name = QByteArray("plc-") + char('a' + int(kind)) + ".test";
        link.connection.host = QString::fromLatin1(name);
        link.connection.serverName = QStringLiteral("plc.test");
        Names::set(name, Names::Unknown);
        link.begin();
        QTRY_COMPARE(link.closed->size(), 1);
        QVERIFY(link.hasFailed());
        QVERIFY(!link.scheduler->link().reason.isEmpty());
        link.pass(1s);
        QTRY_COMPARE(link.closed->size(), 2);
        Names::set(name, Names::Loopback);
        link.expectNew();
        link.pass(2s);
        QTRY_VERIFY(link.isGood());
        checkItServes(link);
    }

    void nameServerThatHangs_data() { unknownNameIsFoundLater_data(); }

    /// The lookup never ends; the deadline of the connect does.
    void nameServerThatHangs()
    {
        QFETCH(ConnectionKind, kind);
        Link link(makePeer(kind));
        const QByteArray name = QByteArray("slow-") + char('a' + int(kind)) + ".test";
        link.connection.host = QString::fromLatin1(name);
        link.connection.serverName = QStringLiteral("plc.test");
        link.connection.connectTimeoutMs = 100;
        Names::set(name, Names::Hangs);
        link.begin();
        QTRY_COMPARE(link.closed->size(), 1);
        link.pass(1s);
        QTRY_COMPARE(link.closed->size(), 2);
        link.pass(2s);
        QTRY_COMPARE(link.closed->size(), 3);
        Names::set(name, Names::Loopback);
        link.expectNew();
        link.pass(4s);
        QTRY_VERIFY(link.isGood());
        checkItServes(link);
    }

    void standbyTakesOver_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        for (const ConnectionKind kind : streams()) {
            if (kind != ConnectionKind::Rtu && kind != ConnectionKind::Ascii)
                QTest::addRow("%s", nameOf(kind)) << kind;
        }
    }

    /// The device is gone, its twin at the standby address is there; then the other way round.
    void standbyTakesOver()
    {
        QFETCH(ConnectionKind, kind);
        Link link(makePeer(kind));
        const auto standby = makePeer(kind);
        standby->registers[10] = 77;
        link.connection.standbyHost = standby->connection().host;
        link.connection.standbyPort = standby->connection().port;
        link.begin();
        QTRY_VERIFY(link.isGood());
        QCOMPARE(standby->reads, 0);
        link.peer->vanish();
        QTRY_COMPARE(link.closed->size(), 1);
        link.pass(1s);
        QTRY_COMPARE(link.closed->size(), 2); // the host once more, which may have restarted
        link.pass(2s);
        QTRY_VERIFY(link.isGood());
        QTRY_COMPARE(link.value(a()).value, Value(quint64(77)));
        standby->vanish();
        link.expectNew();
        link.peer->appear();
        QTRY_COMPARE(link.closed->size(), 3);
        link.pass(1s);
        QTRY_COMPARE(link.closed->size(), 4);
        link.pass(2s);
        QTRY_VERIFY(link.isGood());
        QTRY_COMPARE(link.value(a()).value, link.expected());
        checkItServes(link);
    }

    /// Field failures, row 16: the adapter has a lasting name that leads to whatever port it has
    /// now.
    void adapterComesBackAsAnotherPort()
    {
        Link link(makePeer(ConnectionKind::Rtu));
        const QString path = link.connection.serialPort;
        link.begin();
        QTRY_VERIFY(link.isGood());
        QStringList ports;
        std::vector<std::unique_ptr<SerialPeer>> others;
        for (int round = 0; round < 3; ++round) {
            ports.append(QFileInfo(path).canonicalFilePath());
            QVERIFY(isOpen(ports.last()));
            link.peer->vanish();
            QTRY_VERIFY(link.hasFailed());
            QTRY_VERIFY(!isOpen(ports.last()));
            QVERIFY(!QFileInfo::exists(path));
            link.pass(1s);
            QTRY_COMPARE(link.closed->size(), 2 * round + 2); // there is no such file
            link.expectNew();
            while (!QFileInfo::exists(ports.last()))
                others.push_back(std::make_unique<SerialPeer>()); // takes a number that is free
            link.peer->appear();
            QVERIFY(QFileInfo(path).canonicalFilePath() != ports.last());
            link.pass(2s);
            QTRY_VERIFY(link.isGood());
            QTRY_COMPARE(link.value(a()).value, link.expected());
        }
        checkItServes(link);
    }

private:
    static void brokenKinds()
    {
        QTest::addColumn<ConnectionKind>("kind");
        for (const ConnectionKind kind : streams())
            QTest::addRow("%s", nameOf(kind)) << kind;
    }

    /// Whether this process holds the device.
    static bool isOpen(const QString &device)
    {
        const QDir files(QStringLiteral("/proc/self/fd"));
        const QStringList names
            = files.entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
        return std::any_of(names.cbegin(), names.cend(), [&](const QString &name) {
            const QString target = QFile::symLinkTarget(files.filePath(name));
            return target == device || target == device + QLatin1String(" (deleted)");
        });
    }
};

QTEST_GUILESS_MAIN(LinkLossTest)
#include "tst_linkloss.moc"
