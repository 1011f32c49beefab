// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/diagnostics.h"
#include "modbus/lessonbook.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

QByteArray identityPdu(const QByteArray &vendor, const QByteArray &product,
                       const QByteArray &revision)
{
    QByteArray pdu = QByteArray::fromHex("2b0e0101000003");
    const QByteArray objects[] = {vendor, product, revision};
    for (int id = 0; id < 3; ++id)
        pdu += char(id) + (char(objects[id].size()) + objects[id]);
    return pdu;
}

const QByteArray kAcme = identityPdu("Acme", "PM-7", "1.02");
const QByteArray kOther = identityPdu("Acme", "PM-7", "6.66");

/// One unit that is polled fast and asked who it is.
class Asked : public Bench
{
public:
    Asked()
    {
        addTag(a(), 1, 10, QStringLiteral("fast"));
        data.devices[0].identity = true;
    }
    void begin()
    {
        start();
        line->override = [this](const SentRequest &request) -> std::optional<TransportReply> {
            if (request.function() != kEncapsulated)
                return std::nullopt;
            ++asked;
            if (says.isEmpty())
                return TransportReply();
            return TransportReply{TransportReply::Status::Answer, says, {}};
        };
        run(1s);
    }
    void reconnect()
    {
        line->breakLink();
        run(5s);
    }

    QByteArray says = kAcme;
    int asked = 0;
};

} // namespace

class IdentityTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isAskedOnceAfterEachConnect()
    {
        Asked bench;
        bench.begin();
        QCOMPARE(bench.asked, 1);
        bench.run(60s);
        QCOMPARE(bench.asked, 1);
        bench.reconnect();
        QCOMPARE(bench.asked, 2);
        QVERIFY(bench.scheduler->signs().isEmpty());
        QCOMPARE(bench.scheduler->lessons().first().identification,
                 QStringLiteral("Acme / PM-7 / 1.02"));
    }

    /// The unit must have answered on the new link before it is asked who it is.
    void whatWasLostWithItsLinkIsNotRepeated()
    {
        Asked bench;
        bench.connection.maxInFlight = 2; // so that there is time between question and answer
        bench.start();
        bench.line->latency = 40ms;
        const auto isAsking = [&bench] {
            const auto &sent = bench.line->sent();
            return !sent.isEmpty() && sent.last().function() == kEncapsulated;
        };
        while (!isAsking())
            bench.run(1ms);
        QCOMPARE(bench.line->inFlight(), 1);
        bench.line->breakLink();
        bench.line->forget();
        bench.run(5s);
        const auto &sent = bench.line->sent();
        QVERIFY(sent.size() > 10);
        QCOMPARE(sent[0].function(), 3);
        const auto questions
            = std::count_if(sent.cbegin(), sent.cend(), [](const SentRequest &request) {
                  return request.function() == kEncapsulated;
              });
        QCOMPARE(questions, 1);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
    }

    void isNotAskedWhereNobodyWantsIt()
    {
        Asked bench;
        bench.data.devices[0].identity = false;
        bench.begin();
        bench.reconnect();
        QCOMPARE(bench.asked, 0);
    }

    void isAskedAgainWhenItWasAway()
    {
        Asked bench;
        bench.begin();
        bench.line->silent.insert(1);
        bench.run(20s);
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
        QCOMPARE(bench.asked, 1);
        bench.says = kOther;
        bench.line->silent.clear();
        bench.run(60s);
        QCOMPARE(bench.asked, 2);
        QCOMPARE(bench.scheduler->signs().size(), 1);
    }

    void anotherDeviceIsTold()
    {
        Asked bench;
        bench.begin();
        bench.says = kOther;
        bench.reconnect();
        const QList<FieldSign> signs = bench.scheduler->signs();
        QCOMPARE(signs.size(), 1);
        QCOMPARE(signs[0].kind, SignKind::IdentityChanged);
        QCOMPARE(signs[0].device, QStringLiteral("u1"));
        QVERIFY(signs[0].detail.contains(QStringLiteral("1.02")));
        QVERIFY(signs[0].detail.contains(QStringLiteral("6.66")));
        bench.reconnect();
        QCOMPARE(bench.scheduler->signs()[0].count, 1);
    }

    void isComparedWithWhatWasKept()
    {
        Asked bench;
        Lessons kept;
        kept.identification = QStringLiteral("Acme / PM-7 / 1.02");
        bench.lessons.insert(QStringLiteral("u1"), kept);
        bench.says = kOther;
        bench.begin();
        QCOMPARE(bench.scheduler->signs().size(), 1);
        Asked same;
        same.lessons.insert(QStringLiteral("u1"), kept);
        same.begin();
        QVERIFY(same.scheduler->signs().isEmpty());
    }

    void isKeptOverARestart()
    {
        Asked bench;
        bench.begin();
        LessonBook book(bench.project);
        const Device &device = bench.project->devices().first();
        book.put(device, bench.scheduler->lessons().first());
        LessonBook next(bench.project);
        next.read(book.toBytes());
        QCOMPARE(next.of(device).identification, QStringLiteral("Acme / PM-7 / 1.02"));
        Device elsewhere = device;
        elsewhere.unit = 2;
        QCOMPARE(next.of(elsewhere).identification, QString());
    }

    void devicesThatDoNotKnowItAreLeftInPeace_data()
    {
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("exception") << QByteArray::fromHex("ab01");
        QTest::newRow("silence") << QByteArray();
        QTest::newRow("rubbish") << QByteArray::fromHex("2b0e01");
    }
    void devicesThatDoNotKnowItAreLeftInPeace()
    {
        QFETCH(QByteArray, says);
        Asked bench;
        bench.says = says;
        bench.begin();
        bench.run(10s);
        QCOMPARE(bench.asked, 1);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QVERIFY(bench.scheduler->signs().isEmpty());
        QVERIFY(bench.scheduler->lessons().first().isEmpty());
    }
};

QTEST_GUILESS_MAIN(IdentityTest)
#include "tst_identity.moc"
