// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/requests.h"

namespace mws::modbus
{

// The functions of MODBUS Application Protocol V1.1b3, section 6, that are not about tags.
inline constexpr int kReadExceptionStatus = 7;
inline constexpr int kDiagnostics = 8;
inline constexpr int kEventCounter = 11;
inline constexpr int kEventLog = 12;
inline constexpr int kReportServerId = 17;
inline constexpr int kReadFileRecord = 20;
inline constexpr int kWriteFileRecord = 21;
inline constexpr int kReadFifoQueue = 24;
inline constexpr int kEncapsulated = 43; ///< here always with MEI type 14

/// Sub-functions of FC 8 (section 6.8.1).
enum class SubFunction {
    ReturnQueryData = 0,
    RestartCommunications = 1,
    DiagnosticRegister = 2,
    ChangeAsciiDelimiter = 3,
    ForceListenOnly = 4, ///< is not answered
    ClearCounters = 10,
    BusMessages = 11,
    BusCommunicationErrors = 12,
    BusExceptions = 13,
    ServerMessages = 14,
    ServerNoResponses = 15,
    ServerNaks = 16,
    ServerBusy = 17,
    CharacterOverruns = 18,
    ClearOverrun = 20,
};

/// None for numbers that are reserved.
[[nodiscard]] std::optional<SubFunction> subFunctionOf(int number);
/// It resets, silences or changes something in the device.
[[nodiscard]] bool changesDevice(SubFunction sub);

/// Registers of a file (section 6.14).
struct FileRange {
    int file = 1; ///< 1 to 65535
    int record = 0; ///< 0 to 9999, the first
    int count = 1; ///< as many as the answer has room for: 121 in one range
};

[[nodiscard]] QByteArray exceptionStatusRequest();
/// data: what ReturnQueryData echoes; FF00 for RestartCommunications clears the event log; the
/// delimiter, high byte, for ChangeAsciiDelimiter; else 0.
[[nodiscard]] QByteArray diagnosticsRequest(SubFunction sub, quint16 data = 0);
[[nodiscard]] QByteArray eventCounterRequest();
[[nodiscard]] QByteArray eventLogRequest();
[[nodiscard]] QByteArray serverIdRequest();
/// Invalid: a range, or all together, leave the limits.
[[nodiscard]] Result<QByteArray> readFileRequest(const QList<FileRange> &ranges);
/// Writes 1 to 122 registers.
[[nodiscard]] Result<QByteArray> writeFileRequest(int file, int record,
                                                  const QList<quint16> &values);
/// The register that holds the count of the queue, 0 to 65535.
[[nodiscard]] Result<QByteArray> fifoRequest(int address);
/// code: 1 basic, 2 regular, 3 extended, 4 the one object; object: the first, 0 to 255.
[[nodiscard]] Result<QByteArray> identificationRequest(int code, int object = 0);

/// One of the functions above.
[[nodiscard]] bool isDiagnostic(quint8 function);
/// Of a response with the function of the request; see checkResponse().
[[nodiscard]] ResponseCheck checkDiagnostic(const QByteArray &request, const QByteArray &response);
/// See responseSize() of rtuframe.h.
[[nodiscard]] qsizetype diagnosticSize(QByteArrayView pdu, const QByteArray &request);
[[nodiscard]] int shortestDiagnostic(const QByteArray &request);
[[nodiscard]] int longestDiagnostic(const QByteArray &request);

} // namespace mws::modbus
