// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/envelope.h"

#include "backup/backuptext.h"

#include <QtEndian>

#include <algorithm>
#include <memory>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <optional>
#include <unistd.h>

namespace mws::backup
{

namespace
{

constexpr int kLabelBytes = 16;
constexpr int kHeadBytes = 64;
constexpr int kSaltBytes = 32;
constexpr int kKeyBytes = 32;
constexpr int kTagBytes = 16;
constexpr qint64 kTextBytes = 64 * 1024;
constexpr qint64 kPieceBytes = kTextBytes + kTagBytes;
constexpr int kMaxCost = 18;
constexpr auto kPrivate = QFile::ReadOwner | QFile::WriteOwner;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

QByteArray label()
{
    return QByteArray("mws-encrypted-1").leftJustified(kLabelBytes, '\0');
}

const uchar *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const uchar *>(bytes.constData());
}

uchar *bytesOf(QByteArray &bytes)
{
    return reinterpret_cast<uchar *>(bytes.data());
}

/// Empty: OpenSSL has no random numbers.
QByteArray newHead(int cost)
{
    QByteArray salt(kSaltBytes, '\0');
    if (RAND_bytes(bytesOf(salt), kSaltBytes) != 1)
        return {};
    const QByteArray costs(1, char(cost));
    return label() + costs.leftJustified(kHeadBytes - kLabelBytes - kSaltBytes, '\0') + salt;
}

bool isHead(const QByteArray &head)
{
    const QByteArray rest = head.mid(kLabelBytes + 1, kHeadBytes - kLabelBytes - kSaltBytes - 1);
    return head.size() == kHeadBytes && head.startsWith(label()) && head[kLabelBytes] >= 1
        && head[kLabelBytes] <= kMaxCost && rest.count('\0') == rest.size();
}

/// Empty: not enough memory.
QByteArray keyOf(const QString &passphrase, const QByteArray &head)
{
    const QByteArray text = passphrase.normalized(QString::NormalizationForm_C).toUtf8();
    const QByteArray salt = head.right(kSaltBytes);
    const auto cost = quint64(1) << head[kLabelBytes];
    QByteArray key(kKeyBytes, '\0');
    const bool done
        = EVP_PBE_scrypt(text.constData(), size_t(text.size()), bytesOf(salt), size_t(salt.size()),
                         cost, 8, 1, cost * 1024 + 64 * 1024, bytesOf(key), size_t(key.size()))
        == 1;
    return done ? key : QByteArray();
}

/// Null when OpenSSL refuses.
Cipher begin(const QByteArray &key, const QByteArray &head, qint64 piece, bool isLast, bool seals)
{
    QByteArray nonce(12, '\0');
    qToBigEndian(piece, nonce.data());
    qToBigEndian(quint32(isLast ? 1 : 0), nonce.data() + sizeof(qint64));
    Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int length = 0;
    const bool done = cipher
        && EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytesOf(key), bytesOf(nonce),
                             seals ? 1 : 0)
            == 1
        && EVP_CipherUpdate(cipher.get(), nullptr, &length, bytesOf(head), int(head.size())) == 1;
    return done ? std::move(cipher) : Cipher(nullptr, &EVP_CIPHER_CTX_free);
}

/// With its tag; empty: OpenSSL refuses.
QByteArray sealed(EVP_CIPHER_CTX *cipher, const QByteArray &text)
{
    QByteArray out(text.size() + kTagBytes, '\0');
    int length = 0;
    const bool done = cipher
        && EVP_CipherUpdate(cipher, bytesOf(out), &length, bytesOf(text), int(text.size())) == 1
        && EVP_CipherFinal_ex(cipher, bytesOf(out) + length, &length) == 1
        && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, kTagBytes, bytesOf(out) + text.size())
            == 1;
    return done ? out : QByteArray();
}

std::optional<QByteArray> opened(EVP_CIPHER_CTX *cipher, const QByteArray &piece)
{
    QByteArray out(std::max<qsizetype>(0, piece.size() - kTagBytes), '\0');
    QByteArray tag = piece.right(kTagBytes);
    int length = 0;
    const bool done = cipher && tag.size() == kTagBytes
        && EVP_CipherUpdate(cipher, bytesOf(out), &length, bytesOf(piece), int(out.size())) == 1
        && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, kTagBytes, bytesOf(tag)) == 1
        && EVP_CipherFinal_ex(cipher, bytesOf(out) + length, &length) == 1;
    return done ? std::optional(out) : std::nullopt;
}

