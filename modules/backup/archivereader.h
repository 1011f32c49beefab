// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/stationkey.h"
#include "backup/manifest.h"

#include <QByteArrayView>
#include <QFile>
#include <optional>

namespace mws::backup
{

/// What the files of an archive are handed to, one after the other. An error ends the reading.
class Receiver
{
public:
    virtual ~Receiver() = default;
    /// Before the first file.
    virtual Result<void> accept(const Manifest &manifest) = 0;
    virtual Result<void> begin(const FileEntry &file) = 0;
    virtual Result<void> write(QByteArrayView piece) = 0;
    virtual Result<void> end() = 0;
};

/// What was read of an archive.
struct ArchiveRead {
    Manifest manifest;
    QByteArray sha256; ///< of all its bytes before the seal, 32 of them
};

/// Reads size bytes of a device, an archive without its seal. The manifest must come first, then
/// exactly the files that it lists, plain ones with names that NameCheck knows, and with the bytes
/// that it says; else Conflict, with the reason. Nothing that is listed is larger in all than 200
/// times the archive and 64 MiB, and no more is unpacked than is listed. Without receiver this only
/// checks.
Result<ArchiveRead> readArchive(QIODevice &device, qint64 size, Receiver *receiver);

/// A backup on the disk.
class ArchiveFile
{
public:
    explicit ArchiveFile(QString name)
        : m_name(std::move(name))
    {
    }

    /// Reads the whole file and checks its seal. NotFound: it cannot be read. Conflict: it was
    /// changed, or is no backup. passphrase: of one that isEncrypted(); Denied when it is another.
    Result<void> open(const QString &passphrase = {});
    /// The one that has sealed it; after open().
    [[nodiscard]] const StationPublicKey &station() const { return *m_station; }
    /// That it has signed, as hexadecimal digits; after open().
    [[nodiscard]] QByteArray sha256() const { return m_sha256.toHex(); }
    /// As readArchive(); after open().
    Result<Manifest> read(Receiver *receiver);

private:
    Result<void> openDevice(const QString &passphrase);

    QString m_name;
    std::unique_ptr<QIODevice> m_device;
    qint64 m_size = 0; ///< without the seal
    QByteArray m_sha256;
    std::optional<StationPublicKey> m_station;
};

} // namespace mws::backup
