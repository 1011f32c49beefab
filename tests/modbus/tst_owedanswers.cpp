// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/diagnostics.h"
#include "modbus/owedanswers.h"
#include "modbus/requests.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

QByteArray read(int address, int count = 2)
{
    return readRequest(Table::HoldingRegister, address, count).value();
}

Connection line(ConnectionKind kind = ConnectionKind::Rtu)
{
    Connection connection;
    connection.kind = kind;
    connection.responseTimeoutMs = 1000;
    return connection;
}

} // namespace

/// What a unit may still answer, without a scheduler.
class OwedAnswersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void silenceHoldsBackTheSameShapeForOneTimeout()
    {
        OwedAnswers owed(line());
        QCOMPARE(owed.nextEnd(0s), Milliseconds::max());
        owed.silent(1, read(10), 0s, 1s);
        QVERIFY(!owed.mayGo(1, read(20), 1s));
        QVERIFY(!owed.mayGo(1, read(20), 1999ms));
        QVERIFY(owed.mayGo(1, read(20), 2s));
        QCOMPARE(owed.nextEnd(1s), Milliseconds(2s));
        QCOMPARE(owed.nextEnd(2s), Milliseconds::max());
    }

    void theSameAndWhatDiffersMayGo()
    {
        OwedAnswers owed(line());
        owed.silent(1, read(10), 0s, 1s);
        QVERIFY(owed.mayGo(1, read(10), 1s));
        QVERIFY(owed.mayGo(1, read(20, 3), 1s));
        QVERIFY(owed.mayGo(1, readRequest(Table::InputRegister, 20, 2).value(), 1s));
        QVERIFY(owed.mayGo(1, writeRegisterRequest(10, 7).value(), 1s));
        QVERIFY(owed.mayGo(2, read(20), 1s));
    }

    void allMayGoWhereNothingIsOwed()
    {
        OwedAnswers owed(line());
        QVERIFY(owed.mayAllGo(1, 0s));
        owed.silent(1, read(10), 0s, 1s);
        QVERIFY(!owed.mayAllGo(1, 1999ms));
        QVERIFY(owed.mayAllGo(1, 2s));
        QVERIFY(owed.mayAllGo(2, 1s));
    }

    /// Whose answer that was nobody knows: the other one may still come, two timeouts after it was
    /// asked for, which was before the answer.
    void anAnswerAfterSilenceHoldsBackAllOfTheShape()
    {
        OwedAnswers owed(line());
        owed.silent(1, read(10), 0s, 1s);
        owed.answered(1, read(10), false, 1100ms, 1200ms);
        QVERIFY(!owed.mayGo(1, read(20), 3199ms));
        QVERIFY(!owed.mayGo(1, read(10), 3199ms)); // or it would never end
        QVERIFY(owed.mayGo(1, read(20, 3), 1200ms));
        QVERIFY(owed.mayGo(1, read(10), 3200ms));
        QCOMPARE(owed.nextEnd(1200ms), Milliseconds(3200ms));
    }

    void whatWasOwedWhenItWasSentCounts()
    {
        OwedAnswers owed(line());
        owed.silent(1, read(10), 0s, 1s);
        owed.answered(1, read(10), false, 1900ms, 2100ms);
        QVERIFY(!owed.mayGo(1, read(20), 4099ms));

        OwedAnswers late(line());
        late.silent(1, read(10), 0s, 1s);
        late.answered(1, read(10), false, 2s, 2100ms);
        QVERIFY(late.mayGo(1, read(20), 2100ms));
        late.answered(1, read(30), false, 3s, 3100ms); // nothing was owed
        QVERIFY(late.mayGo(1, read(20), 3100ms));
    }

    void eachSilenceCounts()
    {
        OwedAnswers owed(line());
        owed.silent(1, read(10), 0s, 1s);
        owed.silent(1, read(10), 1s, 2s);
        QVERIFY(!owed.mayGo(1, read(20), 2999ms));
        owed.silent(1, read(20, 5), 2s, 3s);
        QVERIFY(owed.mayGo(1, read(30), 3s));
        QVERIFY(!owed.mayGo(1, read(30, 5), 3s));
    }

    /// That of a longer read is no shorter.
    void anExceptionMayBeThatOfAnotherRead()
    {
        OwedAnswers owed(line());
        owed.silent(1, read(10, 9), 0s, 1s);
        owed.answered(1, read(20), true, 1100ms, 1200ms);
        QVERIFY(!owed.mayGo(1, read(30), 3199ms));
        QVERIFY(owed.mayGo(1, read(30), 3200ms));
        owed.answered(1, readRequest(Table::Coil, 1, 1).value(), true, 1300ms, 1400ms);
        QVERIFY(owed.mayGo(1, readRequest(Table::Coil, 2, 1).value(), 1400ms));
    }

    void numbersTellAnswersApart()
    {
        for (const auto kind : {ConnectionKind::Tcp, ConnectionKind::Udp, ConnectionKind::Tls}) {
            OwedAnswers owed(line(kind));
            owed.silent(1, read(10), 0s, 1s);
            QVERIFY(owed.mayGo(1, read(20), 1s));
        }
    }

    void whatCanPassForOneAnother()
    {
        const auto coils = [](int count) { return readRequest(Table::Coil, 1, count).value(); };
        QVERIFY(sharesResponses(coils(3), coils(8)));
        QVERIFY(!sharesResponses(coils(8), coils(9)));
        QVERIFY(!sharesResponses(writeCoilRequest(1, true).value(),
                                 writeCoilRequest(1, false).value()));
        QVERIFY(sharesResponses(writeRegisterRequest(1, 2).value(),
                                writeRegisterRequest(1, 2).value()));
        QVERIFY(sharesResponses(writeRegistersRequest(1, {2, 3}).value(),
                                writeRegistersRequest(1, {4, 5}).value()));
        QVERIFY(!sharesResponses(writeRegistersRequest(1, {2, 3}).value(),
                                 writeRegistersRequest(2, {2, 3}).value()));
        QVERIFY(sharesResponses(readWriteRequest(1, 2, 9, {1}).value(),
                                readWriteRequest(5, 2, 9, {2, 3}).value()));
        QVERIFY(
            !sharesResponses(maskWriteRequest(1, 2, 3).value(), maskWriteRequest(1, 2, 4).value()));
        QVERIFY(
            sharesResponses(identificationRequest(1).value(), identificationRequest(2).value()));
    }
};

QTEST_GUILESS_MAIN(OwedAnswersTest)
#include "tst_owedanswers.moc"
