// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/livepeer.h"
#include "modbus/footprint.h"

#include <QTest>

using namespace mws;

namespace
{

constexpr int kProtocolError = 1002; // RFC 6455 section 7.4.1
constexpr int kWrongType = 1003;
constexpr int kBadText = 1007;
constexpr int kPolicy = 1008;
constexpr int kTooLarge = 1009;

constexpr char kPing[] = "{\"type\":\"ping\"}";

FrameShape part()
{
    FrameShape shape;
    shape.final = false;
    return shape;
}

FrameShape shaped(int reserved, qint64 length = -1, int lengthBytes = 0)
{
    return {true, true, reserved, length, lengthBytes};
}

QByteArray closeFrame(int code, const QByteArray &reason = {})
{
    return frame(8, QByteArray(1, char(code >> 8)) + char(code & 0xff) + reason);
}

} // namespace

/// Frames that no browser sends, on the live feed of somebody who is signed in.
class FrameAttackTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void closes_data();
    void closes();
    void allowed_data();
    void allowed();
    void floods_data();
    void floods();
    void offersAreIgnored();
    void bytesAfterTheUpgrade();
    void placesComeBack();

private:
    std::unique_ptr<AttackPlant> m_plant;
    std::unique_ptr<LivePeer> m_honest; ///< of another user, open all the time
    AttackPlant::Seat m_viewer;
    AttackPlant::Traces m_before;

    [[nodiscard]] bool answersPings(LivePeer &peer)
    {
        peer.send(textFrame(kPing));
        return !peer.textWith("pong").isEmpty();
    }
    void verifyNothingIsHurt()
    {
        QVERIFY(m_plant->traces() == m_before);
        QVERIFY(answersPings(*m_honest));
    }
};

void FrameAttackTest::initTestCase()
{
    m_plant = std::make_unique<AttackPlant>();
    m_viewer = m_plant->signIn(QStringLiteral("vera"));
    m_honest = std::make_unique<LivePeer>(*m_plant, m_viewer);
    QVERIFY(m_honest->isOpen());
}

void FrameAttackTest::init()
{
    m_before = m_plant->traces();
}