Error cannotRead(const QString &file)
{
    return unavailable(BackupText::tr("'%1' cannot be read.").arg(file));
}

Error cannotWrite(const QFile &file)
{
    return unavailable(BackupText::tr("'%1' cannot be written.").arg(file.fileName()));
}

Result<void> encryptInto(QFile &from, QFile &to, const QByteArray &key, const QByteArray &head)
{
    if (to.write(head) != head.size())
        return cannotWrite(to);
    const qint64 pieces = std::max<qint64>(1, (from.size() + kTextBytes - 1) / kTextBytes);
    for (qint64 piece = 0; piece < pieces; ++piece) {
        const bool isLast = piece + 1 == pieces;
        const QByteArray text = from.read(kTextBytes);
        if (text.size() != (isLast ? from.size() - piece * kTextBytes : kTextBytes))
            return cannotRead(from.fileName());
        const QByteArray out = sealed(begin(key, head, piece, isLast, true).get(), text);
        if (out.isEmpty() || to.write(out) != out.size())
            return cannotWrite(to);
    }
    const bool isOnDisk = to.flush() && ::fsync(to.handle()) == 0;
    return isOnDisk ? Result<void>() : cannotWrite(to);
}

} // namespace

bool isEncrypted(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) && in.read(kLabelBytes) == label();
}

Result<void> encryptFile(const QString &from, const QString &to, const QString &passphrase,
                         int cost)
{
    if (passphrase.size() < kMinPassphrase)
        return Error{
            ErrorCode::Invalid,
            BackupText::tr("The passphrase needs at least %1 characters.").arg(kMinPassphrase)};
    QFile in(from);
    if (!in.open(QIODevice::ReadOnly))
        return cannotRead(from);
    QFile out(to);
    if (!out.open(QIODevice::WriteOnly | QIODevice::NewOnly, kPrivate))
        return cannotWrite(out);
    const QByteArray head = newHead(cost);
    const QByteArray key = head.isEmpty() ? QByteArray() : keyOf(passphrase, head);
    if (key.isEmpty())
        return unavailable(BackupText::tr("There is not enough memory for the key."));
    return encryptInto(in, out, key, head);
}

Result<void> EncryptedFile::unlock(const QString &passphrase)
{
    if (!m_file.open(QIODevice::ReadOnly))
        return cannotRead(m_file.fileName());
    m_head = m_file.read(kHeadBytes);
    if (!isHead(m_head))
        return refused(BackupText::tr("It is no backup, or a part is missing."));
    m_key = keyOf(passphrase, m_head);
    if (m_key.isEmpty())
        return unavailable(BackupText::tr("There is not enough memory for the key."));
    const qint64 body = m_file.size() - kHeadBytes;
    m_pieces = (body + kPieceBytes - 1) / kPieceBytes;
    const bool holds = m_pieces > 0 && load(m_pieces - 1) && load(0);
    if (!holds)
        return Error{ErrorCode::Denied,
                     BackupText::tr("The passphrase is wrong, or the backup was changed.")};
    return open(QIODevice::ReadOnly | QIODevice::Unbuffered) ? Result<void>()
                                                             : cannotRead(m_file.fileName());
}

qint64 EncryptedFile::size() const
{
    return m_file.size() - kHeadBytes - m_pieces * kTagBytes;
}

bool EncryptedFile::load(qint64 piece)
{
    if (piece == m_loaded)
        return true;
    m_loaded = -1;
    if (!m_file.seek(kHeadBytes + piece * kPieceBytes))
        return false;
    const bool isLast = piece + 1 == m_pieces;
    const auto text
        = opened(begin(m_key, m_head, piece, isLast, false).get(), m_file.read(kPieceBytes));
    if (!text)
        return false;
    m_text = *text;
    m_loaded = piece;
    return true;
}

qint64 EncryptedFile::readData(char *data, qint64 size)
{
    const qint64 wanted = std::clamp<qint64>(this->size() - pos(), 0, size);
    for (qint64 done = 0; done < wanted;) {
        const qint64 place = pos() + done;
        if (!load(place / kTextBytes)) {
            setErrorString(BackupText::tr("It was changed after it was made."));
            return -1;
        }
        const QByteArrayView part
            = QByteArrayView(m_text)
                  .sliced(place % kTextBytes)
                  .first(std::min(wanted - done, qint64(m_text.size()) - place % kTextBytes));
        std::copy(part.begin(), part.end(), data + done);
        done += part.size();
    }
    return wanted;
}

qint64 EncryptedFile::writeData(const char * /*data*/, qint64 /*size*/)
{
    return -1;
}

} // namespace mws::backup
