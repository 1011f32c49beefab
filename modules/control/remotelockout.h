// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/future.h"
#include "core/result.h"
#include "project/tag.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <mutex>

namespace mws
{

/// A part of the plant that takes writes from the panel only.
struct Lockout {
    QString area; ///< Tag::area(); empty: the whole plant
    QString by; ///< who set it
    Timestamp since{};
    friend bool operator==(const Lockout &, const Lockout &) = default;
};

/// The parts of the plant that somebody on site has locked to the panel. Kept in a file, so that no
/// restart lifts one; what cannot be read there locks the whole plant, and what cannot be stored is
/// tried again until it is. Who may set and lift them is decided elsewhere. Thread-safe; changed()
/// comes from any thread.
class RemoteLockout final : public QObject
{
    Q_OBJECT

public:
    static constexpr Milliseconds kRetryEvery = std::chrono::seconds(10);

    explicit RemoteLockout(QObject *parent = nullptr, Milliseconds retryEvery = kRetryEvery);
    /// Waits for what is being stored.
    ~RemoteLockout() override;

    /// Keeps them in this file from now on, and takes those that are there. Once, before use;
    /// without it nothing is kept.
    void open(const QString &file);

    [[nodiscard]] QList<Lockout> all() const; ///< by area, the whole plant first
    /// Whether a write of area may come from there; the error tells people why not (Denied).
    [[nodiscard]] Result<void> check(Origin origin, const QString &area) const;

    /// Counts at once, also when the future says that it could not be stored yet. Conflict: there
    /// is one of this area.
    Future<Result<void>> set(const Lockout &lockout);
    /// Counts when it is stored, and not before. NotFound: there is none of this area.
    Future<Result<void>> lift(const QString &area);
    /// Another name in those that by has set; counts as set() does.
    Future<Result<void>> rename(const QString &by, const QString &alias);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QList<Lockout> without(const QString &area) const;
    void remove(const Lockout &lockout);
    /// Those of now; on the writer's thread.
    Result<void> storeAll();

    mutable std::mutex m_mutex;
    QList<Lockout> m_lockouts;
    QString m_file;
    std::atomic<bool> m_isUnsaved = false; ///< the file lacks one that counts
    QTimer m_retry;
    QThreadPool m_writer; ///< one thread, so that the newest comes last; ends before the rest
};

} // namespace mws
