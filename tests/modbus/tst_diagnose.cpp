// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

using namespace mws;

namespace
{

using Outcome = DiagnosisReply::Outcome;

constexpr int kIdentification = 43;

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

/// A bench whose units know their identification, and what was answered.
class Desk : public Bench
{
public:
    using Bench::Bench;

    void begin()
    {
        start();
        line->override = [this](const SentRequest &request) { return answered(request); };
        settle();
        line->forget();
    }
    void ask(int unit = 1, const Inquiry &inquiry = {})
    {
        scheduler->diagnose(QStringLiteral("u%1").arg(unit), inquiry,
                            [this](const DiagnosisReply &reply) { replies.append(reply); });
    }
    [[nodiscard]] int asked() const
    {
        const auto &sent = line->sent();
        return int(std::count_if(sent.cbegin(), sent.cend(), [](const SentRequest &request) {
            return request.function() == kIdentification;
        }));
    }

    QList<DiagnosisReply> replies;
    QByteArray identity = hex("2b0e0101000001000141");
    bool knows = true; ///< else it is silent about FC 43

private:
    std::optional<modbus::TransportReply> answered(const SentRequest &request) const
    {
        using Status = modbus::TransportReply::Status;
        if (request.function() != kIdentification || silentUnits(request.unit))
            return std::nullopt;
        if (!knows)
            return modbus::TransportReply();
        return modbus::TransportReply{Status::Answer, identity, {}};
    }
    [[nodiscard]] bool silentUnits(int unit) const { return line->silent.contains(unit); }
};

} // namespace

