// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/archivewriter.h"

#include "backup/backuptext.h"
#include "backup/libarchive.h"
#include "backup/seal.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <array>
#include <unistd.h>

namespace mws::backup
{

namespace
{

constexpr auto kPrivate = QFile::ReadOwner | QFile::WriteOwner;

class Writer
{
public:
    explicit Writer(const QString &file)
        : m_file(file)
    {
    }

    Result<void> open();
    Result<void> add(const QString &name, qint64 size, QIODevice &content);
    Result<QByteArray> finish(const StationKey &key);

private:
    static la_ssize_t take(archive *, void *self, const void *bytes, size_t size);
    [[nodiscard]] Error failed() const;

    QFile m_file;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    ArchivePointer m_archive{archive_write_new(), archive_write_free};
};

Result<void> Writer::open()
{
    archive *to = m_archive.get();
    const bool opened = m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly, kPrivate) && to
        && archive_write_add_filter_zstd(to) == ARCHIVE_OK
        && archive_write_set_format_pax_restricted(to) == ARCHIVE_OK
        && archive_write_set_bytes_in_last_block(to, 1) == ARCHIVE_OK
        && archive_write_open2(to, this, nullptr, take, nullptr, nullptr) == ARCHIVE_OK;
    return opened ? Result<void>() : failed();
}

la_ssize_t Writer::take(archive *, void *self, const void *bytes, size_t size)
{
    auto *writer = static_cast<Writer *>(self);
    const QByteArrayView view(static_cast<const char *>(bytes), qsizetype(size));
    if (writer->m_file.write(view.data(), view.size()) != view.size())
        return -1;
    writer->m_hash.addData(view);
    return la_ssize_t(size);
}

Error Writer::failed() const
{
    return unavailable(
        BackupText::tr("The archive cannot be written: %1").arg(m_file.errorString()));
}

Result<void> Writer::add(const QString &name, qint64 size, QIODevice &content)
{
    const EntryPointer entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.toLatin1().constData());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    archive_entry_set_size(entry.get(), size);
    if (archive_write_header(m_archive.get(), entry.get()) != ARCHIVE_OK)
        return failed();
    std::array<char, size_t(64) * 1024> piece{};
    qint64 left = size;
    while (left > 0) {
        const qint64 got = content.read(piece.data(), std::min<qint64>(left, piece.size()));
        if (got <= 0)
            return unavailable(BackupText::tr("'%1' cannot be read.").arg(name));
        if (archive_write_data(m_archive.get(), piece.data(), size_t(got)) != got)
            return failed();
        left -= got;
    }
    return {};
}

Result<QByteArray> Writer::finish(const StationKey &key)
{
    if (archive_write_close(m_archive.get()) != ARCHIVE_OK)
        return failed();
    const QByteArray hash = m_hash.result();
    const QByteArray seal = sealOf(key, hash);
    const bool written = !seal.isEmpty() && m_file.write(seal) == seal.size() && m_file.flush()
        && ::fsync(m_file.handle()) == 0;
    return written ? Result<QByteArray>(hash.toHex()) : failed();
}

} // namespace

Result<QByteArray> writeArchive(const QString &folder, const Manifest &manifest,
                                const StationKey &key, const QString &file)
{
    Writer writer(file);
    if (auto opened = writer.open(); !opened)
        return opened.error();
    QByteArray text = manifest.toJson();
    QBuffer first(&text);
    first.open(QIODevice::ReadOnly);
    if (auto added = writer.add(manifestName(), text.size(), first); !added)
        return added.error();
    for (const FileEntry &entry : manifest.files) {
        QFile content(folder + u'/' + entry.name);
        if (!content.open(QIODevice::ReadOnly))
            return unavailable(BackupText::tr("'%1' cannot be read.").arg(entry.name));
        if (auto added = writer.add(entry.name, entry.size, content); !added)
            return added.error();
    }
    return writer.finish(key);
}

} // namespace mws::backup
