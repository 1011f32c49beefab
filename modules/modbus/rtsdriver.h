// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/finetimer.h"
#include "project/connection.h"

#include <QDeadlineTimer>
#include <QObject>

class QSerialPort;

namespace mws::modbus
{

/// Switches an RS-485 adapter to send by RTS, around each frame, and back as soon as the last byte
/// has left: a device may answer 3.5 characters later. The thread waits for nothing.
class RtsDriver final : public QObject
{
    Q_OBJECT

public:
    /// The port is open, and outlives it.
    RtsDriver(QSerialPort &port, const Connection &connection);

    /// Takes the place of a frame that is still on its way.
    void send(const QByteArray &frame);
    /// The line is let go of at once.
    void stop();

Q_SIGNALS:
    /// Not inside send().
    void failed(const QString &reason);

private:
    enum class Step { Listening, Before, Sending, After };

    void go();
    void startFrame();
    void awaitEnd();
    void release();
    void fail(const QString &reason);

    QSerialPort &m_port;
    std::chrono::microseconds m_perByte;
    std::chrono::milliseconds m_before;
    std::chrono::milliseconds m_after;
    FineTimer m_timer;
    Step m_step = Step::Listening;
    QByteArray m_frame;
    QDeadlineTimer m_stuck; ///< a port that does not send
};

} // namespace mws::modbus
