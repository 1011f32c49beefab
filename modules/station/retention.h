// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QObject>
#include <QTimer>

namespace mws
{

class AccessControl;
class AuditLog;
class HistoryService;

/// Lets go of what has been kept long enough, at the start and every hour: chunks of the history,
/// in pieces, and tokens that ended long ago. The audit record has an AuditKeeper. Lives in the
/// main thread.
class Retention final : public QObject
{
    Q_OBJECT

public:
    /// So long the lists still show that a token has ended.
    static constexpr std::chrono::days kEndedTokens{30};

    /// historyDays 0: the history is kept for ever.
    Retention(HistoryService &history, AccessControl &access, AuditLog &audit, const Clock &clock,
              int historyDays);

    void start();

Q_SIGNALS:
    /// All of the history that is too old is gone, so many chunks by this time.
    void done(qint64 chunks);

private:
    void removeTokens();
    void cutHistory();
    void finish(const QString &problem);
    void record(const char *action, const QString &target, const QString &detail);

    HistoryService &m_history;
    AccessControl &m_access;
    AuditLog &m_audit;
    const Clock &m_clock;
    const std::chrono::days m_age;
    QTimer m_timer;
    qint64 m_chunks = 0; ///< of this time, so far
    bool m_running = false;
};

} // namespace mws
