// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faces/facesproject.h"

#include <algorithm>

namespace mws
{

namespace
{

const QList<StateLabel> kStates{{0, QStringLiteral("Stopped"), QStringLiteral("normal")},
                                {1, QStringLiteral("Running"), QStringLiteral("active")},
                                {2, QStringLiteral("By hand"), QStringLiteral("warning")},
                                {3, QStringLiteral("Fault"), QStringLiteral("alarm")}};

Sample sampleOf(const char *id, DataType type, const Value &value, const char *unit = "",
                int decimals = 1)
{
    Sample sample;
    sample.tag.id = QLatin1String(id);
    sample.tag.path = QStringLiteral("faces/Unit/Tag ") + sample.tag.id;
    sample.tag.type = type;
    sample.tag.length = type == DataType::String ? 20 : type == DataType::BitField ? 3 : 0;
    sample.tag.bit = type == DataType::BitField ? 4 : -1;
    sample.tag.unit = QString::fromUtf8(unit);
    sample.tag.decimals = decimals;
    sample.tag.low = 0;
    sample.tag.high = 10;
    sample.value = value;
    return sample;
}

Sample withStates(Sample sample)
{
    sample.tag.states = kStates;
    return sample;
}

Sample withBand(Sample sample)
{
    sample.tag.normalLow = 3;
    sample.tag.normalHigh = 5;
    return sample;
}

Sample command(Sample sample)
{
    sample.tag.table = Table::Coil;
    sample.tag.write.momentary = true;
    return sample;
}

QList<Sample> goodSamples()
{
    return {
        sampleOf("small", DataType::Float64, 3.14159, "m", 2),
        sampleOf("large", DataType::Float64, 1234567.891, "m³/h"),
        sampleOf("negative", DataType::Float64, -12345.05, "kW"),
        sampleOf("half", DataType::Float64, 0.125, "", 2),
        sampleOf("nearly-zero", DataType::Float64, -0.04, "°C"),
        sampleOf("minus-zero", DataType::Float64, -0.0, "%"),
        sampleOf("whole", DataType::Int16, qint64(-4321), "rpm"),
        sampleOf("exact", DataType::Int64, -Q_INT64_C(9007199254740993)),
        withBand(sampleOf("total", DataType::UInt64, ~Q_UINT64_C(0), "kWh")),
        withBand(sampleOf("within", DataType::Float64, 4.0, "bar")),
        withBand(sampleOf("above", DataType::Float64, 7.5, "bar")),
        withBand(sampleOf("below", DataType::Float64, 1.5, "bar")),
        sampleOf("bits", DataType::BitField, quint64(5)),
        sampleOf("on", DataType::Bool, true),
        sampleOf("off", DataType::Bool, false),
        withStates(sampleOf("running", DataType::Bool, true)),
        withStates(sampleOf("state0", DataType::UInt16, quint64(0))),
        withStates(sampleOf("state1", DataType::UInt16, quint64(1), "x")),
        withStates(sampleOf("state2", DataType::UInt16, quint64(2))),
        withStates(sampleOf("state3", DataType::UInt16, quint64(3))),
        withStates(sampleOf("state9", DataType::UInt16, quint64(9))),
        command(sampleOf("start", DataType::Bool, false)),
        command(withStates(sampleOf("run", DataType::Bool, true))),
        sampleOf("text", DataType::String, QStringLiteral("Süd <b>1</b>")),
    };
}

const QList<QualityState> kFaulty{
    {Quality::Uncertain, 0},        {Quality::UncertainClamped, 0},   {Quality::BadNotRead, 0},
    {Quality::BadCommunication, 0}, {Quality::BadDeviceException, 2}, {Quality::BadNotAvailable, 0},
    {Quality::BadOutOfRange, 0},    {Quality::BadConfiguration, 0},   {Quality::BadOutOfService, 0},
};

QList<Sample> faultySamples()
{
    QList<Sample> all;
    for (const QualityState &state : kFaulty) {
        for (Sample sample : {withBand(sampleOf("number", DataType::Float64, 12.5, "bar")),
                              withStates(sampleOf("state", DataType::UInt16, quint64(3))),
                              sampleOf("switch", DataType::Bool, true),
                              command(sampleOf("command", DataType::Bool, true)),
                              sampleOf("name", DataType::String, QStringLiteral("North"))}) {
            const QString quality = qualityName(state.quality);
            sample.tag.id += u'-' + QString(quality).replace(u'.', u'-').toLower();
            sample.tag.path += u' ' + quality;
            sample.state = state;
            all.append(sample);
        }
    }
    return all;
}

/// As the registry says.
bool takes(const QString &type, Value::Kind kind)
{
    if (kind == Value::Kind::String)
        return type == QLatin1String("value");
    static const QStringList ofBool{QStringLiteral("lamp"), QStringLiteral("toggle"),
                                    QStringLiteral("trend"), QStringLiteral("value")};
    return kind != Value::Kind::Bool || ofBool.contains(type);
}

QList<Widget> widgetsOf(const QString &type, const QList<Sample> &samples)
{
    QList<Widget> all;
    for (const Sample &sample : samples) {
        if (!takes(type, sample.tag.valueKind()))
            continue;
        const int n = int(all.size());
        Widget widget{type + u'-' + sample.tag.id, type, n % 4 * 3, n / 4 * 2, 3, 2, {}, {}, {}};
        widget.tags = {sample.tag.id};
        if (n % 2 == 0)
            widget.title = QStringLiteral("Title %1").arg(n);
        if (type == QLatin1String("toggle") && n % 3 == 0)
            widget.properties = {{QStringLiteral("onLabel"), QStringLiteral("Go")},
                                 {QStringLiteral("offLabel"), QStringLiteral("Halt")}};
        all.append(widget);
    }
    return all;
}

/// Without tags: texts and ways to other screens, with and without what may be left out.
QList<Widget> plainWidgets()
{
    const QString text = QStringLiteral("text");
    const QString way = QStringLiteral("navigation");
    const QJsonObject lamps{{QStringLiteral("screen"), QStringLiteral("lamp")}};
    return {{QStringLiteral("heading"),
             text,
             0,
             0,
             3,
             1,
             {},
             {},
             {{text, QStringLiteral("A heading")}, {QStringLiteral("heading"), true}}},
            {QStringLiteral("plain"), text, 3, 0, 3, 1, {}, {}, {{text, QStringLiteral("Short")}}},
            {QStringLiteral("titled"), way, 6, 0, 3, 1, QStringLiteral("To the lamps"), {}, lamps},
            {QStringLiteral("untitled"), way, 9, 0, 3, 1, {}, {}, lamps}};
}

Screen screenOf(const QString &id, const QList<Widget> &widgets)
{
    WidgetGroup group;
    group.id = QStringLiteral("all");
    group.widgets = widgets;
    for (const Widget &widget : widgets)
        group.h = std::max(group.h, widget.y + widget.h);
    return {id, id, {}, {group}};
}

} // namespace

QList<Sample> facesSamples(const QString &device)
{
    QList<Sample> all = goodSamples() + faultySamples();
    for (qsizetype n = 0; n < all.size(); ++n) {
        Tag &tag = all[n].tag;
        tag.device = device;
        tag.address = int(n) * 20;
        tag.history.enabled = tag.type != DataType::String;
        tag.write.enabled = tag.write.momentary || n % 3 != 2;
        if (n % 3 == 0)
            tag.write.roles = {QStringLiteral("engineer")};
    }
    return all;
}

QList<Screen> facesScreens(const QList<Sample> &samples)
{
    QList<Screen> all{screenOf(QStringLiteral("plain"), plainWidgets())};
    for (const char *type : {"bar", "lamp", "number", "sparkline", "tank", "toggle", "value"})
        all.append(screenOf(QLatin1String(type), widgetsOf(QLatin1String(type), samples)));
    QList<Widget> trends;
    for (const Widget &one : widgetsOf(QStringLiteral("trend"), samples)) {
        if (trends.isEmpty() || trends.constLast().tags.size() == 8)
            trends.append({QStringLiteral("trend%1").arg(trends.size()),
                           QStringLiteral("trend"),
                           0,
                           int(trends.size()) * 3,
                           12,
                           3,
                           QStringLiteral("Course"),
                           {},
                           {}});
        trends.last().tags += one.tags;
    }
    all.append(screenOf(QStringLiteral("trend"), trends));
    return all;
}

} // namespace mws
