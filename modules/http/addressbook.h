// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QHostAddress>

namespace mws::http
{

/// Counts living connections in all and per address; IPv6 by its /64. What comes through a proxy
/// counts for the client that it comes from.
class AddressBook
{
public:
    AddressBook(int total, int perAddress)
        : m_maxTotal(total)
        , m_maxPerAddress(perAddress)
    {
    }

    /// Takes a place for a connection from peer; false: there is none.
    [[nodiscard]] bool enter(const QHostAddress &peer);
    void leave(const QHostAddress &peer);
    /// The same for a connection of a proxy, which counts in all only.
    [[nodiscard]] bool enterProxy();
    void leaveProxy();
    /// The same for what a proxy brings of client, which counts for its address only.
    [[nodiscard]] bool enterClient(const QHostAddress &client);
    void leaveClient(const QHostAddress &client);
    [[nodiscard]] int total() const { return m_total; }

private:
    int m_maxTotal;
    int m_maxPerAddress;
    int m_total = 0;
    QHash<QByteArray, int> m_counts;
};

} // namespace mws::http
