// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mws
{

/// Counts the calls by which a program makes something last (fsync, fdatasync, rename) and kills it
/// right before one of them. For one source of a test's program: the functions below are the
/// program's, and so the library's of the system are not asked.
struct KilledAtStep {
    std::atomic<int> steps{0};
    std::atomic<int> last{0}; ///< counted from 1; 0: it lives

    void come()
    {
        if (++steps == last)
            ::raise(SIGKILL);
    }
};
inline KilledAtStep killedAtStep; // NOLINT

} // namespace mws

extern "C" int fsync(int file)
{
    mws::killedAtStep.come();
    return int(::syscall(SYS_fsync, file));
}

extern "C" int fdatasync(int file)
{
    mws::killedAtStep.come();
    return int(::syscall(SYS_fdatasync, file));
}

extern "C" int rename(const char *from, const char *to) noexcept
{
    mws::killedAtStep.come();
    return int(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0U));
}
