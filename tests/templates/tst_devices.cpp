// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/modbusbus.h"
#include "simulator/encoder.h"
#include "simulator/responder.h"
#include "simulator/tcpserver.h"
#include "templates/registermap.h"

#include <QSet>
#include <QTest>
#include <cmath>
#include <set>

using namespace mws;
using namespace mws::simulator;

namespace
{

constexpr int kUnit = 1;
constexpr int kIllegalDataAddress = 2;

const QString &net()
{
    static const QString connection = QStringLiteral("net");
    return connection;
}

/// SunSpec names them so.
bool isScaleFactor(const Tag &tag)
{
    return tag.id.endsWith(QLatin1String("_sf"));
}

/// What the registers of a value hold, another number or text for each place in the map. Numbers
/// use every word of their type and, where it has one, the sign.
Value rawValue(const Tag &tag, int place)
{
    const int sign = place % 2 == 0 ? 1 : -1;
    if (isScaleFactor(tag))
        return place % 7 - 3;
    switch (tag.type) {
    case DataType::Int16:
        return sign * (300 + place);
    case DataType::UInt16:
        return 40000 + place;
    case DataType::Int32:
        return sign * (7000000 + place);
    case DataType::UInt32:
        return quint64(4000000000) + quint64(place);
    case DataType::Int64:
        return sign * (qint64(1234567890123) + place);
    case DataType::UInt64:
        return quint64(10000000000000000000U) + quint64(place);
    case DataType::Float32:
        return sign * (230.25 + place);
    case DataType::Float64:
        return sign * (123456789.125 + place);
    case DataType::String:
        return QStringLiteral("Text %1").arg(place);
    default:
        qFatal("No value for the type of %s", qUtf8Printable(tag.id));
    }
}

/// The map's registers as the device counts: without a scale.
Tag asRaw(Tag tag)
{
    tag.factor = 1;
    tag.scaleFactor.clear();
    return tag;
}

QList<quint16> wordsOf(const QString &hex)
{
    QList<quint16> words;
    for (qsizetype i = 0; i < hex.size(); i += 4)
        words.append(quint16(hex.mid(i, 4).toUInt(nullptr, 16)));
    return words;
}

/// A device with exactly the registers of a published map, on a free port.
class MappedDevice
{
public:
    explicit MappedDevice(const RegisterMap &map)
        : m_image(m_responder.unit(net(), kUnit))
        , m_server(net(), m_responder)
    {
        QList<Tag> tags;
        for (const MapPoint &point : map.points)
            tags.append(point.tag);
        Device device;
        device.holeRegisters = 0;
        m_image.add(device, tags);
    }
    [[nodiscard]] bool listen() { return bool(m_server.listen(QHostAddress::LocalHost, 0)); }
    [[nodiscard]] QString endpoint() const { return m_server.endpoint(); }
    [[nodiscard]] bool put(const Tag &tag, const Value &value)
    {
        const auto words = encodeTag(asRaw(tag), value);
        return words && m_image.write(tag.table, tag.address, *words);
    }
    [[nodiscard]] bool putNone(const Tag &tag)
    {
        return m_image.write(tag.table, tag.address, wordsOf(tag.notAvailable));
    }
    [[nodiscard]] QByteArray ask(int function, int address)
    {
        const char request[] = {char(function), char(address >> 8), char(address), 0, 1};
        return m_responder.handle(net(), kUnit, QByteArray(request, sizeof request), true).pdu;
    }

private:
    Responder m_responder;
    RegisterImage &m_image;
    TcpServer m_server;
};

/// The product's side: a project with one device of a template, polled; keeps what it says last.
class Reader
{
public:
    Reader(const DeviceTemplate &tmpl, const QString &endpoint)
        : m_project(std::make_shared<const Project>(projectWith(tmpl.id), QList{tmpl}))
        , m_bus(m_project, {{net(), endpoint}}, m_clock)
    {
        QObject::connect(&m_bus, &FieldBus::valuesRead, &m_bus, [this](const ValueBatch &batch) {
            for (const TagSample &sample : batch)
                m_values.insert(m_project->tag(sample.tag).id, sample.now);
        });
        m_bus.start();
    }
    ~Reader() { m_bus.stop(); }
    Q_DISABLE_COPY_MOVE(Reader)

