// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "storage/store.h"

namespace mws
{

/// Long work on the store's thread, in pieces: step runs again and again until it says true, each
/// time behind what others have queued meanwhile, so that no row waits longer than for one piece.
/// It gets state, which the future gives in the end. The store outlives the work, which fails when
/// the store is closed.
template <typename State> class PieceWork final
{
public:
    using Step = std::function<Result<bool>(QSqlDatabase &db, State &state)>;

    static Future<Result<State>> start(Store &store, State state, Step step)
    {
        const auto work = std::make_shared<PieceWork>(store, std::move(state), std::move(step));
        Future<Result<State>> future = work->m_promise.future();
        goOn(work);
        return future;
    }

    PieceWork(Store &store, State state, Step step)
        : m_store(store)
        , m_state(std::move(state))
        , m_step(std::move(step))
    {
    }

private:
    using Pointer = std::shared_ptr<PieceWork>;

    static void goOn(const Pointer &work)
    {
        work->m_store
            .template read<bool>(
                [work](QSqlDatabase &db) { return work->m_step(db, work->m_state); })
            .then([work](const Result<bool> &done) {
                if (done && !*done)
                    goOn(work);
                else
                    finish(work, done);
            });
    }

    static void finish(const Pointer &work, const Result<bool> &done)
    {
        work->m_promise.finish(done ? Result<State>(std::move(work->m_state))
                                    : Result<State>(done.error()));
    }

    Store &m_store;
    State m_state;
    Step m_step;
    Promise<Result<State>> m_promise;
};

} // namespace mws
