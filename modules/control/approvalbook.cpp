// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/approvalbook.h"

#include "control/writecheck.h"

#include <algorithm>

namespace mws
{

namespace
{

bool waits(const Approval &approval)
{
    return approval.state == ApprovalState::Waiting;
}

} // namespace

QLatin1String nameOf(ApprovalState state)
{
    switch (state) {
    case ApprovalState::Waiting:
        return QLatin1String("waiting");
    case ApprovalState::Approved:
        return QLatin1String("approved");
    case ApprovalState::Declined:
        return QLatin1String("declined");
    case ApprovalState::Withdrawn:
        return QLatin1String("withdrawn");
    case ApprovalState::Expired:
        return QLatin1String("expired");
    case ApprovalState::Dropped:
        break;
    }
    return QLatin1String("dropped");
}

ApprovalBook::ApprovalBook(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
}

QList<Approval> ApprovalBook::all() const
{
    const std::lock_guard lock(m_mutex);
    QList<Approval> remembered = m_all;
    remembered.removeIf([this](const Approval &one) { return isForgotten(one); });
    return remembered;
}

QList<Approval> ApprovalBook::waiting() const
{
    QList<Approval> all = this->all();
    all.removeIf([](const Approval &one) { return !waits(one); });
    return all;
}

std::optional<Approval> ApprovalBook::find(const QString &id) const
{
    for (const Approval &one : all()) {
        if (one.id == id)
            return one;
    }
    return std::nullopt;
}

std::optional<WriteReply> ApprovalBook::refusalOf(TagIndex tag, const QString &user) const
{
    qsizetype ofOne = 0;
    const QList<Approval> waiting = this->waiting();
    for (const Approval &one : waiting) {
        if (one.tag == tag)
            return refusal(ErrorCode::Conflict, QStringLiteral("approvalWaiting"),
                           QStringLiteral("a write of this tag waits for approval already"));
        ofOne += one.request.who.user == user;
    }
    if (waiting.size() < kMaxWaiting && ofOne < kMaxOfOne)
        return std::nullopt;
    return refusal(ErrorCode::Busy, QStringLiteral("busy"),
                   QStringLiteral("too many writes wait for approval"));
}

void ApprovalBook::add(const Approval &approval)
{
    {
        const std::lock_guard lock(m_mutex);
        forget();
        m_all.append(approval);
    }
    Q_EMIT changed();
}

bool ApprovalBook::end(const QString &id, ApprovalState state, const QString &by,
                       const QString &detail)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto one = std::find_if(m_all.begin(), m_all.end(), [&id](const Approval &known) {
            return known.id == id && waits(known);
        });
        if (one == m_all.end())
            return false;
        one->state = state;
        one->by = by;
        one->detail = detail;
        one->ended = m_clock.monotonic();
        forget();
    }
    Q_EMIT changed();
    return true;
}

void ApprovalBook::conclude(const QString &id, const WriteReply &reply)
{
    {
        const std::lock_guard lock(m_mutex);
        for (Approval &one : m_all) {
            if (one.id == id)
                one.reply = reply;
        }
    }
    Q_EMIT changed();
}

bool ApprovalBook::isForgotten(const Approval &approval) const
{
    return !waits(approval) && m_clock.monotonic() - approval.ended >= kRemembered;
}

void ApprovalBook::forget()
{
    m_all.removeIf([this](const Approval &one) { return isForgotten(one); });
    qsizetype tooMany = std::count_if(m_all.cbegin(), m_all.cend(),
                                      [](const Approval &one) { return !waits(one); })
        - kMaxEnded;
    m_all.removeIf([&tooMany](const Approval &one) { return !waits(one) && tooMany-- > 0; });
}

} // namespace mws
