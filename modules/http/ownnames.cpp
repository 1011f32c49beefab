// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/ownnames.h"

#include "http/certificate.h"

#include <QHostInfo>
#include <QNetworkInterface>
#include <QUrl>

#include <algorithm>

namespace mws::http
{

namespace
{

/// An IPv6 address that comes from a router may be another one tomorrow, and nobody types it.
bool isTyped(const QNetworkAddressEntry &entry)
{
    if (entry.ip().isLinkLocal() || entry.ip().isLoopback())
        return false;
    return entry.ip().protocol() == QAbstractSocket::IPv4Protocol || entry.isPermanent();
}

QStringList addressesOfInterfaces(bool withIpv4, bool withIpv6)
{
    QStringList addresses;
    for (const QNetworkInterface &interface : QNetworkInterface::allInterfaces()) {
        for (const QNetworkAddressEntry &entry : interface.addressEntries()) {
            const bool isIpv4 = entry.ip().protocol() == QAbstractSocket::IPv4Protocol;
            if (isTyped(entry) && (isIpv4 ? withIpv4 : withIpv6))
                addresses.append(entry.ip().toString());
        }
    }
    addresses.sort();
    return addresses;
}

QStringList addressesOf(const QHostAddress &listening)
{
    if (listening.protocol() == QAbstractSocket::AnyIPProtocol)
        return addressesOfInterfaces(true, true);
    if (listening == QHostAddress::AnyIPv4)
        return addressesOfInterfaces(true, false);
    if (listening == QHostAddress::AnyIPv6)
        return addressesOfInterfaces(false, true);
    return {listening.toString()};
}

/// The form that all texts of one name or address share, and that a certificate can hold; empty: it
/// is neither.
QString canonical(const QString &name)
{
    const QHostAddress address(name);
    return address.isNull() ? QString::fromLatin1(QUrl::toAce(name)) : address.toString();
}

} // namespace

QStringList machineNames()
{
    const QString host = QHostInfo::localHostName();
    const QString domain = QHostInfo::localDomainName();
    QStringList names{canonical(host)};
    if (!domain.isEmpty() && !host.contains(u'.'))
        names << canonical(host + u'.' + domain);
    names.removeAll(QString());
    names.removeAll(QStringLiteral("localhost"));
    return names;
}

QStringList ownNames(const QHostAddress &listening, const QStringList &given)
{
    QStringList all = given + machineNames();
    all << QStringLiteral("localhost") << QStringLiteral("127.0.0.1") << QStringLiteral("::1")
        << addressesOf(listening);
    QStringList names;
    for (const QString &name : std::as_const(all))
        names.append(canonical(name));
    names.removeAll(QString());
    names.removeDuplicates();
    return names;
}

std::optional<QString> ownHost(const QByteArray &host, const QStringList &names,
                               const QHostAddress &local)
{
    const QString name = QString::fromLatin1(host);
    const auto known = std::find_if(names.cbegin(), names.cend(), [&name](const QString &own) {
        return own.compare(name, Qt::CaseInsensitive) == 0;
    });
    if (known != names.cend())
        return *known;
    if (name == QLatin1String("localhost"))
        return local.isLoopback() ? std::optional(name) : std::nullopt;
    const QHostAddress address(name);
    // QHostAddress reads "127.1" and "0x7f000001" too; other programs read them otherwise.
    const bool isCanonical
        = address.protocol() != QAbstractSocket::IPv4Protocol || address.toString() == name;
    if (!isCanonical || address.isNull()
        || !address.isEqual(local, QHostAddress::TolerantConversion))
        return std::nullopt;
    return address.toString();
}

QString missingName(const CertificateInfo &certificate, const QStringList &names)
{
    QStringList held;
    for (const QString &name : certificate.names)
        held.append(canonical(name));
    const auto missing = std::find_if(names.cbegin(), names.cend(), [&held](const QString &name) {
        return !held.contains(canonical(name));
    });
    return missing == names.cend() ? QString() : *missing;
}

} // namespace mws::http
