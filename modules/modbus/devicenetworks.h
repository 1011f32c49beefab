// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "project/ipnetwork.h"

#include <QHostAddress>
#include <QStringList>

namespace mws::modbus
{

/// Where the links of this host may lead. A setting of the host and not of the project: who may
/// change a project must not be able to make the station knock at every door of the network.
class DeviceNetworks final
{
public:
    /// An address or a network, as IpNetwork::parse() takes it; Invalid otherwise. With none, all
    /// addresses are permitted but link-local ones.
    [[nodiscard]] Result<void> add(const QString &network);
    /// For programs that somebody at this very computer tells where to connect.
    [[nodiscard]] static DeviceNetworks everywhere();
    /// As they were added.
    [[nodiscard]] const QStringList &names() const { return m_names; }

    /// Forbids the ports of this computer that this very program listens on, whatever was added: a
    /// station that asks itself goes round in circles. Not for tests that are their own devices.
    void spareOwnPorts() { m_sparesOwnPorts = true; }

    /// Never a multicast, broadcast or unspecified address. IPv4 within IPv6 (RFC 4291, section
    /// 2.5.5.2; RFC 6052, section 2.1) is judged as IPv4.
    [[nodiscard]] bool permits(const QHostAddress &address) const;
    [[nodiscard]] bool permits(const QHostAddress &address, quint16 port) const;

    /// For others that look at the data folder (mwsctl): written by the station when it starts.
    [[nodiscard]] Result<void> save(const QString &dataFolder) const;
    /// Those of the last start of the station; none were added when it never started. Lines that
    /// are none are left out.
    [[nodiscard]] static DeviceNetworks load(const QString &dataFolder);

private:
    QStringList m_names;
    QList<IpNetwork> m_networks;
    bool m_sparesOwnPorts = false;
};

} // namespace mws::modbus
