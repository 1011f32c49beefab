// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/responder.h"

#include "core/future.h"
#include "northbound/servedvalue.h"
#include "session/livemodel.h"

#include <algorithm>
#include <utility>

namespace mws::northbound
{

namespace
{

constexpr int kReadWriteRegisters = 23;
constexpr int kEncapsulated = 43;
constexpr quint16 kAllBits = 0xFFFF;
constexpr quint16 kBoolBit = 1; ///< a bool has a whole register, 0 or 1

Exception exceptionFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Denied:
    case ErrorCode::Unauthenticated:
    case ErrorCode::SecondFactor:
        return Exception::IllegalFunction;
    case ErrorCode::NotFound:
        return Exception::IllegalAddress;
    case ErrorCode::Invalid:
        return Exception::IllegalValue;
    case ErrorCode::Busy:
        return Exception::DeviceBusy;
    default:
        return Exception::DeviceFailure;
    }
}

} // namespace

std::optional<Exception> exceptionFor(const WriteReply &reply)
{
    switch (reply.outcome) {
    case WriteReply::Outcome::Ok:
    case WriteReply::Outcome::Unverified:
        return std::nullopt;
    case WriteReply::Outcome::Refused:
        return exceptionFor(reply.code);
    case WriteReply::Outcome::Differs:
    case WriteReply::Outcome::DeviceException:
    case WriteReply::Outcome::Timeout:
    case WriteReply::Outcome::Waiting: // never for a client of this server
        break;
    }
    return Exception::DeviceFailure;
}

Responder::Responder(Plant &plant, Session &session, QString address, QObject *parent)
    : QObject(parent)
    , m_plant(plant)
    , m_session(session)
    , m_address(std::move(address))
{
}

void Responder::handle(const QByteArray &pdu, const Answered &answered)
{
    ++m_plant.status.requests;
    const bool reads = !isWriteFunction(pdu) || pdu[0] == kReadWriteRegisters;
    if (reads && !mayRead()) {
        noteUnread();
        answered(answerOf(pdu, Exception::IllegalFunction));
        return;
    }
    if (isWriteFunction(pdu) && m_session.identity().role.isEmpty()) {
        answered(answerOf(
            pdu,
            refused(Exception::IllegalFunction, {}, QStringLiteral("the client has no role"))));
        return;
    }
    if (!pdu.isEmpty() && pdu[0] == kEncapsulated) {
        const QByteArray answer = identify(m_plant.identification, pdu);
        m_plant.status.exceptions += answer[0] != pdu[0];
        answered(answer);
        return;
    }
    const auto parsed = parseRequest(pdu);
    if (const auto *code = std::get_if<Exception>(&parsed))
        answered(answerOf(pdu, *code));
    else if (const Request &request = std::get<Request>(parsed); request.isWrite())
        write(pdu, request, answered);
    else
        answered(read(pdu, request));
}

bool Responder::mayRead() const
{
    if (!m_plant.settings.tls)
        return true;
    return m_plant.services.access.rightsOf(m_session.identity())
        .may(Permission::View, {Origin::Modbus, m_address});
}

bool Responder::seesAll(const QList<const Served *> &served) const
{
    const PlantViewPtr view = m_session.view();
    return !m_plant.settings.tls // then the map is for everybody on the list of clients
        || std::all_of(served.begin(), served.end(),
                       [&view](const Served *one) { return view->contains(one->tag); });
}

QList<const Served *> Responder::covered(Table table, int address, int count)
{
    const auto served = m_plant.map.cover(table, address, count);
    if (seesAll(served))
        return served;
    noteUnread();
    return {};
}

Exception Responder::notThere() const
{
    const bool seesPart = m_plant.settings.tls && !m_session.view()->isWhole();
    return seesPart ? Exception::IllegalFunction : Exception::IllegalAddress;
}

void Responder::noteUnread()
{
    if (m_isUnreadNoted || !m_plant.budget.takeRow(m_address))
        return; // the next one is noted when the budget allows it
    m_isUnreadNoted = true;
    m_session.recordDenial(QStringLiteral("read"), {},
                           QStringLiteral("the role of the certificate may not read"));
}

