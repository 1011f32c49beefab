// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/lessonbook.h"

#include "core/log.h"
#include "core/strictjson.h"
#include "modbus/requests.h"
#include "project/names.h"

#include <QDateTime>
#include <QJsonArray>
#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kVersion = 1;
constexpr int kLastException = 255;

Timestamp timeOf(const QJsonValue &value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? fromMsSinceEpoch(time.toMSecsSinceEpoch()) : Timestamp();
}

QJsonObject entryOf(const Lesson &lesson)
{
    return {{QStringLiteral("exception"), lesson.exception},
            {QStringLiteral("since"), toIsoString(lesson.since)}};
}

QJsonObject placeEntry(Table table, const Lesson &lesson)
{
    QJsonObject entry = entryOf(lesson);
    entry.insert(QStringLiteral("table"), QString(nameOf(table)));
    return entry;
}

QJsonArray functionEntries(const QMap<int, Lesson> &functions)
{
    QJsonArray entries;
    for (auto it = functions.cbegin(); it != functions.cend(); ++it) {
        QJsonObject entry = entryOf(*it);
        entry.insert(QStringLiteral("function"), it.key());
        entries.append(entry);
    }
    return entries;
}

Lesson lessonFrom(const QJsonObject &entry, int exception)
{
    Lesson lesson;
    lesson.exception = quint8(exception);
    lesson.since = timeOf(entry[QLatin1String("since")]);
    return lesson;
}

/// -1: there is none.
int exceptionIn(const QJsonObject &entry)
{
    const int exception = entry[QLatin1String("exception")].toInt(-1);
    return exception <= kLastException ? exception : -1;
}

void takeFunction(Lessons &lessons, const QJsonObject &entry)
{
    const int function = entry[QLatin1String("function")].toInt(-1);
    if (function == kMaskWriteRegister && exceptionIn(entry) >= 0)
        lessons.functions.insert(function, lessonFrom(entry, exceptionIn(entry)));
}

std::optional<Table> tableIn(const QJsonObject &entry)
{
    return tableFromName(entry[QLatin1String("table")].toString());
}

} // namespace

LessonBook::LessonBook(ProjectPtr project)
    : m_project(std::move(project))
{
}

void LessonBook::read(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    const auto document = parseStrictJson(bytes);
    if (!document || (*document)[QLatin1String("version")] != kVersion) {
        qCWarning(lcField) << "what was learned about the devices is damaged and not used";
        return;
    }
    for (const QJsonValue &value : (*document)[QLatin1String("devices")].toArray()) {
        const QJsonObject entry = value.toObject();
        m_entries.insert(entry[QLatin1String("device")].toString(), entry);
    }
}

QByteArray LessonBook::toBytes() const
{
    QJsonArray devices;
    for (const Device &device : m_project->devices()) {
        if (m_entries.contains(device.id))
            devices.append(m_entries[device.id]);
    }
    const QJsonObject all{{QStringLiteral("version"), kVersion},
                          {QStringLiteral("devices"), devices}};
    return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

Lessons LessonBook::of(const Device &device) const
{
    Lessons lessons;
    const QJsonObject entry = m_entries.value(device.id);
    if (entry[QLatin1String("identity")].toString() != identityOf(device))
        return lessons;
    for (const QJsonValue &tag : entry[QLatin1String("tags")].toArray())
        takeTag(lessons, device, tag.toObject());
    for (const QJsonValue &value : entry[QLatin1String("tables")].toArray()) {
        if (const auto table = tableIn(value.toObject()))
            lessons.tables.insert(*table, lessonFrom(value.toObject(), 1));
    }
    for (const QJsonValue &cut : entry[QLatin1String("cuts")].toArray())
        takeCut(lessons, device, cut.toObject());
    for (const QJsonValue &value : entry[QLatin1String("functions")].toArray())
        takeFunction(lessons, value.toObject());
    return lessons;
}

void LessonBook::takeTag(Lessons &lessons, const Device &device, const QJsonObject &entry) const
{
    const TagIndex index = m_project->indexOf(entry[QLatin1String("tag")].toString());
    const int exception = exceptionIn(entry);
    if (index == kNoTag || m_project->tag(index).device != device.id || exception < 0)
        return;
    const Lesson lesson = lessonFrom(entry, exception);
    if (tagEntry(index, lesson) == entry)
        lessons.tags.insert(index, lesson);
}

/// A cut that no tag begins at any more is good for nothing.
void LessonBook::takeCut(Lessons &lessons, const Device &device, const QJsonObject &entry) const
{
    const auto table = tableIn(entry);
    const int address = entry[QLatin1String("address")].toInt(-1);
    const QList<TagIndex> tags = m_project->tagsOf(device.id);
    const bool isUsed = std::any_of(tags.cbegin(), tags.cend(), [&](TagIndex index) {
        const Tag &tag = m_project->tag(index);
        return tag.table == table && tag.address == address;
    });
    if (isUsed && exceptionIn(entry) >= 0)
        lessons.cuts.insert({*table, address}, lessonFrom(entry, exceptionIn(entry)));
}

void LessonBook::put(const Device &device, const Lessons &lessons)
{
    QJsonArray tags;
    for (auto it = lessons.tags.cbegin(); it != lessons.tags.cend(); ++it)
        tags.append(tagEntry(it.key(), *it));
    QJsonArray tables;
    for (auto it = lessons.tables.cbegin(); it != lessons.tables.cend(); ++it)
        tables.append(placeEntry(it.key(), *it));
    QJsonArray cuts;
    for (auto it = lessons.cuts.cbegin(); it != lessons.cuts.cend(); ++it) {
        QJsonObject entry = placeEntry(it.key().table, *it);
        entry.insert(QStringLiteral("address"), it.key().address);
        cuts.append(entry);
    }
    m_entries.remove(device.id);
    if (lessons.isEmpty())
        return;
    m_entries.insert(device.id,
                     {{QStringLiteral("connection"), device.connection},
                      {QStringLiteral("device"), device.id},
                      {QStringLiteral("identity"), identityOf(device)},
                      {QStringLiteral("tags"), tags},
                      {QStringLiteral("tables"), tables},
                      {QStringLiteral("cuts"), cuts},
                      {QStringLiteral("functions"), functionEntries(lessons.functions)}});
}

QString LessonBook::identityOf(const Device &device) const
{
    const Connection *connection = m_project->connection(device.connection);
    if (!connection)
        return {};
    const QString endpoint = connection->isSerial()
        ? connection->serialPort
        : QStringLiteral("%1:%2").arg(connection->host).arg(connection->port);
    return QStringList{connection->id, nameOf(connection->kind), endpoint,
                       QString::number(device.unit), device.templateId}
        .join(u' ');
}

QJsonObject LessonBook::tagEntry(TagIndex index, const Lesson &lesson) const
{
    const Tag &tag = m_project->tag(index);
    QJsonObject entry = placeEntry(tag.table, lesson);
    entry.insert(QStringLiteral("tag"), tag.id);
    entry.insert(QStringLiteral("address"), tag.address);
    entry.insert(QStringLiteral("type"), QString(nameOf(tag.type)));
    entry.insert(QStringLiteral("span"), tag.span());
    return entry;
}

} // namespace mws::modbus
