// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/livemessage.h"

#include "api/reader.h"
#include "core/strictjson.h"

#include <array>

namespace mws::api
{

namespace
{

constexpr qint64 kMaxId = 0x7FFFFFFF;
constexpr qsizetype kMaxText = 200;
constexpr qsizetype kMaxReason = 500;

struct Shape {
    LiveMessage::Type type;
    const char *name;
    QStringList keys;
};

const QList<Shape> &shapes()
{
    using Type = LiveMessage::Type;
    static const QString id = QStringLiteral("id");
    static const QString type = QStringLiteral("type");
    static const QList<Shape> all{
        {Type::Subscribe,
         "subscribe",
         {type, id, QStringLiteral("tags"), QStringLiteral("screen"), QStringLiteral("all"),
          QStringLiteral("maxRate")}},
        {Type::Unsubscribe, "unsubscribe", {type, id}},
        {Type::Resync, "resync", {type, id}},
        {Type::Ping, "ping", {type}},
        {Type::Devices, "devices", {type, id}},
        {Type::Write,
         "write",
         {type, id, QStringLiteral("tag"), QStringLiteral("value"), QStringLiteral("confirmed"),
          QStringLiteral("reason")}},
    };
    return all;
}

const Shape *shapeOf(const QString &name)
{
    for (const Shape &shape : shapes()) {
        if (name == QLatin1String(shape.name))
            return &shape;
    }
    return nullptr;
}

void readScope(ObjectReader &reader, LiveMessage &message)
{
    const bool tags = reader.has(QStringLiteral("tags"));
    const bool screen = reader.has(QStringLiteral("screen"));
    const bool all = reader.has(QStringLiteral("all"));
    if (int(tags) + int(screen) + int(all) != 1) {
        reader.refuse(QStringLiteral("exactly one of \"tags\", \"screen\" and \"all\" is wanted"));
    } else if (tags) {
        message.tags = reader.texts(QStringLiteral("tags"), LiveMessage::kMaxTags);
    } else if (screen) {
        message.scope = LiveMessage::Scope::Screen;
        message.screen = reader.text(QStringLiteral("screen"), 1, kMaxText);
    } else {
        message.scope = LiveMessage::Scope::All;
        if (!reader.optionalFlag(QStringLiteral("all")))
            reader.refuse(QStringLiteral("key \"all\" must be true"));
    }
}

void readMembers(ObjectReader &reader, LiveMessage &message)
{
    if (message.type == LiveMessage::Type::Subscribe) {
        readScope(reader, message);
        if (reader.has(QStringLiteral("maxRate")))
            message.maxRate
                = int(reader.integer(QStringLiteral("maxRate"), 1, LiveMessage::kMaxRate));
    } else if (message.type == LiveMessage::Type::Write) {
        message.tag = reader.text(QStringLiteral("tag"), 1, kMaxText);
        message.value = reader.value(QStringLiteral("value"));
        message.confirmed = reader.optionalFlag(QStringLiteral("confirmed"));
        message.reason = reader.optionalText(QStringLiteral("reason"), kMaxReason);
    }
}

void readObject(const QJsonObject &object, LiveMessageResult &result)
{
    const Shape *shape = shapeOf(object.value(QStringLiteral("type")).toString());
    if (!shape) {
        result.violation = QStringLiteral("key \"type\" names no message of this protocol");
        return;
    }
    ObjectReader reader(object, shape->keys);
    result.message.type = shape->type;
    result.isWrite = shape->type == LiveMessage::Type::Write;
    if (shape->type != LiveMessage::Type::Ping) {
        ObjectReader idReader(object, object.keys());
        result.message.id = idReader.integer(QStringLiteral("id"), 0, kMaxId);
        if (idReader.problem().isEmpty())
            result.id = result.message.id;
        else
            reader.refuse(idReader.problem());
    }
    readMembers(reader, result.message);
    result.violation = reader.problem();
}

} // namespace

LiveMessageResult readLiveMessage(const QByteArray &text)
{
    LiveMessageResult result;
    const auto document = parseStrictJson(text);
    if (!document)
        result.violation = document.error().detail;
    else if (!document->isObject())
        result.violation = QStringLiteral("a message is one JSON object");
    else
        readObject(document->object(), result);
    return result;
}

} // namespace mws::api
