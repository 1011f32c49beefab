// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/devicenetworks.h"

#include <QCoreApplication>
#include <QDir>
#include <QNetworkInterface>
#include <QSaveFile>
#include <algorithm>
#include <array>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <tuple>

namespace mws::modbus
{

namespace
{

using Bytes = IpNetwork::Bytes;

/// Where the translations of this file's messages live.
class NetworkText
{
    Q_DECLARE_TR_FUNCTIONS(mws::modbus::DeviceNetworks)
};

QList<IpNetwork> networks(std::initializer_list<const char *> names)
{
    QList<IpNetwork> list;
    for (const char *name : names)
        list.append(IpNetwork::parse(QString::fromLatin1(name)).value());
    return list;
}

bool isIn(const QList<IpNetwork> &list, const Bytes &address)
{
    return std::any_of(list.cbegin(), list.cend(),
                       [&address](const IpNetwork &network) { return network.contains(address); });
}

/// Nobody's: "this network", multicast, broadcast, unspecified.
bool isNobodys(const Bytes &address)
{
    static const auto list
        = networks({"0.0.0.0/8", "224.0.0.0/4", "255.255.255.255", "::", "ff00::/8"});
    return isIn(list, address);
}

bool isLinkLocal(const Bytes &address)
{
    static const auto list = networks({"169.254.0.0/16", "fe80::/10"});
    return isIn(list, address);
}

/// What a translator (NAT64) makes IPv4 of, as IPv4.
Bytes bytesOf(const QHostAddress &address)
{
    static const IpNetwork translated = IpNetwork::parse(QStringLiteral("64:ff9b::/96")).value();
    const Q_IPV6ADDR sixteen = address.toIPv6Address(); // maps IPv4
    Bytes bytes{};
    std::copy_n(sixteen.c, bytes.size(), bytes.begin());
    if (translated.contains(bytes)) {
        std::fill_n(bytes.begin(), 10, quint8(0));
        bytes[10] = bytes[11] = 0xFF;
    }
    return bytes;
}

bool isThisComputer(const QHostAddress &address)
{
    const Bytes bytes = bytesOf(address);
    const QList<QHostAddress> own = QNetworkInterface::allAddresses();
    return address.isLoopback() || std::any_of(own.cbegin(), own.cend(), [&](const auto &one) {
               return bytesOf(one) == bytes;
           });
}

/// The port of a listening TCP socket; 0: the descriptor is none.
quint16 listeningPort(int descriptor)
{
    int isListening = 0;
    socklen_t size = sizeof isListening;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) != 0 || !isListening)
        return 0;
    sockaddr_storage name{};
    size = sizeof name;
    if (getsockname(descriptor, reinterpret_cast<sockaddr *>(&name), &size) != 0)
        return 0;
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    std::memcpy(&v4, &name, sizeof v4);
    std::memcpy(&v6, &name, sizeof v6);
    if (name.ss_family == AF_INET)
        return ntohs(v4.sin_port);
    return name.ss_family == AF_INET6 ? ntohs(v6.sin6_port) : 0;
}

bool isListenedTo(quint16 port)
{
    const QStringList descriptors
        = QDir(QStringLiteral("/proc/self/fd"))
              .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
    return std::any_of(descriptors.cbegin(), descriptors.cend(),
                       [port](const QString &name) { return listeningPort(name.toInt()) == port; });
}

QString fileIn(const QString &dataFolder)
{
    return dataFolder + QStringLiteral("/device-networks");
}

} // namespace

Result<void> DeviceNetworks::add(const QString &network)
{
    const auto parsed = IpNetwork::parse(network);
    if (!parsed)
        return Error{ErrorCode::Invalid, network};
    m_names.append(network);
    m_networks.append(*parsed);
    return {};
}

DeviceNetworks DeviceNetworks::everywhere()
{
    DeviceNetworks all;
    std::ignore = all.add(QStringLiteral("::/0"));
    return all;
}

bool DeviceNetworks::permits(const QHostAddress &address) const
{
    if (address.isNull())
        return false;
    const Bytes bytes = bytesOf(address);
    if (isNobodys(bytes))
        return false;
    return m_networks.isEmpty() ? !isLinkLocal(bytes) : isIn(m_networks, bytes);
}

bool DeviceNetworks::permits(const QHostAddress &address, quint16 port) const
{
    const bool isOwn = m_sparesOwnPorts && isThisComputer(address) && isListenedTo(port);
    return permits(address) && !isOwn;
}

Result<void> DeviceNetworks::save(const QString &dataFolder) const
{
    QSaveFile file(fileIn(dataFolder));
    const QByteArray bytes = m_names.isEmpty() ? QByteArray() : m_names.join(u'\n').toUtf8() + '\n';
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(bytes) < 0
        || !file.commit())
        return Error{ErrorCode::Unavailable,
                     NetworkText::tr("'%1' cannot be written: %2")
                         .arg(fileIn(dataFolder), file.errorString())};
    return {};
}

DeviceNetworks DeviceNetworks::load(const QString &dataFolder)
{
    DeviceNetworks found;
    QFile file(fileIn(dataFolder));
    if (!file.open(QIODevice::ReadOnly))
        return found;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        std::ignore = found.add(line);
    }
    return found;
}

} // namespace mws::modbus
