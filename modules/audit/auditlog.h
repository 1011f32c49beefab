// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QFuture>
#include <QString>

namespace mws
{

class Store;

/// One line of who did what.
struct AuditEntry {
    qint64 id = 0; ///< set when stored, ascending
    Timestamp time{};
    QString actor; ///< user name, "panel", or "system"
    QString origin; ///< "panel", "remote 192.0.2.7", "local"
    QString action; ///< "signIn", "signOut", "denied", "write.intended", "write.result", "setup",
                    ///< "user.add", …
    QString target; ///< tag path, user name
    QString outcome; ///< "ok", "failed", "denied", "differs", …
    QString detail; ///< old and new value, reason, exception; no secret, ever
    QString correlation; ///< same for the entries of one write
};

/// Append-only, hash-chained record in the station's database: each row holds SHA-256 over its
/// fields and the hash of the row before. Control and format characters are stored escaped
/// (\\u000a), texts are cut to 200 characters, the detail to 2000. Ids have no gaps. The chain
/// shows every change and removal but that of the newest rows: keep a copy of the newest id
/// elsewhere. Thread-safe.
class AuditLog
{
public:
    AuditLog(Store &store, const Clock &clock);

    /// The future gives the id after the row is durable, or why it could not be written. The time
    /// is set by the log.
    QFuture<Result<qint64>> append(AuditEntry entry);

    struct Query {
        qint64 beforeId = 0; ///< 0: newest
        int limit = 100; ///< 1 to 1000
        QString action; ///< empty: all
    };
    /// Newest first.
    QFuture<Result<QList<AuditEntry>>> read(const Query &query);

    /// Walks the chain and gives the number of rows; the error names the first row that does not
    /// fit.
    QFuture<Result<qint64>> verify();

private:
    Store &m_store;
    const Clock &m_clock;
};

} // namespace mws
