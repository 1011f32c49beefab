// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/rs485port.h"

#include <cstdarg>
#include <dlfcn.h>
#include <optional>
#include <sys/ioctl.h>

namespace mws
{

namespace
{

struct State {
    bool isOn = false;
    int busyLooks = 0;
    QList<Rs485Port::Call> calls;
};

State &state()
{
    static State theState;
    return theState;
}

std::optional<Rs485Port::Kind> kindOf(unsigned long request, const void *argument)
{
    using Kind = Rs485Port::Kind;
    if (request == TIOCSRS485)
        return Kind::Mode;
    if (request == TIOCSERGETLSR)
        return Kind::Look;
    if ((request != TIOCMBIS && request != TIOCMBIC)
        || *static_cast<const int *>(argument) != TIOCM_RTS)
        return std::nullopt;
    return request == TIOCMBIS ? Kind::RtsOn : Kind::RtsOff;
}

void answer(Rs485Port::Kind kind, void *argument)
{
    Rs485Port::Call call{kind, {}, std::chrono::steady_clock::now()};
    if (kind == Rs485Port::Kind::Mode)
        call.mode = *static_cast<const serial_rs485 *>(argument);
    if (kind == Rs485Port::Kind::Look) {
        const bool isBusy = state().busyLooks != 0;
        *static_cast<int *>(argument) = isBusy ? 0 : TIOCSER_TEMT;
        state().busyLooks -= state().busyLooks > 0 ? 1 : 0;
    }
    state().calls.append(call);
}

} // namespace

Rs485Port::Rs485Port()
{
    state() = {true, 0, {}};
}

Rs485Port::~Rs485Port()
{
    state() = {};
}

const QList<Rs485Port::Call> &Rs485Port::calls()
{
    return state().calls;
}

void Rs485Port::forget()
{
    state().calls.clear();
}

void Rs485Port::setBusyLooks(int looks)
{
    state().busyLooks = looks;
}

} // namespace mws

// All calls of the program and its libraries come here.
extern "C" __attribute__((visibility("default"))) int ioctl(int descriptor, unsigned long request,
                                                            ...) noexcept
{
    using Function = int (*)(int, unsigned long, void *);
    static const auto system = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "ioctl"));
    va_list list;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);
    const auto kind = mws::state().isOn ? mws::kindOf(request, argument) : std::nullopt;
    if (!kind)
        return system(descriptor, request, argument);
    mws::answer(*kind, argument);
    return 0;
}
