// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#undef _FORTIFY_SOURCE // it has inline functions of these names

#include "modbus/waits.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace mws
{

namespace
{

thread_local int waits = 0;

template <typename Function> Function *systems(const char *name)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

bool blocks(int descriptor)
{
    return (fcntl(descriptor, F_GETFL) & O_NONBLOCK) == 0;
}

} // namespace

int Waits::ofThisThread()
{
    return waits;
}

} // namespace mws

// The program's own symbols go before those of its libraries.
extern "C" __attribute__((visibility("default"))) int poll(pollfd *files, nfds_t count, int timeout)
{
    static auto *const system = mws::systems<decltype(poll)>("poll");
    mws::waits += count == 1 && timeout != 0;
    return system(files, count, timeout);
}

extern "C" __attribute__((visibility("default"))) int
ppoll(pollfd *files, nfds_t count, const timespec *timeout, const sigset_t *mask)
{
    static auto *const system = mws::systems<decltype(ppoll)>("ppoll");
    mws::waits += count == 1 && (!timeout || timeout->tv_sec != 0 || timeout->tv_nsec != 0);
    return system(files, count, timeout, mask);
}

extern "C" __attribute__((visibility("default"))) int
connect(int descriptor, const sockaddr *address, socklen_t size)
{
    static auto *const system = mws::systems<decltype(connect)>("connect");
    mws::waits += address->sa_family != AF_UNIX && mws::blocks(descriptor);
    return system(descriptor, address, size);
}
