// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/mbapreader.h"
#include "modbus/requests.h"
#include "modbus/specframes.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Verdict = ResponseCheck::Verdict;

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

/// Builds what the specification shows, from its own fields.
Result<QByteArray> rebuilt(const QByteArray &pdu)
{
    const auto word = [&pdu](int at) { return uchar(pdu[at]) << 8 | uchar(pdu[at + 1]); };
    QList<quint16> registers;
    QList<bool> bits;
    switch (pdu[0]) {
    case 1:
        return readRequest(Table::Coil, word(1), word(3));
    case 2:
        return readRequest(Table::DiscreteInput, word(1), word(3));
    case 3:
        return readRequest(Table::HoldingRegister, word(1), word(3));
    case 4:
        return readRequest(Table::InputRegister, word(1), word(3));
    case 5:
        return writeCoilRequest(word(1), word(3) != 0);
    case 6:
        return writeRegisterRequest(word(1), quint16(word(3)));
    case 15:
        for (int i = 0; i < word(3); ++i)
            bits.append(uchar(pdu[6 + i / 8]) >> (i % 8) & 1);
        return writeCoilsRequest(word(1), bits);
    case 22:
        return maskWriteRequest(word(1), quint16(word(3)), quint16(word(5)));
    case 23:
        for (int i = 0; i < word(7); ++i)
            registers.append(quint16(word(10 + 2 * i)));
        return readWriteRequest(word(1), word(3), word(5), registers);
    default:
        for (int i = 0; i < word(3); ++i)
            registers.append(quint16(word(6 + 2 * i)));
        return writeRegistersRequest(word(1), registers);
    }
}

} // namespace

class RequestsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void specification_data()
    {
        addFramesOf({"spec_frames.json"});
        QCOMPARE(framesIn("spec_frames.json").size(), 13);
    }

    void specification()
    {
        QFETCH(QJsonObject, frame);
        const QByteArray request = bytesOf(frame, "request");
        const QByteArray response = bytesOf(frame, "response");
        const auto built = rebuilt(request);
        QVERIFY(built);
        QCOMPARE(built.value().toHex(), request.toHex());
        const ResponseCheck check = checkResponse(request, response);
        if (uchar(response[0]) & 0x80) {
            QCOMPARE(check.verdict, Verdict::Exception);
            QCOMPARE(check.exception, quint8(response[1]));
        } else {
            QCOMPARE(check.verdict, Verdict::Data);
            QCOMPARE(expectedResponseSize(request), int(response.size()));
        }
    }

    void framesOfAStream()
    {
        specificationStream(1);
        specificationStream(3);
        specificationStream(1000);
    }

    void answersOfTheSpecificationAreRead()
    {
        QCOMPARE(registersOf(hex("0306022b00000064")), (QList<quint16>{555, 0, 100}));
        const QList<bool> coils = bitsOf(hex("0103cd6b05"), 19);
        QCOMPARE(coils.size(), 19);
        QCOMPARE(coils.first(8), (QList<bool>{1, 0, 1, 1, 0, 0, 1, 1})); // coils 20 to 27: CD
        QCOMPARE(coils.last(3), (QList<bool>{1, 0, 1}));
    }

    void badAnswers_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("response");
        const QByteArray read = hex("0300100002");
        QTest::newRow("empty") << read << QByteArray();
        QTest::newRow("only a function") << read << hex("03");
        QTest::newRow("other function") << read << hex("040400010002");
        QTest::newRow("exception of another function") << read << hex("8402");
        QTest::newRow("exception without code") << read << hex("83");
        QTest::newRow("exception code 0") << read << hex("8300");
        QTest::newRow("exception too long") << read << hex("830201");
        QTest::newRow("one register for two") << read << hex("03020001");
        QTest::newRow("three registers for two") << read << hex("0306000100020003");
        QTest::newRow("right count, cut short") << read << hex("0304000100");
        QTest::newRow("right count, too long") << read << hex("03040001000200");
        QTest::newRow("16 bits for 8") << hex("0100000008") << hex("0102ffff");
        QTest::newRow("8 bits for 9") << hex("0200000009") << hex("0201ff");
        QTest::newRow("FC 5, other address") << hex("0500acff00") << hex("0500adff00");
        QTest::newRow("FC 5, other value") << hex("0500acff00") << hex("0500ac0000");
        QTest::newRow("FC 6, other value") << hex("0600010003") << hex("0600010004");
        QTest::newRow("FC 6, too short") << hex("0600010003") << hex("06000100");
        QTest::newRow("FC 15, other count") << hex("0f0013000a02cd01") << hex("0f00130009");
        QTest::newRow("FC 16, other address") << hex("100001000204000a0102") << hex("1000020002");
        QTest::newRow("FC 16, whole request")
            << hex("100001000204000a0102") << hex("100001000204000a0102");
        const QByteArray mask = hex("16000400f20025");
        QTest::newRow("FC 22, other address") << mask << hex("16000500f20025");
        QTest::newRow("FC 22, other AND mask") << mask << hex("16000400f30025");
        QTest::newRow("FC 22, other OR mask") << mask << hex("16000400f20024");
        QTest::newRow("FC 22, only five bytes") << mask << hex("16000400f2");
        QTest::newRow("FC 22, too long") << mask << hex("16000400f2002500");
        const QByteArray both = hex("1700030002000e00010200ff");
        QTest::newRow("FC 23, one register for two") << both << hex("17020001");
        QTest::newRow("FC 23, as many as written") << both << hex("170200ff");
        QTest::newRow("FC 23, cut short") << both << hex("1704000100");
        QTest::newRow("FC 23, too long") << both << hex("17040001000200");
        QTest::newRow("FC 23, like FC 16") << both << hex("17000e0001");
    }

    void badAnswers()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, response);
        const ResponseCheck check = checkResponse(request, response);
        QCOMPARE(check.verdict, Verdict::Invalid);
        QVERIFY(!check.reason.isEmpty());
    }

    void limits()
    {
        QVERIFY(readRequest(Table::Coil, 0, 2000));
        QVERIFY(!readRequest(Table::Coil, 0, 2001));
        QVERIFY(readRequest(Table::DiscreteInput, 63536, 2000));
        QVERIFY(!readRequest(Table::DiscreteInput, 63537, 2000));
        QVERIFY(readRequest(Table::HoldingRegister, 0, 125));
        QVERIFY(!readRequest(Table::HoldingRegister, 0, 126));
        QVERIFY(!readRequest(Table::InputRegister, 0, 0));
        QVERIFY(!readRequest(Table::InputRegister, -1, 1));
        QVERIFY(readRequest(Table::InputRegister, 65535, 1));
        QVERIFY(!readRequest(Table::InputRegister, 65535, 2));
        QVERIFY(writeRegistersRequest(0, QList<quint16>(123)));
        QVERIFY(!writeRegistersRequest(0, QList<quint16>(124)));
        QVERIFY(!writeRegistersRequest(0, {}));
        QVERIFY(writeCoilsRequest(0, QList<bool>(1968)));
        QVERIFY(!writeCoilsRequest(0, QList<bool>(1969)));
        QVERIFY(!maskWriteRequest(65536, 0, 0));
        QVERIFY(maskWriteRequest(65535, 0, 0));
        QVERIFY(readWriteRequest(0, 125, 0, QList<quint16>(121)));
        QVERIFY(!readWriteRequest(0, 126, 0, QList<quint16>(121)));
        QVERIFY(!readWriteRequest(0, 125, 0, QList<quint16>(122)));
        QVERIFY(!readWriteRequest(0, 0, 0, QList<quint16>(1)));
        QVERIFY(!readWriteRequest(0, 1, 0, {}));
        QVERIFY(!readWriteRequest(0, 1, 65535, QList<quint16>(2)));
        QVERIFY(!writeCoilRequest(65536, true));
        QVERIFY(!writeRegisterRequest(65536, 1));
    }

    void brokenStreams_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("length 0") << hex("0001000000001103");
        QTest::newRow("length 1") << hex("0001000000011103");
        QTest::newRow("length 255") << hex("0001000000ff1103");
        QTest::newRow("length FFFF") << hex("00010000ffff1103");
        QTest::newRow("protocol 1234") << hex("00011234000411030201");
        QTest::newRow("text") << QByteArray("HTTP/1.1 400 Bad Request");
    }

    void brokenStreams()
    {
        QFETCH(QByteArray, bytes);
        MbapReader reader;
        reader.feed(bytes);
        QVERIFY(!reader.next());
        QVERIFY(reader.isBroken());
        reader.feed(hex("000100000003118302"));
        QVERIFY(!reader.next());
    }

    /// Unit and function at least, unit and a PDU of 253 bytes at most.
    void shortestAndLongestFrame()
    {
        const QByteArray longest = QByteArray(1, '\x11') + QByteArray(252, '\5');
        MbapReader reader;
        reader.feed(hex("0001000000021107") + hex("0002000000fe11") + longest);
        const auto first = reader.next();
        QVERIFY(first);
        QCOMPARE(first->pdu, hex("07"));
        const auto second = reader.next();
        QVERIFY(second);
        QCOMPARE(second->pdu, longest);
        QVERIFY(!reader.isBroken() && !reader.hasPart());
    }

    void partOfAFrame()
    {
        MbapReader reader;
        QVERIFY(!reader.hasPart());
        reader.feed(hex("00010000000311"));
        QVERIFY(!reader.next());
        QVERIFY(reader.hasPart() && !reader.isBroken());
        reader.feed(hex("8302"));
        const auto frame = reader.next();
        QVERIFY(frame);
        QCOMPARE(frame->pdu, hex("8302"));
        QVERIFY(!reader.hasPart());
    }

private:
    /// Feeds all answers of the specification in pieces and expects each one back.
    void specificationStream(int piece)
    {
        const QJsonArray frames = framesIn("spec_frames.json");
        QByteArray stream;
        for (const QJsonValue &frame : frames)
            stream += bytesOf(frame, "tcpResponse");
        MbapReader reader;
        qsizetype seen = 0;
        for (qsizetype at = 0; at < stream.size(); at += piece) {
            reader.feed(stream.mid(at, piece));
            while (const auto frame = reader.next()) {
                QCOMPARE(frame->transaction, quint16(0x1501));
                QCOMPARE(frame->unit, quint8(17));
                QCOMPARE(frame->pdu, bytesOf(frames[seen++], "response"));
            }
        }
        QCOMPARE(seen, frames.size());
        QVERIFY(!reader.isBroken() && !reader.hasPart());
    }
};

QTEST_GUILESS_MAIN(RequestsTest)
#include "tst_requests.moc"
