// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/foreignserver.h"
#include "project/names.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Words = QList<quint16>;

const QStringList kOrders{QStringLiteral("ABCD"),     QStringLiteral("BADC"),
                          QStringLiteral("CDAB"),     QStringLiteral("DCBA"),
                          QStringLiteral("CDABGHEF"), QStringLiteral("EFGHABCD")};
const QStringList kTables{QStringLiteral("coil"), QStringLiteral("discrete"),
                          QStringLiteral("holding"), QStringLiteral("input")};

Words wordsOf(const QJsonValue &list)
{
    Words words;
    for (const QJsonValue &word : list.toArray())
        words.append(quint16(word.toInt()));
    return words;
}

Tag tagOf(const QJsonObject &row, const QString &id)
{
    Tag tag;
    tag.id = id;
    tag.path = QStringLiteral("area/") + id;
    tag.device = QStringLiteral("device");
    tag.table = Table(kTables.indexOf(row[QLatin1String("table")].toString()));
    tag.type = typeFromName(row[QLatin1String("type")].toString()).value();
    tag.order = ByteOrder(kOrders.indexOf(row[QLatin1String("order")].toString(kOrders[0])));
    tag.address = row[QLatin1String("address")].toInt();
    tag.bit = row[QLatin1String("bit")].toInt(-1);
    tag.length = row[QLatin1String("length")].toInt();
    tag.write.readBackMs = 0;
    return tag;
}

struct Case {
    Tag tag;
    Value value;
    Words words;
    std::optional<Value> write;
    Words written;
};

