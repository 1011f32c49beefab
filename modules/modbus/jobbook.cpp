// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/jobbook.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

template <typename Condition> bool any(const std::vector<Job> &jobs, Condition condition)
{
    return std::any_of(jobs.cbegin(), jobs.cend(), condition);
}

template <typename Found> std::optional<Job> takeAt(std::vector<Job> &jobs, const Found &found)
{
    if (found == jobs.end())
        return std::nullopt;
    Job job = std::move(*found);
    jobs.erase(found);
    return job;
}

bool isSolo(const Job &job)
{
    return job.solo;
}

bool writes(const Job &job)
{
    return job.purpose == Job::Purpose::PreRead || job.purpose == Job::Purpose::Write;
}

} // namespace

JobBook::JobBook(int window)
    : m_window(window)
{
}

bool JobBook::hasSlot() const
{
    return m_inFlight.empty()
        || (freeSlots() > 0 && !any(m_inFlight, isSolo) && !any(m_follows, isSolo));
}

int JobBook::countIf(const Condition &condition) const
{
    return int(std::count_if(m_inFlight.cbegin(), m_inFlight.cend(), condition));
}

int JobBook::countOf(int unit) const
{
    return int(std::count_if(m_inFlight.cbegin(), m_inFlight.cend(),
                             [unit](const Job &job) { return job.unit == unit; }));
}

QList<int> JobBook::blocksOf(int unit) const
{
    QList<int> blocks;
    for (const Job &job : m_inFlight) {
        if (job.unit == unit)
            blocks.append(job.block);
    }
    return blocks;
}

bool JobBook::isDiagnosing() const
{
    const auto asks = [](const Job &job) { return job.purpose == Job::Purpose::Diagnose; };
    return any(m_inFlight, asks) || any(m_follows, asks);
}

void JobBook::start(Job job)
{
    job.shared = false;
    for (Job &other : m_inFlight) {
        if (other.unit == job.unit)
            other.shared = job.shared = true;
    }
    m_inFlight.push_back(std::move(job));
}

std::optional<Job> JobBook::finish(RequestId id)
{
    return takeAt(m_inFlight,
                  std::find_if(m_inFlight.begin(), m_inFlight.end(),
                               [id](const Job &job) { return job.id == id; }));
}

void JobBook::outdate(const QList<TagIndex> &tags, int unit)
{
    for (Job &job : m_inFlight) {
        if (job.unit == unit)
            job.outdated += tags;
    }
}

bool JobBook::hasFollow(const Condition &condition) const
{
    return any(m_follows, condition);
}

std::optional<Job> JobBook::takeFollow(const Condition &condition)
{
    return takeAt(m_follows, std::find_if(m_follows.begin(), m_follows.end(), condition));
}

void JobBook::dropReads(int unit)
{
    std::erase_if(m_follows,
                  [unit](const Job &job) { return job.unit == unit && job.writes.isEmpty(); });
}

bool JobBook::isReserved(int unit) const
{
    const auto isOf = [unit](const Job &job) { return job.unit == unit; };
    const auto holds = [unit](const Job &job) { return job.unit == unit && job.isExclusive(); };
    return any(m_follows, isOf) || any(m_inFlight, holds);
}

bool JobBook::isWriting() const
{
    return any(m_inFlight, writes) || any(m_follows, writes);
}

} // namespace mws::modbus
