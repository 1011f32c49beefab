// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/livepeer.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <cstring>

using namespace mws;

namespace
{

/// Makes a message of the protocol into one that it must refuse.
using Spoil = std::function<QByteArray(const QByteArray &, QRandomGenerator &)>;

const QByteArrayList &goodMessages()
{
    static const QByteArrayList all{
        R"({"type":"subscribe","id":1,"tags":["level","dose"],"maxRate":5})",
        R"({"type":"subscribe","id":1,"screen":"overview"})",
        R"({"type":"subscribe","id":1,"all":true})",
        R"({"type":"unsubscribe","id":1})",
        R"({"type":"resync","id":1})",
        R"({"type":"ping"})",
        R"({"type":"devices","id":1})",
        R"({"type":"write","id":1,"tag":"setpoint","value":21,"confirmed":true,"reason":"test"})"};
    return all;
}

QByteArray pickFrom(const QByteArrayList &words, QRandomGenerator &random)
{
    return words[random.bounded(int(words.size()))];
}

/// The message with one member more in front.
QByteArray withMember(const QByteArray &message, const QByteArray &member)
{
    return '{' + member + ',' + message.mid(1);
}

/// The message with another value for "id", or with one where there is none.
QByteArray withId(const QByteArray &message, const QByteArray &value)
{
    if (!message.contains("\"id\":1"))
        return withMember(message, "\"id\":" + value);
    return QByteArray(message).replace("\"id\":1", "\"id\":" + value);
}

QByteArray withType(const QByteArray &message, const QByteArray &value)
{
    const qsizetype end = message.indexOf('"', 9);
    return "{\"type\":" + value + message.mid(end + 1);
}

QByteArray withoutOne(const QByteArray &message, const char *characters, QRandomGenerator &random)
{
    QList<qsizetype> places;
    for (qsizetype i = 0; i < message.size(); ++i) {
        if (std::strchr(characters, message[i]))
            places.append(i);
    }
    return QByteArray(message).remove(places[random.bounded(int(places.size()))], 1);
}

QByteArray nested(int depth)
{
    return "\"x\":" + QByteArray(depth, '[') + QByteArray(depth, ']');
}

const std::vector<Spoil> &spoils()
{
    static const QByteArrayList numbers{
        "NaN", "Infinity", "-Infinity", "nan", "undefined", "0x1", "01",  "+1",  ".5", "1.",
        "1e",  "1e999",    "-1e999",    "1_0", "1,0",       "--1", "1e+", "0b1", "1n", "True"};
    static const QByteArrayList ids{"2147483648",
                                    "-1",
                                    "1.5",
                                    "1e10",
                                    "9223372036854775808",
                                    "99999999999999999999999",
                                    "\"1\"",
                                    "null",
                                    "true",
                                    "[1]",
                                    "{}",
                                    "1e-5"};
    static const QByteArrayList types{
        "\"\"",        "\"PING\"",        "\" ping\"",    "\"ping \"", "\"\\ud800\"",
        "\"execute\"", "\"eval\"",        "null",         "1",         "[\"ping\"]",
        "{\"a\":1}",   "\"ping\\u0000\"", "\"__proto__\""};
    static const QByteArrayList members{"\"x\":1",
                                        "\"\":1",
                                        "\"__proto__\":{}",
                                        "\"constructor\":1",
                                        "\"Type\":\"write\"",
                                        "\"type\\u0000\":1",
                                        "\"user\":\"root\"",
                                        "\"\\ud800\":1",
                                        "\"as\":\"administrator\"",
                                        "\"token\":\"mws_1_x\""};
    static const QByteArrayList twice{"\"type\":\"ping\"", "\"ty\\u0070e\":\"ping\"",
                                      "\"\\u0074ype\":\"write\""};
    static const QByteArrayList tails{"{}",
                                      ",",
                                      "]",
                                      "}",
                                      "/* */",
                                      "// x",
                                      "null",
                                      "\\u0",
                                      "\xef\xbb\xbf",
                                      "\x01",
                                      "{\"type\":\"ping\"}"};
    static const QByteArrayList heads{"{", "[", "\"", ")]}',\n", "\x1e", "callback(", "// x\n"};
    static const QByteArrayList texts{"\\q", "\\u12", "\\u00g0", "\x01", "\n", "\t", "\x1f", "\\"};
    static const std::vector<Spoil> all{
        [](auto &text, auto &random) { return withId(text, pickFrom(numbers, random)); },
        [](auto &text, auto &random) { return withId(text, pickFrom(ids, random)); },
        [](auto &text, auto &random) { return withType(text, pickFrom(types, random)); },
        [](auto &text, auto &random) { return withMember(text, pickFrom(members, random)); },
        [](auto &text, auto &random) { return withMember(text, pickFrom(twice, random)); },
        [](auto &text, auto &random) { return text + pickFrom(tails, random); },
        [](auto &text, auto &random) { return pickFrom(heads, random) + text; },
        [](auto &text, auto &random) {
            return withMember(text, "\"x" + pickFrom(texts, random) + "\":1");
        },
        [](auto &text, auto &random) { return withoutOne(text, "{}[]:\"", random); },
        [](auto &text, auto &random) { return text.left(random.bounded(int(text.size()))); },
        [](auto &text, auto &random) { return withMember(text, nested(16 + random.bounded(64))); },
        [](auto &text, auto &random) {
            return withMember(text, nested(3000 + random.bounded(3000)));
        },
        [](auto &text, auto &) { return withMember(text, "\"x\":\"" + QByteArray(1, '\0') + '"'); },
        [](auto &text, auto &) { return QByteArray(text).replace('"', '\''); },
        [](auto &text, auto &) { return QByteArray(text).insert(text.size() - 1, ','); },
        [](auto &text, auto &) { return '[' + text + ']'; },
        [](auto &text, auto &random) {
            return withType(text, '"' + QByteArray(random.bounded(60000), 'a') + '"');
        },
        [](auto &text, auto &random) {
            return withMember(text, "\"id\":" + QByteArray(1 + random.bounded(60000), '9'));
        },
    };
    return all;
}

} // namespace

