// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/password.h"

#include <QCoreApplication>
#include <QList>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <optional>

namespace mws
{

namespace
{

constexpr int kBlock = 8;
constexpr int kParallel = 1;
constexpr int kSaltBytes = 16;
constexpr int kHashBytes = 32;
constexpr quint64 kMaxMemory = 64 * 1024 * 1024; // 128 × N × r is 32 MiB
constexpr auto kBase64 = QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals;

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

struct Phc {
    int logN = 0;
    int block = 0;
    int parallel = 0;
    QByteArray salt;
    QByteArray hash;
};

std::optional<int> parameter(const QByteArray &text, const char *name)
{
    if (!text.startsWith(QByteArray(name) + '='))
        return std::nullopt;
    bool isNumber = false;
    const int value = text.mid(qsizetype(qstrlen(name)) + 1).toInt(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

std::optional<QByteArray> decoded(const QByteArray &text)
{
    const auto bytes
        = QByteArray::fromBase64Encoding(text, kBase64 | QByteArray::AbortOnBase64DecodingErrors);
    return bytes ? std::optional(*bytes) : std::nullopt;
}

/// "$scrypt$ln=15,r=8,p=1$salt$hash" (the PHC string format).
std::optional<Phc> parsePhc(const QByteArray &phc)
{
    const QList<QByteArray> parts = phc.split('$');
    if (parts.size() != 5 || !parts[0].isEmpty() || parts[1] != "scrypt")
        return std::nullopt;
    const QList<QByteArray> numbers = parts[2].split(',');
    if (numbers.size() != 3)
        return std::nullopt;
    const auto logN = parameter(numbers[0], "ln");
    const auto block = parameter(numbers[1], "r");
    const auto parallel = parameter(numbers[2], "p");
    const auto salt = decoded(parts[3]);
    const auto hash = decoded(parts[4]);
    if (!logN || !block || !parallel || !salt || !hash)
        return std::nullopt;
    const bool sane = *logN >= 1 && *logN <= 20 && *block >= 1 && *block <= 32 && *parallel >= 1
        && *parallel <= 16 && hash->size() >= 16 && hash->size() <= 64;
    return sane ? std::optional(Phc{*logN, *block, *parallel, *salt, *hash}) : std::nullopt;
}

QByteArray textOf(const Phc &phc)
{
    return "$scrypt$ln=" + QByteArray::number(phc.logN) + ",r=" + QByteArray::number(phc.block)
        + ",p=" + QByteArray::number(phc.parallel) + '$' + phc.salt.toBase64(kBase64) + '$'
        + phc.hash.toBase64(kBase64);
}

/// Empty when OpenSSL refuses.
QByteArray derive(const QString &password, const Phc &phc)
{
    const QByteArray text = password.normalized(QString::NormalizationForm_C).toUtf8();
    QByteArray out(phc.hash.size(), '\0');
    const int done = EVP_PBE_scrypt(
        text.constData(), size_t(text.size()),
        reinterpret_cast<const unsigned char *>(phc.salt.constData()), size_t(phc.salt.size()),
        quint64(1) << phc.logN, quint64(phc.block), quint64(phc.parallel), kMaxMemory,
        reinterpret_cast<unsigned char *>(out.data()), size_t(out.size()));
    return done == 1 ? out : QByteArray();
}

} // namespace

QByteArray randomBytes(int count)
{
    QByteArray bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), count) != 1)
        qFatal("the operating system gives no random numbers");
    return bytes;
}

Result<QByteArray> hashPassword(const QString &password, int cost)
{
    Phc phc{cost, kBlock, kParallel, randomBytes(kSaltBytes), QByteArray(kHashBytes, '\0')};
    phc.hash = derive(password, phc);
    if (phc.hash.isEmpty())
        return Error{ErrorCode::Internal, AccessText::tr("The password could not be stored.")};
    return textOf(phc);
}

bool verifyPassword(const QString &password, const QByteArray &phc)
{
    const auto stored = parsePhc(phc);
    if (!stored)
        return false;
    const QByteArray hash = derive(password, *stored);
    return constantTimeEqual(hash, stored->hash);
}

bool needsRehash(const QByteArray &phc, int cost)
{
    const auto stored = parsePhc(phc);
    return !stored || stored->logN != cost || stored->block != kBlock
        || stored->parallel != kParallel || stored->hash.size() != kHashBytes;
}

QByteArray randomToken(int bytes)
{
    return randomBytes(bytes).toBase64(QByteArray::Base64UrlEncoding
                                       | QByteArray::OmitTrailingEquals);
}

bool constantTimeEqual(const QByteArray &a, const QByteArray &b)
{
    return !a.isEmpty() && a.size() == b.size()
        && CRYPTO_memcmp(a.constData(), b.constData(), size_t(a.size())) == 0;
}

QByteArray dummyHash(int cost)
{
    return textOf({cost, kBlock, kParallel, randomBytes(kSaltBytes), randomBytes(kHashBytes)});
}

QString randomCode(int symbolCount)
{
    static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base 32
    const QByteArray bytes = randomBytes(symbolCount);
    QString code;
    for (int i = 0; i < symbolCount; ++i) {
        if (i > 0 && i % 5 == 0 && i < symbolCount - 1)
            code += QLatin1Char('-');
        code += QLatin1Char(symbols[uchar(bytes[i]) & 31]);
    }
    return code;
}

QString normalizedCode(const QString &typed)
{
    QString code;
    for (const QChar c : typed.toUpper()) {
        if (c == QLatin1Char('O'))
            code += QLatin1Char('0');
        else if (c == QLatin1Char('I') || c == QLatin1Char('L'))
            code += QLatin1Char('1');
        else if (c.isLetterOrNumber())
            code += c;
    }
    return code;
}

} // namespace mws
