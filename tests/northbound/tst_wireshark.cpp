// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/northplant.h"
#include "northbound/rawmodbus.h"
#include "support/tshark.h"

#include <QTest>

using namespace mws;

namespace
{

constexpr qsizetype kHeadSize = 7;

/// PDUs in hex, and what tshark has to see in them: function code, exception code, reference
/// number, word count, bit count, registers, bits.
struct Exchange {
    const char *request;
    const char *answer;
    const char *asked;
    const char *answered;
};

const QList<Exchange> &reads()
{
    static const QList<Exchange> all{
        {"0100000002", "010102", "1||0||2||", "1||||||0,1"},
        {"0200000001", "020101", "2||0||1||", "2||||||1"},
        {"0300000001", "03020048", "3||0|1|||", "3|||||72|"}, // 7.24 / 0.1
        {"0300010002", "03043fc00000", "3||1|2|||", "3|||||16320,0|"}, // 1.5
        {"0400020006", "040cfffffffb0123456789abcdef", "4||2|6|||",
         "4|||||65535,65531,291,17767,35243,52719|"},
        {"2b0e0100", "2b0e0181000003000656656e646f72010750726f647563740205312e322e33", "43||||||",
         "43||||||"},
    };
    return all;
}

const QList<Exchange> &writes()
{
    static const QList<Exchange> all{
        {"050000ff00", "050000ff00", "5||0||||", "5||0||||"},
        {"0600030007", "0600030007", "6||3||||", "6||3||||"},
        {"0f000000010100", "0f00000001", "15||0||1||", "15||0||1||"},
        {"10000000040800644144cccd0009", "1000000004", "16||0|4||100,16708,52429,9|", "16||0|4|||"},
        {"16000300000109", "16000300000109", "22||3||||", "22||3||||"},
        {"170000000100030001020011", "17020064", "23||||||", "23||||||"},
    };
    return all;
}

/// The plant's "count" has no good value.
const QList<Exchange> &refusals()
{
    static const QList<Exchange> all{
        {"07", "8701", "7||||||", "7|1|||||"},
        {"0100000003", "8102", "1||0||3||", "1|2|||||"}, // beyond the map
        {"0200010001", "8202", "2||1||1||", "2|2|||||"},
        {"0300000000", "8303", "3||0|0|||", "3|3|||||"},
        {"0400020002", "8404", "4||2|2|||", "4|4|||||"},
        {"0500010000", "8502", "5||1||||", "5|2|||||"}, // can only be read
        {"050000ff01", "8503", "5||0||||", "5|3|||||"},
        {"060000ffff", "8603", "6||0||||", "6|3|||||"}, // above the maximum
        {"0f000100010100", "8f02", "15||1||1||", "15|2|||||"},
        {"10000a0001020001", "9002", "16||10|1||1|", "16|2|||||"},
        {"16000a00000001", "9602", "22||10||||", "22|2|||||"},
        {"1700c80001000300010200ff", "9702", "23||||||", "23|2|||||"},
        {"2b0e0500", "ab03", "43||||||", "43|3|||||"},
    };
    return all;
}

QStringList fields()
{
    return {QStringLiteral("mbtcp.trans_id"),        QStringLiteral("mbtcp.len"),
            QStringLiteral("mbtcp.unit_id"),         QStringLiteral("modbus.func_code"),
            QStringLiteral("modbus.exception_code"), QStringLiteral("modbus.reference_num"),
            QStringLiteral("modbus.word_cnt"),       QStringLiteral("modbus.bit_cnt"),
            QStringLiteral("modbus.regval_uint16"),  QStringLiteral("modbus.bitval"),
            QStringLiteral("_ws.malformed"),         QStringLiteral("_ws.expert.message")};
}

/// Nothing malformed, no expert information.
QString cleanLine(qsizetype transaction, const QByteArray &pdu, const char *seen)
{
    return QStringLiteral("%1|%2|1|%3||")
        .arg(transaction)
        .arg(pdu.size() + 1)
        .arg(QLatin1String(seen));
}

/// Wireshark 4.2 and later show the values of writes as well, which older ones leave blank.
QStringList withoutNewerValues(const QStringList &decoded, const QStringList &expected)
{
    const qsizetype firstValue = fields().indexOf(QStringLiteral("modbus.regval_uint16"));
    QStringList lines = decoded;
    for (qsizetype i = 0; i < std::min(lines.size(), expected.size()); ++i) {
        QStringList shown = lines[i].split(u'|');
        const QStringList wanted = expected[i].split(u'|');
        for (const qsizetype at : {firstValue, firstValue + 1})
            if (shown.size() == wanted.size() && wanted[at].isEmpty())
                shown[at].clear();
        lines[i] = shown.join(u'|');
    }
    return lines;
}

} // namespace

