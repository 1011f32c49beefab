// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "project/connection.h"

#include <QByteArray>
#include <QList>

namespace mws::modbus
{

/// What units of a link without transaction numbers may still answer: a request that was given up,
/// and one that was answered while the same was owed, for that may have been the answer to the
/// first. Until then nothing goes to the unit that such an answer fits (sharesResponses()), except
/// the first time the same request: whichever answer comes, it is about the same registers. So each
/// answer is guarded up to two response timeouts after its request. Later ones are not. A new
/// connection changes nothing: a serial server hands what comes late to whoever is connected then.
class OwedAnswers
{
public:
    /// Guards nothing where answers have a number.
    explicit OwedAnswers(const Connection &connection);

    /// A request ended without an answer.
    void silent(int unit, const QByteArray &request, Milliseconds sentAt, Milliseconds now);
    /// An exception fits all requests of its function.
    void answered(int unit, const QByteArray &request, bool isException, Milliseconds sentAt,
                  Milliseconds now);

    /// Whatever the request is.
    [[nodiscard]] bool mayAllGo(int unit, Milliseconds now) const;
    [[nodiscard]] bool mayGo(int unit, const QByteArray &request, Milliseconds now) const;
    /// The first time after that when something may go that could not go then; max: none.
    [[nodiscard]] Milliseconds nextEnd(Milliseconds after) const;

private:
    struct Owed {
        int unit = 0;
        QByteArray request;
        Milliseconds until{0};
        bool maySayAgain = false; ///< the same request may go
    };

    /// Takes the place of what was owed to the same request.
    void note(const Owed &owed, Milliseconds sentAt);

    bool m_isNumbered;
    Milliseconds m_timeout;
    QList<Owed> m_owed;
};

} // namespace mws::modbus
