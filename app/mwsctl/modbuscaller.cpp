// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbuscaller.h"

#include "modbus/interview.h"
#include "modbus/requests.h"
#include "modbus/transport.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QTimer>

#include <csignal>
#include <cstdio>
#include <sys/signalfd.h>
#include <unistd.h>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

sigset_t endingSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM})
        sigaddset(&signals, signal);
    return signals;
}

} // namespace

Caller::Caller(const Connection &connection, const ModbusTarget &target)
    : m_connection(connection)
    , m_transport(modbus::makeTransport(connection, target.tlsFolder, target.networks))
{
    using modbus::Transport;
    QObject::connect(m_transport.get(), &Transport::opened, &m_loop, [this] {
        m_isOpen = true;
        m_loop.quit();
    });
    QObject::connect(m_transport.get(), &Transport::closed, &m_loop, [this](const QString &why) {
        m_isOpen = false;
        m_linkProblem = why;
        m_loop.quit();
    });
    QObject::connect(m_transport.get(), &Transport::finished, &m_loop,
                     [this](const modbus::TransportReply &reply) { onFinished(reply); });
    const sigset_t signals = endingSignals();
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    m_signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    auto *notifier = new QSocketNotifier(m_signals, QSocketNotifier::Read, &m_loop);
    QObject::connect(notifier, &QSocketNotifier::activated, &m_loop, [this] { onInterrupt(); });
}

Caller::~Caller()
{
    m_transport->close();
    if (m_signals >= 0)
        ::close(m_signals);
}

void Caller::onInterrupt()
{
    signalfd_siginfo info{};
    while (::read(m_signals, &info, sizeof info) > 0) { }
    m_interrupted = true;
    m_loop.quit();
}

void Caller::wait()
{
    if (!m_interrupted)
        m_loop.exec();
}

void Caller::pause(Milliseconds time)
{
    if (time <= Milliseconds(0))
        return;
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &m_loop, &QEventLoop::quit);
    timer.start(time);
    wait();
}

bool Caller::open()
{
    if (m_isOpen || m_interrupted)
        return m_isOpen;
    m_linkProblem.clear();
    m_transport->open();
    wait();
    return m_isOpen;
}

CallAnswer Caller::ask(int unit, const QByteArray &pdu)
{
    using Outcome = CallAnswer::Outcome;
    m_answer = {Outcome::Interrupted, {}, 0, CtlText::tr("interrupted")};
    if (!open() && !m_interrupted)
        return {Outcome::NoLink, {}, 0, m_linkProblem};
    if (m_interrupted)
        return m_answer;
    m_request = pdu;
    m_waiting = true;
    m_transport->send(unit, pdu, Milliseconds(m_connection.responseTimeoutMs));
    wait();
    if (std::exchange(m_waiting, false)) { // interrupted
        m_transport->close();
        m_isOpen = false;
    }
    return m_answer;
}

CallAnswer Caller::askRaw(int unit, const QByteArray &pdu)
{
    m_raw = true;
    const CallAnswer answer = ask(unit, pdu);
    m_raw = false;
    return answer;
}

void Caller::onFinished(const modbus::TransportReply &reply)
{
    using Outcome = CallAnswer::Outcome;
    using Status = modbus::TransportReply::Status;
    m_waiting = false;
    m_loop.quit();
    if (reply.status != Status::Answer) {
        const bool isLost = reply.status == Status::LinkLost;
        m_isOpen = m_isOpen && !isLost;
        m_answer = {isLost ? Outcome::NoLink : Outcome::Silence, {}, 0, reply.detail};
        return;
    }
    if (m_raw) {
        m_answer = {Outcome::Data, reply.pdu, 0, {}};
        return;
    }
    const modbus::ResponseCheck check = modbus::checkResponse(m_request, reply.pdu);
    switch (check.verdict) {
    case modbus::ResponseCheck::Verdict::Data:
        m_answer = {Outcome::Data, reply.pdu, 0, {}};
        break;
    case modbus::ResponseCheck::Verdict::Exception:
        m_answer
            = {Outcome::Exception, {}, check.exception, modbus::exceptionText(check.exception)};
        break;
    case modbus::ResponseCheck::Verdict::Invalid:
        m_answer = {Outcome::Silence, {}, 0, check.reason};
        break;
    }
}

Caller::Interviewed Caller::interview(int unit, const Inquiry &inquiry)
{
    auto interview = modbus::Interview::of(inquiry);
    if (!interview)
        return {{CallAnswer::Outcome::Silence, {}, 0, interview.error().detail}, {}};
    while (true) {
        const CallAnswer answer = ask(unit, interview->request());
        if (answer.outcome != CallAnswer::Outcome::Data)
            return {answer, interview->findings()};
        const auto more = interview.value().take(answer.pdu);
        if (!more)
            return {{CallAnswer::Outcome::Silence, {}, 0, more.error().detail},
                    interview->findings()};
        if (!*more)
            return {answer, interview->findings()};
    }
}

Exit exitFor(const CallAnswer &answer)
{
    switch (answer.outcome) {
    case CallAnswer::Outcome::Data:
        return Exit::Done;
    case CallAnswer::Outcome::Exception:
        complain(CtlText::tr("the device refuses: exception %1, %2")
                     .arg(answer.exception)
                     .arg(answer.detail));
        return Exit::Refused;
    case CallAnswer::Outcome::Interrupted:
        complain(answer.detail);
        return Exit::Interrupted;
    case CallAnswer::Outcome::Silence:
    case CallAnswer::Outcome::NoLink:
        break;
    }
    complain(answer.detail);
    return Exit::NoAnswer;
}

void progress(const QString &text)
{
    if (::isatty(STDERR_FILENO) == 1)
        std::fprintf(stderr, "\r\x1b[K%s", qUtf8Printable(text));
}

void endProgress()
{
    progress(QString());
}

QJsonArray jsonOf(const QList<Finding> &findings)
{
    QJsonArray list;
    for (const Finding &finding : findings)
        list.append(QJsonObject{{QStringLiteral("key"), finding.key},
                                {QStringLiteral("label"), finding.label},
                                {QStringLiteral("value"), finding.value},
                                {QStringLiteral("text"), finding.text}});
    return list;
}

void printFindings(const QList<Finding> &findings)
{
    for (const Finding &finding : findings)
        print(QStringLiteral("%1: %2").arg(finding.label, finding.text));
}

void printJson(const QJsonObject &object)
{
    print(QString::fromUtf8(QJsonDocument(object).toJson()).trimmed());
}

} // namespace mws::ctl