    [[nodiscard]] TagValue value(const Tag &tag) const { return m_values.value(idOf(tag)); }
    /// The tags of that quality, by key.
    [[nodiscard]] QSet<QString> withQuality(Quality quality) const
    {
        QSet<QString> keys;
        for (auto it = m_values.begin(); it != m_values.end(); ++it) {
            if (it->state.quality == quality)
                keys.insert(it.key().section(u'.', 1));
        }
        return keys;
    }

private:
    [[nodiscard]] QString idOf(const Tag &tag) const
    {
        return m_project->devices().first().id + u'.' + tag.id;
    }

    SystemClock m_clock;
    ProjectPtr m_project;
    modbus::ModbusBus m_bus;
    QHash<QString, TagValue> m_values;
};

QSet<QString> keysOf(const QList<Tag> &tags)
{
    QSet<QString> keys;
    for (const Tag &tag : tags)
        keys.insert(tag.id);
    return keys;
}

} // namespace

/// Each template against a simulated device that has exactly the registers of the published map.
class TemplateDevicesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deviceHasTheMapAndNothingElse_data() { addTemplateRows(); }

    void deviceHasTheMapAndNothingElse()
    {
        QFETCH(QString, id);
        const RegisterMap map = registerMapOf(id);
        MappedDevice device(map);
        std::set<std::pair<Table, int>> mapped;
        for (const MapPoint &point : map.points) {
            for (int i = 0; i < point.count; ++i)
                mapped.insert({point.tag.table, point.tag.address + i});
        }
        for (const Table table :
             {Table::Coil, Table::DiscreteInput, Table::HoldingRegister, Table::InputRegister}) {
            const int function = 1 + int(table);
            const QByteArray refusal{
                QByteArray().append(char(function | 0x80)).append(char(kIllegalDataAddress))};
            for (int address = 0; address < 65536; ++address) {
                const bool answered = device.ask(function, address) != refusal;
                if (answered != mapped.contains({table, address}))
                    QFAIL(qPrintable(QStringLiteral("%1/%2").arg(function).arg(address)));
            }
        }
    }

    void everyTagReadsTheValuePutIn_data() { addTemplateRows(); }

    void everyTagReadsTheValuePutIn()
    {
        QFETCH(QString, id);
        const RegisterMap map = registerMapOf(id);
        const DeviceTemplate tmpl = builtInTemplate(id);
        MappedDevice device(map);
        QVERIFY(device.listen());
        QHash<QString, Value> raw;
        for (const MapPoint &point : map.points) {
            raw.insert(point.tag.id, rawValue(point.tag, int(raw.size())));
            QVERIFY(device.put(point.tag, raw.value(point.tag.id)));
        }
        const Reader reader(tmpl, device.endpoint());
        const QSet<QString> all = keysOf(tmpl.tags);
        QTRY_COMPARE_WITH_TIMEOUT(reader.withQuality(Quality::Good), all, 20000);
        for (const MapPoint &point : map.points) {
            if (all.contains(point.tag.id))
                compare(reader.value(point.tag).value, raw, point.tag);
            if (QTest::currentTestFailed())
                return;
        }

        QSet<QString> none;
        for (const MapPoint &point : map.points) {
            if (!all.contains(point.tag.id) || point.tag.notAvailable.isEmpty())
                continue;
            none.insert(point.tag.id);
            QVERIFY(device.putNone(point.tag));
        }
        for (const MapPoint &point : map.points) {
            if (none.contains(point.tag.scaleFactor))
                none.insert(point.tag.id);
        }
        QTRY_COMPARE_WITH_TIMEOUT(reader.withQuality(Quality::BadNotAvailable), none, 20000);
        QCOMPARE(reader.withQuality(Quality::Good), all - none);
    }

private:
    static void compare(const Value &read, const QHash<QString, Value> &all, const Tag &point)
    {
        const Value raw = all.value(point.id);
        const double power = all.value(point.scaleFactor, Value(0)).toDouble();
        const double factor = point.factor * std::pow(10.0, power);
        const QString what = QStringLiteral("%1: %2 from %3 times %4")
                                 .arg(point.id, read.toString(), raw.toString())
                                 .arg(factor);
        if (point.factor != 1 || !point.scaleFactor.isEmpty())
            QVERIFY2(qFuzzyCompare(read.toDouble(), raw.toDouble() * factor), qUtf8Printable(what));
        else
            QVERIFY2(read.toString() == raw.toString(), qUtf8Printable(what));
    }
};

QTEST_GUILESS_MAIN(TemplateDevicesTest)
#include "tst_devices.moc"
