// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/totp.h"

#include "access/password.h"

#include <QMessageAuthenticationCode>
#include <QUrl>
#include <QtEndian>

namespace mws
{

namespace
{

constexpr int kSecretBytes = 20;
constexpr qint64 kStepMs = 30000;
constexpr int kDigits = 6;
constexpr quint32 kModulus = 1000000;

} // namespace

QByteArray newTotpSecret()
{
    return randomBytes(kSecretBytes);
}

qint64 totpStep(Timestamp time)
{
    return toMsSinceEpoch(time) / kStepMs;
}

QString totpCode(const QByteArray &secret, qint64 step)
{
    QByteArray counter(sizeof(quint64), '\0');
    qToBigEndian(quint64(step), counter.data());
    const QByteArray mac
        = QMessageAuthenticationCode::hash(counter, secret, QCryptographicHash::Sha1);
    const int offset = mac.back() & 0x0F;
    const quint32 word = qFromBigEndian<quint32>(mac.constData() + offset) & 0x7FFFFFFF;
    return QString::number(word % kModulus).rightJustified(kDigits, QLatin1Char('0'));
}

std::optional<qint64> findTotpStep(const QByteArray &secret, const QString &code, Timestamp now,
                                   qint64 after)
{
    const qint64 present = totpStep(now);
    std::optional<qint64> found;
    for (qint64 step = present - 1; step <= present + 1; ++step) {
        if (constantTimeEqual(totpCode(secret, step).toLatin1(), code.toLatin1()) && step > after)
            found = step;
    }
    return found;
}

QString base32(const QByteArray &bytes)
{
    constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    QString text;
    quint32 bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8) | quint8(byte);
        for (count += 8; count >= 5; count -= 5)
            text += QLatin1Char(kAlphabet[(bits >> (count - 5)) & 31]);
    }
    if (count > 0)
        text += QLatin1Char(kAlphabet[(bits << (5 - count)) & 31]);
    return text;
}

QString totpUri(const QByteArray &secret, const QString &issuer, const QString &user)
{
    const QString name = QString::fromLatin1(QUrl::toPercentEncoding(issuer));
    return QStringLiteral("otpauth://totp/%1:%2?secret=%3&issuer=%1")
        .arg(name, QString::fromLatin1(QUrl::toPercentEncoding(user)), base32(secret));
}

} // namespace mws
