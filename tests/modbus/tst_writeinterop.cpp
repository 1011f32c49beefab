// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/foreignserver.h"
#include "modbus/requests.h"
#include "modbus/transport.h"
#include "project/names.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;

namespace
{

constexpr int kFirst = 900;

Tag tagAt(const QString &id, Table table, DataType type, int address, int bit = -1)
{
    Tag tag;
    tag.id = id;
    tag.path = QStringLiteral("area/") + id;
    tag.device = QStringLiteral("device");
    tag.table = table;
    tag.type = type;
    tag.address = address;
    tag.bit = bit;
    return tag;
}

QList<Tag> threeRegistersAndCoils()
{
    QList<Tag> tags;
    for (int i = 0; i < 3; ++i) {
        tags.append(tagAt(QStringLiteral("r%1").arg(i), Table::HoldingRegister, DataType::UInt16,
                          kFirst + i));
        tags.append(tagAt(QStringLiteral("s%1").arg(i), Table::Coil, DataType::Bool, kFirst + i));
    }
    return tags;
}

QList<Tag> threeBits()
{
    QList<Tag> tags;
    for (int bit = 0; bit < 3; ++bit)
        tags.append(tagAt(QStringLiteral("b%1").arg(bit), Table::HoldingRegister, DataType::Bool,
                          kFirst, bit));
    return tags;
}

} // namespace

