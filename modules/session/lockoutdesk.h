// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "session/session.h"

#include <QCoreApplication>

namespace mws
{

/// Locks the plant, or an area of it, to the panel, and lifts that: only at the panel, by who may
/// write there. Each call leaves an audit row, what was refused too; the one of a lockout that is
/// set may wait for the disk, and nothing is lifted before the row is durable. In the thread of the
/// session; the futures may finish on any.
class LockoutDesk final
{
    Q_DECLARE_TR_FUNCTIONS(mws::LockoutDesk)

public:
    explicit LockoutDesk(Session &session)
        : m_session(session)
    {
    }

    // area: as Lockout::area.
    [[nodiscard]] Result<void> may(const QString &area) const;
    /// As RemoteLockout::set(). NotFound: no tag is in this area.
    Future<Result<void>> set(const QString &area);
    /// As RemoteLockout::lift().
    Future<Result<void>> lift(const QString &area);

private:
    Session &m_session;
};

} // namespace mws
