// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/hangup.h"

#include <QSerialPort>
#include <QSocketNotifier>
#include <utility>

namespace mws::modbus
{

void HangUp::start(const QSerialPort &port)
{
    stop();
    // A port that hangs up is an error to poll(), which wakes this type too; it has no other cause.
    m_notifier = new QSocketNotifier(port.handle(), QSocketNotifier::Exception, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        stop();
        Q_EMIT noticed(tr("The adapter of the serial port is gone."));
    });
}

void HangUp::stop()
{
    if (!m_notifier)
        return;
    QSocketNotifier *notifier = std::exchange(m_notifier, nullptr);
    notifier->setEnabled(false);
    notifier->deleteLater(); // we may be inside its signal
}

} // namespace mws::modbus
