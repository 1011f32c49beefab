// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bytelink.h"
#include "project/connection.h"

#include <QSerialPort>

namespace mws::modbus
{

/// A serial port. An adapter that is pulled out is reported at once.
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

    Connection m_connection;
    QSerialPort *m_port = nullptr; ///< a new one each time
};

[[nodiscard]] QSerialPort::Parity parityOf(SerialParity parity);

} // namespace mws::modbus
