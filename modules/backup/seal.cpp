// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/seal.h"

#include "backup/backuptext.h"

#include <QtEndian>

namespace mws::backup
{

namespace
{

constexpr quint32 kSkippable = 0x184D2A5B; // RFC 8878: 0x184D2A50 to 0x184D2A5F
constexpr qsizetype kHeadSize = 8;
constexpr qsizetype kLabelSize = 16;
constexpr qsizetype kSignatureSize = 64;
constexpr qsizetype kKeySize = kSealSize - kHeadSize - kLabelSize - kSignatureSize;

QByteArray label()
{
    return QByteArray("mws-backup-2").leftJustified(kLabelSize, '\0');
}

/// All but the signature.
QByteArray beginOf(const StationPublicKey &key)
{
    QByteArray head(kHeadSize, '\0');
    qToLittleEndian(kSkippable, head.data());
    qToLittleEndian(quint32(kSealSize - kHeadSize), head.data() + sizeof(quint32));
    return head + label() + key.pem();
}

} // namespace

QByteArray sealOf(const StationKey &key, const QByteArray &sha256)
{
    const QByteArray seal = beginOf(key.publicKey()) + key.sign(label() + sha256);
    return seal.size() == kSealSize ? seal : QByteArray();
}

Result<StationPublicKey> stationOf(const QByteArray &seal, const QByteArray &sha256)
{
    const auto key = StationPublicKey::fromPem(seal.mid(kHeadSize + kLabelSize, kKeySize));
    if (!key || seal != beginOf(*key) + seal.right(kSignatureSize))
        return refused(BackupText::tr("It is no backup, or a part is missing."));
    if (!key->verify(label() + sha256, seal.right(kSignatureSize)))
        return refused(BackupText::tr("It was changed after it was made."));
    return key;
}

} // namespace mws::backup
