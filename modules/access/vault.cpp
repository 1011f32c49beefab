// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/vault.h"

#include "access/password.h"
#include "storage/privatefile.h"

#include <QCoreApplication>
#include <QFile>
#include <memory>
#include <openssl/evp.h>

namespace mws
{

namespace
{

constexpr int kKeyBytes = 32;
constexpr int kNonceBytes = 12;
constexpr int kTagBytes = 16;
constexpr auto kPrivate = QFile::ReadOwner | QFile::WriteOwner;

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const uchar *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const uchar *>(bytes.constData());
}

uchar *bytesOf(QByteArray &bytes)
{
    return reinterpret_cast<uchar *>(bytes.data());
}

/// Null when OpenSSL refuses.
Cipher begin(const QByteArray &key, const QByteArray &nonce, const QByteArray &owner, bool seals)
{
    Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int length = 0;
    const bool done = cipher
        && EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytesOf(key), bytesOf(nonce),
                             seals ? 1 : 0)
            == 1
        && EVP_CipherUpdate(cipher.get(), nullptr, &length, bytesOf(owner), int(owner.size())) == 1;
    return done ? std::move(cipher) : Cipher(nullptr, &EVP_CIPHER_CTX_free);
}

Result<void> writeKey(const QString &file, const QByteArray &key)
{
    if (!writePrivately(file, key))
        return Error{ErrorCode::Unavailable, AccessText::tr("The key file cannot be written.")};
    return {};
}

std::optional<QByteArray> openWith(const QByteArray &key, const QByteArray &sealed,
                                   const QString &owner)
{
    if (sealed.size() < kNonceBytes + kTagBytes)
        return std::nullopt;
    const QByteArray text = sealed.mid(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
    QByteArray tag = sealed.right(kTagBytes);
    QByteArray secret(text.size(), '\0');
    int length = 0;
    const Cipher cipher = begin(key, sealed.left(kNonceBytes), owner.toUtf8(), false);
    if (!cipher
        || EVP_CipherUpdate(cipher.get(), bytesOf(secret), &length, bytesOf(text), int(text.size()))
            != 1
        || EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) != 1
        || EVP_CipherFinal_ex(cipher.get(), bytesOf(secret) + length, &length) != 1)
        return std::nullopt;
    return secret;
}

} // namespace

Vault::Vault()
    : m_key(randomBytes(kKeyBytes))
{
}

Result<Vault> Vault::fromFile(const QString &file)
{
    if (!QFile::exists(file))
        return Error{ErrorCode::NotFound,
                     AccessText::tr("The key of the second factors, vault.key, is missing.")};
    QFile in(file);
    const QByteArray keys
        = in.open(QIODevice::ReadOnly) ? in.read(2 * kKeyBytes + 1) : QByteArray();
    if ((keys.size() != kKeyBytes && keys.size() != 2 * kKeyBytes)
        || (in.permissions() & ~(kPrivate | QFile::ReadUser | QFile::WriteUser)) != 0)
        return Error{ErrorCode::Unavailable,
                     AccessText::tr("The key file is not readable, or open to others.")};
    return Vault(keys.left(kKeyBytes), keys.mid(kKeyBytes));
}

Result<Vault> Vault::make(const QString &file)
{
    Vault made;
    if (auto written = writeKey(file, made.m_key); !written)
        return written.error();
    return made;
}

Result<Vault> Vault::beginChange(const QString &file) const
{
    if (isChanging())
        return *this;
    Vault both(randomBytes(kKeyBytes), m_key);
    if (auto written = writeKey(file, both.m_key + both.m_old); !written)
        return written.error();
    return both;
}

Result<void> Vault::endChange(const QString &file) const
{
    return writeKey(file, m_key);
}

QByteArray Vault::seal(const QByteArray &secret, const QString &owner) const
{
    const QByteArray nonce = randomBytes(kNonceBytes);
    QByteArray text(secret.size(), '\0');
    QByteArray tag(kTagBytes, '\0');
    int length = 0;
    const Cipher cipher = begin(m_key, nonce, owner.toUtf8(), true);
    if (!cipher
        || EVP_CipherUpdate(cipher.get(), bytesOf(text), &length, bytesOf(secret),
                            int(secret.size()))
            != 1
        || EVP_CipherFinal_ex(cipher.get(), bytesOf(text) + length, &length) != 1
        || EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) != 1)
        qFatal("OpenSSL does not seal");
    return nonce + text + tag;
}

std::optional<QByteArray> Vault::open(const QByteArray &sealed, const QString &owner) const
{
    auto secret = openWith(m_key, sealed, owner);
    return secret || !isChanging() ? secret : openWith(m_old, sealed, owner);
}

} // namespace mws
