// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/rtutransport.h"

#include "modbus/linetiming.h"
#include "modbus/requests.h"
#include "modbus/rtuframe.h"
#include "modbus/seriallink.h"
#include "modbus/strays.h"

#include <QModbusReply>
#include <QModbusRtuSerialClient>
#include <QSerialPort>

namespace mws::modbus
{

namespace
{

constexpr int kFrameExtra = 3; ///< unit and checksum
constexpr Milliseconds kStuckAfter{1000};
constexpr int kQuietTimes = 10; ///< as long we wait for a line to become quiet

/// The client without its reading of the answers: findResponse() and checkResponse() do that.
class QuietRtuClient final : public QModbusRtuSerialClient
{
public:
    using QModbusRtuSerialClient::QModbusRtuSerialClient;

protected:
    bool processResponse(const QModbusResponse &, QModbusDataUnit *) override { return true; }
    bool processPrivateResponse(const QModbusResponse &, QModbusDataUnit *) override
    {
        return true;
    }
};

} // namespace

RtuTransport::RtuTransport(Connection connection)
    : m_connection(std::move(connection))
    , m_quiet(this)
    , m_stuck(this)
{
    m_quiet.setSingleShot(true);
    m_quiet.setTimerType(Qt::PreciseTimer);
    m_stuck.setSingleShot(true);
    connect(&m_hangUp, &HangUp::noticed, this, &RtuTransport::fail);
    connect(&m_quiet, &QTimer::timeout, this, &RtuTransport::transmit);
    connect(&m_stuck, &QTimer::timeout, this,
            [this] { fail(tr("The line is never quiet, or the adapter does not send.")); });
}

RtuTransport::~RtuTransport()
{
    close();
}

void RtuTransport::makeClient()
{
    m_client = new QuietRtuClient(this);
    m_client->setNumberOfRetries(0);
    m_client->setConnectionParameter(QModbusDevice::SerialPortNameParameter,
                                     m_connection.serialPort);
    m_client->setConnectionParameter(QModbusDevice::SerialBaudRateParameter, m_connection.baudRate);
    m_client->setConnectionParameter(QModbusDevice::SerialParityParameter,
                                     parityOf(m_connection.parity));
    m_client->setConnectionParameter(QModbusDevice::SerialDataBitsParameter, QSerialPort::Data8);
    m_client->setConnectionParameter(QModbusDevice::SerialStopBitsParameter, m_connection.stopBits);
    m_port = qobject_cast<QSerialPort *>(m_client->device());
    connect(m_port, &QSerialPort::readyRead, this, &RtuTransport::onReadyRead);
    connect(
        m_client, &QModbusDevice::errorOccurred, this,
        [this, current = ++m_generation] {
            if (current == m_generation)
                fail(m_client->errorString());
        },
        Qt::QueuedConnection);
}

void RtuTransport::open()
{
    close();
    makeClient();
    if (!m_client->connectDevice())
        return; // errorOccurred is queued
    m_hangUp.start(*m_port);
    m_port->startTransaction();
    QMetaObject::invokeMethod(
        m_client, [this] { Q_EMIT opened(); }, Qt::QueuedConnection);
}

void RtuTransport::close()
{
    ++m_generation; // what is queued from the old client is void
    m_waiting = m_sent = m_clientBusy = false;
    m_quiet.stop();
    m_stuck.stop();
    m_hangUp.stop();
    if (!m_client)
        return;
    QModbusRtuSerialClient *client = std::exchange(m_client, nullptr);
    disconnect(client, nullptr, this, nullptr);
    disconnect(m_port, nullptr, this, nullptr);
    m_port = nullptr;
    client->disconnectDevice();
    client->deleteLater();
}

RequestId RtuTransport::send(int unit, const QByteArray &pdu, Milliseconds timeout,
                             const MayGo &mayGo)
{
    m_waiting = true;
    m_request = {unit, pdu, timeout, mayGo};
    m_stuck.start(timeout + kStuckAfter + kQuietTimes * Milliseconds(m_connection.quietTimeMs));
    transmit();
    return 0;
}

void RtuTransport::transmit()
{
    if (!m_waiting || m_sent || m_clientBusy || m_quiet.isActive())
        return;
    if (m_request.mayGo && !m_request.mayGo()) {
        withhold();
        return;
    }
    const Milliseconds onWire = timingOf(m_connection)
                                    .onWire(m_request.pdu.size() + kFrameExtra
                                            + expectedResponseSize(m_request.pdu) + kFrameExtra);
    m_client->setTimeout(int((m_request.timeout + onWire).count()));
    m_stuck.start(m_request.timeout + onWire + kStuckAfter);
    const QModbusRequest request(QModbusPdu::FunctionCode(m_request.pdu.at(0)),
                                 m_request.pdu.mid(1));
    QModbusReply *reply = m_client->sendRawRequest(request, m_request.unit);
    if (!reply) {
        QMetaObject::invokeMethod(
            m_client, [this] { fail(tr("The request could not be sent.")); }, Qt::QueuedConnection);
        return;
    }
    countSent(m_request.pdu.size() + kFrameExtra);
    m_sent = m_clientBusy = true;
    m_heard.clear();
    connect(reply, &QModbusReply::finished, reply, &QObject::deleteLater);
    connect(
        reply, &QModbusReply::finished, this,
        [this, current = m_generation] {
            if (current == m_generation)
                onReplyFinished();
        },
        Qt::QueuedConnection);
}

void RtuTransport::withhold()
{
    m_stuck.stop();
    const auto tell = [this, current = m_generation] {
        if (current == m_generation)
            finish({TransportReply::Status::Withheld, {}, {}});
    };
    QMetaObject::invokeMethod(m_client, tell, Qt::QueuedConnection);
}

void RtuTransport::onReplyFinished()
{
    m_clientBusy = false;
    if (!m_sent) { // answered already; the next request may be waiting
        transmit();
        return;
    }
    m_quiet.start(m_connection.quietTimeMs);
    if (m_heard.isEmpty()) {
        finish({TransportReply::Status::Timeout, {}, tr("No answer in time.")});
    } else {
        tellStrays();
        finish({TransportReply::Status::Invalid,
                {},
                tr("The answer was damaged, came from another unit or was for another "
                   "request.")});
    }
}

void RtuTransport::tellStrays()
{
    const Exchange asked{m_request.unit, m_request.pdu, {}, true};
    const HeardFrames heard = RtuFraming().split(m_heard, asked.unit, asked.request);
    QList<Stray> strays = straysIn(heard, asked, {});
    if (strays.isEmpty())
        strays.append({StrayReason::Garbage, asked.unit});
    for (const Stray &stray : std::as_const(strays))
        Q_EMIT strayFrame(stray.reason, stray.unit);
}

void RtuTransport::onReadyRead()
{
    // The client has read these bytes already; the transaction gives them back to us.
    m_port->rollbackTransaction();
    const QByteArray bytes = m_port->readAll();
    countReceived(bytes.size());
    m_heard += bytes;
    m_port->startTransaction();
    if (m_quiet.isActive())
        m_quiet.start(m_connection.quietTimeMs);
    if (!m_sent)
        return;
    if (const auto pdu = findResponse(m_heard, m_request.unit, m_request.pdu))
        finish({TransportReply::Status::Answer, *pdu, {}});
}

void RtuTransport::fail(const QString &reason)
{
    if (!m_client)
        return;
    const bool waiting = m_waiting;
    const bool unsent = !m_sent;
    close();
    if (waiting)
        Q_EMIT finished({TransportReply::Status::LinkLost, {}, reason, 0, unsent});
    Q_EMIT closed(reason);
}

void RtuTransport::finish(const TransportReply &reply)
{
    m_waiting = m_sent = false;
    m_stuck.stop();
    Q_EMIT finished(reply);
}

} // namespace mws::modbus
