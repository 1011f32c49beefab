// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QFile>

namespace mws::backup
{

// A file that only a passphrase opens. Head of 64 bytes: a label of 16, log2 of the cost of scrypt
// (RFC 7914, r = 8, p = 1) in one byte, 15 zeros, a salt of 32. Then pieces of 64 KiB, the last one
// shorter or not, each encrypted with AES-256-GCM and followed by its tag of 16 bytes. The nonce is
// the number of the piece (8 bytes, big-endian) and whether it is the last one (4 bytes); no key is
// used for a second file. The head is authenticated with every piece. So a piece that is changed,
// moved or missing, also at the end, opens nothing.

inline constexpr int kMinPassphrase = 12; ///< characters
inline constexpr int kScryptCost = 17; ///< log2, as OWASP advises; takes 128 MiB for a moment

/// Begins like one.
[[nodiscard]] bool isEncrypted(const QString &file);

/// Makes one of mode 0600, which must not exist, and brings it to the disk. Blocking. Invalid: the
/// passphrase is too short.
Result<void> encryptFile(const QString &from, const QString &to, const QString &passphrase,
                         int cost = kScryptCost);

/// What is in one, to be read at any place. A read of what does not hold fails.
class EncryptedFile final : public QIODevice
{
public:
    explicit EncryptedFile(const QString &name)
        : m_file(name)
    {
    }

    /// Opens it, once. Conflict: it is none, or asks for more than 256 MiB. Denied: with another
    /// passphrase only, or its begin or end was changed.
    Result<void> unlock(const QString &passphrase);
    [[nodiscard]] qint64 size() const override;

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    [[nodiscard]] bool load(qint64 piece);

    QFile m_file;
    QByteArray m_head;
    QByteArray m_key;
    qint64 m_pieces = 0;
    qint64 m_loaded = -1; ///< number of the piece in m_text
    QByteArray m_text;
};

} // namespace mws::backup
