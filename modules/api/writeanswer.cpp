// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/writeanswer.h"

#include <array>

namespace mws::api
{

namespace
{

struct ProblemStatus {
    const char *problem;
    int status;
};

constexpr std::array kStatuses{
    ProblemStatus{"unknownTag", 404},
    ProblemStatus{"denied", 403},
    ProblemStatus{"readOnly", 403},
    ProblemStatus{"wrongType", 422},
    ProblemStatus{"outOfRange", 422},
    ProblemStatus{"offStep", 422},
    ProblemStatus{"notFitting", 422},
    ProblemStatus{"needsConfirmation", 428},
    ProblemStatus{"needsReason", 428},
    ProblemStatus{"tooFast", 429},
    ProblemStatus{"busy", 429},
    ProblemStatus{"notAudited", 503},
    ProblemStatus{"expired", 503},
    ProblemStatus{"notReadable", 503},
    ProblemStatus{"superseded", 409},
    ProblemStatus{"revoked", 403},
    ProblemStatus{"localOnly", 403},
    ProblemStatus{"stepTooLarge", 422},
    ProblemStatus{"rateTooHigh", 429},
    ProblemStatus{"presentUnknown", 503},
    ProblemStatus{"notSecondPerson", 403},
    ProblemStatus{"approvalWaiting", 409},
    ProblemStatus{"approvalOver", 409},
    ProblemStatus{"unknownApproval", 404},
    ProblemStatus{"needsSecondPerson", 403},
};

constexpr int kUnknownProblem = 500;

int statusOf(const QString &problem)
{
    for (const ProblemStatus &known : kStatuses) {
        if (problem == QLatin1String(known.problem))
            return known.status;
    }
    return kUnknownProblem;
}

} // namespace

http::Response problemOf(const WriteReply &reply)
{
    const int status = statusOf(reply.problem);
    http::Response response = http::Response::problem(status, reply.problem, reply.detail);
    if (status == 429)
        response.headers.emplaceBack("Retry-After", "1");
    return response;
}

void appendWriteResult(QByteArray &out, const WriteReply &reply)
{
    const QLatin1String outcome = nameOf(reply.outcome);
    out.append("\"outcome\":\"").append(outcome.data(), outcome.size());
    out.append("\",\"written\":");
    reply.written.appendJson(out);
    out.append(",\"readBack\":");
    reply.readBack.appendJson(out);
    out.append(",\"exception\":");
    if (reply.exception != 0)
        appendJsonNumber(out, qint64(reply.exception));
    else
        out.append("null");
    out.append(",\"detail\":");
    appendJsonString(out, reply.detail);
    if (reply.outcome != WriteReply::Outcome::Waiting)
        return;
    out.append(",\"approval\":");
    appendJsonString(out, reply.approval);
}

http::Response writeAnswer(const WriteReply &reply, const http::Request &request)
{
    if (reply.outcome == WriteReply::Outcome::Refused)
        return problemOf(reply);
    QByteArray body("{");
    appendWriteResult(body, reply);
    http::Response response = http::Response::json(body.append('}'));
    if (reply.outcome != WriteReply::Outcome::Waiting)
        return response;
    response.status = 202;
    response.headers.emplaceBack(
        "Location", request.basePath + "/api/v1/approvals/" + reply.approval.toLatin1());
    return response;
}

} // namespace mws::api
