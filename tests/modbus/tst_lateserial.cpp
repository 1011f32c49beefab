// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/farend.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

constexpr Milliseconds kTimeout{400};
constexpr Milliseconds kLate{600}; ///< the next request has left by then

/// One unit with two registers that hold their own address, behind a pseudo terminal, in the time
/// of this machine.
class RealLate : public Bench
{
public:
    explicit RealLate(int retries)
    {
        addTag(a(), 1, 10, QStringLiteral("fast"));
        addTag(b(), 1, 500, QStringLiteral("fast"));
        connection.kind = ConnectionKind::Rtu;
        connection.serialPort = far.path;
        connection.baudRate = 115200;
        connection.responseTimeoutMs = int(kTimeout.count());
        connection.quietTimeMs = 100;
        connection.retries = retries;
        far.answer = [this](const QByteArray &request) { return answerTo(request); };
        elapsed.start();
        QObject::connect(&pulse, &QTimer::timeout, &pulse, [this] {
            clock.advance(Milliseconds(elapsed.restart()));
            if (scheduler && clock.monotonic() >= scheduler->wakesAt())
                scheduler->tick();
        });
        pulse.start(1);
    }
    [[nodiscard]] int goodValues() const
    {
        return times(a(), Quality::Good) + times(b(), Quality::Good);
    }
    [[nodiscard]] int wrongValues() const
    {
        int wrong = 0;
        for (const Published &sample : published)
            wrong += sample.now.state.quality == Quality::Good
                && sample.now.value.toDouble() != double(project->tag(sample.tag).address);
        return wrong;
    }

    int late = 0; ///< so many of the next answers are
    FarEnd far;

private:
    QByteArray answerTo(const QByteArray &request)
    {
        const QByteArray answer = rtuFrame(1, QByteArray::fromHex("0302") + request.mid(2, 2));
        if (late == 0)
            return answer;
        --late;
        QTimer::singleShot(kLate, Qt::PreciseTimer, &far, [this, answer] { far.say(answer); });
        return {};
    }

    QTimer pulse;
    QElapsedTimer elapsed;
};

} // namespace

/// Row 4 of the field failures over a real transport: late answers on a serial line.
class LateSerialTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noValueIsThatOfAnotherTag_data()
    {
        QTest::addColumn<int>("retries");
        QTest::addColumn<int>("late");
        QTest::newRow("not repeated") << 0 << 2;
        QTest::newRow("repeated") << 1 << 3;
    }
    void noValueIsThatOfAnotherTag()
    {
        QFETCH(int, retries);
        QFETCH(int, late);
        RealLate bench(retries);
        bench.startOn(modbus::makeTransport(bench.connection));
        QTRY_VERIFY(bench.goodValues() >= 6);
        bench.late = late; // also the one that another may be taken for
        QTRY_COMPARE_WITH_TIMEOUT(bench.late, 0, 10000);
        const int ofA = bench.times(a(), Quality::Good);
        const int ofB = bench.times(b(), Quality::Good);
        QTRY_VERIFY_WITH_TIMEOUT(bench.times(a(), Quality::Good) >= ofA + 3
                                     && bench.times(b(), Quality::Good) >= ofB + 3,
                                 10000);
        QCOMPARE(bench.wrongValues(), 0);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        bench.scheduler->stop();
    }
};

QTEST_GUILESS_MAIN(LateSerialTest)
#include "tst_lateserial.moc"
