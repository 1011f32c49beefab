// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "core/result.h"

#include <QSqlDatabase>
#include <QStringList>
#include <functional>
#include <memory>

namespace mws
{

/// One numbered step of the database schema; runs inside a transaction.
struct Migration {
    int version = 0; ///< 1, 2, 3 … without gaps
    QString name;
    QStringList statements;
};

/// The one door to SQLite: opens the station's database (WAL, synchronous=FULL), migrates it and
/// runs all work on its own thread, in order. Every method is thread-safe.
class Store
{
public:
    using Work = std::function<Result<void>(QSqlDatabase &)>;

    Store();
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    /// Opens or creates file (mode 0600) and applies the missing migrations; refuses a database
    /// that is newer than the program or damaged. Blocking.
    Result<void> open(const QString &file);
    /// The same with another list of steps; for tests of the mechanism itself.
    Result<void> open(const QString &file, const QList<Migration> &steps);
    /// Runs what is queued, then closes. Blocking.
    void close();

    /// Runs work in one transaction; the future is finished after the durable commit, or with the
    /// error after the rollback. Work that was queued before has run before. What a continuation
    /// without context does, it does on the store's thread.
    Future<Result<void>> write(Work work);

    /// Runs work that reads, on the same thread.
    template <typename T> Future<Result<T>> read(std::function<Result<T>(QSqlDatabase &)> work)
    {
        auto promise = std::make_shared<Promise<Result<T>>>();
        Future<Result<T>> future = promise->future();
        post([promise, work = std::move(work)](QSqlDatabase *db) {
            promise->finish(db ? work(*db) : Result<T>(closedError()));
        });
        return future;
    }

    /// Consistent copy of the open database to a new file of mode 0600 (SQLite VACUUM INTO);
    /// refuses a file that exists.
    Future<Result<void>> copyTo(const QString &file);

    /// Of the SQLite that is loaded, "3.40.1".
    [[nodiscard]] static QString engineVersion();
    /// All steps of the product, in order.
    [[nodiscard]] static QList<Migration> migrations();

private:
    /// db is null when the store is closed.
    void post(std::function<void(QSqlDatabase *db)> work);
    [[nodiscard]] static Error closedError();

    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace mws
