// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/responder.h"

namespace mws::simulator
{

RegisterImage &Responder::unit(const QString &connection, int unit)
{
    return m_units[{connection, unit}];
}

RegisterImage *Responder::find(const QString &connection, int unit)
{
    const auto it = m_units.find({connection, unit});
    return it == m_units.end() ? nullptr : &it->second;
}

Reply Responder::handle(const QString &connection, int unit, const QByteArray &pdu, bool gateway)
{
    ++m_requests;
    RegisterImage *image = find(connection, unit);
    if (!image && unit == 0 && !gateway) {
        broadcast(connection, pdu);
        return {};
    }
    if (!image)
        return gateway ? Reply{Reply::Kind::Answer, exceptionPdu(pdu, kTargetFailedToRespond)}
                       : Reply{};
    report(connection, unit, pdu);
    const UnitFault fault = faults.of(connection, unit);
    if (fault.dropped)
        return {};
    if (fault.garbage)
        return {Reply::Kind::Garbage, {}, fault.delayMs};
    if (fault.exception > 0)
        return {Reply::Kind::Answer, exceptionPdu(pdu, fault.exception), fault.delayMs};
    return {Reply::Kind::Answer, answerPdu(*image, pdu), fault.delayMs};
}

void Responder::broadcast(const QString &connection, const QByteArray &pdu)
{
    for (auto &[key, image] : m_units) {
        if (key.first != connection)
            continue;
        report(connection, key.second, pdu);
        if (!faults.of(connection, key.second).dropped)
            (void)answerPdu(image, pdu);
    }
}

void Responder::report(const QString &connection, int unit, const QByteArray &pdu)
{
    if (const auto request = writeRequestOf(pdu))
        Q_EMIT writeReceived(connection, unit, *request);
}

} // namespace mws::simulator
