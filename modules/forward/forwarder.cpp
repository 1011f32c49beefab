// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "forward/forwarder.h"

#include "core/log.h"

#include <algorithm>
#include <utility>

namespace mws::forward
{

namespace
{

QString unreadable(const Error &error)
{
    return QStringLiteral("the record cannot be read: ") + error.detail;
}

} // namespace

Forwarder::Forwarder(AuditLog &audit, const Clock &clock, std::unique_ptr<Sink> sink, Times times)
    : m_audit(audit)
    , m_forwards(audit.forwards())
    , m_clock(clock)
    , m_sink(std::move(sink))
    , m_times(times)
    , m_timer(this)
    , m_downAt(clock.monotonic())
{
    m_status.target = m_sink->name();
    show(ForwardStatus::State::Connecting);
    connect(&m_timer, &QTimer::timeout, this, &Forwarder::step);
    m_timer.start(m_times.every);
    step();
}

Forwarder::~Forwarder()
{
    store();
}

void Forwarder::step()
{
    if (m_isReading) {
        waitForProgress(QStringLiteral("the record does not answer"));
    } else if (!m_arrived) {
        readPosition();
    } else if (!m_sink->open()) {
        m_sent = *m_arrived;
        showDown(m_sink->problem());
    } else if (m_sent > *m_arrived) {
        waitForArrival();
    } else {
        readRows();
    }
}

void Forwarder::readPosition()
{
    m_isReading = true;
    whenDone(m_forwards.position(m_status.target), this, [this](const Result<qint64> &row) {
        m_isReading = false;
        if (!row) {
            waitForProgress(unreadable(row.error()));
            return;
        }
        m_arrived = m_sent = m_stored = m_status.lastRow = *row;
        step();
    });
}

void Forwarder::readRows()
{
    if (m_clock.monotonic() - m_storedAt >= m_times.store)
        store();
    m_isReading = true;
    whenDone(m_forwards.after(*m_arrived, kPiece), this,
             [this](const Result<AuditForwards::Piece> &piece) {
                 m_isReading = false;
                 if (!piece)
                     waitForProgress(unreadable(piece.error()));
                 else if (m_sink->open())
                     send(*piece);
             });
}

void Forwarder::send(const AuditForwards::Piece &piece)
{
    m_status.waiting = std::max<qint64>(0, piece.newest - *m_arrived);
    if (piece.rows.isEmpty()) {
        showUp();
        return;
    }
    const qsizetype taken = m_sink->send(piece.rows);
    if (taken == 0) {
        const QString problem = m_sink->problem();
        waitForProgress(problem.isEmpty() ? QStringLiteral("it takes no rows") : problem);
        return;
    }
    m_sent = piece.rows[taken - 1].entry.id;
    m_sentAt = m_clock.monotonic();
    show(m_status.state);
}

void Forwarder::waitForArrival()
{
    if (m_sink->isThrough())
        arrived();
    else if (m_clock.monotonic() - m_sentAt > m_times.patience)
        m_sink->close(QStringLiteral("it takes no rows any more"));
}

void Forwarder::waitForProgress(const QString &problem)
{
    const Milliseconds now = m_clock.monotonic();
    if (!m_stuckSince)
        m_stuckSince = now;
    if (now - *m_stuckSince >= m_times.patience)
        showDown(problem);
    else
        show(m_status.state);
}

void Forwarder::arrived()
{
    m_status.waiting = std::max<qint64>(0, m_status.waiting - (m_sent - *m_arrived));
    m_arrived = m_status.lastRow = m_sent;
    showUp();
    readRows();
}

void Forwarder::store()
{
    if (!m_arrived || *m_arrived == m_stored)
        return;
    m_stored = *m_arrived;
    m_storedAt = m_clock.monotonic();
    (void)m_forwards.setPosition(m_status.target, m_stored);
}

void Forwarder::showUp()
{
    m_stuckSince.reset();
    m_status.problem.clear();
    show(ForwardStatus::State::Up);
    if (!std::exchange(m_isTold, false))
        return;
    tell("ok", QStringLiteral("rows arrive again, row %1 was the last one").arg(*m_arrived));
}

void Forwarder::showDown(const QString &problem)
{
    using State = ForwardStatus::State;
    if (m_status.state == State::Up)
        m_downAt = m_stuckSince.value_or(m_clock.monotonic());
    if (!problem.isEmpty())
        m_status.problem = problem;
    show(m_status.state == State::Connecting && problem.isEmpty() ? State::Connecting
                                                                  : State::Down);
    if (m_isTold || m_clock.monotonic() - m_downAt < m_times.grace)
        return;
    m_isTold = true;
    tell("failed",
         QStringLiteral("no row has arrived behind row %1: %2")
             .arg(m_status.lastRow)
             .arg(m_status.problem));
}

void Forwarder::show(ForwardStatus::State state)
{
    if (state != m_status.state || m_status.since == Timestamp()) {
        m_status.since = m_clock.now();
        m_status.state = state;
    }
    m_forwards.show(m_status);
}

void Forwarder::tell(const char *outcome, const QString &detail)
{
    qCWarning(lcStation, "Audit rows to %s: %s", qUtf8Printable(m_status.target),
              qUtf8Printable(detail));
    AuditEntry entry;
    entry.actor = QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.action = QStringLiteral("audit.forward");
    entry.target = m_status.target;
    entry.outcome = QLatin1String(outcome);
    entry.detail = detail;
    (void)m_audit.append(entry, Durability::MayWait);
}

} // namespace mws::forward
