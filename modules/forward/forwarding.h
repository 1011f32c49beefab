// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "forward/options.h"

#include <QObject>
#include <QThread>
#include <memory>
#include <vector>

namespace mws
{
class AuditLog;
}

namespace mws::forward
{

class Forwarder;

/// Sends audit rows to the places of the options, on a thread of its own; AuditLog::forwards()
/// tells how far. Lives in the main thread; the log outlives it.
class Forwarding final
{
public:
    /// station: StationPublicKey::id().
    Forwarding(AuditLog &audit, const Clock &clock, const Options &options, const QString &station);
    /// Stops, and stores how far rows have come. Blocking.
    ~Forwarding();
    Q_DISABLE_COPY_MOVE(Forwarding)

private:
    QThread m_thread;
    QObject m_context; ///< for calls into the thread
    std::vector<std::unique_ptr<Forwarder>> m_forwarders; ///< thread only
};

} // namespace mws::forward
