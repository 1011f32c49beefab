// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/addressbook.h"

namespace mws::http
{

namespace
{

QByteArray keyOf(const QHostAddress &peer)
{
    bool isV4 = false;
    const quint32 v4 = peer.toIPv4Address(&isV4);
    if (isV4)
        return QByteArray::number(v4);
    const Q_IPV6ADDR v6 = peer.toIPv6Address();
    return QByteArray(reinterpret_cast<const char *>(v6.c), 8);
}

} // namespace

bool AddressBook::enter(const QHostAddress &peer)
{
    if (!enterProxy())
        return false;
    if (enterClient(peer))
        return true;
    leaveProxy();
    return false;
}

void AddressBook::leave(const QHostAddress &peer)
{
    leaveProxy();
    leaveClient(peer);
}

bool AddressBook::enterProxy()
{
    if (m_total >= m_maxTotal)
        return false;
    ++m_total;
    return true;
}

void AddressBook::leaveProxy()
{
    --m_total;
}

bool AddressBook::enterClient(const QHostAddress &client)
{
    const QByteArray key = keyOf(client);
    if (m_counts.value(key) >= m_maxPerAddress)
        return false;
    ++m_counts[key];
    return true;
}

void AddressBook::leaveClient(const QHostAddress &client)
{
    const QByteArray key = keyOf(client);
    if (--m_counts[key] <= 0)
        m_counts.remove(key);
}

} // namespace mws::http
