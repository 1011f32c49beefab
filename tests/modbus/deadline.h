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

/// Field failures, row 24: a request that nobody answers ends at its deadline and not a tick later.
///
/// No time is measured that a busy machine could stretch: a control timer, set when the request has
/// been sent, must come after the end of the request. Of two timers of one thread the earlier fires
/// first, however late both are; the control fires twice, because a transport may leave an earlier
/// timer running and set the right one when that fires. The tick is more than the rounding to
/// milliseconds and the time on a line of 115200 baud.
inline bool endsAtItsDeadline(Transport &transport, Milliseconds timeout = Milliseconds(200),
                              Milliseconds tick = Milliseconds(20))
{
    QTest::qWait(10); // the gap after what was on the line before
    QElapsedTimer timer;
    QTimer control;
    qint64 ended = -1;
    int rounds = 0;
    QObject::connect(&transport, &Transport::finished, &control, [&] {
        if (rounds < 2)
            ended = timer.elapsed();
    });
    QObject::connect(&control, &QTimer::timeout, &control, [&] {
        if (++rounds < 2)
            control.start(1);
    });
    control.setSingleShot(true);
    control.setTimerType(Qt::PreciseTimer);
    timer.start();
    transport.send(1, readRequest(Table::HoldingRegister, 100, 2).value(), timeout);
    control.start(timeout + tick);
    return QTest::qWaitFor([&] { return ended >= 0 || rounds == 2; }, 20000)
        && ended >= timeout.count();
}

} // namespace mws::modbus