QList<Case> readCases()
{
    QFile file(QStringLiteral(MWS_TEST_DATA "/modbus/interop.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Case> cases;
    for (const QJsonValue &value :
         QJsonDocument::fromJson(file.readAll())[QLatin1String("cases")].toArray()) {
        const QJsonObject row = value.toObject();
        Case one;
        one.tag = tagOf(row, QStringLiteral("t%1").arg(cases.size(), 3, 10, QLatin1Char('0')));
        one.value = Value::fromJson(row[QLatin1String("value")], one.tag.valueKind()).value();
        one.words = wordsOf(row[QLatin1String("words")]);
        if (row.contains(QLatin1String("write")))
            one.write = Value::fromJson(row[QLatin1String("write")], one.tag.valueKind()).value();
        one.written = wordsOf(row[QLatin1String("written")]);
        cases.append(one);
    }
    return cases;
}

/// What the case is, for messages.
QByteArray nameOf(const Tag &tag)
{
    return QStringLiteral("%1 %2 %3 at %4")
        .arg(kTables.at(int(tag.table)), mws::nameOf(tag.type), kOrders.at(int(tag.order)))
        .arg(tag.address)
        .toUtf8();
}

} // namespace

/// Every data type and order, read and written through ModbusBus on servers that others wrote, by
/// every function that writes.
class InteropTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cases = readCases();
        QVERIFY(m_cases.size() > 150);
        QSet<int> types;
        ForeignServer::Image image;
        for (const Case &one : std::as_const(m_cases)) {
            types.insert(int(one.tag.type));
            QList<quint16> &table = image[kTables.at(int(one.tag.table))];
            table.resize(1000);
            std::copy(one.words.begin(), one.words.end(), table.begin() + one.tag.address);
        }
        QCOMPARE(types.size(), namesOfTypes().size());
        m_server.setImage(image);
    }

    void everyTypeReadAndWritten_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<Connection>("connection");
        QTest::addColumn<Device>("device");
        QTest::addColumn<QSet<int>>("functions");
        const Ways usual{RegisterWrite::Single, CoilWrite::Single, BitWrite::Auto};
        const Ways noMask{RegisterWrite::Multiple, CoilWrite::Multiple, BitWrite::ReadModifyWrite};
        const Ways onlyMask{RegisterWrite::Mask, CoilWrite::Single, BitWrite::Auto};
        const Ways both{RegisterWrite::ReadWrite, CoilWrite::Multiple, BitWrite::Mask};
        using K = ConnectionKind;
        for (const char *server : {"libmodbus", "pymodbus"}) {
            addRow(server, K::Tcp, usual, {5, 6, 16, 22});
            addRow(server, K::Tcp, noMask, {15, 16}, LinkBackend::QModbus);
            addRow(server, K::Tcp, noMask, {15, 16});
            addRow(server, K::Tcp, onlyMask, {5, 16, 22});
            addRow(server, K::Tcp, both, {15, 22, 23});
            addRow(server, K::Tcp, both, {15, 22, 23}, LinkBackend::QModbus);
            addRow(server, K::Rtu, usual, {5, 6, 16, 22});
            addRow(server, K::Rtu, usual, {5, 6, 16, 22}, LinkBackend::QModbus);
            addRow(server, K::Rtu, both, {15, 22, 23});
            addRow(server, K::Rtu, both, {15, 22, 23}, LinkBackend::QModbus);
        }
        addRow("pymodbus", K::RtuOverTcp, both, {15, 22, 23});
        addRow("pymodbus", K::Ascii, both, {15, 22, 23});
        addRow("pymodbus", K::Udp, usual, {5, 6, 16, 22});
        addRow("pymodbus", K::Tls, both, {15, 22, 23});
    }

    void everyTypeReadAndWritten()
    {
        QFETCH(QString, server);
        QFETCH(Connection, connection);
        QFETCH(Device, device);
        QFETCH(QSet<int>, functions);
        const QByteArray missing = ForeignServer::missingFor(server, connection);
        if (!missing.isEmpty())
            QSKIP(missing.constData());
        QList<Tag> tags;
        for (const Case &one : std::as_const(m_cases))
            tags.append(one.tag);
        m_server.start(server, connection, device, tags);
        if (!QTest::currentTestFailed())
            compareEverything();
        if (!QTest::currentTestFailed())
            writeEverything();
        if (!QTest::currentTestFailed() && !connection.isByQModbus())
            QCOMPARE(m_server.sentFunctions(), functions);
    }

    void aDeviceForOneClientIsFreeBetweenThePolls_data()
    {
        QTest::addColumn<bool>("closes");
        QTest::newRow("the link stays") << false;
        QTest::newRow("closed after each poll") << true;
    }

    /// Field failures, row 10. This server of libmodbus has one client at a time.
    void aDeviceForOneClientIsFreeBetweenThePolls()
    {
        QFETCH(bool, closes);
        if (QStandardPaths::findExecutable(QStringLiteral("mbpoll")).isEmpty())
            QSKIP("mbpoll is not installed");
        Connection connection = ForeignServer::connectionOf(ConnectionKind::Tcp);
        connection.closeAfterPoll = closes;
        const QList<Tag> tags{m_cases.first().tag};
        m_server.start(QStringLiteral("libmodbus"), connection, Device(), tags);
        if (QTest::currentTestFailed())
            return;
        QProcess other;
        QSignalSpy ended(&other, &QProcess::finished);
        for (int i = 1; i <= (closes ? 10 : 1); ++i) {
            other.start(QStringLiteral("mbpoll"),
                        {QStringLiteral("-1q"), QStringLiteral("-o"), QStringLiteral("1"),
                         QStringLiteral("-p"), QString::number(m_server.port()),
                         QStringLiteral("127.0.0.1")});
            QTRY_COMPARE_WITH_TIMEOUT(ended.size(), i, 20000);
            QCOMPARE(other.exitCode() == 0, closes);
        }
        QTRY_COMPARE(m_server.bus().links().first().state,
                     closes ? LinkState::Idle : LinkState::Connected);
        QTRY_COMPARE(m_server.value(tags.first().id).state.quality, Quality::Good);
    }

    void whoTheServerIs_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<Connection>("connection");
        QTest::addColumn<QString>("identification");
        const auto row = [](const char *server, ConnectionKind kind, const char *identification) {
            QTest::addRow("%s %s", server, mws::nameOf(kind).data())
                << QString::fromLatin1(server) << ForeignServer::connectionOf(kind)
                << QString::fromLatin1(identification);
        };
        for (const auto kind :
             {ConnectionKind::Tcp, ConnectionKind::Udp, ConnectionKind::Tls, ConnectionKind::Rtu})
            row("pymodbus", kind, "Acme / AX-1 / 2.11");
        row("libmodbus", ConnectionKind::Tcp, ""); // does not know FC 43
    }

    void whoTheServerIs()
    {
        QFETCH(QString, server);
        QFETCH(Connection, connection);
        QFETCH(QString, identification);
        const QByteArray missing = ForeignServer::missingFor(server, connection);
        if (!missing.isEmpty())
            QSKIP(missing.constData());
        Device device;
        device.identity = true;
        m_server.start(server, connection, device, {m_cases.first().tag});
        const auto unit = [this] { return m_server.bus().diagnostics().units.first(); };
        QTRY_COMPARE_GE(unit().counters.good, 5ULL);
        QCOMPARE(unit().identification, identification);
        QCOMPARE(unit().counters.exceptions[1], identification.isEmpty() ? 1 : 0);
        QVERIFY(m_server.bus().diagnostics().signs.isEmpty());
    }

    void cleanup() { m_server.stop(); }

