// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/diagnostics.h"
#include "modbus/findings.h"
#include "modbus/framing.h"
#include "modbus/interview.h"
#include "modbus/mbapreader.h"
#include "modbus/specframes.h"

#include <QJsonDocument>
#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Verdict = ResponseCheck::Verdict;

constexpr int kUnit = 17; ///< of the examples

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

struct Example {
    QByteArray name;
    QByteArray request;
    QByteArray response; ///< as it should be
    QJsonObject row;
};

QList<Example> examples()
{
    QList<Example> list;
    for (const QJsonValue &row : framesIn("diagnostic_frames.json"))
        list.append({row[QLatin1String("name")].toString().toLatin1(), bytesOf(row, "request"),
                     responseOf(row), row.toObject()});
    return list;
}

/// Builds what the specification shows, from its own fields.
Result<QByteArray> rebuilt(const QByteArray &pdu)
{
    const auto word = [&pdu](int at) { return uchar(pdu[at]) << 8 | uchar(pdu[at + 1]); };
    QList<FileRange> ranges;
    QList<quint16> registers;
    switch (pdu[0]) {
    case 7:
        return exceptionStatusRequest();
    case 8:
        return diagnosticsRequest(*subFunctionOf(word(1)), quint16(word(3)));
    case 11:
        return eventCounterRequest();
    case 12:
        return eventLogRequest();
    case 20:
        for (int at = 2; at < pdu.size(); at += 7)
            ranges.append({word(at + 1), word(at + 3), word(at + 5)});
        return readFileRequest(ranges);
    case 21:
        for (int at = 9; at < pdu.size(); at += 2)
            registers.append(quint16(word(at)));
        return writeFileRequest(word(3), word(5), registers);
    case 24:
        return fifoRequest(word(1));
    default:
        return identificationRequest(pdu[2], uchar(pdu[3]));
    }
}

/// "key=value key=value"
QString shown(const QList<Finding> &findings)
{
    QStringList parts;
    for (const Finding &finding : findings) {
        if (finding.label.isEmpty())
            qFatal("a finding has no label");
        const QByteArray value
            = QJsonDocument(QJsonArray{finding.value}).toJson(QJsonDocument::Compact);
        parts.append(finding.key + u'=' + QString::fromUtf8(value.mid(1).chopped(1)));
    }
    return parts.join(u' ');
}

Verdict verdictOf(const QByteArray &request, const QByteArray &response)
{
    return checkResponse(request, response).verdict;
}

} // namespace

class DiagnosticsTest final : public QObject
{
    Q_OBJECT

private:
    static void addExamples()
    {
        QTest::addColumn<Example>("example");
        const QList<Example> all = examples();
        QCOMPARE(all.size(), 8);
        for (const Example &example : all)
            QTest::newRow(example.name.constData()) << example;
    }
    static void addFramed()
    {
        QTest::addColumn<Example>("example");
        QTest::addColumn<bool>("ascii");
        for (const Example &example : examples()) {
            QTest::addRow("RTU %s", example.name.constData()) << example << false;
            QTest::addRow("ASCII %s", example.name.constData()) << example << true;
        }
    }
    [[nodiscard]] static std::unique_ptr<Framing> framing()
    {
        QFETCH(bool, ascii);
        if (ascii)
            return std::make_unique<AsciiFraming>();
        return std::make_unique<RtuFraming>();
    }

private Q_SLOTS:
    void specification_data() { addExamples(); }

    void specification()
    {
        QFETCH(Example, example);
        const auto built = rebuilt(example.request);
        QVERIFY(built);
        QCOMPARE(built.value().toHex(), example.request.toHex());
        QCOMPARE(verdictOf(example.request, example.response), Verdict::Data);
        QVERIFY(shortestResponseSize(example.request) <= example.response.size());
        QVERIFY(expectedResponseSize(example.request) >= example.response.size());
        MbapReader reader;
        reader.feed(
            QByteArray::fromHex(example.row[QLatin1String("tcpRequest")].toString().toLatin1()));
        QCOMPARE(reader.next()->pdu, example.request);
    }

