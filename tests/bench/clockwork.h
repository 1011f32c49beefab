// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <ctime>
#include <iostream>

namespace mws::bench
{

constexpr int kBitsPerByte = 11;
constexpr int64_t kSecond = 1'000'000'000; ///< in ns

inline int64_t nanosecondsOf(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return time.tv_sec * kSecond + time.tv_nsec;
}

inline int64_t now()
{
    return nanosecondsOf(CLOCK_MONOTONIC);
}

/// CPU time of this process, user and system.
inline int64_t cpu()
{
    return nanosecondsOf(CLOCK_PROCESS_CPUTIME_ID);
}

inline void sleepUntil(int64_t time)
{
    const timespec until{time / kSecond, time % kSecond};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
}

/// Of one byte on a serial line.
constexpr int64_t byteTime(int baudRate)
{
    return kBitsPerByte * kSecond / baudRate;
}

/// t3.5 of MODBUS over Serial Line V1.02, section 2.5.1.1.
constexpr int64_t frameGap(int baudRate)
{
    return baudRate > 19200 ? 1'750'000 : 35 * byteTime(baudRate) / 10;
}

/// What a client did in a slice of time.
class Slice
{
public:
    explicit Slice(int milliseconds)
        : m_end(m_begin + milliseconds * int64_t(1'000'000))
    {
    }

    [[nodiscard]] bool isOver() const { return now() >= m_end; }
    [[nodiscard]] int64_t end() const { return m_end; }

    void print(int64_t requests) const
    {
        std::cout << "{\"requests\":" << requests << ",\"cpu\":" << cpu() - m_cpu
                  << ",\"elapsed\":" << now() - m_begin << "}" << std::endl;
    }

private:
    int64_t m_begin = now();
    int64_t m_cpu = cpu();
    int64_t m_end;
};

/// Runs slices as standard input asks: "<requests in flight> <milliseconds>" on each line.
template <typename Run> void runSlices(const Run &run)
{
    int depth = 0;
    int milliseconds = 0;
    std::cout << "ready" << std::endl;
    while (std::cin >> depth >> milliseconds)
        run(depth, milliseconds);
}

} // namespace mws::bench
