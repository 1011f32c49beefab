// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/footprint.h"
#include "modbus/peer.h"
#include "modbus/pki.h"
#include "modbus/requests.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using modbus::Transport;

/// Of each case; MWS_RECONNECTS=10000 takes 20 minutes.
const int kRounds = qEnvironmentVariable("MWS_RECONNECTS", QStringLiteral("500")).toInt();
const int kWarmUp = std::min(kRounds * 3 / 5, 500); ///< what OpenSSL 3.5 keeps has its size by then
/// Less than 90 bytes a round. What OpenSSL 3.5 keeps varies by 10 KiB, whether after 200 rounds or
/// 10,000.
constexpr qint64 kHeapGrowth = 16 * 1024;
constexpr qint64 kResidentGrowth = 2 * 1024 * 1024;

/// Like QTRY_VERIFY, without its steps of 50 ms.
template <typename Condition> bool comesTrue(Condition condition)
{
    const QDeadlineTimer deadline(20s);
    while (!condition() && !deadline.hasExpired()) {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return condition();
}

/// Waits hardly for a quiet line, or the rounds would take minutes.
Connection hasty(Connection connection)
{
    connection.quietTimeMs = 1;
    return connection;
}

/// A scheduler that loses its link again and again, a FakeClock that has no patience.
class Flapping : public Bench
{
public:
    explicit Flapping(const Connection &to, const QString &tlsFolder)
    {
        for (int i = 0; i < 10; ++i)
            addTag(QString::number(i), 1, 100 * i);
        connection = to;
        connection.id = QStringLiteral("line");
        connection.retries = 0;
        auto transport = modbus::makeTransport(connection, tlsFolder);
        QObject::connect(transport.get(), &Transport::closed, transport.get(),
                         [this] { ++closed; });
        startOn(std::move(transport));
    }
    /// The longest step of the backoff.
    void retry()
    {
        published.clear();
        linkStates.clear();
        clock.advance(30s);
        scheduler->tick();
    }
    int closed = 0;
};

} // namespace

/// Rows 2 and 14 of the field failures: reconnects leave nothing behind.
class ReconnectsTest final : public QObject
{
    Q_OBJECT

private:
    /// Runs the rounds, which end with a closed link, and compares what is held after the warm-up
    /// and at the end. What is still being taken down then gets the time for that.
    template <typename Round> static void checkNothingIsLeft(Round round)
    {
        Footprint before;
        for (int i = 0; i < kRounds; ++i) {
            if (i == kWarmUp)
                before = Footprint::now();
            round();
            if (QTest::currentTestFailed())
                return;
        }
        Footprint after;
        (void)comesTrue([&] {
            after = Footprint::now();
            return after.files <= before.files
                && (!kMemoryCounts || after.heap - before.heap <= kHeapGrowth);
        });
        QVERIFY2(after.files <= before.files, "descriptors are left");
        if (!kMemoryCounts)
            return;
        const auto grown = [](const char *what, qint64 bytes) {
            return QByteArray(what) + " grew by " + QByteArray::number(bytes);
        };
        const qint64 heap = after.heap - before.heap;
        const qint64 resident = after.resident - before.resident;
        qInfo("after %d of %d rounds: heap %+lld, resident %+lld bytes", kWarmUp, kRounds,
              (long long)heap, (long long)resident);
        QVERIFY2(heap <= kHeapGrowth, grown("heap", heap).constData());
        QVERIFY2(resident <= kResidentGrowth, grown("resident", resident).constData());
    }

private Q_SLOTS:
    void resetInARequest_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        QTest::newRow("TCP") << ConnectionKind::Tcp;
        QTest::newRow("RTU over TCP") << ConnectionKind::RtuOverTcp;
        QTest::newRow("RTU") << ConnectionKind::Rtu;
        QTest::newRow("ASCII") << ConnectionKind::Ascii;
        if (Pki::isPossible())
            QTest::newRow("TLS") << ConnectionKind::Tls;
    }

    /// Opened, answered once, lost in the second request.
    void resetInARequest()
    {
        QFETCH(ConnectionKind, kind);
        const auto peer = makePeer(kind);
        Flapping bench(hasty(peer->connection()), peer->tlsFolder());
        const auto losesTheLinkOf = [&](auto opening) {
            const int reads = peer->reads;
            const int closed = bench.closed;
            opening();
            QVERIFY(comesTrue([&] { return peer->reads >= reads + 2; }));
            peer->reset();
            QVERIFY(comesTrue([&] { return bench.closed == closed + 1; }));
        };
        losesTheLinkOf([] {}); // the first is opened at the start
        checkNothingIsLeft([&] { losesTheLinkOf([&] { bench.retry(); }); });
        QVERIFY(bench.unit(1).good >= quint64(kRounds));
    }

    void cannotBeOpened_data() { resetInARequest_data(); }

    void cannotBeOpened()
    {
        QFETCH(ConnectionKind, kind);
        const auto peer = makePeer(kind);
        peer->vanish();
        Flapping bench(hasty(peer->connection()), peer->tlsFolder());
        QVERIFY(comesTrue([&] { return bench.closed == 1; }));
        checkNothingIsLeft([&] {
            const int closed = bench.closed;
            bench.retry();
            QVERIFY(comesTrue([&] { return bench.closed == closed + 1; }));
        });
        peer->appear();
        bench.retry();
        QTRY_COMPARE(bench.quality(QStringLiteral("9")), Quality::Good);
    }

    void closedByUs_data()
    {
        resetInARequest_data();
        QTest::newRow("UDP") << ConnectionKind::Udp;
    }

    /// As when nobody answers: closed with a request in flight and opened anew.
    void closedByUs()
    {
        QFETCH(ConnectionKind, kind);
        const auto peer = makePeer(kind);
        Connection connection = hasty(peer->connection());
        connection.id = QStringLiteral("line");
        const auto transport = modbus::makeTransport(connection, peer->tlsFolder());
        int opened = 0;
        connect(transport.get(), &Transport::opened, this, [&opened] { ++opened; });
        QSignalSpy finished(transport.get(), &Transport::finished);
        const QByteArray request = modbus::readRequest(Table::HoldingRegister, 10, 1).value();
        const auto isServed = [&] {
            const auto before = finished.size();
            transport->send(1, request, 60s);
            return comesTrue([&] { return finished.size() == before + 1; });
        };
        transport->open();
        QVERIFY(comesTrue([&] { return opened == 1; }));
        QVERIFY(isServed() && isServed()); // it has taken all that it ever needs
        checkNothingIsLeft([&] {
            const int before = opened;
            transport->open();
            QVERIFY(comesTrue([&] { return opened == before + 1; }));
            transport->send(1, request, 60s);
            transport->close();
        });
        transport->open();
        QTRY_COMPARE(opened, kRounds + 2);
        QVERIFY(isServed());
    }
};

QTEST_GUILESS_MAIN(ReconnectsTest)
#include "tst_reconnects.moc"