/// What Wireshark, whose dissector others wrote, sees in the server's traffic.
class NorthboundWiresharkTest final : public QObject
{
    Q_OBJECT

private:
    /// The traffic as it is at the client's socket. How long an answer is does not come from its
    /// own length field.
    void record(const QList<Exchange> &exchanges)
    {
        for (const Exchange &exchange : exchanges) {
            const auto transaction = int(++m_transactions);
            const QByteArray request = QByteArray::fromHex(exchange.request);
            const QByteArray answer = QByteArray::fromHex(exchange.answer);
            m_segments.append({true, RawModbus::frame(request, transaction)});
            m_client->send(m_segments.last().bytes);
            m_segments.append({false, m_client->receive(kHeadSize + answer.size())});
            m_expected.append(cleanLine(transaction, request, exchange.asked));
            m_expected.append(cleanLine(transaction, answer, exchange.answered));
            QCOMPARE(m_segments.last().bytes.mid(kHeadSize).toHex(), answer.toHex());
        }
    }
    void recordAll()
    {
        record(reads());
        record(writes());
        m_plant->set("count", Value(), Quality::BadCommunication);
        record(refusals());
        QCOMPARE(m_client->socket().bytesAvailable(), 0);
    }

    std::unique_ptr<NorthPlant> m_plant;
    std::unique_ptr<RawModbus> m_client;
    qsizetype m_transactions = 0;
    QList<Segment> m_segments;
    QStringList m_expected;

private Q_SLOTS:
    void init()
    {
        if (!hasTshark())
            QSKIP("tshark is not installed");
        m_plant = std::make_unique<NorthPlant>();
        m_plant->start();
        m_client = std::make_unique<RawModbus>(m_plant->port());
        m_transactions = 0;
        m_segments.clear();
        m_expected.clear();
    }

    void cleanup()
    {
        m_client.reset();
        m_plant.reset();
    }

    void tsharkFindsNothingToWarnOf()
    {
        recordAll();
        const QStringList decoded = byTshark(toPcap(m_segments), fields());
        QCOMPARE(withoutNewerValues(decoded, m_expected), m_expected);
    }

    void tsharkFindsAWrongFrame_data()
    {
        QTest::addColumn<int>("at");
        QTest::newRow("protocol") << 3;
        QTest::newRow("length") << 5;
        QTest::newRow("byte count") << 8;
    }

    /// The judge does find what it is asked for.
    void tsharkFindsAWrongFrame()
    {
        QFETCH(int, at);
        for (const int change : {-1, 1}) {
            m_segments.clear();
            m_expected.clear();
            record(reads().mid(2, 1));
            char &byte = m_segments.last().bytes[at];
            byte = char(byte + change);
            const QStringList decoded = byTshark(toPcap(m_segments), fields());
            QCOMPARE(decoded.first(), m_expected.first());
            QVERIFY2(decoded.value(1) != m_expected.last(), qPrintable(decoded.value(1)));
        }
    }
};

QTEST_GUILESS_MAIN(NorthboundWiresharkTest)
#include "tst_wireshark.moc"
