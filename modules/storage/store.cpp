// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/store.h"

#include "core/future.h"
#include "storage/schema.h"
#include "storage/statement.h"

#include <QCoreApplication>
#include <QFile>
#include <QQueue>
#include <QSqlError>
#include <QUuid>
#include <condition_variable>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class StorageText
{
    Q_DECLARE_TR_FUNCTIONS(Storage)
};

/// SQLite gives its -wal and -shm files the mode of the database.
Result<void> makePrivate(const QString &file)
{
    const QByteArray name = QFile::encodeName(file);
    const int handle = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (handle < 0)
        return Error{ErrorCode::Unavailable,
                     StorageText::tr("The database file cannot be opened.")};
    const bool narrowed = ::fchmod(handle, 0600) == 0;
    ::close(handle);
    if (!narrowed)
        return Error{ErrorCode::Unavailable,
                     StorageText::tr("The database file belongs to another user.")};
    return {};
}

Result<void> configure(QSqlDatabase &db)
{
    static const QStringList settings{
        QStringLiteral("PRAGMA journal_mode = WAL"), QStringLiteral("PRAGMA synchronous = FULL"),
        QStringLiteral("PRAGMA foreign_keys = ON"), QStringLiteral("PRAGMA secure_delete = ON"),
        QStringLiteral("PRAGMA trusted_schema = OFF")};
    for (const QString &setting : settings) {
        if (auto done = execute(db, setting); !done)
            return done;
    }
    return {};
}

/// One transaction; taking the write lock first, so that a second program cannot slip between.
Result<void> transact(QSqlDatabase &db, const Store::Work &work)
{
    if (auto begun = execute(db, QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    Result<void> result = work(db);
    if (result)
        result = execute(db, QStringLiteral("COMMIT"));
    if (!result)
        (void)execute(db, QStringLiteral("ROLLBACK"));
    return result;
}

} // namespace

/// The thread that owns the connection, and its queue.
class Store::Worker
{
public:
    using Job = std::function<void(QSqlDatabase *)>;

    Result<void> start(const QString &file, const QList<Migration> &steps);
    void stop();
    void post(Job job);

private:
    void run(const QString &file, const QList<Migration> &steps, Promise<Result<void>> &opened);
    void work(QSqlDatabase &db);
    static Result<void> openConnection(QSqlDatabase &db, const QString &file,
                                       const QList<Migration> &steps);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    QQueue<Job> m_jobs;
    bool m_accepting = false;
    std::thread m_thread;
};

Result<void> Store::Worker::start(const QString &file, const QList<Migration> &steps)
{
    if (m_thread.joinable())
        return Error{ErrorCode::Conflict, StorageText::tr("The database is open already.")};
    const auto opened = std::make_shared<Promise<Result<void>>>();
    Future<Result<void>> answer = opened->future();
    {
        const std::lock_guard lock(m_mutex);
        m_accepting = true;
    }
    m_thread = std::thread([this, file, steps, opened] { run(file, steps, *opened); });
    pthread_setname_np(m_thread.native_handle(), "storage");
    const Result<void> result = answer.result();
    if (!result)
        stop();
    return result;
}

void Store::Worker::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_accepting = false;
        m_wake.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

void Store::Worker::post(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_accepting) {
            m_jobs.enqueue(std::move(job));
            m_wake.notify_one();
            return;
        }
    }
    job(nullptr);
}

Result<void> Store::Worker::openConnection(QSqlDatabase &db, const QString &file,
                                           const QList<Migration> &steps)
{
    if (auto made = makePrivate(file); !made)
        return made;
    db.setDatabaseName(file);
    db.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!db.open())
        return storageError(db.lastError());
    if (auto healthy = checkHealth(db); !healthy)
        return healthy;
    if (auto known = checkVersion(db, steps); !known)
        return known;
    if (auto configured = configure(db); !configured)
        return configured;
    for (const Migration &step : steps) {
        const auto done = transact(db, [&step](QSqlDatabase &in) { return migrate(in, step); });
        if (!done)
            return done;
    }
    return {};
}

void Store::Worker::run(const QString &file, const QList<Migration> &steps,
                        Promise<Result<void>> &opened)
{
    const QString name = QUuid::createUuid().toString();
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        const Result<void> result = openConnection(db, file, steps);
        opened.finish(result);
        if (result)
            work(db);
        db.close();
    }
    QSqlDatabase::removeDatabase(name);
}

void Store::Worker::work(QSqlDatabase &db)
{
    std::unique_lock lock(m_mutex);
    while (m_accepting || !m_jobs.isEmpty()) {
        if (m_jobs.isEmpty()) {
            m_wake.wait(lock);
            continue;
        }
        {
            const Job job = m_jobs.dequeue();
            lock.unlock();
            job(&db);
        }
        lock.lock();
    }
}

Store::Store()
    : m_worker(std::make_unique<Worker>())
{
}

Store::~Store()
{
    close();
}

Result<void> Store::open(const QString &file)
{
    return open(file, migrations());
}

Result<void> Store::open(const QString &file, const QList<Migration> &steps)
{
    return m_worker->start(file, steps);
}

void Store::close()
{
    m_worker->stop();
}

void Store::post(std::function<void(QSqlDatabase *)> work)
{
    m_worker->post(std::move(work));
}

Error Store::closedError()
{
    return {ErrorCode::Unavailable, StorageText::tr("The database is closed.")};
}

QString Store::engineVersion()
{
    QString version;
    const QString name = QUuid::createUuid().toString();
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        db.setDatabaseName(QStringLiteral(":memory:"));
        if (db.open()) {
            Statement query(db, QStringLiteral("SELECT sqlite_version()"));
            version = query.run() && query.next() ? query.text(0) : QString();
        }
    }
    QSqlDatabase::removeDatabase(name);
    return version;
}

Future<Result<void>> Store::write(Work work)
{
    return read<void>([work = std::move(work)](QSqlDatabase &db) { return transact(db, work); });
}

Future<Result<void>> Store::copyTo(const QString &file)
{
    return read<void>([file](QSqlDatabase &db) -> Result<void> {
        if (QFile::exists(file))
            return Error{ErrorCode::Conflict,
                         StorageText::tr("The file for the copy exists already.")};
        if (auto made = makePrivate(file); !made)
            return made;
        return Statement(db, QStringLiteral("VACUUM INTO ?")).bind(file).run();
    });
}

} // namespace mws
