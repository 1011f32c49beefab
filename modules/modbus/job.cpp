// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/job.h"

#include "modbus/requests.h"

namespace mws::modbus
{

namespace
{

/// A gateway speaks for a device that it cannot reach.
bool isGatewayException(quint8 code)
{
    return code == 10 || code == 11;
}

} // namespace

Answer Answer::of(const QByteArray &request, const TransportReply &reply)
{
    if (reply.status == TransportReply::Status::LinkLost)
        return {Ending::Lost, 0, {}, reply.detail, false};
    if (reply.status == TransportReply::Status::Sent)
        return {Ending::Sent, 0, {}, {}, false};
    if (reply.status != TransportReply::Status::Answer)
        return {
            Ending::Silence, 0, {}, reply.detail, reply.status == TransportReply::Status::Invalid};
    const ResponseCheck check = checkResponse(request, reply.pdu);
    if (check.verdict == ResponseCheck::Verdict::Data)
        return {Ending::Data, 0, reply.pdu, {}, false};
    if (check.verdict == ResponseCheck::Verdict::Exception)
        return {Ending::Exception, check.exception, {}, exceptionText(check.exception), false};
    return {Ending::Silence, 0, {}, check.reason, true, check.fault};
}

bool Answer::isFailure() const
{
    return ending == Ending::Silence || isGatewayException(exception);
}

} // namespace mws::modbus
