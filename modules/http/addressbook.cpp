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
    int &count = m_counts[keyOf(peer)];
    if (m_total >= m_maxTotal || count >= m_maxPerAddress)
        return false;
    ++m_total;
    ++count;
    return true;
}

void AddressBook::leave(const QHostAddress &peer)
{
    const QByteArray key = keyOf(peer);
    --m_total;
    if (--m_counts[key] <= 0)
        m_counts.remove(key);
}

} // namespace mws::http
