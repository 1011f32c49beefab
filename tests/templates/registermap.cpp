// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "templates/registermap.h"

#include "project/names.h"
#include "project/projectstore.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace mws
{

namespace
{

using Fields = QMap<QString, QString>;

const QMap<QString, QString> &mapFiles()
{
    static const QMap<QString, QString> files{
        {QStringLiteral("carlo-gavazzi-em24"), QStringLiteral("carlo_gavazzi_em24")},
        {QStringLiteral("eastron-sdm120"), QStringLiteral("eastron_sdm120")},
        {QStringLiteral("eastron-sdm630"), QStringLiteral("eastron_sdm630")},
        {QStringLiteral("janitza-b23"), QStringLiteral("janitza_b23")},
        {QStringLiteral("schneider-iem3000"), QStringLiteral("schneider_iem3000")},
        {QStringLiteral("schneider-pm5xxx"), QStringLiteral("schneider_pm5xxx")},
        {QStringLiteral("siemens-pac2200"), QStringLiteral("siemens_pac2200")},
        {QStringLiteral("sunspec-inverter"), QStringLiteral("sunspec_1_103_120_160")}};
    return files;
}

/// One line of comma-separated values; a quoted one may hold commas.
QStringList cellsOf(const QString &line)
{
    QStringList cells{QString()};
    bool quoted = false;
    for (const QChar c : line) {
        if (c == u'"')
            quoted = !quoted;
        else if (c == u',' && !quoted)
            cells.append(QString());
        else
            cells.last() += c;
    }
    return cells;
}

QList<Fields> rowsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        qFatal("%s cannot be read", qUtf8Printable(path));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    const QStringList heads = cellsOf(lines.first());
    QList<Fields> rows;
    for (const QString &line : lines.sliced(1)) {
        const QStringList cells = cellsOf(line);
        if (cells.size() != heads.size())
            qFatal("%s: not a row: %s", qUtf8Printable(path), qUtf8Printable(line));
        Fields row;
        for (qsizetype i = 0; i < cells.size(); ++i)
            row.insert(heads[i], cells[i]);
        rows.append(row);
    }
    return rows;
}

QString column(const Fields &row, const char *name)
{
    const auto it = row.find(QLatin1String(name));
    if (it == row.end())
        qFatal("A register map has no column %s", name);
    return *it;
}

/// "ApparentPowerL1" of a meter is apparent_power_l1, "THDL1" is thd_l1; "A_SF" of SunSpec model
/// 103 is model103.a_sf.
QString keyOf(const Fields &row)
{
    static const QRegularExpression kModel(QStringLiteral("^SunSpec model ([0-9]+) "));
    static const QRegularExpression kWord(QStringLiteral("([a-z]|THD)([A-Z])"));
    QString name = column(row, "name");
    const QString device = column(row, "device");
    if (device.startsWith(QLatin1String("SunSpec"))) {
        const QString model = kModel.match(device).captured(1);
        name = name.toLower().remove(u'[').remove(u']');
        return model.isEmpty() ? name : QStringLiteral("model%1.%2").arg(model, name);
    }
    name = name.replace(kWord, QStringLiteral("\\1_\\2")).toLower();
    return name.replace(QLatin1String("cosphi"), QLatin1String("power_factor"));
}

DataType typeOf(const QString &name)
{
    static const QMap<QString, DataType> sunSpec{{QStringLiteral("sunssf"), DataType::Int16},
                                                 {QStringLiteral("pad"), DataType::Int16},
                                                 {QStringLiteral("enum16"), DataType::UInt16},
                                                 {QStringLiteral("count"), DataType::UInt16},
                                                 {QStringLiteral("bitfield32"), DataType::UInt32},
                                                 {QStringLiteral("acc32"), DataType::UInt32}};
    const auto known = sunSpec.find(name);
    const auto type = known == sunSpec.end() ? typeFromName(name) : *known;
    if (!type)
        qFatal("A register map has the unknown type %s", qUtf8Printable(name));
    return *type;
}

ByteOrder orderOf(const QString &letters)
{
    if (letters == QLatin1String("AB") || letters == QLatin1String("ABCDEFGH"))
        return ByteOrder::ABCD;
    const auto order = orderFromName(letters);
    if (!order)
        qFatal("A register map has the unknown order %s", qUtf8Printable(letters));
    return *order;
}

QString unitOf(const QString &published)
{
    static const QMap<QString, QString> ours{
        {QStringLiteral("deg"), QStringLiteral("°")},  {QStringLiteral("C"), QStringLiteral("°C")},
        {QStringLiteral("Pct"), QStringLiteral("%")},  {QStringLiteral("AH"), QStringLiteral("Ah")},
        {QStringLiteral("Secs"), QStringLiteral("s")}, {QStringLiteral("cos()"), QString()}};
    return ours.value(published, published);
}

/// "0x8000" as the words of the registers; other remarks concern texts.
QString sentinelOf(const QString &published, int count)
{
    if (!published.startsWith(QLatin1String("0x")))
        return {};
    return published.mid(2).toUpper().rightJustified(4 * count, u'0');
}

MapPoint pointOf(const Fields &row)
{
    MapPoint point;
    point.name = column(row, "name");
    point.count = column(row, "count").toInt();
    const QString type = column(row, "type");
    const QString scale = column(row, "scale");
    const bool isOpen = scale.startsWith(QLatin1String("10^"));
    point.isOutOfReach = type == QLatin1String("pad");
    Tag &tag = point.tag;
    tag.id = keyOf(row);
    tag.table = tableFromName(column(row, "table")).value();
    tag.address = column(row, "address").toInt();
    tag.type = typeOf(type);
    tag.order = orderOf(column(row, "wordorder"));
    tag.length = tag.type == DataType::String ? 2 * point.count : 0;
    tag.factor = isOpen ? 1 : scale.toDouble();
    if (isOpen)
        tag.scaleFactor = tag.id.section(u'.', 0, 0) + u'.' + scale.mid(3).toLower();
    tag.unit = unitOf(column(row, "unit"));
    tag.notAvailable = sentinelOf(column(row, "nan"), point.count);
    return point;
}

/// "uint16[4]" is four values, numbered from 1.
QList<MapPoint> pointsOf(const Fields &row)
{
    static const QRegularExpression kArray(QStringLiteral("^([a-z0-9]+)\\[([0-9]+)\\]$"));
    const auto array = kArray.match(column(row, "type"));
    if (!array.hasMatch())
        return {pointOf(row)};
    Fields one = row;
    one.insert(QStringLiteral("type"), array.captured(1));
    QList<MapPoint> points;
    const int size = array.captured(2).toInt();
    for (int i = 0; i < size; ++i) {
        MapPoint point = pointOf(one);
        point.count /= size;
        point.tag.address += i * point.count;
        point.tag.id += QStringLiteral("_%1").arg(i + 1);
        points.append(point);
    }
    return points;
}

} // namespace