void FrameAttackTest::closes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const QByteArray &name, const QByteArray &bytes, int code) {
        QTest::newRow(name) << bytes << code;
    };
    FrameShape bare;
    bare.masked = false;
    row("unmasked text", frame(1, kPing, bare), kProtocolError);
    row("unmasked ping", frame(9, "x", bare), kProtocolError);
    row("unmasked close", frame(8, QByteArray("\x03\xe8", 2), bare), kProtocolError);
    for (const int bits : {1, 2, 4, 7})
        row("reserved bits " + QByteArray::number(bits), frame(1, kPing, shaped(bits)),
            kProtocolError);
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        row("opcode " + QByteArray::number(opcode), frame(opcode, kPing), kProtocolError);
    row("2^62 bytes", frame(1, "x", shaped(0, qint64(1) << 62)), kTooLarge);
    row("2^31 bytes", frame(1, "x", shaped(0, qint64(1) << 31)), kTooLarge);
    row("2^63 bytes", "\x81\xff\x80" + QByteArray(11, '\0'), kProtocolError);
    row("one byte too many", frame(1, QByteArray(64 * 1024 + 1, ' ')), kTooLarge);
    row("one byte too many in parts", frame(1, QByteArray(64 * 1024, ' '), part()) + frame(0, " "),
        kTooLarge);
    row("2-byte length of 5", frame(1, "12345", shaped(0, 5, 2)), kProtocolError);
    row("8-byte length of 5", frame(1, "12345", shaped(0, 5, 8)), kProtocolError);
    row("8-byte length of 126", frame(1, QByteArray(126, ' '), shaped(0, 126, 8)), kProtocolError);
    row("ping of 126", frame(9, QByteArray(126, 'x')), kProtocolError);
    row("close of 126", frame(8, QByteArray(126, 'x')), kProtocolError);
    row("ping in parts", frame(9, "x", part()), kProtocolError);
    row("close in parts", frame(8, QByteArray("\x03\xe8", 2), part()), kProtocolError);
    row("continuation first", frame(0, "x"), kProtocolError);
    row("text within text", frame(1, "{", part()) + textFrame(kPing), kProtocolError);
    row("binary within text", frame(1, "{", part()) + frame(2, "x"), kProtocolError);
    row("bad text", textFrame("\"\xff\""), kBadText);
    row("bad text over parts", frame(1, "\"\xc3", part()) + frame(0, "\x28\""), kBadText);
    row("text that ends within a character", textFrame("\"\xe2\x82"), kBadText);
    row("overlong text", textFrame("\"\xc0\xaf\""), kBadText);
    row("surrogate in text", textFrame("\"\xed\xa0\x80\""), kBadText);
    row("text beyond Unicode", textFrame("\"\xf4\x90\x80\x80\""), kBadText);
    row("binary", frame(2, kPing), kWrongType);
    row("binary, empty", frame(2, {}), kWrongType);
    row("binary without end", frame(2, {}, part()) + frame(0, {}, part()).repeated(40), kWrongType);
    row("close of one byte", frame(8, "x"), kProtocolError);
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535})
        row("close " + QByteArray::number(code), closeFrame(code), kProtocolError);
    row("close with bad text", closeFrame(1000, "\xff"), kBadText);
    for (const auto &[name, message] : std::vector<std::pair<const char *, QByteArray>>{
             {"NUL", QByteArray("{\"type\":\"ping\0\"}", 16)},
             {"escaped NUL", "{\"type\":\"ping\\u0000\"}"},
             {"duplicate keys", "{\"type\":\"ping\",\"type\":\"ping\"}"},
             {"half of a surrogate pair", "{\"type\":\"ping\",\"x\":\"\\ud800\"}"},
             {"NaN", "{\"type\":\"devices\",\"id\":NaN}"},
             {"depth", QByteArray("{\"x\":").repeated(17) + '1' + QByteArray(17, '}')},
             {"depth of a bomb", QByteArray(60000, '[')},
             {"a control character", "{\"type\":\"pi\tng\"}"},
             {"nothing", {}}})
        row(QByteArray("three times ") + name, textFrame(message).repeated(3), kPolicy);
    row("an HTTP request", m_plant->filled("{hidden}"), kProtocolError);
    row("a TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
        kProtocolError);
}

void FrameAttackTest::closes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, code);
    LivePeer peer(*m_plant, m_plant->operatorSeat);
    QVERIFY2(peer.isOpen(), peer.upgradeAnswer());
    peer.send(bytes);
    QCOMPARE(peer.closeCode(), code);
    verifyNothingIsHurt();
}

void FrameAttackTest::allowed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row
        = [](const char *name, const QByteArray &bytes) { QTest::newRow(name) << bytes; };
    row("a character over parts",
        frame(1, "{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"\xc3", part())
            + frame(0, "\xa4\"]}"));
    row("a ping within a message", frame(1, "{\"type\"", part()) + frame(9, "x") + frame(0, ":1}"));
    row("empty parts", frame(1, {}, part()) + frame(0, {}, part()) + frame(0, kPing));
    row("an answer that was not asked for", frame(10, "x"));
    row("the longest ping", frame(9, QByteArray(125, 'x')));
    row("the longest message", textFrame(QByteArray(64 * 1024 - 2, ' ') + "{}"));
}

void FrameAttackTest::allowed()
{
    QFETCH(const QByteArray, bytes);
    LivePeer peer(*m_plant, m_plant->operatorSeat);
    peer.send(bytes);
    QVERIFY(answersPings(peer));
    peer.leave();
    verifyNothingIsHurt();
}

