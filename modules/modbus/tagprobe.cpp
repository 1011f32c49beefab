// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/tagprobe.h"

#include "modbus/requests.h"
#include "modbus/tagreading.h"
#include "modbus/transport.h"

#include <QTimer>

namespace mws::modbus
{

namespace
{

QString messageFor(Quality quality)
{
    if (quality == Quality::BadNotAvailable)
        return TagProbe::tr("The device says that the value is not available.");
    if (quality == Quality::UncertainClamped)
        return TagProbe::tr("The device holds a value beyond the clamp.");
    if (quality == Quality::BadOutOfRange)
        return TagProbe::tr("The registers do not hold a value of this type.");
    return {};
}

} // namespace

TagProbe::TagProbe(QObject *parent)
    : QObject(parent)
{
}

TagProbe::~TagProbe() = default;

void TagProbe::read(const Connection &connection, const Device &device, const Tag &tag)
{
    cancel();
    m_device = device;
    m_connection = connection;
    m_tag = tag;
    m_transport = makeTransport(connection, {}, DeviceNetworks::everywhere());
    connect(m_transport.get(), &Transport::opened, this, &TagProbe::onOpened);
    connect(m_transport.get(), &Transport::finished, this, &TagProbe::onFinished);
    connect(m_transport.get(), &Transport::closed, this, &TagProbe::fail);
    const auto request = requestFor();
    m_request = request ? request.value() : QByteArray();
    if (request)
        m_transport->open();
    else
        QMetaObject::invokeMethod(
            m_transport.get(), [this, why = request.error().detail] { fail(why); },
            Qt::QueuedConnection);
}

Result<QByteArray> TagProbe::requestFor() const
{
    if (m_tag.isCounter())
        return Error{ErrorCode::Invalid, tr("The station counts this value; no device has it.")};
    if (m_connection.isBroadcast(m_device.unit))
        return Error{ErrorCode::Invalid, tr("A broadcast (unit 0) cannot be read.")};
    return readRequest(m_tag.table, m_tag.address, m_tag.span());
}

void TagProbe::cancel()
{
    if (!m_transport)
        return;
    disconnect(m_transport.get(), nullptr, this, nullptr);
    m_transport->close();
    m_transport.release()->deleteLater(); // we may be inside one of its signals
}

void TagProbe::onOpened()
{
    QTimer::singleShot(m_connection.pauseAfterConnectMs, m_transport.get(),
                       [this, transport = m_transport.get()] {
                           if (transport == m_transport.get())
                               transport->send(m_device.unit, m_request,
                                               Milliseconds(m_connection.responseTimeoutMs));
                       });
}

void TagProbe::onFinished(const TransportReply &reply)
{
    if (reply.status != TransportReply::Status::Answer) {
        fail(reply.detail);
        return;
    }
    const ResponseCheck check = checkResponse(m_request, reply.pdu);
    if (check.verdict == ResponseCheck::Verdict::Data) {
        onAnswer(reply.pdu);
    } else if (check.verdict == ResponseCheck::Verdict::Exception) {
        conclude({{},
                  {Quality::BadDeviceException, check.exception},
                  {},
                  tr("The device refuses: %1.").arg(exceptionText(check.exception))});
    } else {
        fail(tr("The answer is not valid: %1.").arg(check.reason));
    }
}

void TagProbe::onAnswer(const QByteArray &pdu)
{
    const TagReading reading = readingOf(m_tag, pdu);
    TagProbeResult result;
    result.registers = reading.words.join(u' ');
    result.value = reading.scaled.value;
    result.state = {reading.scaled.quality, 0};
    result.message = messageFor(reading.scaled.quality);
    if (result.message.isEmpty() && !m_tag.scaleFactor.isEmpty())
        result.message = tr("The scale factor is not applied.");
    conclude(result);
}

void TagProbe::conclude(const TagProbeResult &result)
{
    cancel();
    Q_EMIT finished(result);
}

void TagProbe::fail(const QString &message)
{
    conclude({{}, {Quality::BadCommunication, 0}, {}, message});
}

} // namespace mws::modbus