/// Messages of the live feed that are wrong by rule, and others that only look so.
class MessageAttackTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_plant = std::make_unique<AttackPlant>(); }
    void goodOnesAreTaken();
    void spoiledOnesAreRefused();
    void depthEndsAtSixteen();
    void oddTextsComeBackAsJson_data();
    void oddTextsComeBackAsJson();

private:
    std::unique_ptr<AttackPlant> m_plant;
};

// Else a refusal of the others would say nothing.
void MessageAttackTest::goodOnesAreTaken()
{
    for (const QByteArray &message : goodMessages()) {
        LivePeer peer(*m_plant, m_plant->operatorSeat);
        peer.send(textFrame(message) + textFrame(R"({"type":"ping"})"));
        const QByteArray answer = peer.textWith(message.contains("write") ? "written" : "pong");
        QVERIFY2(!answer.isEmpty(), message);
        peer.leave();
    }
    QCOMPARE(m_plant->plant.bus.writes.size(), 1);
}

void MessageAttackTest::spoiledOnesAreRefused()
{
    constexpr int kMessages = 500;
    QRandomGenerator random(20261130);
    const AttackPlant::Traces before = m_plant->traces();
    std::unique_ptr<LivePeer> peer;
    for (int n = 0; n < kMessages; ++n) {
        if (!peer)
            peer = std::make_unique<LivePeer>(*m_plant, m_plant->operatorSeat);
        QVERIFY2(peer->isOpen(), peer->upgradeAnswer());
        const QByteArray good = pickFrom(goodMessages(), random);
        const QByteArray bad = spoils()[size_t(n) % spoils().size()](good, random);
        peer->send(textFrame(bad));
        const QByteArray error = peer->textWith("\"error\"");
        QVERIFY2(error.contains("\"badMessage\""), "for " + bad.left(300) + ": " + error);
        QVERIFY2(QJsonDocument::fromJson(error).isObject() && error.size() < 1000, error);
        if (n % 3 != 2)
            continue;
        QCOMPARE(peer->closeCode(), 1008); // after three of them
        peer.reset();
    }
    QVERIFY(m_plant->traces() == before);
}

void MessageAttackTest::depthEndsAtSixteen()
{
    const auto answerAt = [this](int depth) {
        LivePeer peer(*m_plant, m_plant->operatorSeat);
        peer.send(textFrame(R"({"type":"write","id":1,"tag":"setpoint","value":)"
                            + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']') + '}'));
        const QByteArray answer = peer.textWith("\"id\":");
        peer.leave();
        return answer;
    };
    const qsizetype before = m_plant->plant.bus.writes.size();
    QVERIFY2(answerAt(16).contains("\"wrongType\""), answerAt(16));
    QVERIFY2(answerAt(17).contains("\"badMessage\""), answerAt(17));
    QCOMPARE(m_plant->plant.bus.writes.size(), before);
}

void MessageAttackTest::oddTextsComeBackAsJson_data()
{
    QTest::addColumn<QByteArray>("tag");
    for (const char *tag :
         {"\\ud800", "\\udfff\\ud800", "\\u202e", "\\u2028", "</script><script>", "' OR 1=1--",
          "\\r\\nSet-Cookie: a", "%s%n%x", "../../etc/passwd", "\\ufeff", "\\uffff", "${jndi:x}",
          "{{7*7}}", "\\u001b[2J", "\\b\\f", "=cmd|' /C calc'!A0", "\\ud83d\\ude00", "a\\\\u0000"})
        QTest::newRow(tag) << QByteArray(tag);
    QTest::newRow("long") << QByteArray(60000, 'a');
    QTest::newRow("cut within a character") << "a" + QByteArray("\\ud83d\\ude00").repeated(50);
}

void MessageAttackTest::oddTextsComeBackAsJson()
{
    QFETCH(const QByteArray, tag);
    LivePeer peer(*m_plant, m_plant->operatorSeat);
    peer.send(textFrame(R"({"type":"subscribe","id":1,"tags":[")" + tag + "\"]}"));
    const QByteArray error = peer.textWith("\"error\"");
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(error, &parsed);
    QVERIFY2(parsed.error == QJsonParseError::NoError, error);
    QVERIFY2(error.size() < 1000, error);
    const QString code = document[QStringLiteral("code")].toString();
    QVERIFY2(code == QLatin1String("unknown") || code == QLatin1String("badMessage"), error);
    peer.leave();
}

QTEST_GUILESS_MAIN(MessageAttackTest)
#include "tst_messages.moc"
