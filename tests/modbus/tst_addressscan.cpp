// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/addressscan.h"
#include "modbus/knock.h"
#include "modbus/requests.h"

#include <QSet>
#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Ending = Answer::Ending;
using Found = QList<ScanFinding>;

AddressScan::Plan holding(int first, int last)
{
    AddressScan::Plan plan;
    plan.first = first;
    plan.last = last;
    return plan;
}

int wordAt(const QByteArray &pdu, int place)
{
    return uchar(pdu.at(place)) << 8 | uchar(pdu.at(place + 1));
}

Answer refusal(quint8 exception)
{
    return {Ending::Exception, exception, {}, exceptionText(exception)};
}

/// A device that has some addresses and refuses reads of others with exception 2.
struct Sparse {
    Answer answerTo(const QByteArray &request)
    {
        ++asked;
        const int first = wordAt(request, 1);
        for (int address = first; address < first + wordAt(request, 3); ++address) {
            touched.insert(address);
            if (!has.contains(address))
                return refusal(2);
        }
        return {Ending::Data, 0, {}, {}};
    }
    void run(AddressScan &scan)
    {
        while (!scan.isOver() && asked < 100000)
            scan.take(answerTo(scan.request()));
    }

    QSet<int> has;
    QSet<int> touched;
    int asked = 0;
};

} // namespace

/// What a scan asks next, and what it makes of the answers; by devices that are a set of numbers.
class AddressScanTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatThereIs()
    {
        Sparse device;
        for (const auto &[first, last] : {std::pair(3, 9), {57, 57}, {300, 449}})
            for (int address = first; address <= last; ++address)
                device.has.insert(address);
        AddressScan scan(holding(0, 999));
        device.run(scan);
        const Found found{{0, 2, 2},    {3, 9, 0},     {10, 56, 2},  {57, 57, 0},
                          {58, 299, 2}, {300, 449, 0}, {450, 999, 2}};
        QCOMPARE(scan.found(), found);
        QVERIFY(!scan.obstacle());
        QCOMPARE(scan.next(), 1000);
    }

    void whatCanBeReadCostsFewRequests()
    {
        Sparse device;
        for (int address = 0; address < 1250; ++address)
            device.has.insert(address);
        AddressScan scan(holding(0, 1249));
        device.run(scan);
        QCOMPARE(device.asked, 10);
        QCOMPARE(scan.found(), (Found{{0, 1249, 0}}));
    }

    void theLastAddressOfATable()
    {
        Sparse device{{65535}, {}, 0};
        AddressScan scan(holding(65530, 65535));
        device.run(scan);
        QCOMPARE(scan.found(), (Found{{65530, 65534, 2}, {65535, 65535, 0}}));
    }

    void forbiddenAddressesAreNeverTouched()
    {
        Sparse device;
        AddressScan::Plan plan = holding(0, 99);
        plan.forbidden = {{Table::HoldingRegister, 0, 4},
                          {Table::HoldingRegister, 40, 49},
                          {Table::InputRegister, 60, 69}};
        AddressScan scan(plan);
        device.run(scan);
        QVERIFY(!device.touched.contains(0) && !device.touched.contains(4));
        QVERIFY(!device.touched.contains(40) && !device.touched.contains(49));
        QVERIFY(device.touched.contains(5) && device.touched.contains(60));
        QCOMPARE(scan.found(), (Found{{5, 39, 2}, {50, 99, 2}}));
    }

    void nothingIsAskedWhereAllIsForbidden()
    {
        AddressScan::Plan plan = holding(0, 99);
        plan.forbidden = {{Table::HoldingRegister, 0, 65535}};
        const AddressScan scan(plan);
        QVERIFY(scan.isOver() && !scan.obstacle() && scan.found().isEmpty());
    }

    /// A lost frame ends nothing; who is silent twice is.
    void aSilenceIsAskedOnceMore()
    {
        AddressScan scan(holding(0, 249));
        const QByteArray first = scan.request();
        scan.take({});
        QCOMPARE(scan.request(), first);
        scan.take({Ending::Data, 0, {}, {}});
        QVERIFY(scan.request() != first);
        QCOMPARE(scan.next(), 125);
        scan.take({});
        scan.take({});
        QVERIFY(scan.isOver());
        QCOMPARE(scan.obstacle()->ending, Ending::Silence);
        QCOMPARE(scan.next(), 125);
        QCOMPARE(scan.found(), (Found{{0, 124, 0}}));
    }

    void whatSaysNothingOfAddressesEndsIt_data()
    {
        QTest::addColumn<int>("exception");
        QTest::newRow("illegal function") << 1;
        QTest::newRow("gateway path unavailable") << 10;
        QTest::newRow("gateway target does not answer") << 11;
    }
    void whatSaysNothingOfAddressesEndsIt()
    {
        QFETCH(const int, exception);
        AddressScan scan(holding(0, 999));
        scan.take(refusal(quint8(exception)));
        QVERIFY(scan.isOver());
        QCOMPARE(int(scan.obstacle()->exception), exception);
        QVERIFY(scan.found().isEmpty());
    }

    void aLostLinkEndsIt()
    {
        AddressScan scan(holding(0, 999));
        scan.take({Ending::Lost, 0, {}, {}});
        QVERIFY(scan.isOver());
        QCOMPARE(scan.obstacle()->ending, Ending::Lost);
    }

    void whoAnswersIsThere()
    {
        QVERIFY(showsUnit({Ending::Data, 0, {}, {}}));
        for (const int exception : {1, 2, 3, 4, 6})
            QVERIFY(showsUnit(refusal(quint8(exception))));
        QVERIFY(!showsUnit(refusal(10)) && !showsUnit(refusal(11)));
        QVERIFY(!showsUnit({}) && !showsUnit({Ending::Lost, 0, {}, {}}));
    }

    void knocksWhereItMay()
    {
        QCOMPARE(harmlessRead({}).value().toHex(), QByteArray("0300000001"));
        const TableRange low{Table::HoldingRegister, 0, 9};
        QCOMPARE(harmlessRead({low}).value().toHex(), QByteArray("03000a0001"));
        const TableRange all{Table::HoldingRegister, 0, 65535};
        QCOMPARE(harmlessRead({all}).value().toHex(), QByteArray("0400000001"));
        const TableRange rest{Table::InputRegister, 0, 65535};
        QCOMPARE(harmlessRead({all, rest}).error().code, ErrorCode::Denied);
        Device one;
        one.unit = 3;
        one.forbidden = {low};
        Device other;
        other.unit = 4;
        other.forbidden = {all};
        QCOMPARE(forbiddenOf({one, other}, 3), QList<TableRange>{low});
        QVERIFY(forbiddenOf({one, other}, 5).isEmpty());
    }
};

QTEST_GUILESS_MAIN(AddressScanTest)
#include "tst_addressscan.moc"
