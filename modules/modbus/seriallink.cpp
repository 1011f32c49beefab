// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/seriallink.h"

#include <utility>

namespace mws::modbus
{

SerialLink::SerialLink(Connection connection)
    : m_connection(std::move(connection))
{
}

SerialLink::~SerialLink()
{
    close();
}

void SerialLink::makePort()
{
    m_port = new QSerialPort(m_connection.serialPort, this);
    const bool seven = m_connection.kind == ConnectionKind::Ascii && m_connection.dataBits == 7;
    m_port->setBaudRate(m_connection.baudRate);
    m_port->setParity(parityOf(m_connection.parity));
    m_port->setDataBits(seven ? QSerialPort::Data7 : QSerialPort::Data8);
    m_port->setStopBits(m_connection.stopBits == 2 ? QSerialPort::TwoStop : QSerialPort::OneStop);
    m_port->setFlowControl(QSerialPort::NoFlowControl);
    connect(m_port, &QSerialPort::readyRead, this, [this] { Q_EMIT received(m_port->readAll()); });
    // The port is the context: what it has queued dies with it.
    connect(
        m_port, &QSerialPort::errorOccurred, m_port,
        [this, port = m_port](QSerialPort::SerialPortError error) {
            if (error != QSerialPort::NoError && port == m_port)
                Q_EMIT lost(port->errorString());
        },
        Qt::QueuedConnection);
}

void SerialLink::open()
{
    close();
    makePort();
    if (!m_port->open(QIODevice::ReadWrite))
        return; // errorOccurred is queued
    QMetaObject::invokeMethod(
        m_port,
        [this, port = m_port] {
            if (port == m_port)
                Q_EMIT opened();
        },
        Qt::QueuedConnection);
}

void SerialLink::close()
{
    if (!m_port)
        return;
    QSerialPort *port = std::exchange(m_port, nullptr);
    port->disconnect(this);
    port->close();
    port->deleteLater(); // we may be inside one of its signals
}

void SerialLink::write(const QByteArray &bytes)
{
    m_port->write(bytes);
    m_port->flush(); // or it waits for the event loop
}

void SerialLink::discard()
{
    m_port->clear();
}

QSerialPort::Parity parityOf(SerialParity parity)
{
    switch (parity) {
    case SerialParity::Even:
        return QSerialPort::EvenParity;
    case SerialParity::Odd:
        return QSerialPort::OddParity;
    case SerialParity::None:
        break;
    }
    return QSerialPort::NoParity;
}

} // namespace mws::modbus
