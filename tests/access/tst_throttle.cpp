// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/throttle.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

/// Which attempts are held against a key, and for how long.
class ThrottleTest final : public QObject
{
    Q_OBJECT

private:
    static constexpr int kMost = 3;
    const QString m_key = QStringLiteral("address 192.0.2.7");
    Throttle m_throttle{kMost};

    void begin(int times, Milliseconds now = 0ms)
    {
        for (int i = 0; i < times; ++i)
            m_throttle.begin(m_key, now);
    }
    [[nodiscard]] Milliseconds wait(Milliseconds now = 0ms) const
    {
        return m_throttle.wait(m_key, now);
    }

private Q_SLOTS:
    void init() { m_throttle = Throttle(kMost); }

    void eachFailureDoublesTheWait()
    {
        begin(kMost - 1);
        QCOMPARE(wait(), 0ms);
        begin(1);
        QCOMPARE(wait(), 2000ms);
        QCOMPARE(wait(2s), 0ms);
        begin(1, 2s);
        QCOMPARE(wait(2s), 4000ms);
        begin(20, 2s);
        QCOMPARE(wait(2s), Milliseconds(15min));
    }

    /// The attempt that would have been one too many was none: nobody waits for it.
    void whatIsForgivenHoldsNobodyUp()
    {
        begin(kMost);
        m_throttle.forgive(m_key);
        QCOMPARE(wait(), 0ms);
        begin(1);
        QCOMPARE(wait(), 2000ms);
    }

    void onlyOneIsForgiven()
    {
        begin(kMost + 1);
        m_throttle.forgive(m_key);
        QCOMPARE(wait(), 4000ms); // there are enough without it
        m_throttle.forgive(m_key);
        QCOMPARE(wait(), 0ms);
    }

    void attemptsThatWereNoneAddUpToNothing()
    {
        for (int i = 0; i < 10 * kMost; ++i) {
            begin(1);
            QCOMPARE(wait(), 0ms);
            m_throttle.forgive(m_key);
        }
        QCOMPARE(m_throttle.size(), 0);
        m_throttle.forgive(m_key);
        QCOMPARE(m_throttle.size(), 0);
    }

    void othersAreNotForgivenWithIt()
    {
        const QString other = QStringLiteral("address 198.51.100.9");
        begin(kMost);
        for (int i = 0; i < kMost; ++i)
            m_throttle.begin(other, 0ms);
        m_throttle.forgive(other);
        QCOMPARE(wait(), 2000ms);
        m_throttle.forget(m_key);
        QCOMPARE(wait(), 0ms);
    }
};

QTEST_GUILESS_MAIN(ThrottleTest)
#include "tst_throttle.moc"
