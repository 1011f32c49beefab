// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <memory>
#include <openssl/types.h>

namespace mws
{

/// The public half of a station's key: tells whether the station has signed something. A value;
/// thread-safe.
class StationPublicKey
{
public:
    /// SubjectPublicKeyInfo as PEM, of an Ed25519 key (RFC 8410).
    static Result<StationPublicKey> fromPem(const QByteArray &pem);

    [[nodiscard]] bool verify(QByteArrayView message, QByteArrayView signature) const;
    [[nodiscard]] QByteArray pem() const;
    /// SHA-256 over the 32 bytes of the key, the first 32 hex digits: what people call the station.
    [[nodiscard]] const QString &id() const { return m_id; }

private:
    friend class StationKey;
    explicit StationPublicKey(std::shared_ptr<EVP_PKEY> key);

    std::shared_ptr<EVP_PKEY> m_key; ///< OpenSSL counts references, never changes it
    QString m_id;
};

/// The Ed25519 key (RFC 8032) that a station signs parts of its audit record with. It is made once,
/// changed by people only (keychange.h), and leaves the data folder in a backup with keys only. A
/// value; thread-safe.
class StationKey
{
public:
    /// Reads station-key.pem of the data folder. NotFound: there is none. Unavailable: others may
    /// read it, or it is no such key. Conflict: a change of the key has not come to its end.
    static Result<StationKey> load(const QString &folder);
    /// The same, and makes one of mode 0600 where there is none.
    static Result<StationKey> loadOrMake(const QString &folder);
    /// What the file holds: one key, or the new and the old one while it is changed. Errors as of
    /// load().
    static Result<QList<StationKey>> loadAll(const QString &folder);
    /// Puts these in the place of what the file holds. Unavailable: it cannot be written.
    static Result<void> store(const QString &folder, const QList<StationKey> &keys);
    /// A new one, in memory only. Unavailable: OpenSSL cannot.
    static Result<StationKey> generate();

    /// 64 bytes; empty when OpenSSL cannot.
    [[nodiscard]] QByteArray sign(QByteArrayView message) const;
    [[nodiscard]] StationPublicKey publicKey() const;

private:
    explicit StationKey(std::shared_ptr<EVP_PKEY> key)
        : m_key(std::move(key))
    {
    }

    std::shared_ptr<EVP_PKEY> m_key;
};

} // namespace mws
