// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/inquiryqueue.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

using Outcome = DiagnosisReply::Outcome;
using Ending = Answer::Ending;

/// A queue, and what it has answered.
struct Desk {
    void ask(int unit, Milliseconds now = 0s)
    {
        queue.append(unit, Interview::of(Inquiry()).value(), now,
                     [this](const DiagnosisReply &reply) { replies.append(reply); });
    }
    [[nodiscard]] QList<Outcome> outcomes() const
    {
        QList<Outcome> list;
        for (const DiagnosisReply &reply : replies)
            list.append(reply.outcome);
        return list;
    }

    InquiryQueue queue;
    QList<DiagnosisReply> replies;
};

Answer data(const char *pdu)
{
    return {Ending::Data, 0, QByteArray::fromHex(pdu), {}, false};
}

} // namespace

/// The questions of engineers, without a link that asks them.
class InquiryQueueTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachEndIsTold_data()
    {
        QTest::addColumn<Ending>("ending");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("refused") << Ending::Exception << Outcome::DeviceException;
        QTest::newRow("silent") << Ending::Silence << Outcome::Timeout;
        QTest::newRow("lost") << Ending::Lost << Outcome::Unavailable;
    }

    void eachEndIsTold()
    {
        QFETCH(Ending, ending);
        QFETCH(Outcome, outcome);
        Desk desk;
        desk.ask(3);
        desk.ask(1);
        QCOMPARE(desk.queue.unit(), 3);
        desk.queue.take({ending, 1, {}, QStringLiteral("why"), false});
        QCOMPARE(desk.outcomes(), QList<Outcome>{outcome});
        QCOMPARE(desk.replies[0].detail, QStringLiteral("why"));
        QCOMPARE(desk.queue.unit(), 1);
    }

    void oneQuestionMayTakeSeveralRequests()
    {
        Desk desk;
        desk.ask(0);
        const QByteArray first = desk.queue.takeTurn().request;
        desk.queue.take(data("2b0e0101ff0101000141")); // more follows, from object 1
        QVERIFY(desk.replies.isEmpty());
        QVERIFY(desk.queue.takeTurn().request != first);
        desk.queue.take(data("2b0e0101000001010142"));
        QCOMPARE(desk.outcomes(), QList<Outcome>{Outcome::Ok});
        QCOMPARE(desk.replies[0].findings.size(), 2);
        QVERIFY(desk.queue.isEmpty());
        QCOMPARE(desk.queue.unit(), -1);
        desk.queue.take(data("2b0e0101000001010142")); // nobody has asked
        QCOMPARE(desk.replies.size(), 1);
    }

    void requestHasItsUnitForItself()
    {
        Desk desk;
        desk.ask(2);
        const Job job = desk.queue.takeTurn();
        QCOMPARE(job.unit, 2);
        QVERIFY(job.isExclusive() && job.excused);
        QCOMPARE(job.retries, 0);
    }

    void pollsHaveTheirTurn()
    {
        Desk desk;
        desk.ask(0);
        QVERIFY(desk.queue.isNext(0));
        QVERIFY(!desk.queue.isNext(1));
        (void)desk.queue.takeTurn();
        QVERIFY(desk.queue.hadTurn());
        QVERIFY(!desk.queue.isNext(0));
        desk.queue.notePoll();
        QVERIFY(!desk.queue.hadTurn());
        QVERIFY(desk.queue.isNext(0));
    }

    void isBoundedInNumberAndTime()
    {
        Desk desk;
        for (int i = 0; i < 8; ++i) {
            QVERIFY(!desk.queue.isFull());
            desk.ask(0, i < 6 ? 1s : 2s);
        }
        QVERIFY(desk.queue.isFull());
        desk.queue.expire(20999ms);
        QCOMPARE(desk.replies.size(), 0);
        desk.queue.expire(21s);
        QCOMPARE(desk.outcomes(), QList<Outcome>(6, Outcome::Timeout));
        desk.queue.drop(QStringLiteral("gone"));
        QCOMPARE(desk.replies.size(), 8);
        QCOMPARE(desk.replies[7].outcome, Outcome::Unavailable);
    }

    /// Who is answered may ask again at once.
    void mayBeAskedInsideAnAnswer()
    {
        InquiryQueue queue;
        const Interview interview = Interview::of(Inquiry()).value();
        queue.append(0, interview, 0s, [&](const DiagnosisReply &) {
            queue.append(1, interview, 0s, [](const DiagnosisReply &) {});
        });
        queue.take({Ending::Silence, 0, {}, {}, false});
        QCOMPARE(queue.unit(), 1);
    }
};

QTEST_GUILESS_MAIN(InquiryQueueTest)
#include "tst_inquiryqueue.moc"
