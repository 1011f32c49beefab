// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/peerfinder.h"

#include <QHostInfo>

namespace mws::modbus
{

PeerFinder::PeerFinder(DeviceNetworks networks, QObject *parent)
    : QObject(parent)
    , m_networks(std::move(networks))
{
}

PeerFinder::~PeerFinder()
{
    cancel();
}

void PeerFinder::find(const QString &host, quint16 port)
{
    cancel();
    m_host = host;
    m_port = port;
    QHostAddress address;
    if (!address.setAddress(host)) {
        m_lookup = QHostInfo::lookupHost(host, this, &PeerFinder::onLookup);
        return;
    }
    const auto ifCurrent = [this, address, turn = m_turn] {
        if (turn == m_turn)
            judge({address});
    };
    QMetaObject::invokeMethod(this, ifCurrent, Qt::QueuedConnection);
}

void PeerFinder::cancel()
{
    ++m_turn;
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
}

void PeerFinder::onLookup(const QHostInfo &info)
{
    if (info.lookupId() != m_lookup)
        return;
    m_lookup = -1;
    if (info.addresses().isEmpty())
        Q_EMIT failed(info.errorString());
    else
        judge(info.addresses());
}

void PeerFinder::judge(const QList<QHostAddress> &peers)
{
    QList<QHostAddress> permitted;
    for (const QHostAddress &peer : peers) {
        if (m_networks.permits(peer, m_port))
            permitted.append(peer);
    }
    if (permitted.isEmpty())
        Q_EMIT failed(tr("Not permitted by this host: %1 port %2.")
                          .arg(peers.first().toString())
                          .arg(m_port));
    else
        Q_EMIT found(permitted);
}

} // namespace mws::modbus
