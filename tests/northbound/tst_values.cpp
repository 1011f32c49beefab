// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/northplant.h"
#include "northbound/pdu.h"
#include "northbound/ratelimit.h"
#include "northbound/servedvalue.h"
#include "project/ipnetwork.h"

#include <QHostAddress>
#include <QTest>

using namespace mws;
using namespace mws::northbound;

namespace
{

Served served(DataType type, double factor = 1, double offset = 0)
{
    Served one;
    one.entry.type = type;
    one.entry.factor = factor;
    one.entry.offset = offset;
    one.entry.length = type == DataType::String ? 4 : 0;
    one.form = one.entry.asTag();
    return one;
}

QString shown(const Served &one, const Value &value, Quality quality = Quality::Good,
              bool serveStale = false)
{
    const auto words = wordsOf(one, {value, {quality, 0}, {}}, serveStale);
    if (!words)
        return QStringLiteral("none");
    QString hex;
    for (const quint16 word : *words)
        hex += QStringLiteral("%1").arg(word, 4, 16, QLatin1Char('0'));
    return hex;
}

IpNetwork::Bytes bytesOf(const char *address)
{
    const Q_IPV6ADDR ipv6 = QHostAddress(QLatin1String(address)).toIPv6Address();
    IpNetwork::Bytes bytes;
    std::copy_n(ipv6.c, bytes.size(), bytes.begin());
    return bytes;
}

} // namespace

