// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonArray>
#include <QJsonObject>

#include <initializer_list>

namespace mws
{

// The exchanges that the Modbus Application Protocol Specification V1.1b3 prints, section 6 and 7,
// in tests/data/modbus: "spec_frames.json" of the functions that tags use, "diagnostic_frames.json"
// of all others.

[[nodiscard]] QJsonArray framesIn(const char *file);

/// One row for each exchange of the files, its column "frame" a QJsonObject; for a function
/// ..._data().
void addFramesOf(std::initializer_list<const char *> files);

/// Of an exchange: the PDUs "request" and "response"; whole frames to unit 17 with "tcp" or "rtu"
/// before, such as "tcpRequest".
[[nodiscard]] QByteArray bytesOf(const QJsonValue &frame, const char *key);

} // namespace mws