/// Writes that go out together, and devices without FC 22, on servers that others wrote.
class WriteInteropTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server.setImage({}); }

    void adjacentTagsInOneRequest_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<Connection>("connection");
        QTest::addColumn<RegisterWrite>("how");
        for (const char *server : {"libmodbus", "pymodbus"}) {
            for (const ConnectionKind kind : {ConnectionKind::Tcp, ConnectionKind::Rtu}) {
                for (const RegisterWrite how : {RegisterWrite::Multiple, RegisterWrite::ReadWrite})
                    QTest::addRow("%s %s %s", server, mws::nameOf(kind).data(),
                                  mws::nameOf(how).data())
                        << QString::fromLatin1(server) << ForeignServer::connectionOf(kind) << how;
            }
        }
    }

    void adjacentTagsInOneRequest()
    {
        QFETCH(QString, server);
        QFETCH(Connection, connection);
        QFETCH(RegisterWrite, how);
        Device device;
        device.registerWrite = how;
        device.coilWrite = CoilWrite::Multiple;
        device.mergeWrites = true;
        if (!starts(server, connection, device, threeRegistersAndCoils()))
            return;
        const QList<Value> values{Value(quint64(7)), Value(quint64(8)), Value(quint64(9)),
                                  Value(true),       Value(false),      Value(true)};
        writeAll(values); // r0 to s2, all in one turn
        QCOMPARE(m_server.told(), QByteArray("holding 900 7 8 9"));
        QCOMPARE(m_server.told(), QByteArray("coil 900 1 0 1"));
        QVERIFY(!m_server.hasMore());
        QCOMPARE(m_server.sentFunctions(),
                 (QSet<int>{15, how == RegisterWrite::Multiple ? 16 : 23}));
    }

    void functionOfEachTag_data()
    {
        QTest::addColumn<QString>("server");
        QTest::newRow("libmodbus") << QStringLiteral("libmodbus");
        QTest::newRow("pymodbus") << QStringLiteral("pymodbus");
    }

    void functionOfEachTag()
    {
        QFETCH(QString, server);
        QList<Tag> tags = threeRegistersAndCoils();
        using F = WriteFunction;
        const QMap<QString, F> functions{{QStringLiteral("r0"), F::Multiple},
                                         {QStringLiteral("r1"), F::ReadWrite},
                                         {QStringLiteral("r2"), F::Mask},
                                         {QStringLiteral("s0"), F::Multiple}};
        for (Tag &tag : tags)
            tag.write.function = functions.value(tag.id, F::Device);
        const Connection tcp = ForeignServer::connectionOf(ConnectionKind::Tcp);
        if (!starts(server, tcp, Device(), tags)) // its own choice: FC 6 and FC 5
            return;
        writeAll(
            {Value(quint64(7)), Value(quint64(8)), Value(quint64(9)), Value(true), Value(true)});
        for (const char *line :
             {"holding 900 7", "holding 901 8", "holding 902 9", "coil 900 1", "coil 901 1"})
            QCOMPARE(m_server.told(), QByteArray(line));
        QVERIFY(!m_server.hasMore());
        QCOMPARE(m_server.sentFunctions(), (QSet<int>{5, 15, 16, 22, 23}));
    }

    void oneByteLeavesTheOther_data()
    {
        QTest::addColumn<BitWrite>("how");
        QTest::addColumn<bool>("hasMask");
        QTest::newRow("FC 22") << BitWrite::Mask << true;
        QTest::newRow("read and write") << BitWrite::ReadModifyWrite << true;
        QTest::newRow("learned") << BitWrite::Auto << false;
    }

    /// What the server tells is the whole register.
    void oneByteLeavesTheOther()
    {
        QFETCH(BitWrite, how);
        QFETCH(bool, hasMask);
        if (!hasMask)
            m_server.setVariable(QStringLiteral("WITHOUT_FC22"));
        m_server.setImage({{QStringLiteral("holding"), QList<quint16>(kFirst + 2, 0xA55A)}});
        Device device;
        device.bitWrite = how;
        QList<Tag> tags;
        for (const auto &[type, address] : {std::pair(DataType::Int8High, kFirst),
                                            {DataType::UInt8High, kFirst + 1},
                                            {DataType::UInt8Low, kFirst}}) {
            Tag tag = tagAt(mws::nameOf(type), Table::HoldingRegister, type, address);
            tag.write.enabled = true;
            tags.append(tag);
        }
        const Connection tcp = ForeignServer::connectionOf(ConnectionKind::Tcp);
        if (!starts(QStringLiteral("libmodbus"), tcp, device, tags))
            return;
        writeAll({Value(qint64(-1)), Value(quint64(0x34)), Value(quint64(0x12))});
        for (const auto &[address, held] :
             {std::pair(kFirst, 0xFF5A), {kFirst + 1, 0x345A}, {kFirst, 0xFF12}})
            QCOMPARE(m_server.told(),
                     "holding " + QByteArray::number(address) + ' ' + QByteArray::number(held));
        QVERIFY(!m_server.hasMore());
        const int function = how == BitWrite::Mask ? 22 : 6;
        QVERIFY(m_server.sentFunctions().contains(function));
        QCOMPARE(m_server.sentFunctions().contains(22), how != BitWrite::ReadModifyWrite);
    }

    void deviceWithoutFc22_data()
    {
        QTest::addColumn<Connection>("connection");
        for (const ConnectionKind kind : {ConnectionKind::Tcp, ConnectionKind::Rtu})
            QTest::newRow(mws::nameOf(kind).data()) << ForeignServer::connectionOf(kind);
    }

    void deviceWithoutFc22()
    {
        QFETCH(Connection, connection);
        m_server.setVariable(QStringLiteral("WITHOUT_FC22"));
        if (!starts(QStringLiteral("libmodbus"), connection, Device(), threeBits()))
            return;
        writeAll(QList<Value>(3, Value(true)));
        for (const char *line : {"holding 900 1", "holding 900 3", "holding 900 7"})
            QCOMPARE(m_server.told(), QByteArray(line));
        QVERIFY(!m_server.hasMore());
        QCOMPARE(m_server.sentFunctions(), (QSet<int>{6, 22}));
    }

    /// The device takes a broadcast over and keeps silent; the next request finds the line in
    /// order.
    void broadcast()
    {
        const Connection rtu = ForeignServer::connectionOf(ConnectionKind::Rtu);
        if (!starts(QStringLiteral("libmodbus"), rtu, Device(), threeRegistersAndCoils()))
            return;
        m_server.bus().stop(); // the line is ours now
        const auto transport = modbus::makeTransport(
            modbus::withEndpoint(m_server.project().connections().first(), m_server.line()));
        const QSignalSpy opened(transport.get(), &modbus::Transport::opened);
        QSignalSpy finished(transport.get(), &modbus::Transport::finished);
        transport->open();
        QTRY_COMPARE(opened.size(), 1);
        const QList<QByteArray> pdus{modbus::writeRegisterRequest(kFirst, 42).value(),
                                     modbus::writeRegistersRequest(kFirst, {7, 8}).value(),
                                     modbus::writeCoilRequest(kFirst, true).value(),
                                     modbus::writeCoilsRequest(kFirst, {true, true}).value()};
        const QList<QByteArray> told{"holding 900 42", "holding 900 7 8", "coil 900 1",
                                     "coil 900 1 1"};
        for (qsizetype i = 0; i < pdus.size(); ++i) {
            transport->send(0, pdus[i], std::chrono::seconds(60));
            QTRY_COMPARE(finished.size(), 1);
            QCOMPARE(finished.takeFirst().first().value<modbus::TransportReply>().status,
                     modbus::TransportReply::Status::Sent);
            QCOMPARE(m_server.told(), told[i]);
        }
        transport->send(1, modbus::readRequest(Table::HoldingRegister, kFirst, 2).value(),
                        std::chrono::seconds(5));
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 6000);
        QCOMPARE(finished.first().first().value<modbus::TransportReply>().pdu.toHex(),
                 QByteArray("030400070008"));
    }

    void cleanup() { m_server.stop(); }

private:
    [[nodiscard]] bool starts(const QString &server, const Connection &connection,
                              const Device &device, const QList<Tag> &tags)
    {
        const QByteArray missing = ForeignServer::missingFor(server, connection);
        if (missing.isEmpty())
            m_server.start(server, connection, device, tags);
        else
            QTest::qSkip(missing.constData(), __FILE__, __LINE__);
        return missing.isEmpty() && !QTest::currentTestFailed();
    }

    /// To the tags from the first on; all must be taken over.
    void writeAll(const QList<Value> &values)
    {
        QSignalSpy finished(&m_server.bus(), &FieldBus::writeFinished);
        for (TagIndex tag = 0; tag < TagIndex(values.size()); ++tag)
            m_server.write(tag, values[tag]);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), values.size(), 10000);
        for (const QList<QVariant> &arguments : std::as_const(finished)) {
            const auto result = arguments.first().value<FieldWriteResult>();
            QVERIFY2(result.outcome == FieldWriteResult::Outcome::Ok, qPrintable(result.detail));
            QCOMPARE(result.readBack, values[TagIndex(result.id)]);
        }
    }

    ForeignServer m_server;
};

QTEST_GUILESS_MAIN(WriteInteropTest)
#include "tst_writeinterop.moc"