QByteArray Responder::answerOf(const QByteArray &pdu, Exception code)
{
    ++m_plant.status.exceptions;
    return exceptionPdu(pdu, code);
}

QByteArray Responder::read(const QByteArray &pdu, const Request &request)
{
    const auto served = covered(request.table, request.readAddress, request.readCount);
    if (served.isEmpty())
        return answerOf(pdu, notThere());
    QList<quint16> values;
    for (const Served *one : served) {
        const auto words
            = wordsOf(*one, m_plant.model.value(one->tag), m_plant.settings.serveStale);
        if (!words)
            return answerOf(pdu, Exception::DeviceFailure);
        values += *words;
    }
    return readAnswer(request, values);
}

void Responder::write(const QByteArray &pdu, const Request &request, const Answered &answered)
{
    const auto prepared = prepare(request);
    if (const auto *code = std::get_if<Exception>(&prepared)) {
        answered(answerOf(pdu, *code));
        return;
    }
    whenDone(m_session.writeAll(std::get<Writes>(prepared)), this,
             [this, pdu, request, answered](const QList<WriteReply> &replies) {
                 finishWrite(pdu, request, replies, answered);
             });
}

Responder::Prepared Responder::prepare(const Request &request)
{
    if (request.readCount > 0
        && covered(request.table, request.readAddress, request.readCount).isEmpty())
        return notThere();
    const int count = request.isMask() ? 1 : int(request.values.size());
    const auto served = covered(request.table, request.writeAddress, count);
    if (served.isEmpty())
        return notThere();
    for (const Served *one : served) {
        if (!one->entry.writable)
            return refused(Exception::IllegalAddress, one->entry.tag,
                           QStringLiteral("the entry can only be read"));
    }
    if (served.size() > Budget::kMostValues)
        return Exception::IllegalValue;
    if (!m_plant.budget.takeWrites(m_address, served.size()))
        return refused(Exception::DeviceBusy, {}, QStringLiteral("too many writes"));
    if (request.isMask())
        return prepareMask(request, *served.first());
    Writes writes;
    for (const Served *one : served) {
        const auto words
            = request.values.mid(one->entry.address - request.writeAddress, one->form.span());
        const auto value = valueFrom(*one, words);
        if (!value)
            return refused(Exception::IllegalValue, one->entry.tag,
                           QStringLiteral("the registers hold no value"));
        writes.append({one->entry.tag, *value});
    }
    return writes;
}

/// What the register holds is known only as it was some time ago; a bit that has changed since
/// would be lost. So the mask must replace every bit that says something.
Responder::Prepared Responder::prepareMask(const Request &request, const Served &served)
{
    const quint16 meaning = served.form.type == DataType::Bool ? kBoolBit : kAllBits;
    const quint16 keep = request.values[0];
    const quint16 put = request.values[1];
    if ((keep & meaning) != 0)
        return refused(Exception::IllegalFunction, served.entry.tag,
                       QStringLiteral("a mask would keep bits of a value"));
    const auto value = valueFrom(served, {quint16(put & ~keep)});
    if (!value)
        return refused(Exception::IllegalValue, served.entry.tag,
                       QStringLiteral("the register holds no value"));
    return Writes{{served.entry.tag, *value}};
}

Exception Responder::refused(Exception code, const QString &target, const QString &why)
{
    ++m_plant.status.refusedWrites;
    if (m_plant.budget.takeRow(m_address))
        m_session.recordDenial(QStringLiteral("write"), target, why);
    return code;
}

void Responder::finishWrite(const QByteArray &pdu, const Request &request,
                            const QList<WriteReply> &replies, const Answered &answered)
{
    std::optional<Exception> failure;
    bool anyRefused = false;
    for (const WriteReply &reply : replies) {
        const auto code = exceptionFor(reply);
        anyRefused |= reply.outcome == WriteReply::Outcome::Refused;
        m_plant.status.writes += !code;
        // The others of a refused one only say that they stayed with it.
        if (code && !failure && reply.problem != QLatin1String("groupRefused"))
            failure = code;
    }
    m_plant.status.refusedWrites += anyRefused;
    if (failure)
        answered(answerOf(pdu, *failure));
    else
        answered(request.readCount > 0 ? read(pdu, request) : writeAnswer(pdu));
}

} // namespace mws::northbound
