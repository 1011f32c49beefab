// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <optional>

namespace mws
{

/// Seals what must be read again and not be found in a copy of the database: AES-256-GCM with a key
/// that lies beside it.
class Vault
{
public:
    /// With a key that nobody else has, nor this program after its end.
    Vault();
    /// The key in this file (32 bytes, mode 0600). NotFound: there is none. Unavailable: it cannot
    /// be read, or is no key.
    static Result<Vault> fromFile(const QString &file);
    /// One with a new key, which it writes there. Unavailable: that cannot be written.
    static Result<Vault> make(const QString &file);

    /// owner: whose it is; what is sealed for one cannot be opened as another's.
    [[nodiscard]] QByteArray seal(const QByteArray &secret, const QString &owner) const;
    /// None: it was sealed with another key or for another owner, or was changed.
    [[nodiscard]] std::optional<QByteArray> open(const QByteArray &sealed,
                                                 const QString &owner) const;

private:
    explicit Vault(QByteArray key)
        : m_key(std::move(key))
    {
    }

    QByteArray m_key;
};

} // namespace mws
