// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/transport.h"

#include "modbus/framesummary.h"
#include "modbus/mbaptransport.h"
#include "modbus/rtutransport.h"
#include "modbus/seriallink.h"
#include "modbus/socketlink.h"
#include "modbus/streamtransport.h"
#include "modbus/tcptransport.h"
#include "modbus/tlslink.h"
#include "modbus/udptransport.h"

namespace mws::modbus
{

namespace
{

template <typename Frames>
std::unique_ptr<Transport> makeStream(const Connection &connection, std::unique_ptr<ByteLink> link)
{
    return std::make_unique<StreamTransport>(connection, std::move(link),
                                             std::make_unique<Frames>());
}

} // namespace

void Transport::setTrace(FrameTrace &trace, const QString &connection)
{
    m_trace = &trace;
    m_connection = connection;
}

bool Transport::isTraced() const
{
    return m_trace && m_trace->isEnabled();
}

void Transport::noteSent(const char *dissector, const QByteArray &bytes, int unit,
                         const QByteArray &pdu)
{
    if (isTraced())
        note({0, {}, m_connection, TracedFrame::Direction::Sent, dissector, bytes, {}}, unit,
             requestSummary(pdu));
}

void Transport::noteReceived(const char *dissector, const QByteArray &bytes, int unit,
                             const QByteArray &pdu)
{
    if (isTraced())
        note({0, {}, m_connection, TracedFrame::Direction::Received, dissector, bytes, {}}, unit,
             responseSummary(pdu));
}

void Transport::note(TracedFrame frame, int unit, const QString &summary)
{
    using namespace std::chrono;
    frame.time = time_point_cast<microseconds>(system_clock::now());
    frame.summary
        = summary.isEmpty() ? tr("not understood") : tr("unit %1: %2").arg(unit).arg(summary);
    m_trace->add(std::move(frame));
}

std::unique_ptr<Transport> makeTransport(const Connection &connection, const QString &tlsFolder,
                                         const DeviceNetworks &networks)
{
    switch (connection.kind) {
    case ConnectionKind::Rtu:
        if (connection.isByQModbus())
            return std::make_unique<RtuTransport>(connection);
        return makeStream<RtuFraming>(connection, std::make_unique<SerialLink>(connection));
    case ConnectionKind::RtuOverTcp:
        return makeStream<RtuFraming>(connection,
                                      std::make_unique<SocketLink>(connection, networks));
    case ConnectionKind::Ascii:
        return makeStream<AsciiFraming>(connection, std::make_unique<SerialLink>(connection));
    case ConnectionKind::Udp:
        return std::make_unique<UdpTransport>(connection, networks);
    case ConnectionKind::Tls:
        return std::make_unique<MbapTransport>(
            std::make_unique<TlsLink>(connection, tlsFolder, networks));
    case ConnectionKind::Tcp:
        if (connection.isByQModbus())
            return std::make_unique<TcpTransport>(connection, networks);
        break;
    }
    return std::make_unique<MbapTransport>(std::make_unique<SocketLink>(connection, networks));
}

} // namespace mws::modbus
