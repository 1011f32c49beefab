// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/mbaptransport.h"

namespace mws::modbus
{

MbapTransport::MbapTransport(std::unique_ptr<ByteLink> link)
    : m_link(std::move(link))
{
    connect(m_link.get(), &ByteLink::opened, this, &Transport::opened);
    connect(m_link.get(), &ByteLink::received, this, &MbapTransport::onReceived);
    connect(m_link.get(), &ByteLink::lost, this, &MbapTransport::fail);
}

MbapTransport::~MbapTransport()
{
    MbapTransport::close();
}

void MbapTransport::open()
{
    close();
    m_link->open();
}

void MbapTransport::close()
{
    forgetRequests();
    m_reader = {};
    m_link->close();
}

void MbapTransport::transmit(const QByteArray &frame, bool atOnce)
{
    m_link->write(frame);
    if (atOnce)
        m_link->flush();
}

void MbapTransport::onReceived(const QByteArray &bytes)
{
    countReceived(bytes.size());
    bool isNew = !m_reader.hasPart();
    m_reader.feed(bytes);
    while (const auto frame = m_reader.next()) {
        isNew = true;
        if (isTraced())
            noteFrame(mbapFrame(frame->transaction, frame->unit, frame->pdu), frame);
        take(*frame);
    }
    if (isNew && m_reader.hasPart())
        m_partSince = Clock::now();
    if (!m_reader.isBroken())
        return;
    noteFrame(m_reader.part(), {});
    Q_EMIT strayFrame(StrayReason::Garbage, -1);
    fail(tr("The device sends bytes that are not Modbus/TCP."));
}

/// A frame that came in pieces just now is late; one that has stood still is a stream out of step.
QString MbapTransport::lossShownBy(const MbapWindow::Request &request)
{
    if (!m_reader.hasPart() || Clock::now() - m_partSince < request.timeout / 2)
        return {};
    noteFrame(m_reader.part(), {});
    return tr("The device stopped in the middle of an answer.");
}

} // namespace mws::modbus
