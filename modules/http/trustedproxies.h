// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/message.h"

#include <QPair>
#include <optional>

namespace mws::http
{

/// An IPv4 address that came as IPv6 (::ffff:192.0.2.7) as IPv4; every other as it is.
[[nodiscard]] QHostAddress plain(const QHostAddress &address);

/// The reverse proxies whose word about the client before them counts; of everybody else
/// X-Forwarded-For is a text like any other.
class TrustedProxies final
{
public:
    /// network: an address, or a network such as 192.0.2.0/24 of at least 8 bits (IPv6: 32).
    /// Invalid otherwise.
    [[nodiscard]] Result<void> add(const QString &network);
    [[nodiscard]] bool contains(const QHostAddress &peer) const;

    /// Who sent a request that came from peer: peer itself, or if that is a proxy the last address
    /// in X-Forwarded-For that is none; if all are, the first. None: a proxy has sent something
    /// else than addresses there.
    [[nodiscard]] std::optional<QHostAddress> clientOf(const QHostAddress &peer,
                                                       const Request &request) const;

private:
    QList<QPair<QHostAddress, int>> m_networks;
};

} // namespace mws::http
