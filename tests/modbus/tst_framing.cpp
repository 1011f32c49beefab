// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/framing.h"
#include "modbus/linetiming.h"
#include "modbus/requests.h"
#include "modbus/specframes.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Verdict = Heard::Verdict;

constexpr int kUnit = 17; ///< of the examples

/// One example of the specification in one framing.
struct Example {
    std::unique_ptr<Framing> framing;
    int unit = 0;
    QByteArray request;
    QByteArray response;
    QByteArray requestFrame;
    QByteArray responseFrame;

    [[nodiscard]] Heard judge(const QByteArray &heard) const
    {
        return framing->judge(heard, unit, request);
    }
};

Example makeExample(const QJsonObject &row, bool ascii)
{
    const auto text
        = [&row](const char *key) { return row[QLatin1String(key)].toString().toLatin1(); };
    const auto hex = [&text](const char *key) { return QByteArray::fromHex(text(key)); };
    const int unit = row[QLatin1String("unit")].toInt();
    if (ascii)
        return {std::make_unique<AsciiFraming>(),
                unit,
                hex("request"),
                hex("response"),
                text("asciiRequest") + "\r\n",
                text("asciiResponse") + "\r\n"};
    return {std::make_unique<RtuFraming>(),
            unit,
            hex("request"),
            hex("response"),
            hex("rtuRequest"),
            hex("rtuResponse")};
}

} // namespace

class FramingTest final : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] static Example example()
    {
        QFETCH(QJsonObject, row);
        QFETCH(bool, ascii);
        return makeExample(row, ascii);
    }
    static void addRows()
    {
        QTest::addColumn<QJsonObject>("row");
        QTest::addColumn<bool>("ascii");
        for (const int unit : kFramedUnits) {
            for (const QJsonValue &value : framesIn("spec_frames.json", unit)) {
                const QByteArray name = value[QLatin1String("name")].toString().toLatin1();
                QTest::addRow("RTU %d %s", unit, name.constData()) << value.toObject() << false;
                QTest::addRow("ASCII %d %s", unit, name.constData()) << value.toObject() << true;
            }
        }
    }

