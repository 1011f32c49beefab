// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/identity.h"

#include <QMap>
#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr char kReadDeviceId = 14; ///< MEI type
constexpr char kBasic = 1;
constexpr qsizetype kHeader = 7; ///< up to the number of objects

/// What a device says may hold anything.
QString printable(const QByteArray &bytes)
{
    QString text = QString::fromLatin1(bytes);
    std::replace_if(
        text.begin(), text.end(), [](QChar c) { return !c.isPrint(); }, u'?');
    return text.trimmed();
}

} // namespace

QByteArray identityRequest()
{
    return QByteArray(1, char(kEncapsulatedInterface)) + kReadDeviceId + kBasic + char(0);
}

QString identityFrom(const QByteArray &pdu)
{
    if (pdu.size() < kHeader || !pdu.startsWith(identityRequest().first(3)))
        return {};
    QMap<int, QString> objects;
    qsizetype at = kHeader;
    for (int left = quint8(pdu.at(kHeader - 1)); left > 0; --left) {
        if (at + 2 > pdu.size() || at + 2 + quint8(pdu.at(at + 1)) > pdu.size())
            return {};
        objects.insert(quint8(pdu.at(at)), printable(pdu.mid(at + 2, quint8(pdu.at(at + 1)))));
        at += 2 + quint8(pdu.at(at + 1));
    }
    return at == pdu.size() ? QStringList(objects.values()).join(QStringLiteral(" / ")) : QString();
}

} // namespace mws::modbus
