// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/baudrate.h"

#include <QCoreApplication>
#include <asm/termbits.h>
#include <cstdlib>
#include <sys/ioctl.h>

namespace mws::modbus
{

namespace
{

constexpr int kTolerance = 3; ///< per cent

struct BaudRateText {
    Q_DECLARE_TR_FUNCTIONS(mws::modbus::BaudRateText)
};

} // namespace

Result<void> checkBaudRate(int descriptor, int wanted)
{
    termios2 settings{}; // QSerialPort knows only what it asked for
    if (::ioctl(descriptor, TCGETS2, &settings) != 0 || settings.c_ospeed == 0)
        return {};
    const auto rate = qint64(settings.c_ospeed);
    if (100 * std::abs(rate - wanted) <= qint64(kTolerance) * wanted)
        return {};
    return Error{ErrorCode::Unavailable,
                 BaudRateText::tr("The port cannot do %1 baud, its driver would use %2.")
                     .arg(wanted)
                     .arg(rate)};
}

} // namespace mws::modbus
