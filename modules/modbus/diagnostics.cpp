// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/diagnostics.h"

#include <QCoreApplication>
#include <QtEndian>

namespace mws::modbus
{

namespace
{

/// Gives the texts for people their translation context.
class Texts
{
    Q_DECLARE_TR_FUNCTIONS(ModbusRequests)
};

constexpr int kMaxPdu = 253;
constexpr char kReferenceType = 6;
constexpr int kMaxRecord = 9999;
constexpr int kMaxFileAnswer = 0xF5;
constexpr int kMaxFileRequest = 0xF5;
constexpr int kRangeSize = 7; ///< of a read request; before the registers of a write request
constexpr int kMaxFileWrite = 122;
constexpr int kLastAddress = 65535;
constexpr int kLogHead = 6;
constexpr int kMaxLog = 64;
constexpr int kMaxQueue = 31;
constexpr char kReadDeviceIdentification = 14;
constexpr int kIdentificationHead = 7;
constexpr int kObjectHead = 2;
constexpr int kOneObject = 4;

void appendWord(QByteArray &pdu, int word)
{
    pdu.append(char(word >> 8)).append(char(word));
}

int wordAt(QByteArrayView pdu, qsizetype offset)
{
    return qFromBigEndian<quint16>(pdu.data() + offset);
}

QByteArray alone(int function)
{
    return {1, char(function)};
}

Error invalidRequest(const QString &detail)
{
    return {ErrorCode::Invalid, detail};
}

bool isInFile(const FileRange &range)
{
    return range.file >= 1 && range.file <= kLastAddress && range.record >= 0 && range.count >= 1
        && range.record + range.count - 1 <= kMaxRecord;
}

Error outsideFile()
{
    return invalidRequest(Texts::tr("a file has the number 1 to 65535 and records 0 to 9999, and "
                                    "one request has room for 121 of them, 122 in a write"));
}

void appendRange(QByteArray &pdu, const FileRange &range)
{
    pdu.append(kReferenceType);
    appendWord(pdu, range.file);
    appendWord(pdu, range.record);
    appendWord(pdu, range.count);
}

ResponseCheck data()
{
    return {ResponseCheck::Verdict::Data, 0, {}, {}};
}

ResponseCheck wrongLength()
{
    return {ResponseCheck::Verdict::Invalid, 0, Texts::tr("the answer is not as long as it says"),
            StrayReason::WrongLength};
}

ResponseCheck wrongEcho()
{
    return {ResponseCheck::Verdict::Invalid, 0,
            Texts::tr("the answer does not repeat what was asked"), StrayReason::WrongEcho};
}

bool isEchoed(SubFunction sub)
{
    return sub == SubFunction::ReturnQueryData || changesDevice(sub);
}

ResponseCheck checkSubFunction(const QByteArray &request, const QByteArray &response)
{
    if (response.size() != request.size())
        return wrongLength();
    const auto sub = subFunctionOf(wordAt(request, 1));
    const qsizetype same = sub && isEchoed(*sub) ? request.size() : 3;
    return response.first(same) == request.first(same) ? data() : wrongEcho();
}

/// Each part of the answer is as long as its part of the request wants.
ResponseCheck checkFile(const QByteArray &request, const QByteArray &response)
{
    qsizetype at = 2;
    for (qsizetype asked = 2; asked + kRangeSize <= request.size(); asked += kRangeSize) {
        const int bytes = 2 * wordAt(request, asked + 5);
        if (at + 2 + bytes > response.size() || quint8(response.at(at)) != bytes + 1
            || response.at(at + 1) != kReferenceType)
            return {ResponseCheck::Verdict::Invalid, 0,
                    Texts::tr("the answer does not hold the records asked for"),
                    StrayReason::WrongLength};
        at += 2 + bytes;
    }
    return at == response.size() ? data() : wrongLength();
}

ResponseCheck checkLog(const QByteArray &response)
{
    const int count = quint8(response.at(1));
    return count >= kLogHead && count <= kLogHead + kMaxLog ? data() : wrongLength();
}

ResponseCheck checkQueue(const QByteArray &response)
{
    const int count = response.size() < 5 ? kMaxQueue + 1 : wordAt(response, 3);
    return count <= kMaxQueue && response.size() == 5 + 2 * count ? data() : wrongLength();
}

ResponseCheck checkIdentification(const QByteArray &request, const QByteArray &response)
{
    if (response.at(1) != request.at(1) || response.at(2) != request.at(2))
        return wrongEcho();
    const bool isOne = request.at(2) == kOneObject;
    if (isOne && (response.at(6) != 1 || response.at(kIdentificationHead) != request.at(3)))
        return wrongEcho();
    return data();
}

/// Up to the last of the objects that the head announces.
qsizetype identificationSize(QByteArrayView pdu)
{
    if (pdu.size() < kIdentificationHead)
        return kIdentificationHead;
    qsizetype size = kIdentificationHead;
    for (int left = quint8(pdu[6]); left > 0; --left) {
        if (size + kObjectHead > pdu.size())
            return size + kObjectHead;
        size += kObjectHead + quint8(pdu[size + 1]);
    }
    return size;
}

} // namespace

std::optional<SubFunction> subFunctionOf(int number)
{
    const bool isKnown = (number >= 0 && number <= 4) || (number >= 10 && number <= 18)
        || number == int(SubFunction::ClearOverrun);
    return isKnown ? std::optional(SubFunction(number)) : std::nullopt;
}

bool changesDevice(SubFunction sub)
{
    switch (sub) {
    case SubFunction::RestartCommunications:
    case SubFunction::ChangeAsciiDelimiter:
    case SubFunction::ForceListenOnly:
    case SubFunction::ClearCounters:
    case SubFunction::ClearOverrun:
        return true;
    default:
        return false;
    }
}

QByteArray exceptionStatusRequest()
{
    return alone(kReadExceptionStatus);
}

QByteArray diagnosticsRequest(SubFunction sub, quint16 data)
{
    QByteArray pdu = alone(kDiagnostics);
    appendWord(pdu, int(sub));
    appendWord(pdu, data);
    return pdu;
}

QByteArray eventCounterRequest()
{
    return alone(kEventCounter);
}

QByteArray eventLogRequest()
{
    return alone(kEventLog);
}

QByteArray serverIdRequest()
{
    return alone(kReportServerId);
}

Result<QByteArray> readFileRequest(const QList<FileRange> &ranges)
{
    QByteArray pdu = alone(kReadFileRecord) + char(ranges.size() * kRangeSize);
    qsizetype answer = 0;
    for (const FileRange &range : ranges) {
        if (!isInFile(range))
            return outsideFile();
        appendRange(pdu, range);
        answer += 2 + 2 * range.count;
    }
    if (ranges.isEmpty() || answer > kMaxFileAnswer || pdu.size() - 2 > kMaxFileRequest)
        return outsideFile();
    return pdu;
}

Result<QByteArray> writeFileRequest(int file, int record, const QList<quint16> &values)
{
    const FileRange range{file, record, int(values.size())};
    if (values.size() > kMaxFileWrite || !isInFile(range))
        return outsideFile();
    QByteArray pdu = alone(kWriteFileRecord) + char(kRangeSize + 2 * values.size());
    appendRange(pdu, range);
    for (const quint16 value : values)
        appendWord(pdu, value);
    return pdu;
}

Result<QByteArray> fifoRequest(int address)
{
    if (address < 0 || address > kLastAddress)
        return invalidRequest(Texts::tr("the address must be 0 to 65535"));
    QByteArray pdu = alone(kReadFifoQueue);
    appendWord(pdu, address);
    return pdu;
}

Result<QByteArray> identificationRequest(int code, int object)
{
    if (code < 1 || code > kOneObject || object < 0 || object > 255)
        return invalidRequest(Texts::tr("objects of the identification have the numbers 0 to 255"));
    QByteArray pdu = alone(kEncapsulated);
    return pdu.append(kReadDeviceIdentification).append(char(code)).append(char(object));
}

bool isDiagnostic(quint8 function)
{
    switch (function) {
    case kReadExceptionStatus:
    case kDiagnostics:
    case kEventCounter:
    case kEventLog:
    case kReportServerId:
    case kReadFileRecord:
    case kWriteFileRecord:
    case kReadFifoQueue:
    case kEncapsulated:
        return true;
    default:
        return false;
    }
}

ResponseCheck checkDiagnostic(const QByteArray &request, const QByteArray &response)
{
    if (response.size() > kMaxPdu || response.size() < shortestDiagnostic(request)
        || diagnosticSize(response, request) != response.size())
        return wrongLength();
    switch (request.at(0)) {
    case kDiagnostics:
        return checkSubFunction(request, response);
    case kEventLog:
        return checkLog(response);
    case kReadFileRecord:
        return checkFile(request, response);
    case kWriteFileRecord:
        return response == request ? data() : wrongEcho();
    case kReadFifoQueue:
        return checkQueue(response);
    case kEncapsulated:
        return checkIdentification(request, response);
    default:
        return data();
    }
}

qsizetype diagnosticSize(QByteArrayView pdu, const QByteArray &request)
{
    switch (request.at(0)) {
    case kEventLog:
    case kReportServerId:
    case kReadFileRecord:
        return pdu.size() < 2 ? 2 : 2 + quint8(pdu[1]);
    case kReadFifoQueue:
        return pdu.size() < 3 ? 3 : 3 + wordAt(pdu, 1);
    case kEncapsulated:
        return identificationSize(pdu);
    default:
        return shortestDiagnostic(request);
    }
}

int shortestDiagnostic(const QByteArray &request)
{
    switch (request.at(0)) {
    case kReadExceptionStatus:
        return 2;
    case kDiagnostics:
    case kWriteFileRecord:
        return int(request.size());
    case kEventLog:
        return 2 + kLogHead;
    case kReportServerId:
        return 3;
    case kReadFileRecord:
        return longestDiagnostic(request);
    case kEncapsulated:
        return kIdentificationHead;
    default:
        return 5;
    }
}

int longestDiagnostic(const QByteArray &request)
{
    int size = 2;
    switch (request.at(0)) {
    case kEventLog:
        return 2 + kLogHead + kMaxLog;
    case kReportServerId:
    case kEncapsulated:
        return kMaxPdu;
    case kReadFileRecord:
        for (qsizetype at = 2; at + kRangeSize <= request.size(); at += kRangeSize)
            size += 2 + 2 * wordAt(request, at + 5);
        return size;
    case kReadFifoQueue:
        return 5 + 2 * kMaxQueue;
    default:
        return shortestDiagnostic(request);
    }
}

} // namespace mws::modbus
