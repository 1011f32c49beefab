// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/future.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <functional>
#include <memory>

namespace mws
{

class AuditBacklog;
class AuditForwards;
struct AuditSearch;
class StationKey;
class StationPublicKey;
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

/// What a walk along the chain has found.
struct AuditVerdict {
    qint64 rows = 0; ///< that fit, with the mark of a cut
    qint64 lastRow = 0; ///< id of the last one of them; 0: none
    QByteArray hash; ///< of that row
    qint64 pseudonymised = 0; ///< of them, whose words are signed by the station instead of being
                              ///< those that were written
    qint64 badRow = 0; ///< the first that does not fit or is missing; 0: all fit
    [[nodiscard]] bool isIntact() const { return badRow == 0; }
};

/// Whether the disk takes rows.
struct AuditHealth {
    bool failing = false; ///< the last row could not be written
    Timestamp since{}; ///< while it fails
    QString reason; ///< for people
    qint64 waiting = 0; ///< rows in memory
};

/// What becomes of a row that the disk does not take.
enum class Durability {
    Demanded, ///< it fails, and counts in the row "audit.gap"
    MayWait, ///< it waits in memory, with the last 1000, and is written when the disk takes rows
             ///< again
};

/// Append-only, hash-chained record in the station's database: each row holds SHA-256 over its
/// fields and the hash of the row before. Control and format characters are stored escaped
/// (\\u000a), texts are cut to 200 characters, the detail to 2000. Ids have no gaps; they begin
/// with 1, or with the signed mark of what was cut off. The chain shows every change and removal
/// but that of the newest rows: keep a copy of the newest id elsewhere. Thread-safe.
class AuditLog
{
public:
    AuditLog(Store &store, const Clock &clock);
    ~AuditLog();

    /// The station whose cuts count for check() and verify(); without one none does. Before others
    /// use the log.
    void trust(const StationPublicKey &key);
    /// The station itself: trusts its key, and pseudonymise() signs with it. Before others use the
    /// log.
    void signWith(const StationKey &key);

    /// The future gives the id after the row is durable, 0 when it waits in memory, or why it could
    /// not be written. The time is set by the log. The rows that wait go before it, behind a row
    /// "audit.gap" that says so.
    Future<Result<qint64>> append(AuditEntry entry, Durability durability = Durability::Demanded);
    /// Tries to write the rows that wait; does nothing when none could not be written.
    Future<Result<void>> flush();
    [[nodiscard]] AuditHealth health() const;
    /// Where rows are sent to besides.
    [[nodiscard]] AuditForwards &forwards() const { return *m_forwards; }

    /// What is empty holds for all rows.
    struct Query {
        qint64 beforeId = 0; ///< 0: newest
        int limit = 100; ///< 1 to 1001
        QString action;
        QString actor{};
        QString target{};
        QString area{}; ///< targets below it: "pumping" for "pumping/p1/start"
        QString outcome{};
        QString origin{}; ///< "remote", or "remote 192.0.2.7"
        QString text{}; ///< anywhere in actor, action, target, outcome or detail; ASCII letters in
                        ///< either case
        Timestamp from{}; ///< epoch: no limit
        Timestamp to{}; ///< before that; epoch: no limit
    };
    /// Newest first. Goes through the record in pieces, and so does check(): an append() meanwhile
    /// waits for one piece, some milliseconds.
    Future<Result<QList<AuditEntry>>> read(const Query &query);
    /// The same for any number of rows, so many at a time as the search wants: each gives where it
    /// stands then, and what it has found.
    Future<Result<AuditSearch>> readOn(AuditSearch search);

    using Progress = std::function<void(qint64 rows)>; ///< called on the store's thread
    /// Walks along the chain, with what is appended meanwhile.
    Future<Result<AuditVerdict>> check(Progress progress = {});
    /// The same as one number, of rows; the error names the first row that does not fit.
    Future<Result<qint64>> verify();
    /// Number of rows in the record, for the progress of check().
    Future<Result<qint64>> count();

    /// Cuts off the oldest rows of a time before that, some thousand at a time, and gives how many;
    /// 0: nothing is left to cut off. The newest keep rows stay, for a clock that runs ahead.
    Future<Result<qint64>> cut(const StationKey &key, Timestamp before, qint64 keep);

    /// As pseudonymiseRows(): alias stands for the name from then on. Unavailable: there is no key
    /// to sign with.
    Future<Result<qint64>> pseudonymise(const QString &name, const QString &alias);

private:
    Future<Result<void>> write(const std::shared_ptr<AuditEntry> &row);

    Store &m_store;
    const Clock &m_clock;
    std::shared_ptr<AuditBacklog> m_backlog; ///< shared with work that waits in the store
    std::unique_ptr<AuditForwards> m_forwards;
    std::shared_ptr<const StationPublicKey> m_trusted; ///< shared with walks on the store's thread
    std::shared_ptr<const StationKey> m_key; ///< null: signs nothing
};

} // namespace mws
