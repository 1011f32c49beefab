// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/seriallink.h"

#include "modbus/baudrate.h"
#include "modbus/rs485.h"
#include "modbus/rtsdriver.h"

#include <utility>

namespace mws::modbus
{

SerialLink::SerialLink(Connection connection)
    : m_connection(std::move(connection))
    , m_watch(m_connection.serialPort)
{
    connect(&m_watch, &SerialWatch::returned, this, &ByteLink::returned);
    connect(&m_hangUp, &HangUp::noticed, this,
            [this](const QString &reason) { lose(m_port, reason); });
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
            if (error != QSerialPort::NoError)
                lose(port, port->errorString());
        },
        Qt::QueuedConnection);
}

void SerialLink::open()
{
    close();
    makePort();
    m_watch.remember();
    if (!m_port->open(QIODevice::ReadWrite))
        return; // errorOccurred is queued
    m_hangUp.start(*m_port);
    const Result<void> prepared = prepare();
    QMetaObject::invokeMethod(
        m_port,
        [this, port = m_port, prepared] {
            if (!prepared)
                lose(port, prepared.error().detail);
            else if (port == m_port)
                Q_EMIT opened();
        },
        Qt::QueuedConnection);
}

Result<void> SerialLink::prepare()
{
    const auto descriptor = int(m_port->handle());
    if (const auto rate = checkBaudRate(descriptor, m_connection.baudRate); !rate)
        return rate;
    switch (m_connection.rs485) {
    case Rs485::Kernel:
        return switchByKernel(descriptor, m_connection);
    case Rs485::Rts:
        m_rts = new RtsDriver(*m_port, m_connection);
        m_rts->setParent(m_port);
        connect(m_rts, &RtsDriver::failed, m_port,
                [this, port = m_port](const QString &reason) { lose(port, reason); });
        return setRts(descriptor, false);
    case Rs485::None:
        break;
    }
    return {};
}

void SerialLink::lose(QSerialPort *port, const QString &reason)
{
    if (port != m_port)
        return;
    Q_EMIT lost(reason);
    if (!m_port)
        m_watch.start();
}

void SerialLink::close()
{
    m_watch.stop();
    m_hangUp.stop();
    if (!m_port)
        return;
    if (m_rts)
        std::exchange(m_rts, nullptr)->stop();
    QSerialPort *port = std::exchange(m_port, nullptr);
    port->disconnect(this);
    port->close();
    port->deleteLater(); // we may be inside one of its signals
}

void SerialLink::write(const QByteArray &bytes)
{
    if (m_rts) {
        m_rts->send(bytes);
        return;
    }
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
