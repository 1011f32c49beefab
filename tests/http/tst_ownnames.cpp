// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificate.h"
#include "http/ownnames.h"

#include <QHostInfo>
#include <QNetworkInterface>
#include <QTest>

using namespace mws::http;

namespace
{

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

} // namespace

/// What a certificate of this computer has to be for.
class OwnNamesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thoseGivenComeFirst()
    {
        const QStringList names = ownNames(QHostAddress::LocalHost,
                                           {text("plant.example"),
                                            text("Plant.example"),
                                            text("192.0.2.7"),
                                            text("not a name, DNS:evil"),
                                            {}});
        QCOMPARE(names.value(0), text("plant.example"));
        QCOMPARE(names.value(1), text("192.0.2.7"));
        QCOMPARE(names.count(text("plant.example")), 1);
        QVERIFY(names.filter(text("evil")).isEmpty());
        QVERIFY(!names.contains(QString()));
    }

    void theHostIsThere()
    {
        const QStringList names = ownNames(QHostAddress::LocalHost, {});
        QVERIFY(names.contains(QHostInfo::localHostName().toLower()));
        for (const QString &name : machineNames())
            QVERIFY(names.contains(name));
        QVERIFY(!machineNames().contains(text("localhost")));
        for (const char *always : {"localhost", "127.0.0.1", "::1"})
            QCOMPARE(names.count(text(always)), 1);
    }

    void localhostIsThisComputer()
    {
        QCOMPARE(ownHost("localhost", {}, QHostAddress::LocalHost), QStringLiteral("localhost"));
        QVERIFY(!ownHost("localhost", {}, QHostAddress(QStringLiteral("192.0.2.1"))));
    }

    void theAddressListenedOn()
    {
        QVERIFY(ownNames(QHostAddress(text("192.0.2.9")), {}).contains(text("192.0.2.9")));
        QVERIFY(ownNames(QHostAddress(text("2001:DB8:0::9")), {}).contains(text("2001:db8::9")));
        QVERIFY(!ownNames(QHostAddress::LocalHost, {}).contains(text("192.0.2.9")));
    }

    void allAddressesForAll()
    {
        const QStringList ipv4 = ownNames(QHostAddress::AnyIPv4, {});
        const QStringList ipv6 = ownNames(QHostAddress::AnyIPv6, {});
        for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
            const bool isIpv4 = address.protocol() == QAbstractSocket::IPv4Protocol;
            if (address.isLoopback())
                continue;
            QCOMPARE(ipv4.contains(address.toString()), isIpv4 && !address.isLinkLocal());
            if (isIpv4 || address.isLinkLocal())
                QVERIFY(!ipv6.contains(address.toString()));
        }
        for (const char *none : {"0.0.0.0", "::"}) {
            QVERIFY(!ipv4.contains(text(none)));
            QVERIFY(!ipv6.contains(text(none)));
        }
    }

    void missingNames()
    {
        CertificateInfo certificate;
        certificate.names = {text("Plant.Example"), text("2001:0db8::0009"), text("127.0.0.1")};
        QCOMPARE(missingName(certificate, {text("plant.example"), text("2001:db8::9")}), QString());
        QCOMPARE(missingName(certificate, {text("127.0.0.1"), text("other.example")}),
                 text("other.example"));
        QCOMPARE(missingName({}, {text("a")}), text("a"));
        QCOMPARE(missingName({}, {}), QString());
    }
};

QTEST_GUILESS_MAIN(OwnNamesTest)
#include "tst_ownnames.moc"
