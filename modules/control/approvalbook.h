// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "control/writedoor.h"

#include <QObject>
#include <mutex>
#include <optional>

namespace mws
{

/// What became of a write that waits for a second person.
enum class ApprovalState {
    Waiting,
    Approved, ///< it went on to its device; Approval::reply says what came of it
    Declined, ///< by another person
    Withdrawn, ///< by who asked for it
    Expired, ///< nobody approved it in time
    Dropped, ///< what it needs has ended: a right, a session, a limit that it kept
};

/// "waiting", "approved", "declined", "withdrawn", "expired", "dropped".
[[nodiscard]] QLatin1String nameOf(ApprovalState state);

/// A write that waits for a second person.
struct Approval {
    QString id; ///< 128 bit, hex; the correlation of its audit rows
    WriteRequest request; ///< of who asked for it
    TagIndex tag = kNoTag;
    Value value;
    Timestamp asked{};
    Timestamp until{};
    Milliseconds expires{0}; ///< until, by Clock::monotonic()
    ApprovalState state = ApprovalState::Waiting;
    QString by{}; ///< who ended it; empty: nobody did
    QString detail{}; ///< why it ended, for people
    Milliseconds ended{0}; ///< by Clock::monotonic()
    std::optional<WriteReply> reply{}; ///< Approved, once it is known
};

/// The writes that wait for a second person, and for a while those that did. In memory only.
/// Thread-safe; changed() comes in the thread that changes.
class ApprovalBook final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype kMaxWaiting = 64;
    static constexpr qsizetype kMaxOfOne = 16; ///< that wait, of one user
    static constexpr qsizetype kMaxEnded = 64;
    static constexpr Milliseconds kRemembered = std::chrono::minutes(10); ///< after the end

    explicit ApprovalBook(const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] QList<Approval> all() const; ///< the oldest first
    [[nodiscard]] QList<Approval> waiting() const;
    [[nodiscard]] std::optional<Approval> find(const QString &id) const;
    /// Why a write of this tag by this user cannot wait here now; none: it can.
    [[nodiscard]] std::optional<WriteReply> refusalOf(TagIndex tag, const QString &user) const;

    void add(const Approval &approval);
    /// False: it does not wait any more, and nothing was changed.
    bool end(const QString &id, ApprovalState state, const QString &by, const QString &detail);
    /// What came of one that was approved.
    void conclude(const QString &id, const WriteReply &reply);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] bool isForgotten(const Approval &approval) const;
    void forget();

    const Clock &m_clock;
    mutable std::mutex m_mutex;
    QList<Approval> m_all;
};

} // namespace mws
