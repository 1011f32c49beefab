// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QThreadPool>
#include <functional>
#include <mutex>

namespace mws
{

/// Runs password hashing on few threads with a bounded queue, so that a flood of sign-ins takes
/// neither all cores nor all memory. Thread-safe.
class HashPool
{
public:
    HashPool(int threads, int queue);
    ~HashPool() { stop(); }
    HashPool(const HashPool &) = delete;
    HashPool &operator=(const HashPool &) = delete;

    /// False when the queue is full or the pool is stopped; job is not run then.
    [[nodiscard]] bool submit(std::function<void()> job);
    /// Takes no more work and waits for what there is.
    void stop();

private:
    const int m_places; ///< running or waiting
    std::mutex m_mutex;
    QThreadPool m_pool;
    int m_waiting = 0; ///< submitted and not finished
    bool m_stopped = false;
};

} // namespace mws