void FrameAttackTest::floods_data()
{
    QTest::addColumn<QByteArray>("piece");
    QTest::addColumn<int>("times");
    const auto row = [](const char *name, const QByteArray &bytes, int times) {
        QTest::newRow(name) << bytes << times;
    };
    row("messages", textFrame(kPing), 51);
    row("many messages", textFrame(kPing), 20000);
    row("parts without end", frame(1, {}, part()) + frame(0, {}, part()).repeated(20000), 1);
    row("pings", frame(9, QByteArray(125, 'x')), 2000);
    row("empty pings", frame(9, {}), 50000);
    row("answers", frame(10, {}), 2000);
    row("long messages", textFrame(QByteArray(60000, ' ')), 200);
}

void FrameAttackTest::floods()
{
    QFETCH(const QByteArray, piece);
    QFETCH(const int, times);
    LivePeer peer(*m_plant, m_plant->operatorSeat);
    QVERIFY2(peer.isOpen(), peer.upgradeAnswer());
    const QByteArray flood = piece.repeated(times);
    const qint64 before = Footprint::now().resident;
    peer.send(flood);
    const int code = peer.closeCode();
    // The last frame may be lost with the reset that unread bytes cause.
    QVERIFY2(code == kPolicy || code == LivePeer::kNoCode, QByteArray::number(code));
    const qint64 more = Footprint::now().resident - before;
    QVERIFY2(!kMemoryCounts || more < 2 * flood.size() + 16 * 1024 * 1024,
             QByteArray::number(more));
    verifyNothingIsHurt();
}

void FrameAttackTest::offersAreIgnored()
{
    TlsClient client(m_plant->port());
    client.send(m_plant->filled("GET /api/v1/live HTTP/1.1\r\n{upgrade}"
                                "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                                "Sec-WebSocket-Protocol: chat, admin\r\n\r\n"));
    const QByteArray answer = client.receive("hello").toLower();
    QVERIFY2(answer.startsWith("http/1.1 101 "), answer);
    QVERIFY2(!answer.contains("sec-websocket-extensions"), answer);
    QVERIFY2(!answer.contains("sec-websocket-protocol"), answer);
}

// A client may hope that bytes which came too early are taken for those of somebody else.
void FrameAttackTest::bytesAfterTheUpgrade()
{
    LivePeer good(*m_plant, m_plant->operatorSeat, textFrame(kPing));
    QVERIFY(!good.textWith("pong").isEmpty());
    LivePeer request(*m_plant, m_plant->operatorSeat, m_plant->filled("{hidden}"));
    QCOMPARE(request.closeCode(), kProtocolError);
    LivePeer second(*m_plant, m_plant->operatorSeat,
                    m_plant->filled("GET /api/v1/live HTTP/1.1\r\n{upgrade}\r\n"));
    QCOMPARE(second.closeCode(), kProtocolError);
    verifyNothingIsHurt();
}

void FrameAttackTest::placesComeBack()
{
    for (int round = 0; round < 3; ++round) {
        std::vector<std::unique_ptr<LivePeer>> peers;
        const auto fillsUp = [this, &peers] {
            auto peer = std::make_unique<LivePeer>(*m_plant, m_plant->operatorSeat);
            if (peer->isOpen())
                peers.push_back(std::move(peer));
            return peers.size() == 8;
        };
        QTRY_VERIFY(fillsUp());
        LivePeer ninth(*m_plant, m_plant->operatorSeat);
        QVERIFY2(ninth.upgradeAnswer().startsWith("HTTP/1.1 429 "), ninth.upgradeAnswer());
        for (const auto &peer : peers) {
            if (round == 0)
                peer->client().abort();
            else if (round == 1)
                peer->send(frame(3, "x"));
            else
                peer->leave();
        }
    }
    verifyNothingIsHurt();
}

QTEST_GUILESS_MAIN(FrameAttackTest)
#include "tst_frames.moc"