/// How questions of engineers share a link with polls and writes.
class DiagnoseTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers()
    {
        Desk desk;
        desk.addTag(a(), 1, 10);
        desk.begin();
        desk.ask();
        desk.settle();
        QCOMPARE(desk.replies.size(), 1);
        QCOMPARE(desk.replies[0].outcome, Outcome::Ok);
        QCOMPARE(desk.replies[0].findings.size(), 1);
        QCOMPARE(desk.replies[0].findings[0].key, QStringLiteral("vendorName"));
        QCOMPARE(desk.replies[0].findings[0].text, QStringLiteral("A"));
        QCOMPARE(desk.line->sent().last().pdu.toHex(), QByteArray("2b0e0100"));
    }

    void refusals()
    {
        Desk desk;
        desk.addTag(a(), 1, 10);
        desk.begin();
        desk.identity = hex("ab01");
        desk.ask();
        desk.settle();
        QCOMPARE(desk.replies.last().outcome, Outcome::DeviceException);
        QCOMPARE(int(desk.replies.last().exception), 1);
        Inquiry restart;
        restart.topic = Inquiry::Topic::Diagnostics;
        restart.subfunction = 1;
        desk.line->forget();
        desk.ask(1, restart);
        QCOMPARE(desk.replies.last().outcome, Outcome::Invalid);
        desk.ask(2);
        QCOMPARE(desk.replies.last().outcome, Outcome::Unavailable);
        desk.settle();
        QVERIFY(desk.line->sent().isEmpty());
        QCOMPARE(desk.replies.size(), 3);
    }

    void aBroadcastIsNoDeviceToAsk()
    {
        Desk desk(2);
        desk.connection.kind = ConnectionKind::Rtu;
        desk.data.devices[1].unit = 0;
        desk.addTag(a(), 1, 10, QStringLiteral("slow"));
        desk.begin();
        desk.ask(2);
        QCOMPARE(desk.replies.size(), 1);
        QCOMPARE(desk.replies[0].outcome, Outcome::Invalid);
        QVERIFY(!desk.replies[0].detail.isEmpty());
        desk.settle();
        QVERIFY(desk.line->sent().isEmpty());
        QCOMPARE(desk.replies.size(), 1);
    }

    void anIdleLinkIsOpenedForAQuestion()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, QStringLiteral("slow"));
        desk.connection.idleCloseS = 1;
        desk.begin();
        desk.run(Milliseconds(5000));
        QCOMPARE(desk.scheduler->link().state, LinkState::Idle);
        desk.ask();
        QCOMPARE(desk.replies.size(), 0);
        desk.settle();
        QCOMPARE(desk.replies.size(), 1);
        QCOMPARE(desk.replies[0].outcome, Outcome::Ok);
        QCOMPARE(desk.line->opens(), 2);
        QCOMPARE(desk.line->sent().size(), 1);
        QCOMPARE(desk.times(a(), Quality::BadCommunication), 0);
        desk.run(Milliseconds(2000));
        QCOMPARE(desk.scheduler->link().state, LinkState::Idle);
    }

    void anIdleLinkThatCannotBeOpenedAnswers()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, QStringLiteral("slow"));
        desk.connection.idleCloseS = 1;
        desk.begin();
        desk.run(Milliseconds(5000));
        desk.line->reachable = false;
        desk.ask();
        desk.settle();
        QCOMPARE(desk.replies.size(), 1);
        QCOMPARE(desk.replies[0].outcome, Outcome::Unavailable);
    }

    /// An answer that does not fit the question is none.
    void wrongAnswerIsATimeout()
    {
        Desk desk;
        desk.addTag(a(), 1, 10);
        desk.begin();
        desk.identity = hex("2b0e0201000001000141");
        desk.ask();
        desk.settle();
        QCOMPARE(desk.replies.last().outcome, Outcome::Timeout);
        QVERIFY(desk.replies.last().findings.isEmpty());
        QCOMPARE(int(desk.unit(1).invalid), 1);
    }

    /// Devices that do not know a function may be silent; that makes no unit suspect.
    void silenceIsNotHeldAgainstTheUnit()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, QStringLiteral("slow")); // no poll answers between them
        desk.begin();
        desk.knows = false;
        for (int i = 0; i < 5; ++i)
            desk.ask();
        desk.run(Milliseconds(6000));
        QCOMPARE(desk.replies.size(), 5);
        for (const DiagnosisReply &reply : desk.replies)
            QCOMPARE(reply.outcome, Outcome::Timeout);
        QCOMPARE(desk.asked(), 5); // none is repeated
        QCOMPARE(desk.unit(1).state, UnitState::Good);
        QCOMPARE(desk.times(a(), Quality::BadCommunication), 0);
    }

    void deadUnitIsNotAsked()
    {
        Desk desk(2);
        desk.addTag(a(), 1, 10, QStringLiteral("fast"));
        desk.addTag(b(), 2, 10, QStringLiteral("fast"));
        desk.begin();
        desk.line->silent.insert(2);
        desk.run(Milliseconds(5000));
        QCOMPARE(desk.unit(2).state, UnitState::Dead);
        desk.line->forget();
        desk.ask(2);
        QCOMPARE(desk.replies.size(), 1);
        QCOMPARE(desk.replies[0].outcome, Outcome::Unavailable);
        desk.ask(1);
        desk.run(Milliseconds(2000));
        QCOMPARE(desk.replies[1].outcome, Outcome::Ok);
        QCOMPARE(desk.asked(), 1);
    }

    /// However many questions there are, polls that are due get every second turn.
    void pollsGoOn_data()
    {
        QTest::addColumn<int>("window");
        QTest::newRow("one in flight") << 1;
        QTest::newRow("four in flight") << 4;
    }

    void pollsGoOn()
    {
        QFETCH(int, window);
        Desk desk;
        desk.connection.maxInFlight = window;
        for (int i = 0; i < 12; ++i)
            desk.addTag(QStringLiteral("t%1").arg(i), 1, 80 * i, QStringLiteral("fast"));
        desk.begin();
        desk.line->latency = Milliseconds(60); // the polls alone fill the line
        desk.run(Milliseconds(1000));
        desk.line->forget();
        const Milliseconds end = desk.clock.monotonic() + Milliseconds(5000);
        while (desk.clock.monotonic() < end) {
            desk.ask();
            desk.run(Milliseconds(20));
        }
        const int polls = int(desk.line->sent().size()) - desk.asked();
        QVERIFY2(desk.asked() > 15, QByteArray::number(desk.asked()));
        // Between two rounds no poll is due for a moment, and only then questions follow each
        // other.
        QVERIFY2(10 * polls >= 8 * desk.asked(), QByteArray::number(polls));
        QVERIFY(std::any_of(desk.replies.cbegin(), desk.replies.cend(),
                            [](const auto &reply) { return reply.outcome == Outcome::Busy; }));
    }

    void writesGoFirst()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, QStringLiteral("slow"));
        desk.begin();
        desk.ask(); // goes out at once
        desk.ask();
        desk.write(a(), Value(5));
        desk.settle();
        QCOMPARE(desk.line->sent().at(0).function(), kIdentification);
        QVERIFY(isWrite(desk.line->sent().at(1)) && desk.line->sent().at(1).function() == 6);
        QCOMPARE(desk.line->sent().at(2).function(), kIdentification);
        QCOMPARE(desk.replies.size(), 2);
    }

    /// Nothing else of the unit is in flight beside a question.
    void questionHasItsUnitForItself()
    {
        Desk desk(2);
        desk.connection.maxInFlight = 4;
        for (int i = 0; i < 2; ++i) // so that a slot stays free
            desk.addTag(QStringLiteral("t%1").arg(i), 1, 100 * i, QStringLiteral("fast"));
        desk.addTag(a(), 2, 10, QStringLiteral("slow"));
        desk.begin();
        desk.run(Milliseconds(3000));
        desk.line->forget();
        desk.line->latency = Milliseconds(30);
        while (desk.line->inFlight() < 2)
            desk.run(Milliseconds(1));
        desk.ask(1);
        desk.run(Milliseconds(200));
        const auto &sent = desk.line->sentTo(1);
        const auto question
            = std::find_if(sent.cbegin(), sent.cend(), [](const SentRequest &request) {
                  return request.function() == kIdentification;
              });
        QVERIFY(question != sent.cend());
        for (const SentRequest &request : sent)
            QVERIFY(&request == &*question || std::abs((request.at - question->at).count()) >= 30);
    }

    void longIdentificationIsPutTogether()
    {
        Desk desk;
        desk.addTag(a(), 1, 10);
        desk.start();
        desk.line->override
            = [](const SentRequest &request) -> std::optional<modbus::TransportReply> {
            if (request.function() != kIdentification)
                return std::nullopt;
            const bool first = request.pdu.at(3) == 0;
            return modbus::TransportReply{modbus::TransportReply::Status::Answer,
                                          first ? hex("2b0e0101ff0101000141")
                                                : hex("2b0e0101000001010142"),
                                          {}};
        };
        desk.settle();
        desk.ask();
        desk.settle();
        QCOMPARE(desk.asked(), 2);
        QCOMPARE(desk.replies.size(), 1);
        QCOMPARE(desk.replies[0].findings.size(), 2);
        QCOMPARE(desk.replies[0].findings[1].text, QStringLiteral("B"));
    }

    /// Whatever happens to the link, every question has one answer.
    void lostLinkAnswersAll()
    {
        Desk desk;
        desk.addTag(a(), 1, 10);
        desk.begin();
        desk.line->latency = Milliseconds(100);
        desk.ask();
        desk.ask();
        desk.ask();
        desk.line->breakLink();
        QCOMPARE(desk.replies.size(), 3);
        for (const DiagnosisReply &reply : desk.replies)
            QCOMPARE(reply.outcome, Outcome::Unavailable);
        desk.ask();
        QCOMPARE(desk.replies.size(), 4);
        QCOMPARE(desk.replies.last().outcome, Outcome::Unavailable);
    }

    /// Polls are asked again when they were lost with their link; a question is over.
    void lostQuestionIsNotAskedAgain()
    {
        Desk desk;
        desk.addTag(a(), 1, 10, QStringLiteral("fast"));
        desk.begin();
        desk.run(Milliseconds(1000));
        desk.line->latency = Milliseconds(50);
        desk.line->forget();
        desk.ask();
        while (desk.asked() == 0)
            desk.run(Milliseconds(1));
        desk.line->breakLink();
        QCOMPARE(desk.replies.size(), 1);
        QCOMPARE(desk.replies[0].outcome, Outcome::Unavailable);
        desk.run(Milliseconds(30000));
        QCOMPARE(desk.unit(1).state, UnitState::Good);
        QCOMPARE(desk.asked(), 1);
        QCOMPARE(desk.replies.size(), 1);
    }

    /// It waited for the link to be free, because its unit breaks it now and then.
    void norIsOneThatWasNotSentYet()
    {
        Desk desk(2);
        desk.connection.maxInFlight = 4;
        desk.addTag(a(), 1, 10, QStringLiteral("fast"));
        desk.addTag(b(), 2, 10, QStringLiteral("fast"));
        desk.begin();
        int losses = 2; // the second is alone on its link
        desk.line->override = [&losses](const SentRequest &request) {
            return request.unit == 1 && losses-- > 0 ? std::optional(modbus::TransportReply{
                       modbus::TransportReply::Status::LinkLost, {}, QStringLiteral("gone")})
                                                     : std::nullopt;
        };
        desk.run(Milliseconds(30000));
        QCOMPARE(desk.unit(1).state, UnitState::Good);
        desk.line->slow[2] = Milliseconds(150);
        desk.run(Milliseconds(1000));
        while (desk.line->inFlight() == 0)
            desk.run(Milliseconds(1));
        desk.line->forget();
        desk.ask();
        QCOMPARE(desk.asked(), 0);
        desk.line->breakLink();
        QCOMPARE(desk.replies.size(), 1);
        desk.run(Milliseconds(10000));
        QCOMPARE(desk.asked(), 0);
    }

    void stoppedStationAnswersAll()
    {
        Desk desk;
        desk.addTag(a(), 1, 10);
        desk.begin();
        desk.ask();
        desk.ask();
        desk.scheduler->stop();
        QCOMPARE(desk.replies.size(), 2);
        desk.ask();
        QCOMPARE(desk.replies.last().outcome, Outcome::Unavailable);
    }
};

QTEST_GUILESS_MAIN(DiagnoseTest)
#include "tst_diagnose.moc"
