// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/rs485.h"

#include <QCoreApplication>
#include <cerrno>
#include <linux/serial.h>
#include <sys/ioctl.h>

namespace mws::modbus
{

namespace
{

struct Rs485Text {
    Q_DECLARE_TR_FUNCTIONS(mws::modbus::Rs485Text)
};

} // namespace

Result<void> switchByKernel(int descriptor, const Connection &connection)
{
    serial_rs485 mode{};
    mode.flags = SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND;
    mode.delay_rts_before_send = quint32(connection.rtsBeforeMs);
    mode.delay_rts_after_send = quint32(connection.rtsAfterMs);
    if (::ioctl(descriptor, TIOCSRS485, &mode) == 0)
        return {};
    return Error{ErrorCode::Unavailable,
                 Rs485Text::tr("The driver of the port cannot switch an RS-485 line (TIOCSRS485: "
                               "%1); choose rs485 rts, or none where the adapter does it.")
                     .arg(qt_error_string(errno))};
}

Result<void> setRts(int descriptor, bool on)
{
    const int rts = TIOCM_RTS;
    if (::ioctl(descriptor, on ? TIOCMBIS : TIOCMBIC, &rts) == 0)
        return {};
    return Error{
        ErrorCode::Unavailable,
        Rs485Text::tr("The port has no RTS line to switch an RS-485 line with (%1); choose "
                      "rs485 none where the adapter does it.")
            .arg(qt_error_string(errno))};
}

bool hasSentAll(int descriptor)
{
    int waiting = 0;
    if (::ioctl(descriptor, TIOCOUTQ, &waiting) == 0 && waiting > 0)
        return false;
    int state = 0;
    return ::ioctl(descriptor, TIOCSERGETLSR, &state) != 0 || (state & TIOCSER_TEMT) != 0;
}

} // namespace mws::modbus
