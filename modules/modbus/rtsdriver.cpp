// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/rtsdriver.h"

#include "modbus/linetiming.h"
#include "modbus/rs485.h"

#include <QSerialPort>

namespace mws::modbus
{

namespace
{

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr microseconds kLookAgain{100}; ///< at the latest after one character
constexpr milliseconds kStuckAfter{1000};

} // namespace

RtsDriver::RtsDriver(QSerialPort &port, const Connection &connection)
    : m_port(port)
    , m_perByte(characterTime(connection))
    , m_before(connection.rtsBeforeMs)
    , m_after(connection.rtsAfterMs)
    , m_timer(this)
{
    connect(&m_timer, &FineTimer::timeout, this, &RtsDriver::go);
}

void RtsDriver::send(const QByteArray &frame)
{
    m_frame = frame;
    m_step = Step::Before;
    if (const auto set = setRts(int(m_port.handle()), true); !set)
        fail(set.error().detail);
    else if (m_before > milliseconds(0))
        m_timer.start(m_before);
    else
        startFrame();
}

void RtsDriver::stop()
{
    m_timer.stop();
    if (std::exchange(m_step, Step::Listening) != Step::Listening)
        (void)setRts(int(m_port.handle()), false); // the port may be gone
}

void RtsDriver::go()
{
    if (m_step == Step::Before)
        startFrame();
    else if (m_step == Step::Sending)
        awaitEnd();
    else if (m_step == Step::After)
        release();
}

void RtsDriver::startFrame()
{
    const microseconds time = m_frame.size() * m_perByte;
    m_step = Step::Sending;
    m_port.write(m_frame);
    m_port.flush();
    m_stuck.setRemainingTime(std::chrono::ceil<milliseconds>(2 * time) + kStuckAfter);
    m_timer.start(time);
}

void RtsDriver::awaitEnd()
{
    const bool sent = m_port.bytesToWrite() == 0 && hasSentAll(int(m_port.handle()));
    if (!sent && m_stuck.hasExpired()) {
        fail(tr("The port does not send."));
        return;
    }
    if (!sent) {
        m_timer.start(std::max(m_perByte, kLookAgain));
        return;
    }
    m_step = Step::After;
    if (m_after > milliseconds(0))
        m_timer.start(m_after);
    else
        release();
}

void RtsDriver::release()
{
    m_step = Step::Listening;
    if (const auto set = setRts(int(m_port.handle()), false); !set)
        fail(set.error().detail);
}

void RtsDriver::fail(const QString &reason)
{
    m_step = Step::Listening;
    QMetaObject::invokeMethod(
        this, [this, reason] { Q_EMIT failed(reason); }, Qt::QueuedConnection);
}

} // namespace mws::modbus
