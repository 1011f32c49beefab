// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/certificaterole.h"

#include <QSslCertificateExtension>

#include <algorithm>

namespace mws::modbus
{

QString modbusRole(const QSslCertificate &certificate)
{
    QList<QByteArray> roles;
    const QList<QSslCertificateExtension> extensions = certificate.extensions();
    for (const QSslCertificateExtension &extension : extensions) {
        if (extension.oid() == QLatin1String("1.3.6.1.4.1.50316.802.1"))
            roles.append(extension.value().toByteArray());
    }
    return roles.size() == 1 ? utf8StringFromDer(roles.first()) : QString();
}

QString utf8StringFromDer(const QByteArray &der)
{
    constexpr char kUtf8String = 0x0C; // ITU-T X.680, universal tag 12
    constexpr qsizetype kMostShort = 0x7F; // lengths of one byte, X.690 section 8.1.3.4
    if (der.size() < 3 || der[0] != kUtf8String || der.size() - 2 > kMostShort
        || der[1] != char(der.size() - 2))
        return {};
    const QByteArray bytes = der.mid(2);
    const QString text = QString::fromUtf8(bytes); // replaces what is none, drops a byte order mark
    const bool isPrintable = std::all_of(text.cbegin(), text.cend(),
                                         [](QChar c) { return c.isPrint() || c.isSurrogate(); });
    return isPrintable && text.toUtf8() == bytes ? text : QString();
}

} // namespace mws::modbus
