// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/mbapwindow.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

constexpr int kUnit = 7;
const QByteArray kPdu = QByteArray::fromHex("0302002a");

MbapFrame frameFor(RequestId id, int unit = kUnit)
{
    return {quint16(id), quint8(unit), kPdu};
}

} // namespace

/// Requests that wait for their answers, and those that were not sent.
class MbapWindowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerIsThatOfItsRequest()
    {
        MbapWindow window;
        const auto now = MbapWindow::Clock::now();
        const RequestId first = window.add(kUnit, 100ms, now);
        const RequestId second = window.add(kUnit, 100ms, now);
        QCOMPARE(window.take(frameFor(second), now).answers, std::optional(second));
        QCOMPARE(window.take(frameFor(first), now).answers, std::optional(first));
        QCOMPARE(window.take(frameFor(first), now).reason, StrayReason::Duplicate);
    }

    /// Its number is no request's: who answers it has guessed.
    void nothingAnswersWhatWasNotSent()
    {
        MbapWindow window;
        const auto now = MbapWindow::Clock::now();
        const RequestId id = window.withhold(kUnit, now);
        for (const int unit : {kUnit, kUnit + 1}) {
            const MbapWindow::Match match = window.take(frameFor(id, unit), now);
            QVERIFY(!match.answers && !match.late);
            QCOMPARE(match.reason, StrayReason::WrongTransaction);
        }
    }

    void whatWasNotSentEndsAtOnce()
    {
        MbapWindow window;
        const auto now = MbapWindow::Clock::now();
        const RequestId sent = window.add(kUnit, 100ms, now);
        const RequestId id = window.withhold(kUnit, now);
        QVERIFY(id != sent);
        QCOMPARE(window.deadline(), std::optional(now));
        const auto over = window.takeExpired(now);
        QVERIFY(over && over->isWithheld);
        QCOMPARE(over->id, id);
        QVERIFY(!window.takeExpired(now));
        QVERIFY(!window.take(frameFor(id), now).late); // nor later
        QCOMPARE(window.take(frameFor(sent), now).answers, std::optional(sent));
    }
};

QTEST_GUILESS_MAIN(MbapWindowTest)
#include "tst_mbapwindow.moc"