private Q_SLOTS:
    void examples_data() { addRows(); }

    void examples()
    {
        const Example e = example();
        QCOMPARE(e.framing->frame(e.unit, e.request).toHex(), e.requestFrame.toHex());
        QCOMPARE(e.framing->frameSize(e.request.size()), e.requestFrame.size());
        const Heard heard = e.judge(e.responseFrame);
        QCOMPARE(heard.verdict, Verdict::Answer);
        QCOMPARE(heard.pdu.toHex(), e.response.toHex());
    }

    /// However the stream is cut, nothing is decided before the last byte.
    void everySplit_data() { addRows(); }

    void everySplit()
    {
        const Example e = example();
        for (qsizetype cut = 0; cut < e.responseFrame.size(); ++cut)
            QCOMPARE(e.judge(e.responseFrame.first(cut)).verdict, Verdict::Open);
        for (qsizetype cut = 0; cut < e.responseFrame.size(); ++cut) {
            const QByteArray tail = e.responseFrame.mid(cut); // its begin was lost
            if (cut > 0)
                QVERIFY(e.judge(tail).verdict != Verdict::Answer);
            QCOMPARE(e.judge(tail + e.responseFrame).pdu.toHex(), e.response.toHex());
        }
    }

    void everyWrongBit_data() { addRows(); }

    void everyWrongBit()
    {
        const Example e = example();
        QFETCH(bool, ascii);
        for (qsizetype bit = 0; bit < 8 * e.responseFrame.size(); ++bit) {
            QByteArray bad = e.responseFrame;
            bad[bit / 8] = char(bad[bit / 8] ^ 1 << (bit % 8));
            const bool onlyCase = ascii && bad.toUpper() == e.responseFrame;
            QCOMPARE(e.judge(bad).verdict == Verdict::Answer, onlyCase);
            QCOMPARE(e.judge(bad + e.responseFrame).pdu.toHex(), e.response.toHex());
        }
    }

    void foreignFramesKeepTheRequestOpen_data() { addRows(); }

    void foreignFramesKeepTheRequestOpen()
    {
        const Example e = example();
        const QByteArray question = e.framing->frame(e.unit + 1, e.request);
        const QByteArray answer = e.framing->frame(e.unit + 1, e.response);
        for (const QByteArray &traffic : {question, answer, question + answer + question})
            QCOMPARE(e.judge(traffic).verdict, Verdict::Open);
        QCOMPARE(e.judge(question + answer + e.responseFrame).pdu.toHex(), e.response.toHex());
    }

    void answersToOtherRequestsKeepItOpen_data()
    {
        QTest::addColumn<bool>("ascii");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QByteArray>("other");
        for (const bool ascii : {false, true}) {
            const char *name = ascii ? "ASCII" : "RTU";
            const auto row = [&](const char *what, const char *request, const char *response,
                                 const char *other) {
                QTest::addRow("%s %s", name, what)
                    << ascii << QByteArray::fromHex(request) << QByteArray::fromHex(response)
                    << QByteArray::fromHex(other);
            };
            row("more registers", "0300640002", "030400640065", "0306000700080009");
            row("fewer registers", "0300640002", "030400640065", "03020007");
            row("more coils", "0100000008", "0101ff", "0102ffff");
            row("FC 5, other coil", "050001ff00", "050001ff00", "050002ff00");
            row("FC 6, other value", "060001002a", "060001002a", "060001002b");
            row("FC 16, other count", "10000100010200ff", "1000010001", "1000010002");
            row("FC 22, other mask", "16000100f20025", "16000100f20025", "16000100f20026");
            row("FC 23, more registers", "170001000100010001020007", "17020007", "170400070008");
            row("exception without a code", "0300640002", "030400640065", "8300");
        }
    }

    /// A line has no transaction numbers: were the request ended by such a frame, its own answer
    /// would be taken for that of the next one.
    void answersToOtherRequestsKeepItOpen()
    {
        QFETCH(bool, ascii);
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, response);
        QFETCH(QByteArray, other);
        const Example e = makeExample(framesIn("spec_frames.json").at(2).toObject(), ascii);
        const QByteArray stray = e.framing->frame(kUnit, other);
        const QByteArray answer = e.framing->frame(kUnit, response);
        QCOMPARE(e.framing->judge(stray, kUnit, request).verdict, Verdict::Open);
        for (const QByteArray &heard : {answer, stray + answer, stray + stray + answer})
            QCOMPARE(e.framing->judge(heard, kUnit, request).pdu.toHex(), response.toHex());
    }

    void damagedAnswerIsKnown()
    {
        for (const bool ascii : {false, true}) {
            const Example e = makeExample(framesIn("spec_frames.json").at(2).toObject(), ascii);
            QByteArray bad = e.responseFrame;
            bad[6] = char(bad[6] ^ 1);
            QCOMPARE(e.judge(bad).verdict, Verdict::Damaged);
            QCOMPARE(e.judge(bad.chopped(1)).verdict, Verdict::Open);
            QCOMPARE(e.judge(bad + e.responseFrame.first(3)).verdict, Verdict::Open);
            QCOMPARE(e.judge(e.framing->frame(kUnit + 1, e.response) + bad).verdict,
                     Verdict::Damaged);
        }
    }

    void damagedExceptionIsKnown()
    {
        const RtuFraming rtu;
        const QByteArray request = readRequest(Table::HoldingRegister, 0, 10).value();
        QByteArray bad = rtu.frame(kUnit, QByteArray::fromHex("8302"));
        QCOMPARE(rtu.judge(bad, kUnit, request).pdu.toHex(), QByteArray("8302"));
        bad[2] = 3;
        QCOMPARE(rtu.judge(bad, kUnit, request).verdict, Verdict::Damaged);
    }

    void asciiResynchronises_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("colon") << QByteArray(":");
        QTest::newRow("begun frame") << QByteArray(":1103");
        QTest::newRow("end of a frame") << QByteArray("0064\r\n");
        QTest::newRow("empty frame") << QByteArray(":\r\n");
        QTest::newRow("odd digits") << QByteArray(":11030\r\n");
        QTest::newRow("no digits") << QByteArray(":0G1103\r\n");
        QTest::newRow("binary") << QByteArray::fromHex("00ff3a800d0a");
    }

    void asciiResynchronises()
    {
        QFETCH(QByteArray, before);
        const Example e = makeExample(framesIn("spec_frames.json").at(2).toObject(), true);
        QVERIFY(e.judge(before).verdict != Verdict::Answer);
        QCOMPARE(e.judge(before + e.responseFrame).pdu.toHex(), e.response.toHex());
    }

    void askingTheSameUnitIsNoAnswer_data() { addRows(); }

    void askingTheSameUnitIsNoAnswer()
    {
        const Example e = example();
        if (quint8(e.request.at(0)) > 4)
            return; // the answer to a single write is the request
        QCOMPARE(e.judge(e.requestFrame).verdict, Verdict::Open);
        QCOMPARE(e.judge(e.requestFrame + e.responseFrame).pdu.toHex(), e.response.toHex());
    }

    /// 256 bytes on a serial line; the answer to FC 17 says itself how long it is.
    void longestFrame()
    {
        const RtuFraming rtu;
        const QByteArray request = QByteArray::fromHex("11");
        const auto answer = [](int size) {
            return QByteArray::fromHex("11") + char(size - 5) + QByteArray(size - 5, 'x');
        };
        QCOMPARE(rtu.frame(kUnit, answer(256)).size(), 256);
        QCOMPARE(rtu.judge(rtu.frame(kUnit, answer(256)), kUnit, request).pdu, answer(256));
        QVERIFY(rtu.judge(rtu.frame(kUnit, answer(257)), kUnit, request).verdict
                != Verdict::Answer);
        const AsciiFraming ascii;
        QCOMPARE(ascii.judge(ascii.frame(kUnit, answer(256)), kUnit, request).pdu, answer(256));
        QVERIFY(ascii.judge(ascii.frame(kUnit, answer(257)), kUnit, request).verdict
                != Verdict::Answer);
    }

    /// Of a function that nobody knows likewise.
    void longestForeignFrame()
    {
        const RtuFraming rtu;
        const QByteArray request = QByteArray::fromHex("0300640002");
        const auto foreign = [](int size) { return QByteArray(size - 3, 'A'); };
        for (const int size : {256, 257}) {
            const QByteArray heard = rtu.frame(kUnit + 1, foreign(size));
            QCOMPARE(heard.size(), size);
            QCOMPARE(rtu.split(heard, kUnit, request).whole.size(), size == 256 ? 1 : 0);
        }
    }

    void lowerCaseDigitsAreRead()
    {
        const Example e = makeExample(framesIn("spec_frames.json").at(2).toObject(), true);
        QCOMPARE(e.judge(e.responseFrame.toLower()).pdu.toHex(), e.response.toHex());
    }

    void silence_data()
    {
        QTest::addColumn<int>("baud");
        QTest::addColumn<int>("microseconds");
        QTest::newRow("1200") << 1200 << 32084;
        QTest::newRow("9600") << 9600 << 4011;
        QTest::newRow("10400, of no standard") << 10400 << 3702;
        QTest::newRow("300") << 300 << 128334;
        QTest::newRow("19200") << 19200 << 2006;
        QTest::newRow("19201") << 19201 << 1750;
        QTest::newRow("38400") << 38400 << 1750;
        QTest::newRow("921600") << 921600 << 1750;
        QTest::newRow("4000000") << 4000000 << 1750;
    }

    void silence()
    {
        QFETCH(int, baud);
        QFETCH(int, microseconds);
        QCOMPARE(int(rtuSilence(baud).count()), microseconds);
    }

    void characters_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        QTest::addColumn<SerialParity>("parity");
        QTest::addColumn<int>("stopBits");
        QTest::addColumn<int>("microseconds");
        using K = ConnectionKind;
        using P = SerialParity;
        QTest::newRow("8E1") << K::Rtu << P::Even << 1 << 1146;
        QTest::newRow("8N1") << K::Rtu << P::None << 1 << 1042;
        QTest::newRow("8N2") << K::Rtu << P::None << 2 << 1146;
        QTest::newRow("7E1") << K::Ascii << P::Even << 1 << 1042;
    }

    void characters()
    {
        QFETCH(ConnectionKind, kind);
        QFETCH(SerialParity, parity);
        QFETCH(int, stopBits);
        QFETCH(int, microseconds);
        Connection connection;
        connection.kind = kind;
        connection.baudRate = 9600;
        connection.parity = parity;
        connection.stopBits = stopBits;
        QCOMPARE(int(characterTime(connection).count()), microseconds);
    }

    void timeOnTheWire()
    {
        Connection connection;
        QCOMPARE(int(timingOf(connection).onWire(256).count()), 0);
        connection.kind = ConnectionKind::Rtu;
        connection.baudRate = 9600;
        const LineTiming timing = timingOf(connection);
        QCOMPARE(int(timing.onWire(256).count()), 294);
        QCOMPARE(timing.gap, rtuSilence(9600));
    }
};

QTEST_GUILESS_MAIN(FramingTest)
#include "tst_framing.moc"
