// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "forward/sink.h"

#include <QTimer>
#include <memory>
#include <optional>

namespace mws::forward
{

/// Sends the rows of the record to one place, in order, each at least once: one that may not have
/// arrived is sent again. Looks for new rows every second and holds at most kPiece of them. Tells
/// the state, and leaves an audit row when rows have not arrived for half a minute, and one when
/// they do again. Lives in the thread of the forwarding.
class Forwarder final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kPiece = 200; ///< rows
    struct Times {
        Milliseconds every{1000}; ///< between two looks
        Milliseconds patience{15'000}; ///< for rows to be read, to be taken, and to arrive
        Milliseconds grace{30'000}; ///< before the record says that they do not
        Milliseconds store{5000}; ///< between two stored positions
    };

    Forwarder(AuditLog &audit, const Clock &clock, std::unique_ptr<Sink> sink, Times times);
    Forwarder(AuditLog &audit, const Clock &clock, std::unique_ptr<Sink> sink)
        : Forwarder(audit, clock, std::move(sink), Times())
    {
    }
    /// Stores how far the rows have come.
    ~Forwarder() override;

private:
    void step();
    void readPosition();
    void readRows();
    void send(const AuditForwards::Piece &piece);
    void waitForArrival();
    /// No row went this time although some may wait; down once that lasts longer than patience.
    void waitForProgress(const QString &problem);
    void arrived();
    void store();
    void showUp();
    void showDown(const QString &problem);
    void show(ForwardStatus::State state);
    /// Leaves the audit row.
    void tell(const char *outcome, const QString &detail);

    AuditLog &m_audit;
    AuditForwards &m_forwards;
    const Clock &m_clock;
    const std::unique_ptr<Sink> m_sink;
    const Times m_times;
    QTimer m_timer;
    ForwardStatus m_status;
    bool m_isReading = false;
    std::optional<qint64> m_arrived; ///< the last row; none: it is not known yet
    qint64 m_sent = 0; ///< the last row; beyond m_arrived while rows are on their way
    qint64 m_stored = 0; ///< position in the database
    Milliseconds m_sentAt{0};
    Milliseconds m_storedAt{0};
    Milliseconds m_downAt{0};
    std::optional<Milliseconds> m_stuckSince; ///< see waitForProgress(); none: rows arrive
    bool m_isTold = false; ///< the record says that rows do not arrive
};

} // namespace mws::forward
