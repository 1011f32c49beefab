// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/frametrace.h"

#include <QTest>

#include <thread>

using namespace mws;

namespace
{

TracedFrame frameOf(const char *connection, const QByteArray &bytes)
{
    TracedFrame frame;
    frame.connection = QLatin1String(connection);
    frame.dissector = "mbtcp";
    frame.bytes = bytes;
    return frame;
}

QList<quint64> numbersOf(const QList<TracedFrame> &frames)
{
    QList<quint64> numbers;
    for (const TracedFrame &frame : frames)
        numbers.append(frame.number);
    return numbers;
}

} // namespace

class FrameTraceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsNothingWhileItIsOff()
    {
        FrameTrace trace;
        trace.add(frameOf("a", "1"));
        QVERIFY(trace.frames().isEmpty());
        trace.setEnabled(true);
        trace.add(frameOf("a", "2"));
        trace.setEnabled(false);
        trace.add(frameOf("a", "3"));
        QCOMPARE(trace.frames().size(), 1);
        QCOMPARE(trace.frames().first().bytes, QByteArray("2"));
    }

    void pushesOutTheOldestByCount()
    {
        FrameTrace trace(3, 1000);
        trace.setEnabled(true);
        for (int i = 0; i < 5; ++i)
            trace.add(frameOf("a", QByteArray::number(i)));
        QCOMPARE(numbersOf(trace.frames()), QList<quint64>({3, 4, 5}));
        QCOMPARE(trace.dropped(), quint64(2));
    }

    void pushesOutTheOldestByBytes()
    {
        FrameTrace trace(100, 10);
        trace.setEnabled(true);
        for (int i = 0; i < 3; ++i)
            trace.add(frameOf("a", QByteArray(4, 'x')));
        QCOMPARE(numbersOf(trace.frames()), QList<quint64>({2, 3}));
        trace.add(frameOf("a", QByteArray(11, 'x')));
        QVERIFY(trace.frames().isEmpty());
        QCOMPARE(trace.dropped(), quint64(4));
    }

    void readsOnByNumberAndConnection()
    {
        FrameTrace trace;
        trace.setEnabled(true);
        for (int i = 0; i < 6; ++i)
            trace.add(frameOf(i % 2 ? "b" : "a", "x"));
        QCOMPARE(numbersOf(trace.frames(2)), QList<quint64>({3, 4, 5, 6}));
        QCOMPARE(numbersOf(trace.frames(0, 2)), QList<quint64>({1, 2}));
        QCOMPARE(numbersOf(trace.frames(2, 2, QStringLiteral("b"))), QList<quint64>({4, 6}));
        trace.clear();
        QVERIFY(trace.frames().isEmpty());
        trace.add(frameOf("a", "x"));
        QCOMPARE(numbersOf(trace.frames()), QList<quint64>({7}));
    }

    void isReadWhileItIsFilled()
    {
        constexpr int kFrames = 20000;
        FrameTrace trace(100);
        trace.setEnabled(true);
        std::thread line([&trace] {
            for (int i = 0; i < kFrames; ++i)
                trace.add(frameOf("a", "x"));
        });
        quint64 last = 0;
        while (last < kFrames) {
            const QList<TracedFrame> frames = trace.frames(last);
            for (const TracedFrame &frame : frames) {
                QVERIFY(frame.number > last);
                last = frame.number;
            }
        }
        line.join();
        QCOMPARE(trace.frames().size(), 100);
        QCOMPARE(trace.dropped(), quint64(kFrames - 100));
    }
};

QTEST_GUILESS_MAIN(FrameTraceTest)
#include "tst_trace.moc"
