// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/pdu.h"
#include "simulator/registerimage.h"
#include "simulator/responder.h"
#include "simulator/rtuserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace mws::simulator;

namespace
{

Tag at(Table table, int address, DataType type = DataType::UInt16)
{
    Tag tag;
    tag.table = table;
    tag.address = address;
    tag.type = table == Table::Coil || table == Table::DiscreteInput ? DataType::Bool : type;
    return tag;
}

/// Holding 0 to 3 and 10 (hole of six), input 100 and 101, coils 0 to 8, discrete input 5.
RegisterImage image(int holes = 0)
{
    Device device;
    device.holeRegisters = holes;
    device.maxRegisters = 20;
    QList<Tag> tags{at(Table::HoldingRegister, 0, DataType::Float64),
                    at(Table::HoldingRegister, 10),
                    at(Table::InputRegister, 100, DataType::Float32), at(Table::DiscreteInput, 5)};
    for (int coil = 0; coil < 9; ++coil)
        tags.append(at(Table::Coil, coil));
    RegisterImage made;
    made.add(device, tags);
    return made;
}

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

} // namespace

class PduTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Requests in order against one image; "write, then read" is two rows that belong together.
    void requests()
    {
        const std::pair<const char *, const char *> dialog[] = {
            {"03 0000 0002", "03 04 00000000"}, // read holding
            {"06 0001 1234", "06 0001 1234"}, // write one
            {"10 0002 0002 04 ABCD0007", "10 0002 0002"}, // write several
            {"03 0000 0004", "03 08 00001234ABCD0007"},
            {"16 0001 00F0 0A05", "16 0001 00F0 0A05"}, // mask: 1234 & 00F0 | 0A05 & FF0F
            {"03 0001 0001", "03 02 0A35"},
            {"17 0000 0002 0003 0001 02 5555", "17 04 0000 0A35"}, // read and write
            {"03 0003 0001", "03 02 5555"},
            {"05 0000 FF00", "05 0000 FF00"}, // one coil
            {"0F 0001 0008 01 A5", "0F 0001 0008"}, // eight coils
            {"01 0000 0009", "01 02 4B01"},
            {"02 0005 0001", "02 01 00"},
            {"04 0064 0002", "04 04 00000000"},
            // exceptions
            {"03 0004 0001", "83 02"}, // no such register
            {"03 0000 0005", "83 02"}, // runs into the hole
            {"03 000A 0002", "83 02"}, // runs over the end
            {"03 FFFF 0002", "83 02"},
            {"04 0000 0001", "84 02"},
            {"01 0009 0001", "81 02"},
            {"02 0004 0002", "82 02"},
            {"06 0004 0001", "86 02"},
            {"10 0003 0002 04 00010002", "90 02"},
            {"03 0003 0001", "03 02 5555"}, // the refused write changed nothing
            {"17 0004 0001 0000 0001 02 0009", "97 02"},
            {"16 0004 0000 0000", "96 02"},
            {"03 0000 0000", "83 03"},
            {"03 0000 0015", "83 03"}, // more than this device reads at once
            {"01 0000 07D1", "81 03"},
            {"05 0000 0001", "85 03"}, // neither on nor off
            {"10 0000 0002 02 0001", "90 03"}, // byte count does not match
            {"10 0000 0000 00", "90 03"},
            {"0F 0000 0009 01 FF", "8F 03"},
            {"03 0000", "83 03"}, // cut off
            {"2B 0E 01 00", "AB 01"}, // not offered
            {"08 0000 1234", "88 01"},
        };
        RegisterImage tables = image();
        for (const auto &[request, answer] : dialog)
            QVERIFY2(answerPdu(tables, hex(request)) == hex(answer), request);
    }

    void holesThatTheDeviceBridgesExist()
    {
        RegisterImage tables = image(6);
        QCOMPARE(answerPdu(tables, hex("03 0000 000B")).size(), 2 + 22);
        QCOMPARE(answerPdu(tables, hex("03 000B 0001")), hex("83 02"));
        RegisterImage strict = image(5);
        QCOMPARE(answerPdu(strict, hex("03 0000 000B")), hex("83 02"));
    }

    void units()
    {
        Responder responder;
        responder.unit(QStringLiteral("a"), 7) = image();
        QSignalSpy writes(&responder, &Responder::writeReceived);
        const QByteArray write = hex("06 0000 0001");
        QCOMPARE(responder.handle(QStringLiteral("a"), 7, write, true).pdu, write);
        QCOMPARE(writes.size(), 1);
        QCOMPARE(responder.handle(QStringLiteral("a"), 8, write, true).pdu, hex("86 0B"));
        QCOMPARE(responder.handle(QStringLiteral("a"), 8, write, false).kind, Reply::Kind::Silence);
        QCOMPARE(responder.handle(QStringLiteral("b"), 7, write, true).pdu, hex("86 0B"));
        QCOMPARE(writes.size(), 1);
    }

    void broadcastReachesAllUnitsOfALine()
    {
        Responder responder;
        responder.unit(QStringLiteral("line"), 1) = image();
        responder.unit(QStringLiteral("line"), 2) = image();
        const QByteArray write = hex("06 0000 0042");
        QCOMPARE(responder.handle(QStringLiteral("line"), 0, write, false).kind,
                 Reply::Kind::Silence);
        for (int unit : {1, 2})
            QCOMPARE(responder.handle(QStringLiteral("line"), unit, hex("03 0000 0001"), false).pdu,
                     hex("03 02 0042"));
    }

    void faults()
    {
        Responder responder;
        responder.unit(QStringLiteral("a"), 1) = image();
        QSignalSpy writes(&responder, &Responder::writeReceived);
        UnitFault &fault = responder.faults.edit(QStringLiteral("a"), 1);
        const auto ask
            = [&] { return responder.handle(QStringLiteral("a"), 1, hex("06 0000 0001"), true); };
        fault.exception = 6;
        QCOMPARE(ask().pdu, hex("86 06"));
        fault.garbage = true;
        QCOMPARE(ask().kind, Reply::Kind::Garbage);
        fault.delayMs = 250;
        QCOMPARE(ask().delayMs, 250);
        fault.dropped = true;
        QCOMPARE(ask().kind, Reply::Kind::Silence);
        QCOMPARE(writes.size(), 4); // each reached the device
        responder.faults.clear();
        QCOMPARE(responder.handle(QStringLiteral("a"), 1, hex("03 0000 0001"), true).pdu,
                 hex("03 02 0000")); // and none was carried out
    }

    /// Frames printed in the specification of the serial line and in device manuals.
    void crc()
    {
        QCOMPARE(rtuCrc(hex("0207")), quint16(0x1241)); // serial line V1.02, 6.2.2: 41 12
        QCOMPARE(rtuCrc(hex("010400000002")), quint16(0xCB71));
    }
};

QTEST_GUILESS_MAIN(PduTest)
#include "tst_pdu.moc"