/// Values and registers, ranges of the map, requests, roles and networks, without a socket.
class NorthboundValuesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreRoundedAndNeverBent()
    {
        QCOMPARE(shown(served(DataType::UInt16, 0.1), Value(7.24)), QStringLiteral("0048"));
        QCOMPARE(shown(served(DataType::UInt16, 0.1), Value(7.26)), QStringLiteral("0049"));
        QCOMPARE(shown(served(DataType::Int16), Value(-2.6)), QStringLiteral("fffd"));
        QCOMPARE(shown(served(DataType::Int16, 10), Value(qint64(126))), QStringLiteral("000d"));
        QCOMPARE(shown(served(DataType::Int16, 1, 100), Value(qint64(90))), QStringLiteral("fff6"));
        QCOMPARE(shown(served(DataType::UInt64), Value(quint64(18446744073709551615ULL))),
                 QStringLiteral("ffffffffffffffff"));
        QCOMPARE(shown(served(DataType::Float32), Value(quint64(3))), QStringLiteral("40400000"));
        QCOMPARE(shown(served(DataType::Bool), Value(true)), QStringLiteral("0001"));
        QCOMPARE(shown(served(DataType::String), Value(QStringLiteral("ab"))),
                 QStringLiteral("61620000"));
    }

    void whatTheRegistersCannotHoldIsNotShown()
    {
        QCOMPARE(shown(served(DataType::UInt16), Value(65535.4)), QStringLiteral("ffff"));
        for (const Value &value : {Value(65535.6), Value(-1.0), Value(1e300), Value(qint64(65536)),
                                   Value(qQNaN()), Value()})
            QCOMPARE(shown(served(DataType::UInt16), value), QStringLiteral("none"));
        QCOMPARE(shown(served(DataType::Float32), Value(1e300)), QStringLiteral("none"));
        QCOMPARE(shown(served(DataType::String), Value(QStringLiteral("abcde"))),
                 QStringLiteral("none"));
    }

    void whatIsNotGoodIsNeverShownAsGood()
    {
        Served one = served(DataType::Int16);
        for (int quality = int(Quality::BadNotRead); quality <= int(Quality::BadOutOfService);
             ++quality)
            QCOMPARE(shown(one, Value(qint64(7)), Quality(quality), true), QStringLiteral("none"));
        QCOMPARE(shown(one, Value(qint64(7)), Quality::Uncertain), QStringLiteral("none"));
        QCOMPARE(shown(one, Value(qint64(7)), Quality::Uncertain, true), QStringLiteral("0007"));
        one.entry.badValue = QStringLiteral("80aB");
        QCOMPARE(shown(one, Value(qint64(7)), Quality::Uncertain), QStringLiteral("80ab"));
        QCOMPARE(shown(one, Value(qint64(7)), Quality::BadCommunication, true),
                 QStringLiteral("80ab"));
        QCOMPARE(shown(one, Value(qint64(70000))), QStringLiteral("80ab"));
        QCOMPARE(shown(one, Value(qint64(7))), QStringLiteral("0007"));
    }

    /// The limit that a clamp shows is no value of the plant.
    void theLimitOfAClampIsNotShownAsAValue()
    {
        Served one = served(DataType::Int16);
        for (const bool serveStale : {false, true}) {
            one.entry.badValue.clear();
            QCOMPARE(shown(one, Value(qint64(7)), Quality::UncertainClamped, serveStale),
                     QStringLiteral("none"));
            one.entry.badValue = QStringLiteral("8000");
            QCOMPARE(shown(one, Value(qint64(7)), Quality::UncertainClamped, serveStale),
                     QStringLiteral("8000"));
        }
    }

    void registersOfAClientBecomeValues()
    {
        const QJsonValue scaled = *valueFrom(served(DataType::UInt16, 0.1), {123});
        QCOMPARE(scaled.toDouble(), 12.3);
        // 12.3 as float32 is 12.300000190734863
        QCOMPARE(valueFrom(served(DataType::Float32), {0x4144, 0xCCCD})->toDouble(), 12.3);
        QCOMPARE(*valueFrom(served(DataType::UInt64), {0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF}),
                 QJsonValue(QStringLiteral("18446744073709551615")));
        QCOMPARE(*valueFrom(served(DataType::Int16), {0xFFFE}), QJsonValue(-2));
        QCOMPARE(*valueFrom(served(DataType::Bool), {1}), QJsonValue(true));
        QVERIFY(!valueFrom(served(DataType::Bool), {2}));
        QVERIFY(!valueFrom(served(DataType::Float32), {0x7FC0, 0}));
        QVERIFY(!valueFrom(served(DataType::Float32), {0x7F80, 0}));
        QVERIFY(!valueFrom(served(DataType::Bcd16), {0x00A0}));
        QVERIFY(!valueFrom(served(DataType::String), {0x0141, 0}));
    }

    void aRangeIsCoveredByWholeValuesOrNotAtAll()
    {
        const Project project(NorthPlant::data(NorthPlant::usual()));
        const ServedMap map(project);
        const auto count = [&map](Table table, int address, int size) {
            return int(map.cover(table, address, size).size());
        };
        QCOMPARE(count(Table::HoldingRegister, 0, 11), 7);
        QCOMPARE(count(Table::HoldingRegister, 1, 2), 1);
        QCOMPARE(count(Table::HoldingRegister, 2, 1), 0); // the second half of a float
        QCOMPARE(count(Table::HoldingRegister, 0, 2), 0); // the first half
        QCOMPARE(count(Table::HoldingRegister, 0, 12), 0); // one beyond
        QCOMPARE(count(Table::HoldingRegister, 11, 1), 0);
        QCOMPARE(count(Table::HoldingRegister, 65535, 125), 0);
        QCOMPARE(count(Table::InputRegister, 0, 13), 5);
        QCOMPARE(count(Table::Coil, 0, 2), 2);
        QCOMPARE(count(Table::DiscreteInput, 0, 2), 0);
    }

    void requestsAreJudgedBySizeAndCount()
    {
        const auto verdict = [](const QByteArray &hex) {
            const auto parsed = parseRequest(QByteArray::fromHex(hex));
            const auto *code = std::get_if<Exception>(&parsed);
            return code ? int(*code) : 0;
        };
        QCOMPARE(verdict(""), 1);
        for (int function = 0; function < 256; ++function) {
            const bool isKnown = QList<int>{1, 2, 3, 4, 5, 6, 15, 16, 22, 23}.contains(function);
            QCOMPARE(verdict(QByteArray(1, char(function)).toHex()), isKnown ? 3 : 1);
        }
        for (const char *good : {"0100000001", "01000007d0", "0300000001", "030000007d",
                                 "050000ff00", "0500000000", "060000ffff", "0f0000000801ff",
                                 "100000000102beef", "160000ffff0000", "1700000001000000010200ff"})
            QCOMPARE(verdict(good), 0);
        for (const char *wrong : {"0100000000",
                                  "01000007d1",
                                  "0300000000",
                                  "030000007e",
                                  "03000000",
                                  "030000000100",
                                  "050000ff01",
                                  "0500000001",
                                  "060000ff",
                                  "0f000000080200ff",
                                  "0f0000000001ff",
                                  "0f0000000801",
                                  "0f0000000901ff",
                                  "1000000001020000ff",
                                  "100000000103beef00",
                                  "100000007cf8",
                                  "1000000001",
                                  "160000ffff00",
                                  "17000000000000000102beef",
                                  "1700000001000000000200ff",
                                  "17000000010000000103beef",
                                  "170000007e000000010200ff"})
            QVERIFY2(verdict(wrong) == 3, wrong);
    }

    void identificationIsRead()
    {
        const Identification texts{"V", "PP", "1.0"};
        const auto answer = [&texts](const char *hex) {
            return identify(texts, QByteArray::fromHex(hex)).toHex();
        };
        const QByteArray all = "2b0e0181000003000156010250500203312e30";
        QCOMPARE(answer("2b0e0100"), all);
        QCOMPARE(answer("2b0e0101"), QByteArray("2b0e0181000002010250500203312e30"));
        QCOMPARE(answer("2b0e0107"), all); // unknown: from the beginning
        QCOMPARE(answer("2b0e0300").mid(6), all.mid(6)); // no more than basic
        QCOMPARE(answer("2b0e0402"), QByteArray("2b0e0481000001") + "0203312e30");
        QCOMPARE(answer("2b0e0403"), QByteArray("ab02"));
        QCOMPARE(answer("2b0e0500"), QByteArray("ab03"));
        QCOMPARE(answer("2b0e0000"), QByteArray("ab03"));
        QCOMPARE(answer("2b0e01"), QByteArray("ab03"));
        QCOMPARE(answer("2b0d0100"), QByteArray("ab01"));
        QCOMPARE(answer("2b"), QByteArray("ab01"));
    }

    void networksHoldTheirAddressesOnly()
    {
        const auto network = IpNetwork::parse(QStringLiteral("192.0.2.64/26"));
        QVERIFY(network && !network->isAddress());
        QVERIFY(network->contains(bytesOf("192.0.2.64"))
                && network->contains(bytesOf("192.0.2.127")));
        QVERIFY(network->contains(bytesOf("::ffff:192.0.2.100")));
        QVERIFY(!network->contains(bytesOf("192.0.2.63"))
                && !network->contains(bytesOf("192.0.2.128")));
        QVERIFY(!network->contains(bytesOf("::c000:240")));
        const auto ipv6 = IpNetwork::parse(QStringLiteral("2001:db8::/32"));
        QVERIFY(ipv6->contains(bytesOf("2001:db8:5::1"))
                && !ipv6->contains(bytesOf("2001:db9::1")));
        QVERIFY(IpNetwork::parse(QStringLiteral("0.0.0.0/0"))->contains(bytesOf("203.0.113.5")));
        QVERIFY(!IpNetwork::parse(QStringLiteral("0.0.0.0/0"))->contains(bytesOf("2001:db8::1")));
        QVERIFY(IpNetwork::parse(QStringLiteral("::1"))->isAddress());
        for (const char *wrong : {"", "/8", "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/", "192.0.2",
                                  "192.0.2.0/-1", "192.0.2.0/ 8", "2001:db8::/129", "localhost",
                                  "192.0.2.0/24/8", "2001:db8::1/64", "fe80::1%eth0"})
            QVERIFY2(!IpNetwork::parse(QLatin1String(wrong)), wrong);
    }

    void rateIsHeldOnAverage()
    {
        using namespace std::chrono_literals;
        RateLimit rate(10, 3);
        for (int i = 0; i < 3; ++i)
            QVERIFY(rate.take(1000ms));
        QVERIFY(!rate.take(1000ms));
        QCOMPARE(rate.wait(1000ms), 100ms);
        QVERIFY(!rate.take(1099ms));
        QVERIFY(rate.take(1100ms));
        QVERIFY(!rate.take(1100ms) && rate.take(60s, 3) && !rate.take(60s));
    }
};

QTEST_GUILESS_MAIN(NorthboundValuesTest)
#include "tst_values.moc"
