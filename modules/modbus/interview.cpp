// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/interview.h"

#include "modbus/diagnostics.h"
#include "modbus/findings.h"

#include <QCoreApplication>

namespace mws::modbus
{

namespace
{

/// Gives the texts for people their translation context.
class Texts
{
    Q_DECLARE_TR_FUNCTIONS(ModbusDiagnostics)
};

Result<QByteArray> subFunctionRequest(int number)
{
    constexpr quint16 kEchoed = 0xA537; // as in the example of section 6.8
    const auto sub = subFunctionOf(number);
    if (!sub || changesDevice(*sub))
        return Error{ErrorCode::Invalid,
                     Texts::tr("there is no sub-function %1 that only reads").arg(number)};
    return diagnosticsRequest(*sub, *sub == SubFunction::ReturnQueryData ? kEchoed : 0);
}

Result<QByteArray> requestFor(const Inquiry &inquiry)
{
    switch (inquiry.topic) {
    case Inquiry::Topic::Identity:
        return identificationRequest(
            int(inquiry.category), inquiry.category == Inquiry::Category::One ? inquiry.object : 0);
    case Inquiry::Topic::ServerId:
        return serverIdRequest();
    case Inquiry::Topic::Status:
        return exceptionStatusRequest();
    case Inquiry::Topic::Diagnostics:
        return subFunctionRequest(inquiry.subfunction);
    case Inquiry::Topic::EventCounter:
        return eventCounterRequest();
    case Inquiry::Topic::EventLog:
        return eventLogRequest();
    case Inquiry::Topic::File:
        return readFileRequest({{inquiry.file, inquiry.address, inquiry.count}});
    case Inquiry::Topic::Fifo:
        break;
    }
    return fifoRequest(inquiry.address);
}

} // namespace

Result<Interview> Interview::of(const Inquiry &inquiry)
{
    const auto request = requestFor(inquiry);
    if (!request)
        return request.error();
    return Interview(request.value());
}

Result<bool> Interview::take(const QByteArray &response)
{
    constexpr int kMore = 4;
    constexpr int kNext = 5;
    constexpr int kFirst = 3;
    m_findings.append(findingsOf(m_request, response));
    const bool isPart = m_request.at(0) == kEncapsulated
        && m_request.at(2) != char(Inquiry::Category::One) && quint8(response.at(kMore)) == 0xFF;
    if (!isPart)
        return false;
    if (quint8(response.at(kNext)) <= quint8(m_request.at(kFirst)))
        return Error{ErrorCode::Invalid,
                     Texts::tr("the device says again and again that more follows")};
    m_request[kFirst] = response.at(kNext);
    return true;
}

} // namespace mws::modbus
