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
/// that lies beside it. While the key is changed the file holds two of them.
class Vault
{
public:
    /// With a key that nobody else has, nor this program after its end.
    Vault();
    /// The key in this file (32 bytes, mode 0600), or a new and an old one. NotFound: there is
    /// none. Unavailable: it cannot be read, or is no key.
    static Result<Vault> fromFile(const QString &file);
    /// One with a new key, which it writes there. Unavailable: that cannot be written.
    static Result<Vault> make(const QString &file);
    /// One with a new key, which it puts there before its own; the old one opens still. The same
    /// one again when that has been done. Unavailable: it cannot be written.
    [[nodiscard]] Result<Vault> beginChange(const QString &file) const;
    /// Leaves the new key only; call it when nothing is sealed with the old one any more.
    /// Unavailable: it cannot be written.
    Result<void> endChange(const QString &file) const;
    /// Whether there are two keys.
    [[nodiscard]] bool isChanging() const { return !m_old.isEmpty(); }

    /// owner: whose it is; what is sealed for one cannot be opened as another's.
    [[nodiscard]] QByteArray seal(const QByteArray &secret, const QString &owner) const;
    /// None: it was sealed with neither key or for another owner, or was changed.
    [[nodiscard]] std::optional<QByteArray> open(const QByteArray &sealed,
                                                 const QString &owner) const;

private:
    Vault(QByteArray key, QByteArray old)
        : m_key(std::move(key))
        , m_old(std::move(old))
    {
    }

    QByteArray m_key; ///< seals
    QByteArray m_old; ///< opens as well; empty: there is none
};

} // namespace mws
