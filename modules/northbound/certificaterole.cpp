// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/certificaterole.h"

#include <QSslCertificateExtension>

namespace mws::northbound
{

QString utf8String(const QByteArray &der)
{
    constexpr char kUtf8String = 0x0C; // ITU-T X.680, universal tag 12
    constexpr qsizetype kMostShort = 0x7F; // lengths of one byte, X.690 section 8.1.3.4
    if (der.size() < 3 || der[0] != kUtf8String || der.size() - 2 > kMostShort
        || der[1] != char(der.size() - 2))
        return {};
    const QByteArray bytes = der.mid(2);
    const QString text = QString::fromUtf8(bytes); // replaces what is none, drops a byte order mark
    return text.toUtf8() == bytes ? text : QString();
}

QString roleOf(const QSslCertificate &certificate)
{
    const QString oid = QStringLiteral("1.3.6.1.4.1.50316.802.1");
    QString role;
    int found = 0;
    const auto extensions = certificate.extensions();
    for (const QSslCertificateExtension &extension : extensions) {
        if (extension.oid() != oid)
            continue;
        ++found;
        role = utf8String(extension.value().toByteArray());
    }
    return found == 1 ? role : QString();
}

} // namespace mws::northbound
