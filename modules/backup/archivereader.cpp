// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/archivereader.h"

#include "backup/backuptext.h"
#include "backup/envelope.h"
#include "backup/libarchive.h"
#include "backup/seal.h"

#include <QCryptographicHash>

namespace mws::backup
{

namespace
{

constexpr qint64 kPiece = qint64(64) * 1024;
constexpr qint64 kMostRatio = 200;
constexpr qint64 kMiB = qint64(1024) * 1024;
constexpr qint64 kFreeSize = 64 * kMiB;
constexpr qint64 kPerEntry = 4096; // headers and padding

Error damaged()
{
    return refused(BackupText::tr("It is damaged, or no archive of this program."));
}

class Reader
{
public:
    Reader(QIODevice &device, qint64 size, Receiver *receiver)
        : m_device(device)
        , m_size(size)
        , m_left(size)
        , m_receiver(receiver)
    {
    }

    Result<ArchiveRead> read();

private:
    static la_ssize_t more(archive *, void *self, const void **piece);
    [[nodiscard]] QByteArray nextPiece();
    Result<void> open();
    Result<void> readManifest();
    Result<void> checkSizes() const;
    /// None at the end.
    Result<std::optional<QString>> nextName();
    [[nodiscard]] Result<void> checkKind(const QString &name) const;
    Result<void> readFile(const QString &name);
    template <typename Take> Result<void> readContent(Take take);
    Result<QByteArray> hashContent();
    [[nodiscard]] qint64 unpacked() const { return archive_filter_bytes(m_archive.get(), 0); }

    QIODevice &m_device;
    const qint64 m_size;
    qint64 m_left;
    Receiver *m_receiver;
    QByteArray m_piece;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    ArchivePointer m_archive{archive_read_new(), archive_read_free};
    archive_entry *m_entry = nullptr; ///< the archive's, until the next one
    NameCheck m_names;
    Manifest m_manifest;
    QHash<QString, FileEntry> m_expected; ///< not there yet
    qint64 m_mostUnpacked = kMaxManifest + kMiB;
};

QByteArray Reader::nextPiece()
{
    QByteArray piece = m_device.read(std::min(m_left, kPiece));
    m_left -= piece.size();
    m_hash.addData(piece);
    return piece;
}

la_ssize_t Reader::more(archive *, void *self, const void **piece)
{
    auto *reader = static_cast<Reader *>(self);
    reader->m_piece = reader->nextPiece();
    *piece = reader->m_piece.constData();
    return la_ssize_t(reader->m_piece.size());
}

Result<void> Reader::open()
{
    archive *from = m_archive.get();
    const bool opened = from && archive_read_support_filter_zstd(from) == ARCHIVE_OK
        && archive_read_support_format_tar(from) == ARCHIVE_OK
        && archive_read_open(from, this, nullptr, more, nullptr) == ARCHIVE_OK;
    return opened ? Result<void>() : damaged();
}

Result<void> Reader::checkKind(const QString &name) const
{
    const auto type = archive_entry_filetype(m_entry);
    const QString text = shown(name);
    if (archive_entry_hardlink(m_entry))
        return refused(BackupText::tr("'%1' is a hard link.").arg(text));
    if (type == AE_IFLNK)
        return refused(BackupText::tr("'%1' is a symbolic link.").arg(text));
    if (type == AE_IFDIR)
        return refused(BackupText::tr("'%1' is a folder.").arg(text));
    if (type == AE_IFCHR || type == AE_IFBLK)
        return refused(BackupText::tr("'%1' is a device.").arg(text));
    if (type == AE_IFIFO)
        return refused(BackupText::tr("'%1' is a FIFO.").arg(text));
    if (type != AE_IFREG || archive_entry_sparse_count(m_entry) > 0)
        return refused(BackupText::tr("'%1' is no plain file.").arg(text));
    return {};
}

Result<std::optional<QString>> Reader::nextName()
{
    const int got = archive_read_next_header(m_archive.get(), &m_entry);
    if (got == ARCHIVE_EOF)
        return std::optional<QString>();
    if (got != ARCHIVE_OK)
        return damaged();
    const QString name = QString::fromLatin1(archive_entry_pathname(m_entry));
    if (auto plain = checkKind(name); !plain)
        return plain.error();
    if (auto good = m_names.add(name); !good)
        return good.error();
    if (unpacked() > m_mostUnpacked)
        return refused(BackupText::tr("It unpacks to more than it says."));
    return std::optional(name);
}

template <typename Take> Result<void> Reader::readContent(Take take)
{
    qint64 at = 0;
    while (true) {
        const void *piece = nullptr;
        size_t size = 0;
        la_int64_t offset = 0;
        const int got = archive_read_data_block(m_archive.get(), &piece, &size, &offset);
        if (got == ARCHIVE_EOF)
            return {};
        if (got != ARCHIVE_OK || offset != at)
            return damaged();
        at += qint64(size);
        if (auto taken = take(QByteArrayView(static_cast<const char *>(piece), qsizetype(size)));
            !taken)
            return taken;
    }
}

/// What is listed must be possible for an archive of this size: a bomb ends here.
Result<void> Reader::checkSizes() const
{
    const qint64 total = m_manifest.totalSize();
    if (total - kFreeSize > m_size * kMostRatio)
        return refused(
            BackupText::tr("It would unpack to %1 MiB: that is no backup.").arg(total / kMiB));
    return {};
}

Result<void> Reader::readManifest()
{
    const auto name = nextName();
    if (!name)
        return name.error();
    if (*name != manifestName() || archive_entry_size(m_entry) > kMaxManifest)
        return refused(BackupText::tr("It does not begin with its manifest."));
    QByteArray text;
    const auto got = readContent([&text](QByteArrayView piece) -> Result<void> {
        text.append(piece.data(), piece.size());
        return {};
    });
    if (!got)
        return got;
    auto manifest = Manifest::fromJson(text);
    if (!manifest)
        return manifest.error();
    m_manifest = *manifest;
    if (auto possible = checkSizes(); !possible)
        return possible;
    for (const FileEntry &file : m_manifest.files)
        m_expected.insert(file.name, file);
    m_mostUnpacked += m_manifest.totalSize() + kPerEntry * m_manifest.files.size();
    return m_receiver ? m_receiver->accept(m_manifest) : Result<void>();
}

Result<QByteArray> Reader::hashContent()
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto got = readContent([this, &hash](QByteArrayView piece) -> Result<void> {
        hash.addData(piece);
        return m_receiver ? m_receiver->write(piece) : Result<void>();
    });
    return got ? Result<QByteArray>(hash.result().toHex()) : got.error();
}

Result<void> Reader::readFile(const QString &name)
{
    if (!m_expected.contains(name))
        return refused(BackupText::tr("'%1' is not in its manifest.").arg(name));
    const FileEntry file = m_expected.take(name);
    const Error differs = refused(BackupText::tr("'%1' is not as its manifest says.").arg(name));
    if (archive_entry_size(m_entry) != file.size)
        return differs;
    if (m_receiver) {
        if (auto begun = m_receiver->begin(file); !begun)
            return begun;
    }
    const auto hash = hashContent();
    if (!hash)
        return hash.error();
    if (*hash != file.sha256)
        return differs;
    return m_receiver ? m_receiver->end() : Result<void>();
}

Result<ArchiveRead> Reader::read()
{
    if (auto opened = open(); !opened)
        return opened.error();
    if (auto got = readManifest(); !got)
        return got.error();
    while (true) {
        const auto name = nextName();
        if (!name)
            return name.error();
        if (!name->has_value())
            break;
        if (auto got = readFile(**name); !got)
            return got.error();
    }
    if (!m_expected.isEmpty())
        return refused(BackupText::tr("'%1' is missing.").arg(m_expected.cbegin().key()));
    while (!nextPiece().isEmpty()) { }
    return ArchiveRead{m_manifest, m_hash.result()};
}

} // namespace

