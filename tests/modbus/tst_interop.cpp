// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/modbusbus.h"
#include "modbus/pki.h"
#include "project/names.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Words = QList<quint16>;

const QStringList kTypes{
    QStringLiteral("bool"),     QStringLiteral("int8Low"),   QStringLiteral("int8High"),
    QStringLiteral("uint8Low"), QStringLiteral("uint8High"), QStringLiteral("int16"),
    QStringLiteral("uint16"),   QStringLiteral("int32"),     QStringLiteral("uint32"),
    QStringLiteral("int64"),    QStringLiteral("uint64"),    QStringLiteral("float16"),
    QStringLiteral("float32"),  QStringLiteral("float64"),   QStringLiteral("bcd16"),
    QStringLiteral("bcd32"),    QStringLiteral("bcd64"),     QStringLiteral("mod10k32"),
    QStringLiteral("mod10k48"), QStringLiteral("mod10k64"),  QStringLiteral("string")};
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
    tag.type = DataType(kTypes.indexOf(row[QLatin1String("type")].toString()));
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
        .arg(kTables.at(int(tag.table)), kTypes.at(int(tag.type)), kOrders.at(int(tag.order)))
        .arg(tag.address)
        .toUtf8();
}

} // namespace

/// Every data type and order, read and written through ModbusBus on servers that others wrote.
class InteropTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cases = readCases();
        QVERIFY(m_cases.size() > 150);
        QSet<int> types;
        for (const Case &one : std::as_const(m_cases))
            types.insert(int(one.tag.type));
        QCOMPARE(types.size(), kTypes.size());
        writeImage();
    }

    void everyTypeReadAndWritten_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("variant");
        const int tcp = int(ConnectionKind::Tcp);
        const int rtu = int(ConnectionKind::Rtu);
        for (const char *server : {"libmodbus", "pymodbus"}) {
            const QString name = QString::fromLatin1(server);
            QTest::addRow("%s TCP", server) << name << tcp << false;
            QTest::addRow("%s TCP, QModbus, FC 16 only", server) << name << tcp << true;
            QTest::addRow("%s RTU", server) << name << rtu << false;
            QTest::addRow("%s RTU, QModbus", server) << name << rtu << true;
        }
        const QString pymodbus = QStringLiteral("pymodbus");
        QTest::newRow("pymodbus RTU over TCP")
            << pymodbus << int(ConnectionKind::RtuOverTcp) << false;
        QTest::newRow("pymodbus ASCII") << pymodbus << int(ConnectionKind::Ascii) << false;
        QTest::newRow("pymodbus UDP") << pymodbus << int(ConnectionKind::Udp) << false;
        const int tls = int(ConnectionKind::Tls);
        QTest::newRow("pymodbus TLS") << pymodbus << tls << false;
    }

    void everyTypeReadAndWritten()
    {
        QFETCH(QString, server);
        QFETCH(int, kind);
        QFETCH(bool, variant);
        Connection connection;
        connection.kind = ConnectionKind(kind);
        const bool serial = connection.isSerial();
        const bool tls = connection.kind == ConnectionKind::Tls;
        if (variant)
            connection.backend = LinkBackend::QModbus;
        if (server == QLatin1String("pymodbus") && !hasPymodbus())
            QSKIP("pymodbus is not installed");
        QString line;
        if (serial) {
            if (QStandardPaths::findExecutable(QStringLiteral("socat")).isEmpty())
                QSKIP("socat is not installed");
            startLine();
            line = m_folder.filePath(QStringLiteral("device"));
        }
        if (tls && !Pki::isPossible())
            QSKIP("openssl is not installed");
        if (tls)
            line = certificates();
        connection.maxInFlight = 8; // where the kind can
        startServer(server, mws::nameOf(connection.kind), line);
        if (QTest::currentTestFailed())
            return;
        makeBus(connection, !serial && variant);
        readEverything();
        if (!QTest::currentTestFailed())
            writeEverything();
        m_bus->stop();
    }

    void cleanup()
    {
        m_bus.reset();
        for (QProcess *process : {&m_server, &m_socat}) {
            process->kill();
            process->waitForFinished();
        }
    }

