// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/framefilter.h"

#include <QTest>

using namespace mws::http;

namespace
{

constexpr qsizetype kMaxMessage = 64 * 1024;
constexpr int kProtocolError = 1002; // RFC 6455 section 7.4.1
constexpr int kTooLarge = 1009;

struct Outcome {
    QByteArray passed;
    int frames = 0;
    int violation = 0;
};

Outcome filtered(QByteArrayView bytes, qsizetype piece)
{
    FrameFilter filter(kMaxMessage);
    Outcome outcome;
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        outcome.passed += filter.take(bytes.sliced(at, qMin(piece, bytes.size() - at)));
    outcome.frames = filter.takeCount();
    outcome.violation = filter.violation();
    return filter.takeCount() == 0 ? outcome : Outcome();
}

/// A frame of at most 125 bytes with a mask of zeros.
QByteArray frame(char first, const QByteArray &payload = {})
{
    return first + QByteArray(1, char(0x80 | payload.size())) + QByteArray(4, '\0') + payload;
}

QByteArray middle(char first)
{
    return first + QByteArray("\xfe\x01\x00", 3) + QByteArray(4, '\0') + QByteArray(256, '\x01');
}

QByteArray large(char first)
{
    return first + QByteArray("\xff\x00\x00\x00\x00\x00\x01\x00\x00", 9) + QByteArray(4, '\0')
        + QByteArray(65536, '\x01');
}

} // namespace

/// What the filter makes of the frames of a client, in whatever pieces they come.
class FramesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streams_data();
    void streams();
    void parts_data();
    void parts();
};

// These pass as they are, or not at all.
void FramesTest::streams_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("frames");
    QTest::addColumn<bool>("clean");
    const QByteArray ping = frame('\x89');
    const QByteArray small = frame('\x81', "hello");
    QTest::newRow("nothing") << QByteArray() << 0 << true;
    QTest::newRow("each length") << ping + small + middle('\x81') + large('\x81') + ping << 5
                                 << true;
    QTest::newRow("no mask") << QByteArray("\x89\x00", 2) << 1 << false;
    QTest::newRow("no mask later") << small + QByteArray("\x81\x05hello", 7) + ping << 2 << false;
    QTest::newRow("no mask, long")
        << middle('\x81') + QByteArray("\x81\x7e\x01\x00", 4) << 2 << false;
    QTest::newRow("mask in the payload only")
        << frame('\x81', "\x01\x02\x03\x04\x05") + ping << 2 << true;
    QTest::newRow("longest there is")
        << QByteArray("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10) + QByteArray(4, '\0') + "x"
        << 1 << true;
    QTest::newRow("bytes in parts") << frame('\x02', "a") + frame('\x80', "b") << 2 << true;
    QTest::newRow("nothing to continue") << frame('\x80', "a") << 1 << true;
    QTest::newRow("reserved bits") << frame('\x41', "a") + frame('\xc0') << 2 << true;
}

void FramesTest::streams()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, frames);
    QFETCH(const bool, clean);
    for (const qsizetype piece : {qsizetype(1), qsizetype(3), qMax<qsizetype>(1, bytes.size())}) {
        const Outcome outcome = filtered(bytes, piece);
        QCOMPARE(outcome.violation, clean ? 0 : kProtocolError);
        QCOMPARE(outcome.frames, frames);
        QVERIFY(clean ? outcome.passed == bytes : bytes.startsWith(outcome.passed));
    }
}

// Those of a text become one frame.
void FramesTest::parts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("passed");
    QTest::addColumn<int>("violation");
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &passed,
                        int violation = 0) { QTest::newRow(name) << bytes << passed << violation; };
    const QByteArray ping = frame('\x89', "p");
    row("two", frame('\x01', "a\xc3") + frame('\x80', "\xa4z"), frame('\x81', "a\xc3\xa4z"));
    row("empty ones", frame('\x01') + frame('\0') + frame('\x80'), frame('\x81'));
    row("a ping between", frame('\x01', "a") + ping + frame('\x80', "b") + ping,
        ping + frame('\x81', "ab") + ping);
    row("one after another", (frame('\x01', "a") + frame('\x80')).repeated(2),
        frame('\x81', "a").repeated(2));
    row("a whole one after", frame('\x01', "a") + frame('\x80') + frame('\x81', "b"),
        frame('\x81', "a") + frame('\x81', "b"));
    row("with masks",
        QByteArray("\x01\x85\x01\x02\x03\x04", 6) + "igohn" + QByteArray("\x80\x81\xff\0\0\0", 6)
            + "\x9e",
        frame('\x81', "helloa"));
    row("longer than a byte tells", middle('\x01') + frame('\x80'), middle('\x81'));
    row("the longest", large('\x01') + frame('\x80'), large('\x81'));
    row("begun", frame('\x01', "a") + QByteArray("\x80\x85", 2), {});
    row("too long", large('\x01') + frame('\x80', "x"), {}, kTooLarge);
    row("too long at once", QByteArray("\x01\xff\x40\0\0\0\0\0\0\0\0\0\0\0x", 15), {}, kTooLarge);
    row("2^63", QByteArray("\x01\xff\x80\0\0\0\0\0\0\0\0\0\0\0x", 15), {}, kProtocolError);
    row("a length longer than need be", QByteArray("\x01\xfe\0\x01\0\0\0\0x", 9), {},
        kProtocolError);
    row("the same later", frame('\x01') + QByteArray("\x80\xff\0\0\0\0\0\0\0\x01\0\0\0\0x", 15), {},
        kProtocolError);
    row("text within", frame('\x01', "a") + frame('\x81', "b"), {}, kProtocolError);
    row("parts within", frame('\x01', "a") + frame('\x01', "b"), {}, kProtocolError);
    row("bytes within", frame('\x01', "a") + frame('\x82', "b"), {}, kProtocolError);
    row("unknown within", frame('\x01', "a") + frame('\x83', "b"), {}, kProtocolError);
    // For QWebSocket, which has seen no beginning, to refuse.
    row("reserved bits", frame('\x01', "a") + frame('\xc0', "b"), frame('\xc0', "b"));
}

void FramesTest::parts()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, passed);
    QFETCH(const int, violation);
    for (const qsizetype piece : {qsizetype(1), qsizetype(3), bytes.size()}) {
        const Outcome outcome = filtered(bytes, piece);
        QCOMPARE(outcome.violation, violation);
        QCOMPARE(outcome.passed.toHex(), passed.toHex());
    }
}

QTEST_GUILESS_MAIN(FramesTest)
#include "tst_frames.moc"
