// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "modbus/bytelink.h"
#include "modbus/hangup.h"
#include "modbus/serialwatch.h"
#include "project/connection.h"

#include <QSerialPort>

namespace mws::modbus
{

class RtsDriver;

/// A serial port. An adapter that is pulled out is reported at once, and so is its return. Who
/// switches the transmitter of an RS-485 line is the connection's choice.
class SerialLink final : public ByteLink
{
    Q_OBJECT

public:
    explicit SerialLink(Connection connection);
    ~SerialLink() override;

    void open() override;
    void close() override;
    void write(const QByteArray &bytes) override;
    void discard() override;

private:
    void makePort();
    [[nodiscard]] Result<void> prepare();
    void lose(QSerialPort *port, const QString &reason);

    Connection m_connection;
    SerialWatch m_watch; ///< after the link was lost, until it is opened or closed
    HangUp m_hangUp;
    QSerialPort *m_port = nullptr; ///< a new one each time
    RtsDriver *m_rts = nullptr; ///< a child of m_port
};

[[nodiscard]] QSerialPort::Parity parityOf(SerialParity parity);

} // namespace mws::modbus
