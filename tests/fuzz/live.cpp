// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/livemessage.h"
#include "fuzz/fuzz.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace mws::api;

namespace
{

void checkMessage(const LiveMessage &message, const QJsonObject &object)
{
    FUZZ_CHECK(message.id >= 0 && message.id <= 0x7FFFFFFF);
    FUZZ_CHECK(message.tags.size() <= LiveMessage::kMaxTags);
    FUZZ_CHECK(message.maxRate >= 1 && message.maxRate <= LiveMessage::kMaxRate);
    FUZZ_CHECK(message.tag.size() <= 200 && message.reason.size() <= 500);
    FUZZ_CHECK(message.confirmed == object.value(QStringLiteral("confirmed")).toBool());
    if (message.type != LiveMessage::Type::Write)
        return;
    FUZZ_CHECK(!message.tag.isEmpty() && !message.value.isUndefined());
    FUZZ_CHECK(message.value == object.value(QStringLiteral("value")));
}

} // namespace

/// What a client of the live feed sends.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), qsizetype(size));
    const LiveMessageResult result = readLiveMessage(text);
    if (!result.violation.isEmpty()) {
        FUZZ_CHECK(result.violation.size() < 1000);
        return 0;
    }
    const QJsonDocument document = QJsonDocument::fromJson(text);
    FUZZ_CHECK(document.isObject());
    checkMessage(result.message, document.object());
    // Nothing of it is lost in the writing that a second reader would see.
    const LiveMessageResult again = readLiveMessage(document.toJson());
    FUZZ_CHECK(again.violation.isEmpty() && again.id == result.id);
    FUZZ_CHECK(again.message.type == result.message.type
               && again.message.tag == result.message.tag);
    return 0;
}
