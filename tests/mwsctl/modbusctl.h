// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>

class QProcess;

namespace mws
{

// "mwsctl modbus" as its user sees it, and frames of Modbus/TCP as its devices do.

enum Code { Done = 0, Failed = 1, Usage = 2, NoAnswer = 3, Refused = 4, Interrupted = 130 };

/// What a run of the program left behind.
struct Ran {
    int code = -1;
    QString out;
    QString err;
    [[nodiscard]] QJsonObject json() const;
    /// The findings as "key=text".
    [[nodiscard]] QStringList findings() const;
    /// The ranges of a scan of addresses: "0-9" can be read, "10-56!" cannot.
    [[nodiscard]] QStringList ranges() const;
};

/// Runs "mwsctl modbus <line>" while the event loop goes on, for devices of this process.
Ran modbusCtl(const QString &line, const std::function<void(QProcess &)> &meanwhile = {});

[[nodiscard]] int unitOf(const QByteArray &frame);
[[nodiscard]] int functionOf(const QByteArray &frame);
/// Two bytes of the frame; a request to read has its address at 8 and its count at 10.
[[nodiscard]] int wordAt(const QByteArray &frame, int at);
/// The frame that refuses this request.
[[nodiscard]] QByteArray exceptionOf(const QByteArray &request, int code);

} // namespace mws
