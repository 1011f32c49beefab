// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"

#include <mutex>

namespace mws
{

/// A row as it is in the record, to be checked elsewhere.
struct HashedEntry {
    AuditEntry entry;
    QByteArray hash;
};

/// How far the rows have come at one place outside.
struct ForwardStatus {
    enum class State {
        Connecting, ///< since the start
        Up,
        Down,
    };
    QString target; ///< "journal", "syslog logs.example.org:6514"
    State state = State::Connecting;
    Timestamp since{}; ///< of the state
    qint64 lastRow = 0; ///< the last one that has arrived; 0: none
    qint64 waiting = 0; ///< rows behind that
    QString problem; ///< while it is down, for people
};

/// "connecting", "up", "down".
[[nodiscard]] QLatin1String nameOf(ForwardStatus::State state);

/// The places that rows are sent to besides, and how far each has come, which the database keeps.
/// Thread-safe.
class AuditForwards final
{
public:
    explicit AuditForwards(Store &store)
        : m_store(store)
    {
    }

    struct Piece {
        QList<HashedEntry> rows; ///< the oldest first
        qint64 newest = 0; ///< id of the newest row there is
    };
    /// Rows behind this one, at most so many.
    Future<Result<Piece>> after(qint64 row, int most);

    /// The last row that has arrived at this place; 0: none.
    Future<Result<qint64>> position(const QString &target);
    Future<Result<void>> setPosition(const QString &target, qint64 row);

    /// In the place of what was shown of the target.
    void show(const ForwardStatus &status);
    [[nodiscard]] QList<ForwardStatus> all() const;

private:
    Store &m_store;
    mutable std::mutex m_mutex;
    QList<ForwardStatus> m_shown;
};

} // namespace mws
