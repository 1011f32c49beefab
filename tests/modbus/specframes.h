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
// of all others but FC 17, whose answer has no fixed form and no example.

inline constexpr int kFramedUnits[] = {1, 17}; ///< whose whole frames the files have

/// Each exchange with its whole frames to that unit, and the "unit".
[[nodiscard]] QJsonArray framesIn(const char *file, int unit = 17);

/// One row for each exchange of the files and each unit, its column "frame" a QJsonObject; for a
/// function ..._data().
void addFramesOf(std::initializer_list<const char *> files);

/// Of an exchange: the PDUs "request" and "response"; whole frames with "tcp" or "rtu" before, such
/// as "tcpRequest".
[[nodiscard]] QByteArray bytesOf(const QJsonValue &frame, const char *key);

/// The response PDU as it should be: in the specification's answer to FC 43/14 the product code has
/// 15 characters and the length 13.
[[nodiscard]] QByteArray responseOf(const QJsonValue &frame);

} // namespace mws
