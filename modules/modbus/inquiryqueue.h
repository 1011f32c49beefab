// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "modbus/interview.h"
#include "modbus/job.h"

#include <QList>

namespace mws::modbus
{

/// The questions of engineers to the devices of one link, the first of which is being asked. Each
/// is answered exactly once, inside the call that ends it. Lives in the thread of its scheduler.
class InquiryQueue
{
public:
    using Outcome = DiagnosisReply::Outcome;

    [[nodiscard]] bool isEmpty() const { return m_inquiries.isEmpty(); }
    [[nodiscard]] bool isFull() const;
    /// For the unit with that number on the link. No request of it is sent 20 s after now.
    void append(int unit, const Interview &interview, Milliseconds now, const DiagnosisDone &done);
    /// Of the first; none: -1.
    [[nodiscard]] int unit() const { return isEmpty() ? -1 : m_inquiries.first().unit; }
    /// The next request of the first.
    [[nodiscard]] QByteArray request() const { return m_inquiries.first().interview.request(); }
    /// The same, to be sent now.
    [[nodiscard]] Job takeTurn();
    /// Polls that wait go before the next request: none was sent since the last.
    [[nodiscard]] bool hadTurn() const { return m_hadTurn; }
    void notePoll() { m_hadTurn = false; }
    /// It is the turn of the first, and that is for the unit.
    [[nodiscard]] bool isNext(int unit) const { return !m_hadTurn && this->unit() == unit; }

    /// What came to the request of the first: that may be its end, or ask for another request.
    void take(const Answer &answer);
    /// Ends the first.
    void finish(Outcome outcome, const QString &detail, quint8 exception = 0,
                const QByteArray &answer = {});
    /// Ends all.
    void drop(const QString &why);
    /// Ends those at the front that waited too long. Not while the first is in flight: its answer
    /// or its timeout ends it.
    void expire(Milliseconds now);

private:
    struct Waiting {
        int unit = 0;
        Interview interview;
        Milliseconds until{0}; ///< no request of it is sent later
        DiagnosisDone done;
    };

    void takeFindings(const QByteArray &pdu);

    QList<Waiting> m_inquiries;
    bool m_hadTurn = false;
};

} // namespace mws::modbus
