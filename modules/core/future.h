// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QObject>
#include <QThreadPool>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace mws
{

template <typename T> class Promise;

/// Carries the end of a Future into the thread of a context.
class FutureRelay final : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void over();
};

/// A T that comes later, perhaps from another thread; copies are the same one. Thread-safe. As
/// QFuture, which Qt up to 6.8 at least cannot take for this: a continuation that is attached just
/// when the result arrives may run twice there, and the second time crashes.
template <typename T> class Future
{
public:
    using Type = T;

    [[nodiscard]] static Future ready(T value)
    {
        Promise<T> promise;
        promise.finish(std::move(value));
        return promise.future();
    }

    /// There is a result, or there will never be one: the promise is gone.
    [[nodiscard]] bool isFinished() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->isOver;
    }
    void waitForFinished() const
    {
        std::unique_lock lock(m_state->mutex);
        m_state->over.wait(lock, [this] { return m_state->isOver; });
    }
    /// Waits for it; there must be one at last.
    [[nodiscard]] T result() const
    {
        waitForFinished();
        if (!m_state->result)
            qFatal("a promise was not kept");
        return *m_state->result;
    }

    /// Calls done with the result, at once or in the thread that it comes from; never without one.
    /// Gives the future of what done returns, nothing when that is void.
    template <typename Done> auto then(Done done) const
    {
        return chained(std::move(done),
                       [this](Waiting waiting) { m_state->whenOver(std::move(waiting)); });
    }
    /// The same in the thread of context, at once if that is this thread; never when context is
    /// gone by then.
    template <typename Done> auto then(QObject *context, Done done) const
    {
        return chained(std::move(done), [this, context](Waiting waiting) {
            relay(context, std::move(waiting), Qt::AutoConnection);
        });
    }
    /// The same in a thread of pool, which outlives that.
    template <typename Done> auto then(QThreadPool *pool, Done done) const
    {
        return chained(std::move(done), [this, pool](Waiting waiting) {
            m_state->whenOver([state = m_state, pool, waiting = std::move(waiting)](const T *) {
                pool->start([state, waiting] { waiting(state->kept()); });
            });
        });
    }
    /// Calls done with the result, or null when there will be none, in the thread of context in a
    /// later turn of its event loop, unless context is gone by then.
    void whenOver(QObject *context, std::function<void(const T *)> done) const
    {
        relay(context, std::move(done), Qt::QueuedConnection);
    }

    /// The results of all in their order, none where there will never be one.
    [[nodiscard]] static Future<QList<std::optional<T>>> all(const QList<Future> &futures)
    {
        struct Gathering {
            std::mutex mutex;
            QList<std::optional<T>> results;
            qsizetype left = 0;
            Promise<QList<std::optional<T>>> promise;
        };
        if (futures.isEmpty())
            return Future<QList<std::optional<T>>>::ready({});
        const auto gathering = std::make_shared<Gathering>();
        gathering->results.resize(futures.size());
        gathering->left = futures.size();
        for (qsizetype i = 0; i < futures.size(); ++i) {
            futures[i].m_state->whenOver([gathering, i](const T *result) {
                {
                    const std::lock_guard lock(gathering->mutex);
                    gathering->results[i] = result ? std::optional<T>(*result) : std::nullopt;
                    if (--gathering->left > 0)
                        return;
                }
                gathering->promise.finish(gathering->results);
            });
        }
        return gathering->promise.future();
    }

    /// Of a Future of a Future: the inner one.
    [[nodiscard]] T unwrap() const
    {
        Promise<typename T::Type> promise;
        m_state->whenOver([promise](const T *inner) {
            if (inner)
                inner->m_state->whenOver([promise](const typename T::Type *result) {
                    if (result)
                        promise.finish(*result);
                });
        });
        return promise.future();
    }

private:
    template <typename> friend class Future;
    friend class Promise<T>;

    using Waiting = std::function<void(const T *)>;

    struct State {
        void end(std::optional<T> value)
        {
            std::vector<Waiting> all;
            {
                const std::lock_guard lock(mutex);
                if (std::exchange(isOver, true))
                    return;
                result = std::move(value);
                all.swap(waiting);
            }
            over.notify_all();
            for (const auto &done : all)
                done(kept());
        }
        void whenOver(Waiting done)
        {
            {
                const std::lock_guard lock(mutex);
                if (!isOver) {
                    waiting.push_back(std::move(done));
                    return;
                }
            }
            done(kept());
        }
        /// Null when there is none.
        [[nodiscard]] const T *kept()
        {
            const std::lock_guard lock(mutex);
            return result ? &*result : nullptr;
        }

        std::mutex mutex;
        std::condition_variable over;
        bool isOver = false;
        std::optional<T> result; ///< stays as it is when isOver
        std::vector<Waiting> waiting;
    };

    explicit Future(std::shared_ptr<State> state)
        : m_state(std::move(state))
    {
    }

    template <typename Done, typename Attach> auto chained(Done done, const Attach &attach) const
    {
        using Next = std::invoke_result_t<Done &, const T &>;
        if constexpr (std::is_void_v<Next>) {
            attach([done](const T *result) mutable {
                if (result)
                    done(*result);
            });
        } else {
            Promise<Next> next;
            const Future<Next> future = next.future();
            attach([done, next = std::move(next)](const T *result) mutable {
                if (result)
                    next.finish(done(*result));
            });
            return future;
        }
    }

    void relay(QObject *context, Waiting done, Qt::ConnectionType connection) const
    {
        const auto relay = std::make_shared<FutureRelay>();
        relay->moveToThread(nullptr); // whoever drops it last may delete it
        QObject::connect(
            relay.get(), &FutureRelay::over, context,
            [state = m_state, done = std::move(done)] { done(state->kept()); }, connection);
        m_state->whenOver([relay](const T *) { Q_EMIT relay->over(); });
    }

    std::shared_ptr<State> m_state;
};

/// What keeps a Future; copies are the same one. When all are gone without finish(), there will be
/// no result. Thread-safe.
template <typename T> class Promise
{
public:
    Promise()
        : m_keeper(std::make_shared<Keeper>())
    {
    }

    [[nodiscard]] Future<T> future() const { return Future<T>(m_keeper->state); }
    /// The first time; later ones count for nothing.
    void finish(T value) const { m_keeper->state->end(std::move(value)); }

private:
    struct Keeper {
        Keeper() = default;
        ~Keeper() { state->end(std::nullopt); }
        Q_DISABLE_COPY_MOVE(Keeper)
        std::shared_ptr<typename Future<T>::State> state
            = std::make_shared<typename Future<T>::State>();
    };

    std::shared_ptr<Keeper> m_keeper;
};

/// Calls done with the result, in owner's thread in a later turn of its event loop, unless owner is
/// gone by then or there is none.
template <typename T, typename Done>
void whenDone(const Future<T> &future, QObject *owner, Done done)
{
    future.whenOver(owner, [done = std::move(done)](const T *result) mutable {
        if (result)
            done(*result);
    });
}

} // namespace mws
