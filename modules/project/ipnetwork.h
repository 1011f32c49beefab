// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <array>
#include <optional>

namespace mws
{

/// One IP address or a network of them in CIDR form (RFC 4632, RFC 4291), such as 192.0.2.0/24.
class IpNetwork
{
public:
    /// IPv6, or IPv4 as ::ffff:a.b.c.d.
    using Bytes = std::array<quint8, 16>;

    /// None: not the form, or bits of the address are set behind the prefix.
    [[nodiscard]] static std::optional<IpNetwork> parse(const QString &text);
    [[nodiscard]] bool contains(const Bytes &address) const;
    /// A single address, without a prefix length.
    [[nodiscard]] bool isAddress() const { return m_isAddress; }

private:
    Bytes m_address{};
    int m_prefix = 128; ///< bits of Bytes that count
    bool m_isAddress = true;
};

} // namespace mws
