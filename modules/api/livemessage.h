// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QStringList>
#include <optional>

namespace mws::api
{

/// One message of a client of the live feed, checked for its shape.
struct LiveMessage {
    enum class Type { Subscribe, Unsubscribe, Resync, Ping, Devices, Write };
    enum class Scope { Tags, Screen, All };

    static constexpr int kMaxTags = 2000;
    static constexpr int kDefaultRate = 10;
    static constexpr int kMaxRate = 20;

    Type type = Type::Ping;
    qint64 id = 0; ///< chosen by the client, 0 to 2^31-1
    Scope scope = Scope::Tags; ///< Subscribe
    QStringList tags; ///< Subscribe
    QString screen; ///< Subscribe
    int maxRate = kDefaultRate; ///< Subscribe: messages per second, 1 to kMaxRate
    QString tag; ///< Write
    QJsonValue value; ///< Write
    bool confirmed = false; ///< Write
    QString reason; ///< Write
};

/// What came of reading one message; as much of it as could be read, also when it is wrong.
struct LiveMessageResult {
    LiveMessage message;
    std::optional<qint64> id;
    bool isWrite = false;
    QString violation; ///< empty: the message is well formed
};

[[nodiscard]] LiveMessageResult readLiveMessage(const QByteArray &text);

} // namespace mws::api
