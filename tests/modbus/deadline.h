// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/requests.h"
#include "modbus/transport.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

namespace mws::modbus
{

/// Field failures, row 24: a request that nobody answers ends at its deadline, and not at twice the
/// time. Of two timers of one thread the earlier fires first, however slow the machine is.
inline bool endsAtItsDeadline(Transport &transport, Milliseconds timeout = Milliseconds(200))
{
    QElapsedTimer timer;
    QTimer control;
    qint64 ended = -1;
    bool isOver = false;
    QObject::connect(&transport, &Transport::finished, &control, [&] { ended = timer.elapsed(); });
    QObject::connect(&control, &QTimer::timeout, &control, [&] { isOver = true; });
    control.setSingleShot(true);
    control.setTimerType(Qt::PreciseTimer);
    timer.start();
    control.start(2 * timeout);
    transport.send(1, readRequest(Table::HoldingRegister, 100, 2).value(), timeout);
    return QTest::qWaitFor([&] { return ended >= 0 || isOver; }, 20000) && !isOver
        && ended >= timeout.count();
}

} // namespace mws::modbus
