// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/tagdriver.h"

#include "simulator/encoder.h"
#include "simulator/responder.h"
#include "simulator/waterworks.h"

#include <algorithm>

namespace mws::simulator
{

namespace
{

constexpr int kRampSteps = 100;

Result<Value> valueFromText(const Tag &tag, const QString &text)
{
    const Value::Kind kind = tag.valueKind();
    if (kind == Value::Kind::String)
        return Value(text);
    if (text == QLatin1String("true") || text == QLatin1String("false"))
        return Value(text == QLatin1String("true"));
    bool ok = false;
    const Value number = kind == Value::Kind::UInt ? Value(text.toULongLong(&ok))
        : kind == Value::Kind::Int                 ? Value(text.toLongLong(&ok))
                                                   : Value(text.toDouble(&ok));
    if (!ok)
        return Error{ErrorCode::Invalid,
                     QStringLiteral("\"%1\" is no value of %2").arg(text, tag.path)};
    return kind == Value::Kind::Bool ? Value(number.toBool()) : number;
}

/// A number that wanders through the tag's range, or through 0 to 99 where there is none.
Value rampValue(const Tag &tag, quint64 count, TagIndex index)
{
    const double low = tag.low.value_or(0);
    const double high = tag.high.value_or(low + kRampSteps - 1);
    const auto place = double((count + index) % kRampSteps);
    return Value(low + (high - low) * place / (kRampSteps - 1));
}

bool ramps(const Tag &tag)
{
    return !tag.isCounter() && tag.type != DataType::Bool && tag.type != DataType::String
        && !tag.write.enabled;
}

} // namespace

TagDriver::TagDriver(const Project &project, Responder &responder, Waterworks &plant)
    : m_project(project)
    , m_responder(responder)
    , m_plant(plant)
{
    makeUnits();
    bindPoints(plant);
    for (const Driven &driven : std::as_const(m_points)) {
        if (driven.point.kind == PlantPoint::Kind::Setting)
            put(m_project.tag(driven.tag), driven.point.get());
    }
    show();
}

void TagDriver::makeUnits()
{
    QHash<QString, QList<Tag>> byDevice;
    for (TagIndex i = 0; i < m_project.tagCount(); ++i) {
        const Tag &tag = m_project.tag(i);
        if (!tag.isCounter() && !m_project.isDisabled(i))
            byDevice[tag.device].append(tag);
    }
    for (const Device &device : m_project.devices()) {
        RegisterImage &image = m_responder.unit(device.connection, device.unit);
        image.add(device, byDevice.value(device.id));
        m_images[device.id] = &image;
    }
}

void TagDriver::bindPoints(Waterworks &plant)
{
    QSet<TagIndex> bound;
    const QList<PlantPoint> points = plantPoints(plant);
    for (const PlantPoint &point : points) {
        const TagIndex tag = indexOf(point.path);
        if (tag == kNoTag || m_project.tag(tag).isCounter())
            continue;
        m_points.append({tag, point});
        bound.insert(tag);
    }
    for (TagIndex tag = 0; tag < m_project.tagCount(); ++tag) {
        if (!bound.contains(tag) && !m_project.isDisabled(tag) && ramps(m_project.tag(tag)))
            m_rampTags.append(tag);
    }
}

void TagDriver::step(double seconds)
{
    takeIn();
    m_plant.step(seconds);
    show();
    if (m_ramping)
        ramp();
}

void TagDriver::takeIn()
{
    for (const Driven &driven : std::as_const(m_points)) {
        if (driven.point.kind == PlantPoint::Kind::Measurement)
            continue;
        const Tag &tag = m_project.tag(driven.tag);
        const Value value = current(tag);
        if (driven.point.kind == PlantPoint::Kind::Setting) {
            driven.point.set(value);
        } else if (value.toBool()) {
            driven.point.set(value);
            put(tag, Value(false));
        }
    }
}

void TagDriver::show()
{
    for (const Driven &driven : std::as_const(m_points)) {
        if (driven.point.kind == PlantPoint::Kind::Measurement && !m_held.contains(driven.tag))
            put(m_project.tag(driven.tag), driven.point.get());
    }
}

void TagDriver::ramp()
{
    ++m_rampCount;
    for (const TagIndex index : std::as_const(m_rampTags)) {
        if (!m_held.contains(index))
            put(m_project.tag(index), rampValue(m_project.tag(index), m_rampCount, index));
    }
}

TagIndex TagDriver::indexOf(const QString &path) const
{
    const TagIndex index = m_project.indexOfPath(path);
    return index == kNoTag || m_project.isDisabled(index) ? kNoTag : index;
}

RegisterImage &TagDriver::imageOf(const Tag &tag) const
{
    return *m_images.value(tag.device);
}

Value TagDriver::current(const Tag &tag) const
{
    if (tag.isCounter())
        return {};
    const auto words = imageOf(tag).read(tag.table, tag.address, tag.span());
    return words ? decodeTag(tag, *words) : Value();
}

void TagDriver::put(const Tag &tag, const Value &value)
{
    RegisterImage &image = imageOf(tag);
    const auto before = image.read(tag.table, tag.address, tag.span());
    const auto words = before ? encodeTag(tag, value, *before) : std::nullopt;
    if (words && *words != *before)
        image.write(tag.table, tag.address, *words);
}

const PlantPoint *TagDriver::pointOf(TagIndex tag) const
{
    const auto it = std::find_if(m_points.begin(), m_points.end(),
                                 [tag](const Driven &driven) { return driven.tag == tag; });
    return it == m_points.end() ? nullptr : &it->point;
}

Result<Value> TagDriver::value(const QString &path) const
{
    const TagIndex index = indexOf(path);
    if (index == kNoTag)
        return Error{ErrorCode::NotFound, QStringLiteral("no tag ") + path};
    return current(m_project.tag(index));
}

Result<void> TagDriver::setValue(const QString &path, const QString &text)
{
    const TagIndex index = indexOf(path);
    if (index == kNoTag)
        return Error{ErrorCode::NotFound, QStringLiteral("no tag ") + path};
    const Tag &tag = m_project.tag(index);
    if (tag.isCounter())
        return Error{ErrorCode::Invalid, QStringLiteral("%1 is no value of a device").arg(path)};
    const Result<Value> value = valueFromText(tag, text);
    if (!value)
        return value.error();
    const PlantPoint *point = pointOf(index);
    if (point && point->kind == PlantPoint::Kind::Measurement && point->set)
        point->set(*value);
    else if (!point || point->kind == PlantPoint::Kind::Measurement)
        m_held.insert(index);
    put(tag, *value);
    return {};
}

QStringList TagDriver::held() const
{
    QStringList paths;
    for (const TagIndex tag : m_held)
        paths.append(m_project.tag(tag).path);
    paths.sort();
    return paths;
}

QString TagDriver::pathAtStartOf(const QString &text) const
{
    for (qsizetype end = text.size(); end > 0; end = text.lastIndexOf(u' ', end - 1)) {
        if (m_project.indexOfPath(text.left(end)) != kNoTag)
            return text.left(end);
    }
    return {};
}

} // namespace mws::simulator