private:
    struct Ways {
        RegisterWrite registers;
        CoilWrite coils;
        BitWrite bits;
    };

    static void addRow(const char *server, ConnectionKind kind, const Ways &ways,
                       const QSet<int> &functions, LinkBackend backend = LinkBackend::Own)
    {
        Device device;
        device.registerWrite = ways.registers;
        device.coilWrite = ways.coils;
        device.bitWrite = ways.bits;
        QTest::addRow("%s %s %s, %s", server, mws::nameOf(kind).data(), mws::nameOf(backend).data(),
                      mws::nameOf(ways.registers).data())
            << QString::fromLatin1(server) << ForeignServer::connectionOf(kind, backend) << device
            << functions;
    }

    void compareEverything()
    {
        for (const Case &one : std::as_const(m_cases)) {
            const Value got = m_server.value(one.tag.id).value;
            QVERIFY2(got == one.value,
                     nameOf(one.tag) + ": " + got.toString().toUtf8() + ", not "
                         + one.value.toString().toUtf8());
        }
        QCOMPARE(m_server.bus().links().first().state, LinkState::Connected);
        QCOMPARE(m_server.bus().units().first().state, UnitState::Good);
    }

    void writeEverything()
    {
        QSignalSpy finished(&m_server.bus(), &FieldBus::writeFinished);
        for (const Case &one : std::as_const(m_cases)) {
            if (!one.write)
                continue;
            finished.clear();
            m_server.write(m_server.project().indexOf(one.tag.id), *one.write);
            QVERIFY2(finished.wait(10000), nameOf(one.tag));
            const auto result = finished.first().first().value<FieldWriteResult>();
            QVERIFY2(result.outcome == FieldWriteResult::Outcome::Ok,
                     nameOf(one.tag) + ": " + result.detail.toUtf8() + ' '
                         + result.readBack.toString().toUtf8());
            QCOMPARE(result.readBack, *one.write);
            QCOMPARE(m_server.told(), writeLine(one));
        }
        QTRY_VERIFY(everythingTakenOver());
        QVERIFY2(!m_server.hasMore(), "something was written twice");
    }

    /// How the server tells about the write, with the registers that Python made.
    [[nodiscard]] static QByteArray writeLine(const Case &one)
    {
        QByteArray line
            = kTables.at(int(one.tag.table)).toLatin1() + ' ' + QByteArray::number(one.tag.address);
        for (const quint16 word : one.written)
            line += ' ' + QByteArray::number(word);
        return line;
    }

    [[nodiscard]] bool everythingTakenOver() const
    {
        return std::all_of(m_cases.cbegin(), m_cases.cend(), [this](const Case &one) {
            return m_server.value(one.tag.id).value == one.write.value_or(one.value);
        });
    }

    QList<Case> m_cases;
    ForeignServer m_server;
};

QTEST_GUILESS_MAIN(InteropTest)
#include "tst_interop.moc"