Result<ArchiveRead> readArchive(QIODevice &device, qint64 size, Receiver *receiver)
{
    return Reader(device, size, receiver).read();
}

Result<void> ArchiveFile::openDevice(const QString &passphrase)
{
    if (isEncrypted(m_name)) {
        auto locked = std::make_unique<EncryptedFile>(m_name);
        auto unlocked = locked->unlock(passphrase);
        m_device = std::move(locked);
        return unlocked;
    }
    m_device = std::make_unique<QFile>(m_name);
    if (m_device->open(QIODevice::ReadOnly))
        return {};
    return Error{ErrorCode::NotFound, BackupText::tr("'%1' cannot be read.").arg(m_name)};
}

Result<void> ArchiveFile::open(const QString &passphrase)
{
    if (auto opened = openDevice(passphrase); !opened)
        return opened;
    m_size = std::max<qint64>(0, m_device->size() - kSealSize);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (qint64 left = m_size; left > 0;) {
        const QByteArray piece = m_device->read(std::min(left, kPiece));
        if (piece.isEmpty())
            return unavailable(BackupText::tr("'%1' cannot be read.").arg(m_name));
        hash.addData(piece);
        left -= piece.size();
    }
    m_sha256 = hash.result();
    const auto station = stationOf(m_device->read(kSealSize + 1), m_sha256);
    if (!station)
        return station.error();
    m_station = *station;
    return {};
}

Result<Manifest> ArchiveFile::read(Receiver *receiver)
{
    m_device->seek(0);
    const auto got = readArchive(*m_device, m_size, receiver);
    if (!got)
        return got.error();
    if (got->sha256 != m_sha256)
        return refused(BackupText::tr("It was changed while it was read."));
    return got->manifest;
}

} // namespace mws::backup
