// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/ipnetwork.h"

#include <algorithm>
#include <arpa/inet.h>

namespace mws
{

namespace
{

constexpr int kBits = 128;
constexpr int kIpv4Bits = 32;

struct Parsed {
    IpNetwork::Bytes bytes{};
    int bits = 0; ///< of the family
};

std::optional<Parsed> parseAddress(const QString &text)
{
    const QByteArray name = text.toUtf8();
    Parsed parsed;
    if (inet_pton(AF_INET, name.constData(), parsed.bytes.data() + 12) == 1) {
        parsed.bytes[10] = parsed.bytes[11] = 0xFF;
        parsed.bits = kIpv4Bits;
        return parsed;
    }
    parsed.bits = kBits;
    return inet_pton(AF_INET6, name.constData(), parsed.bytes.data()) == 1 ? std::optional(parsed)
                                                                           : std::nullopt;
}

/// None: no number from 0 to bits in plain digits.
std::optional<int> parsePrefix(const QString &text, int bits)
{
    const bool digits = !text.isEmpty() && text.size() <= 3
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const int prefix = digits ? text.toInt() : -1;
    return prefix >= 0 && prefix <= bits ? std::optional(prefix) : std::nullopt;
}

/// The bits of byte i that a prefix covers.
quint8 maskAt(int prefix, int i)
{
    const int covered = std::clamp(prefix - 8 * i, 0, 8);
    return quint8(0xFF00 >> covered);
}

} // namespace

std::optional<IpNetwork> IpNetwork::parse(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    const auto parsed = text.contains(QChar::Null) ? std::nullopt : parseAddress(text.left(slash));
    if (!parsed)
        return std::nullopt;
    IpNetwork network;
    network.m_address = parsed->bytes;
    if (slash < 0)
        return network;
    const auto prefix = parsePrefix(text.mid(slash + 1), parsed->bits);
    if (!prefix)
        return std::nullopt;
    network.m_isAddress = false;
    network.m_prefix = kBits - parsed->bits + *prefix;
    for (int i = 0; i < int(network.m_address.size()); ++i) {
        if (network.m_address[size_t(i)] & ~maskAt(network.m_prefix, i))
            return std::nullopt;
    }
    return network;
}

bool IpNetwork::contains(const Bytes &address) const
{
    for (int i = 0; i < int(address.size()); ++i) {
        if ((address[size_t(i)] & maskAt(m_prefix, i))
            != (m_address[size_t(i)] & maskAt(m_prefix, i)))
            return false;
    }
    return true;
}

} // namespace mws