QStringList mappedTemplates()
{
    return mapFiles().keys();
}

void addTemplateRows()
{
    QTest::addColumn<QString>("id");
    const QStringList ids = mappedTemplates();
    for (const QString &id : ids)
        QTest::addRow("%s", qUtf8Printable(id)) << id;
}

RegisterMap registerMapOf(const QString &templateId)
{
    RegisterMap map{templateId, {}};
    const QString path = QStringLiteral(MWS_TEST_DATA "/register-maps/%1.csv");
    const QList<Fields> rows = rowsOf(path.arg(mapFiles().value(templateId)));
    for (const Fields &row : rows)
        map.points += pointsOf(row);
    return map;
}

DeviceTemplate builtInTemplate(const QString &templateId)
{
    const QList<DeviceTemplate> library = templateLibrary();
    for (const DeviceTemplate &tmpl : library) {
        if (tmpl.id == templateId)
            return tmpl;
    }
    qFatal("There is no template %s", qUtf8Printable(templateId));
}

ProjectData projectWith(const QString &templateId)
{
    ProjectData data;
    data.id = QStringLiteral("plant");
    data.name = QStringLiteral("Plant");
    data.pollClasses = {{QStringLiteral("normal"), 50, 3}, {QStringLiteral("slow"), 100, 3}};
    Connection connection;
    connection.id = QStringLiteral("net");
    connection.host = QStringLiteral("127.0.0.1");
    data.connections = {connection};
    Device device;
    device.id = QStringLiteral("unit");
    device.connection = connection.id;
    device.area = QStringLiteral("energy");
    device.templateId = templateId;
    data.devices = {device};
    return data;
}

} // namespace mws
