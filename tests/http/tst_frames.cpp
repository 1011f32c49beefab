// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/framemeter.h"

#include <QTest>

using namespace mws::http;

/// What the meter of a client's frames makes of streams, in whatever pieces they come.
class FramesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streams_data();
    void streams();
};

void FramesTest::streams_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("frames");
    QTest::addColumn<bool>("clean");
    const QByteArray mask(4, '\0');
    const QByteArray ping = QByteArray("\x89\x80", 2) + mask;
    const QByteArray small = QByteArray("\x81\x85", 2) + mask + "hello";
    const QByteArray middle = QByteArray("\x81\xfe\x01\x00", 4) + mask + QByteArray(256, '\x01');
    const QByteArray large = QByteArray("\x81\xff\x00\x00\x00\x00\x00\x01\x00\x00", 10) + mask
        + QByteArray(65536, '\x01');
    QTest::newRow("nothing") << QByteArray() << 0 << true;
    QTest::newRow("each length") << ping + small + middle + large + ping << 5 << true;
    QTest::newRow("begun") << ping + small.left(1) << 2 << true;
    QTest::newRow("within a payload") << middle.left(50) << 1 << true;
    QTest::newRow("no mask") << QByteArray("\x89\x00", 2) << 1 << false;
    QTest::newRow("no mask later") << small + QByteArray("\x81\x05hello", 7) + ping << 2 << false;
    QTest::newRow("no mask, long") << middle + QByteArray("\x81\x7e\x01\x00", 4) << 2 << false;
    QTest::newRow("mask in the payload only")
        << QByteArray("\x81\x85", 2) + mask + "\x01\x02\x03\x04\x05" + ping << 2 << true;
    QTest::newRow("longest there is")
        << QByteArray("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10) + mask + "x" << 1 << true;
}

void FramesTest::streams()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, frames);
    QFETCH(const bool, clean);
    for (const qsizetype piece : {qsizetype(1), qsizetype(3), qMax<qsizetype>(1, bytes.size())}) {
        FrameMeter meter;
        bool good = true;
        for (qsizetype at = 0; at < bytes.size(); at += piece)
            good = meter.take(QByteArrayView(bytes).sliced(at, qMin(piece, bytes.size() - at)));
        QCOMPARE(good, clean);
        QCOMPARE(meter.takeCount(), frames);
        QCOMPARE(meter.takeCount(), 0);
    }
}

QTEST_GUILESS_MAIN(FramesTest)
#include "tst_frames.moc"
