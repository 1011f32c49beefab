// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/trustedproxies.h"

#include <algorithm>

namespace mws::http
{

namespace
{

constexpr int kMinBitsIpv4 = 8;
constexpr int kMinBitsIpv6 = 32;

/// None unless text is an address in a spelling that everybody reads alike: QHostAddress takes
/// "127.1" and scopes too.
std::optional<QHostAddress> addressFrom(const QString &text)
{
    const QHostAddress address(text);
    const bool isIpv4 = address.protocol() == QAbstractSocket::IPv4Protocol;
    if (address.isNull() || !address.scopeId().isEmpty() || (isIpv4 && address.toString() != text))
        return std::nullopt;
    return plain(address);
}

} // namespace

QHostAddress plain(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

Result<void> TrustedProxies::add(const QString &network)
{
    const auto address = addressFrom(network.section(u'/', 0, 0));
    const auto parsed = QHostAddress::parseSubnet(network);
    const int least
        = parsed.first.protocol() == QAbstractSocket::IPv4Protocol ? kMinBitsIpv4 : kMinBitsIpv6;
    if (!address || address->protocol() != parsed.first.protocol() || parsed.second < least)
        return Error{ErrorCode::Invalid, network};
    m_networks.append(parsed);
    return {};
}

bool TrustedProxies::contains(const QHostAddress &peer) const
{
    return std::any_of(m_networks.cbegin(), m_networks.cend(),
                       [address = plain(peer)](const QPair<QHostAddress, int> &network) {
                           return address.isInSubnet(network);
                       });
}

std::optional<QHostAddress> TrustedProxies::clientOf(const QHostAddress &peer,
                                                     const Request &request) const
{
    QHostAddress client = plain(peer);
    if (!contains(client) || !request.headers.contains("x-forwarded-for"))
        return client;
    const QList<QByteArray> hops = request.header("x-forwarded-for").split(',');
    for (auto hop = hops.crbegin(); hop != hops.crend() && contains(client); ++hop) {
        const auto before = addressFrom(QString::fromLatin1(hop->trimmed()));
        if (!before)
            return std::nullopt;
        client = *before;
    }
    return client;
}

} // namespace mws::http