private:
    [[nodiscard]] static bool hasPymodbus()
    {
        return QProcess::execute(QStringLiteral("/usr/bin/python3"),
                                 {QStringLiteral("-c"), QStringLiteral("import pymodbus")})
            == 0;
    }

    /// Of the server; those of the station are for ModbusBus.
    QString certificates()
    {
        m_pki = std::make_unique<Pki>();
        m_tlsFolder = m_pki->stationFolder(QStringLiteral("link"));
        const QString device = QStringLiteral("device");
        return QStringList{m_pki->certificate(device), m_pki->key(device),
                           m_pki->certificate(QStringLiteral("ca"))}
            .join(u',');
    }

    void writeImage()
    {
        QFile file(m_folder.filePath(QStringLiteral("image")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int table = 0; table < kTables.size(); ++table) {
            QList<QByteArray> values(1000, "0");
            for (const Case &one : std::as_const(m_cases)) {
                for (int i = 0; int(one.tag.table) == table && i < one.words.size(); ++i)
                    values[one.tag.address + i] = QByteArray::number(one.words[i]);
            }
            file.write(kTables[table].toLatin1() + ' ' + values.join(' ') + '\n');
        }
    }

    void startLine()
    {
        const QString ends = QStringLiteral("pty,raw,echo=0,link=");
        m_socat.start(QStringLiteral("socat"),
                      {ends + m_folder.filePath(QStringLiteral("master")),
                       ends + m_folder.filePath(QStringLiteral("device"))});
        QTRY_VERIFY(QFile::exists(m_folder.filePath(QStringLiteral("device")))
                    && QFile::exists(m_folder.filePath(QStringLiteral("master"))));
    }

    void startServer(const QString &name, const QString &kind, const QString &line)
    {
        QStringList arguments{kind, m_folder.filePath(QStringLiteral("image"))};
        if (!line.isEmpty())
            arguments.append(line);
        m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        if (name == QLatin1String("libmodbus")) {
            m_server.start(QStringLiteral(MWS_LIBMODBUS_SERVER), arguments);
        } else {
            arguments.prepend(QStringLiteral(MWS_PYMODBUS_SERVER));
            m_server.start(QStringLiteral("/usr/bin/python3"), arguments);
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_server.canReadLine(), 20000);
        const QByteArray ready = m_server.readLine().trimmed();
        QVERIFY2(ready.startsWith("ready "), ready.constData());
        m_port = ready.mid(6).toInt();
    }

    void makeBus(Connection connection, bool multiple)
    {
        ProjectData data;
        data.pollClasses = {{QStringLiteral("normal"), 200, 3}};
        connection.id = QStringLiteral("link");
        connection.baudRate = 115200;
        connection.responseTimeoutMs = 2000;
        data.connections = {connection};
        Device device;
        device.id = QStringLiteral("device");
        device.connection = connection.id;
        device.registerWrite = multiple ? RegisterWrite::Multiple : RegisterWrite::Single;
        data.devices = {device};
        for (const Case &one : std::as_const(m_cases))
            data.tags.append(one.tag);
        m_project = std::make_shared<const Project>(data);
        const QString endpoint = connection.isSerial() ? m_folder.filePath(QStringLiteral("master"))
                                                       : QStringLiteral("127.0.0.1:%1").arg(m_port);
        m_bus = std::make_unique<modbus::ModbusBus>(
            m_project, QMap<QString, QString>{{connection.id, endpoint}}, m_clock, nullptr,
            m_tlsFolder);
        m_values.clear();
        connect(m_bus.get(), &FieldBus::valuesRead, this, [this](const ValueBatch &batch) {
            for (const TagSample &sample : batch)
                m_values.insert(m_project->tag(sample.tag).id, sample.now);
        });
        m_bus->start();
    }

    [[nodiscard]] bool allGood() const
    {
        return std::all_of(m_cases.cbegin(), m_cases.cend(), [this](const Case &one) {
            return m_values.value(one.tag.id).state.quality == Quality::Good;
        });
    }

    void readEverything()
    {
        QTRY_VERIFY_WITH_TIMEOUT(allGood(), 15000);
        for (const Case &one : std::as_const(m_cases)) {
            const Value got = m_values.value(one.tag.id).value;
            QVERIFY2(got == one.value,
                     nameOf(one.tag) + ": " + got.toString().toUtf8() + ", not "
                         + one.value.toString().toUtf8());
        }
        QCOMPARE(m_bus->links().first().state, LinkState::Connected);
        QCOMPARE(m_bus->units().first().state, UnitState::Good);
    }

    void writeEverything()
    {
        QSignalSpy finished(m_bus.get(), &FieldBus::writeFinished);
        for (const Case &one : std::as_const(m_cases)) {
            if (!one.write)
                continue;
            finished.clear();
            m_bus->write({1, m_project->indexOf(one.tag.id), *one.write, m_clock.monotonic() + 5s});
            QVERIFY2(finished.wait(10000), nameOf(one.tag));
            const auto result = finished.first().first().value<FieldWriteResult>();
            QVERIFY2(result.outcome == FieldWriteResult::Outcome::Ok,
                     nameOf(one.tag) + ": " + result.detail.toUtf8() + ' '
                         + result.readBack.toString().toUtf8());
            QCOMPARE(result.readBack, *one.write);
            const QByteArray expected = writeLine(one);
            QTRY_VERIFY2(m_server.canReadLine(), nameOf(one.tag));
            QCOMPARE(m_server.readLine().trimmed(), expected);
        }
        QTRY_VERIFY(everythingTakenOver());
        QVERIFY2(!m_server.canReadLine(), "something was written twice");
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
            return m_values.value(one.tag.id).value == one.write.value_or(one.value);
        });
    }

    QList<Case> m_cases;
    QTemporaryDir m_folder;
    std::unique_ptr<Pki> m_pki;
    QString m_tlsFolder;
    QProcess m_server;
    QProcess m_socat;
    int m_port = 0;
    SystemClock m_clock;
    ProjectPtr m_project;
    std::unique_ptr<modbus::ModbusBus> m_bus;
    QHash<QString, TagValue> m_values;
};

QTEST_GUILESS_MAIN(InteropTest)
#include "tst_interop.moc"
