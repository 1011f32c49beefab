// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/inquiryqueue.h"

#include <QCoreApplication>

namespace mws::modbus
{

namespace
{

constexpr qsizetype kMaxWaiting = 8;
constexpr Milliseconds kLongest{20000}; ///< from the question to the last of its requests

struct Text {
    Q_DECLARE_TR_FUNCTIONS(mws::modbus::InquiryText)
};

} // namespace

bool InquiryQueue::isFull() const
{
    return m_inquiries.size() >= kMaxWaiting;
}

void InquiryQueue::append(int unit, const Interview &interview, Milliseconds now,
                          const DiagnosisDone &done)
{
    m_inquiries.append({unit, interview, now + kLongest, done});
}

Job InquiryQueue::takeTurn()
{
    m_hadTurn = true;
    Job job;
    job.purpose = Job::Purpose::Diagnose;
    job.unit = m_inquiries.first().unit;
    job.request = request();
    job.alone = true;
    job.excused = true; // a device may be silent about what it does not know
    return job;
}

void InquiryQueue::take(const Answer &answer)
{
    if (m_inquiries.isEmpty())
        return;
    switch (answer.ending) {
    case Answer::Ending::Data:
        takeFindings(answer.pdu);
        break;
    case Answer::Ending::Exception:
        finish(Outcome::DeviceException, answer.detail, answer.exception);
        break;
    case Answer::Ending::Silence:
    case Answer::Ending::Sent:
        finish(Outcome::Timeout, answer.detail);
        break;
    case Answer::Ending::Lost:
        finish(Outcome::Unavailable, answer.detail);
        break;
    }
}

void InquiryQueue::takeFindings(const QByteArray &pdu)
{
    const auto more = m_inquiries.first().interview.take(pdu);
    if (!more)
        finish(Outcome::Timeout, more.error().detail);
    else if (!*more)
        finish(Outcome::Ok, {}, 0, pdu);
}

void InquiryQueue::finish(Outcome outcome, const QString &detail, quint8 exception,
                          const QByteArray &answer)
{
    const Waiting inquiry = m_inquiries.takeFirst();
    const bool isWhole = outcome == Outcome::Ok;
    inquiry.done({outcome, exception, detail,
                  isWhole ? inquiry.interview.findings() : QList<Finding>(), answer});
}

void InquiryQueue::drop(const QString &why)
{
    while (!m_inquiries.isEmpty())
        finish(Outcome::Unavailable, why);
}

void InquiryQueue::expire(Milliseconds now)
{
    while (!m_inquiries.isEmpty() && m_inquiries.first().until <= now)
        finish(Outcome::Timeout, Text::tr("The link is too busy with the polls."));
}

} // namespace mws::modbus
