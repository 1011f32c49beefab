// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/stationkey.h"

#include "storage/privatefile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>

#include <openssl/evp.h>
#include <openssl/pem.h>

namespace mws
{

namespace
{

constexpr qint64 kMaxFile = 4096;
constexpr int kIdDigits = 32;
constexpr qsizetype kMostKeys = 2; // while one takes the place of the other

template <auto Free> struct Freeing {
    template <typename T> void operator()(T *object) const { Free(object); }
};
using Memory = std::unique_ptr<BIO, Freeing<BIO_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freeing<EVP_MD_CTX_free>>;
using KeyPointer = std::shared_ptr<EVP_PKEY>;

/// Where the translations of this file's messages live.
class KeyText
{
    Q_DECLARE_TR_FUNCTIONS(StationKey)
};

Error unavailable(const QString &text)
{
    return {ErrorCode::Unavailable, text};
}

QString fileIn(const QString &folder)
{
    return folder + QStringLiteral("/station-key.pem");
}

const uchar *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const uchar *>(view.data());
}

Memory reading(const QByteArray &text)
{
    return Memory(BIO_new_mem_buf(text.constData(), int(text.size())));
}

QByteArray textOf(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return QByteArray(data, size);
}

/// OpenSSL would ask at the terminal.
int noPassword(char *, int, int, void *)
{
    return 0;
}

/// None but Ed25519.
KeyPointer checked(EVP_PKEY *key)
{
    const KeyPointer pointer(key, EVP_PKEY_free);
    return key && EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 ? pointer : nullptr;
}

bool isPrivate(const QFile &file)
{
    constexpr QFile::Permissions kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
        | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    return !(file.permissions() & kOthers);
}

QString idOf(EVP_PKEY *key)
{
    QByteArray raw(32, '\0');
    size_t size = size_t(raw.size());
    if (EVP_PKEY_get_raw_public_key(key, reinterpret_cast<uchar *>(raw.data()), &size) != 1)
        return {};
    const QByteArray hash = QCryptographicHash::hash(raw, QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toHex().left(kIdDigits));
}

} // namespace

StationPublicKey::StationPublicKey(std::shared_ptr<EVP_PKEY> key)
    : m_key(std::move(key))
    , m_id(idOf(m_key.get()))
{
}

Result<StationPublicKey> StationPublicKey::fromPem(const QByteArray &pem)
{
    const Memory memory = reading(pem);
    const KeyPointer key = checked(PEM_read_bio_PUBKEY(memory.get(), nullptr, nullptr, nullptr));
    if (!key)
        return Error{ErrorCode::Invalid, KeyText::tr("That is no public key of a station.")};
    return StationPublicKey(key);
}

bool StationPublicKey::verify(QByteArrayView message, QByteArrayView signature) const
{
    const Digest digest(EVP_MD_CTX_new());
    return digest && EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, m_key.get()) == 1
        && EVP_DigestVerify(digest.get(), bytesOf(signature), size_t(signature.size()),
                            bytesOf(message), size_t(message.size()))
        == 1;
}

QByteArray StationPublicKey::pem() const
{
    const Memory memory(BIO_new(BIO_s_mem()));
    return PEM_write_bio_PUBKEY(memory.get(), m_key.get()) == 1 ? textOf(memory.get())
                                                                : QByteArray();
}

Result<StationKey> StationKey::load(const QString &folder)
{
    const auto keys = loadAll(folder);
    if (!keys)
        return keys.error();
    if (keys->size() > 1)
        return Error{ErrorCode::Conflict,
                     KeyText::tr("A change of the station's key was cut off; the start of the "
                                 "station or 'mwsctl key rotate station' ends it.")};
    return keys->constFirst();
}

Result<StationKey> StationKey::loadOrMake(const QString &folder)
{
    if (!QFile::exists(fileIn(folder))) {
        const auto key = generate();
        if (!key)
            return key.error();
        if (auto stored = store(folder, {*key}); !stored)
            return stored.error();
    }
    return load(folder);
}

Result<QList<StationKey>> StationKey::loadAll(const QString &folder)
{
    QFile file(fileIn(folder));
    if (!file.exists())
        return Error{ErrorCode::NotFound, KeyText::tr("The data folder holds no station key.")};
    if (!file.open(QIODevice::ReadOnly))
        return unavailable(KeyText::tr("The station's key cannot be read."));
    if (!isPrivate(file))
        return unavailable(KeyText::tr("The station's key must be readable by its owner only."));
    const QByteArray text = file.read(kMaxFile);
    const Memory memory = reading(text);
    QList<StationKey> keys;
    while (keys.size() < kMostKeys) {
        const KeyPointer key
            = checked(PEM_read_bio_PrivateKey(memory.get(), nullptr, noPassword, nullptr));
        if (!key)
            break;
        keys.append(StationKey(key));
    }
    if (keys.isEmpty())
        return unavailable(KeyText::tr("station-key.pem is no Ed25519 key."));
    return keys;
}

Result<void> StationKey::store(const QString &folder, const QList<StationKey> &keys)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    bool written = memory != nullptr;
    for (const StationKey &key : keys) {
        written = written
            && PEM_write_bio_PrivateKey(memory.get(), key.m_key.get(), nullptr, nullptr, 0, nullptr,
                                        nullptr)
                == 1;
    }
    if (!written || !writePrivately(fileIn(folder), textOf(memory.get())))
        return unavailable(KeyText::tr("The station's key cannot be made."));
    return {};
}

Result<StationKey> StationKey::generate()
{
    const KeyPointer key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
    if (!key)
        return unavailable(KeyText::tr("The station's key cannot be made."));
    return StationKey(key);
}

QByteArray StationKey::sign(QByteArrayView message) const
{
    QByteArray signature(64, '\0');
    size_t size = size_t(signature.size());
    const Digest digest(EVP_MD_CTX_new());
    const bool done = digest
        && EVP_DigestSignInit(digest.get(), nullptr, nullptr, nullptr, m_key.get()) == 1
        && EVP_DigestSign(digest.get(), reinterpret_cast<uchar *>(signature.data()), &size,
                          bytesOf(message), size_t(message.size()))
            == 1;
    return done ? signature : QByteArray();
}

StationPublicKey StationKey::publicKey() const
{
    return StationPublicKey(m_key);
}

} // namespace mws