    void findings_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QString>("findings");
        const QList<QString> expected{
            QStringLiteral("status=109"),
            QStringLiteral("data=\"a537\""),
            QStringLiteral("busy=true events=264"),
            QStringLiteral("busy=false events=264 messages=289 log=[32,0]"),
            QStringLiteral("records=[3582,32] records=[13261,64]"),
            QString(),
            QStringLiteral("queue=[440,4740]"),
            QStringLiteral("vendorName=\"Company identification\" productCode=\"Product code XX\" "
                           "revision=\"V2.11\""),
        };
        const QList<Example> all = examples();
        for (qsizetype i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name.constData())
                << all[i].request << all[i].response << expected.at(i);
        const auto row = [](const char *name, const char *request, const char *response,
                            const char *findings) {
            QTest::newRow(name) << hex(request) << hex(response) << QString::fromUtf8(findings);
        };
        row("counter", "08000e0000", "08000e1234", "serverMessages=4660");
        row("cleared", "08000a0000", "08000a0000", "");
        row("server id", "11", "1105b4ff414243", "data=\"b4ff414243\" text=\"\u00b4\u00ffABC\"");
        row("empty queue", "180000", "1800020000", "queue=[]");
        row("empty log", "0c", "0c06000000010002", "busy=false events=1 messages=2 log=[]");
        row("own object", "2b0e0480",
            "2b0e04830000018002"
            "4869",
            "object128=\"Hi\"");
    }

    void findings()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, response);
        QFETCH(QString, findings);
        QCOMPARE(verdictOf(request, response), Verdict::Data);
        QCOMPARE(shown(findingsOf(request, response)), findings);
    }

    /// No example of the specification that has one byte less or more is an answer.
    void wrongLengths_data() { addExamples(); }

    void wrongLengths()
    {
        QFETCH(Example, example);
        for (qsizetype size = 1; size < example.response.size(); ++size)
            QCOMPARE(verdictOf(example.request, example.response.first(size)), Verdict::Invalid);
        QCOMPARE(verdictOf(example.request, example.response + '\0'), Verdict::Invalid);
        const QByteArray exception{QByteArray(1, char(example.request[0] | 0x80)) + '\1'};
        QCOMPARE(verdictOf(example.request, exception), Verdict::Exception);
    }

    void wrongAnswers_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("response");
        const auto row = [](const char *name, const char *request, const char *response) {
            QTest::newRow(name) << hex(request) << hex(response);
        };
        row("other sub-function", "08000b0000", "08000c0001");
        row("other echo", "080000a537", "080000a536");
        row("other echo of a restart", "080001ff00", "0800010000");
        row("log without its head", "0c", "0c050000000100");
        row("log longer than 64 events", "0c", ("0c47" + QByteArray(2 * 71, '0')).constData());
        row("server id without one", "11", "1100");
        row("records of another type",
            "1407060004000100"
            "01",
            "140403070dfe");
        row("fewer records",
            "14070600040001"
            "0002",
            "140403060dfe");
        row("one record for two",
            "140e06000400010001"
            "06000300090001",
            "140403060dfe");
        row("more records",
            "14070600040001"
            "0001",
            "140605060dfe0020");
        row("other records written", "15090600040007000106af", "15090600040007000106ae");
        row("queue longer than it says", "1804de",
            "1800060001"
            "01b81284");
        row("queue of 32", "1804de", ("1800420020" + QByteArray(4 * 32, '0')).constData());
        row("other MEI type", "2b0e0100",
            "2b0d01010000010001"
            "41");
        row("other category", "2b0e0100",
            "2b0e02010000010001"
            "41");
        row("other object", "2b0e0401",
            "2b0e04810000010001"
            "41");
        row("two objects for one", "2b0e0400",
            "2b0e0481000002"
            "000141"
            "010142");
        row("no object for one", "2b0e0400", "2b0e0481000000");
    }

    void wrongAnswers()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, response);
        QCOMPARE(verdictOf(request, response), Verdict::Invalid);
        QVERIFY(!checkResponse(request, response).reason.isEmpty());
    }

    /// Its second object has more characters than it says, so the third begins amid the text.
    void exampleWithTheWrongLengthIsRefused()
    {
        const QJsonObject row = examples().last().row;
        const auto bytes = [&row](const char *key) {
            return QByteArray::fromHex(row[QLatin1String(key)].toString().toLatin1());
        };
        QCOMPARE(verdictOf(bytes("request"), bytes("response")), Verdict::Invalid);
        QCOMPARE(RtuFraming().judge(bytes("rtuResponse"), kUnit, bytes("request")).verdict,
                 Heard::Verdict::Open);
    }

    void framed_data() { addFramed(); }

    void framed()
    {
        QFETCH(Example, example);
        QFETCH(bool, ascii);
        const auto frames = framing();
        const QString request
            = example.row[QLatin1String(ascii ? "asciiRequest" : "rtuRequest")].toString();
        const QByteArray sent = frames->frame(kUnit, example.request);
        QCOMPARE(ascii ? QString::fromLatin1(sent.chopped(2)) : QString::fromLatin1(sent.toHex()),
                 request);
        const QByteArray frame = frames->frame(kUnit, example.response);
        const Heard heard = frames->judge(frame, kUnit, example.request);
        QCOMPARE(heard.verdict, Heard::Verdict::Answer);
        QCOMPARE(heard.pdu.toHex(), example.response.toHex());
    }

    /// However the stream is cut, nothing is decided before the last byte.
    void everySplit_data() { addFramed(); }

    void everySplit()
    {
        QFETCH(Example, example);
        const auto frames = framing();
        const QByteArray frame = frames->frame(kUnit, example.response);
        for (qsizetype cut = 0; cut < frame.size(); ++cut) {
            QCOMPARE(frames->judge(frame.first(cut), kUnit, example.request).verdict,
                     Heard::Verdict::Open);
            QCOMPARE(frames->judge(frame.mid(cut) + frame, kUnit, example.request).pdu.toHex(),
                     example.response.toHex());
        }
    }

    void everyWrongBit_data() { addFramed(); }

    void everyWrongBit()
    {
        QFETCH(Example, example);
        QFETCH(bool, ascii);
        const auto frames = framing();
        const QByteArray frame = frames->frame(kUnit, example.response);
        for (qsizetype bit = 0; bit < 8 * frame.size(); ++bit) {
            QByteArray bad = frame;
            bad[bit / 8] = char(bad[bit / 8] ^ 1 << (bit % 8));
            const bool onlyCase = ascii && bad.toUpper() == frame;
            const Heard heard = frames->judge(bad, kUnit, example.request);
            QCOMPARE(heard.verdict == Heard::Verdict::Answer, onlyCase);
        }
    }

    /// A whole answer whose text is damaged ends the request with the silence after it.
    void damagedAnswerIsKnown_data() { addExamples(); }

    void damagedAnswerIsKnown()
    {
        QFETCH(Example, example);
        QByteArray bad = RtuFraming().frame(kUnit, example.response);
        bad[bad.size() - 3] = char(bad[bad.size() - 3] ^ 1);
        QCOMPARE(RtuFraming().judge(bad, kUnit, example.request).verdict, Heard::Verdict::Damaged);
    }

    void asciiFrameWithoutDataIsNone()
    {
        const AsciiFraming ascii;
        for (const QByteArray &request : {hex("0300000001"), hex("0c"), hex("1804de")}) {
            const QByteArray frame = ascii.frame(kUnit, request.first(1));
            QVERIFY(ascii.judge(frame, kUnit, request).verdict != Heard::Verdict::Answer);
        }
    }

    void limits()
    {
        QVERIFY(readFileRequest({{1, 0, 121}}));
        QVERIFY(!readFileRequest({{1, 0, 122}}));
        QVERIFY(!readFileRequest({{1, 0, 100}, {2, 0, 21}}));
        QVERIFY(!readFileRequest({}));
        QVERIFY(!readFileRequest({{0, 0, 1}}));
        QVERIFY(!readFileRequest({{65536, 0, 1}}));
        QVERIFY(!readFileRequest({{1, -1, 1}}));
        QVERIFY(!readFileRequest({{1, 9999, 2}}));
        QVERIFY(readFileRequest({{1, 9998, 2}}));
        QVERIFY(readFileRequest(QList<FileRange>(35, FileRange())));
        QVERIFY(!readFileRequest(QList<FileRange>(36, FileRange())));
        QVERIFY(writeFileRequest(1, 0, QList<quint16>(122)));
        QVERIFY(!writeFileRequest(1, 0, QList<quint16>(123)));
        QVERIFY(!writeFileRequest(1, 0, {}));
        QVERIFY(!fifoRequest(65536));
        QVERIFY(!fifoRequest(-1));
        QVERIFY(!identificationRequest(0));
        QVERIFY(!identificationRequest(5));
        QVERIFY(!identificationRequest(4, 256));
        for (const int number : {-1, 5, 9, 19, 21, 65536})
            QVERIFY(!subFunctionOf(number));
    }

    /// Somebody may send whatever bytes; the framings ask how long the answer will be.
    void requestsThatAreCutOffHaveALength()
    {
        for (int function = 0; function < 128; ++function) {
            const QByteArray request(1, char(function));
            QVERIFY(shortestResponseSize(request) >= 1);
            QVERIFY(expectedResponseSize(request) >= shortestResponseSize(request));
        }
    }

    /// An inquiry can do nothing to the device.
    void inquiriesOnlyRead()
    {
        Inquiry inquiry;
        inquiry.topic = Inquiry::Topic::Diagnostics;
        for (inquiry.subfunction = -1; inquiry.subfunction < 300; ++inquiry.subfunction) {
            const QSet<int> readers{0, 2, 11, 12, 13, 14, 15, 16, 17, 18};
            const auto interview = Interview::of(inquiry);
            QCOMPARE(bool(interview), readers.contains(inquiry.subfunction));
        }
        QSet<int> functions;
        for (int topic = 0; topic <= int(Inquiry::Topic::Fifo); ++topic) {
            inquiry.topic = Inquiry::Topic(topic);
            inquiry.subfunction = 0;
            functions.insert(Interview::of(inquiry).value().request().at(0));
        }
        QCOMPARE(functions, (QSet<int>{7, 8, 11, 12, 17, 20, 24, 43}));
    }

    void longIdentificationTakesSeveralRequests()
    {
        auto interview = Interview::of({.category = Inquiry::Category::Extended}).value();
        QCOMPARE(interview.request().toHex(), QByteArray("2b0e0300"));
        const QByteArray first = hex("2b0e0383ff0201"
                                     "000141");
        QCOMPARE(verdictOf(interview.request(), first), Verdict::Data);
        QVERIFY(interview.take(first).value());
        QCOMPARE(interview.request().toHex(), QByteArray("2b0e0302"));
        QVERIFY(!interview
                     .take(hex("2b0e0383000001"
                               "020142"))
                     .value());
        QCOMPARE(shown(interview.findings()), QStringLiteral("vendorName=\"A\" revision=\"B\""));
    }

    void circleOfAnIdentificationEnds()
    {
        auto interview = Interview::of({}).value();
        QVERIFY(interview
                    .take(hex("2b0e0183ff0201"
                              "000141"))
                    .value());
        QVERIFY(!interview.take(hex("2b0e0183ff0201"
                                    "000141")));
        auto zero = Interview::of({}).value();
        QVERIFY(!zero.take(hex("2b0e0183ff0001"
                               "000141")));
    }

    void textsCannotSteerATerminal()
    {
        const QByteArray evil("\x1b[2Jok\r\n\x9b"
                              "1m");
        const QByteArray head = hex("2b0e01010000010"
                                    "0")
            + char(evil.size());
        const QList<Finding> found = findingsOf(hex("2b0e0100"), head + evil);
        const QString text = found.first().text;
        QCOMPARE(found.first().value.toString(), text);
        QVERIFY(text.contains(QStringLiteral("ok")));
        QVERIFY(std::all_of(text.cbegin(), text.cend(), [](QChar c) {
            return c.isPrint() || c == QChar::ReplacementCharacter;
        }));
    }

    void events()
    {
        QCOMPARE(eventText(0x20 | 0x40), QStringLiteral("sent, in listen only mode"));
        QCOMPARE(eventText(0x82), QStringLiteral("received, communication error"));
        QCOMPARE(eventText(0x00), QStringLiteral("communication restarted"));
        QCOMPARE(eventText(0x04), QStringLiteral("listen only mode entered"));
        QCOMPARE(eventText(0x20), QStringLiteral("20"));
    }
};

QTEST_GUILESS_MAIN(DiagnosticsTest)
#include "tst_diagnostics.moc"
