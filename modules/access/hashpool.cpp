// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hashpool.h"
#include <mutex>

namespace mws
{

HashPool::HashPool(int threads, int queue)
    : m_places(threads + queue)
{
    m_pool.setMaxThreadCount(threads);
}

bool HashPool::submit(std::function<void()> job)
{
    const std::lock_guard lock(m_mutex);
    if (m_stopped || m_waiting >= m_places)
        return false;
    ++m_waiting;
    m_pool.start([this, job = std::move(job)] {
        job();
        const std::lock_guard finished(m_mutex);
        --m_waiting;
    });
    return true;
}

void HashPool::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
    }
    m_pool.waitForDone();
}

} // namespace mws
