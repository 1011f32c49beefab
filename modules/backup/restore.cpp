// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/restore.h"

#include "audit/stationkey.h"
#include "backup/backuptext.h"
#include "backup/stage.h"
#include "storage/store.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <array>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace mws::backup
{

namespace
{

constexpr qint64 kMiB = qint64(1024) * 1024;
constexpr auto kReadable
    = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
constexpr auto kOpen = kReadable | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;

bool isFree(const QString &folder)
{
    return !QFileInfo::exists(folder) || QDir(folder).isEmpty();
}

bool isNoFolder(const QString &path)
{
    return QFileInfo::exists(path) && !QFileInfo(path).isDir();
}

QString asideOf(const QString &target)
{
    return target + QStringLiteral(".before-restore-")
        + QString::number(toMsSinceEpoch(SystemClock().now()));
}

/// "data" or "project" on its way.
struct Part {
    QString prefix; ///< "data/"
    QString needed; ///< without this file it is none
    QString target;
    Stage stage{target + QStringLiteral(".restoring")};

    [[nodiscard]] bool isWanted() const { return !target.isEmpty(); }
};

class Unpacking final : public Receiver
{
public:
    explicit Unpacking(const Target &target)
        : m_parts{Part{QStringLiteral("data/"), QStringLiteral("data/station.db"), target.data},
                  Part{QStringLiteral("project/"), QStringLiteral("project/project.json"),
                       target.project}}
        , m_replace(target.replace)
    {
    }

    Part &data() { return m_parts[0]; }
    Part &project() { return m_parts[1]; }
    Result<void> makeStages();
    /// Only now are the folders touched; gives where that is which was there.
    Result<QStringList> change();

    Result<void> accept(const Manifest &manifest) override;
    Result<void> begin(const FileEntry &file) override;
    Result<void> write(QByteArrayView piece) override;
    Result<void> end() override;

private:
    /// All folders are as they were, or the error says where they are.
    Error undone(Error cause);

    std::array<Part, 2> m_parts;
    bool m_replace;
    QFile m_file; ///< the one that is unpacked; closed: nobody wants it
};

Result<void> Unpacking::makeStages()
{
    for (Part &part : m_parts) {
        if (!part.isWanted())
            continue;
        if (auto back = putBack(part.target, asideOf(part.target)); !back)
            return back;
        if (isNoFolder(part.target))
            return refused(BackupText::tr("'%1' exists already.").arg(part.target));
        if (!m_replace && !isFree(part.target))
            return refused(BackupText::tr("'%1' is not empty.").arg(part.target));
        if (auto made = part.stage.make(); !made)
            return made;
    }
    return {};
}

Result<void> Unpacking::accept(const Manifest &manifest)
{
    for (const Part &part : m_parts) {
        if (!part.isWanted())
            continue;
        if (!manifest.holds(part.needed))
            return refused(BackupText::tr("The backup does not hold '%1'.").arg(part.needed));
        const qint64 room = QStorageInfo(part.stage.path()).bytesAvailable();
        if (manifest.totalSize() > room)
            return refused(BackupText::tr("It needs %1 MiB, and %2 are free.")
                               .arg(manifest.totalSize() / kMiB)
                               .arg(room / kMiB));
    }
    return {};
}

Result<void> Unpacking::begin(const FileEntry &file)
{
    for (Part &part : m_parts) {
        if (!part.isWanted() || !file.name.startsWith(part.prefix))
            continue;
        const QString name = file.name.mid(part.prefix.size());
        if (auto made = part.stage.makeFolderOf(name); !made)
            return made;
        m_file.setFileName(part.stage.path() + u'/' + name);
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                         QFile::ReadOwner | QFile::WriteOwner))
            return unavailable(BackupText::tr("'%1' cannot be written.").arg(m_file.fileName()));
    }
    return {};
}

Result<void> Unpacking::write(QByteArrayView piece)
{
    if (!m_file.isOpen() || m_file.write(piece.data(), piece.size()) == piece.size())
        return {};
    return unavailable(BackupText::tr("'%1' cannot be written.").arg(m_file.fileName()));
}

Result<void> Unpacking::end()
{
    const bool written = !m_file.isOpen() || m_file.flush();
    m_file.close();
    if (!written)
        return unavailable(BackupText::tr("'%1' cannot be written.").arg(m_file.fileName()));
    return {};
}

/// Puts its stage there, and what was there aside.
Result<void> replaceWith(Part &part, QStringList &kept)
{
    if (!QFileInfo::exists(part.target))
        return part.stage.become(part.target);
    const QString aside = asideOf(part.target);
    kept.append(aside);
    return part.stage.replace(part.target, aside);
}

Error Unpacking::undone(Error cause)
{
    for (auto part = m_parts.rbegin(); part != m_parts.rend(); ++part) {
        if (auto back = part->stage.withdraw(); !back)
            cause.detail += u' ' + back.error().detail;
    }
    return cause;
}

Result<QStringList> Unpacking::change()
{
    QStringList kept;
    for (Part &part : m_parts) {
        if (!part.isWanted())
            continue;
        if (auto synced = part.stage.sync(); !synced)
            return synced.error();
    }
    for (Part &part : m_parts) {
        if (!part.isWanted())
            continue;
        if (auto done = replaceWith(part, kept); !done)
            return undone(done.error());
    }
    kept.removeIf([](const QString &aside) { return QDir().rmdir(aside); }); // was empty
    return kept;
}

bool isOfSameStation(const StationPublicKey &station, const QString &folder)
{
    const auto own = StationKey::load(folder);
    return own && own->publicKey().id() == station.id();
}

Result<qsizetype> keepKeys(Part &part)
{
    qsizetype count = 0;
    QDirIterator all(part.target, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString name = QDir(part.target).relativeFilePath(all.next());
        const bool isMissing = !QFile::exists(part.stage.path() + u'/' + name);
        if (!isMissing || !isKey(part.prefix + name))
            continue;
        if (auto copied = part.stage.copy(all.filePath(), name); !copied)
            return copied.error();
        ++count;
    }
    return count;
}

/// None: it is no plain file, larger than a station would read, or cannot be read.
std::optional<QByteArray> plainFile(const QString &path)
{
    const int handle = ::open(QFile::encodeName(path).constData(),
                              O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat state {
    };
    const bool isPlain = handle >= 0 && ::fstat(handle, &state) == 0 && S_ISREG(state.st_mode)
        && state.st_size <= kMiB;
    QFile file;
    if (!isPlain || !file.open(handle, QIODevice::ReadOnly, QFile::AutoCloseHandle)) {
        if (handle >= 0)
            ::close(handle);
        return std::nullopt;
    }
    const QByteArray bytes = file.read(kMiB);
    return file.error() == QFile::NoError ? std::optional(bytes) : std::nullopt;
}

/// Somebody may be at work on site: a backup of another time does not lift local control.
Result<bool> keepLocalControl(Part &part)
{
    const QString name = QStringLiteral("/lockout.json");
    const QFileInfo own(part.target + name);
    if (!own.exists() && !own.isSymLink())
        return false;
    // What is no list of lockouts locks the whole plant.
    const QByteArray bytes = plainFile(own.filePath()).value_or("null\n");
    QFile file(part.stage.path() + name);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size()
        || !file.flush() || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return unavailable(BackupText::tr("'%1' cannot be written.").arg(file.fileName()));
    return true;
}

/// A database that the station would refuse must not replace one that it takes.
Result<void> recordIn(const QString &folder, const AuditEntry &row)
{
    Store store;
    if (auto opened = store.open(folder + QStringLiteral("/station.db")); !opened)
        return opened;
    const SystemClock clock;
    const auto recorded = AuditLog(store, clock).append(row).result();
    return recorded ? Result<void>() : recorded.error();
}

/// A project is read by the user that the station runs as, who need not be its owner.
Result<void> openToAll(const QString &folder)
{
    bool done = QFile::setPermissions(folder, kOpen);
    QDirIterator all(folder, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot,
                     QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next();
        done = QFile::setPermissions(path, QFileInfo(path).isDir() ? kOpen : kReadable) && done;
    }
    return done ? Result<void>()
                : unavailable(BackupText::tr("'%1' cannot be written.").arg(folder));
}

} // namespace

Result<Restored> restoreBackup(ArchiveFile &archive, const Target &target, const AuditEntry &row)
{
    Unpacking unpacking(target);
    if (auto made = unpacking.makeStages(); !made)
        return made.error();
    const auto manifest = archive.read(&unpacking);
    if (!manifest)
        return manifest.error();
    Restored restored{*manifest, {}};
    if (Part &data = unpacking.data(); data.isWanted()) {
        if (isOfSameStation(archive.station(), data.target)) {
            const auto kept = keepKeys(data);
            if (!kept)
                return kept.error();
            restored.ownKeys = *kept;
        }
        const auto control = keepLocalControl(data);
        if (!control)
            return control.error();
        restored.ownControl = *control;
        if (auto recorded = recordIn(data.stage.path(), row); !recorded)
            return recorded.error();
    }
    if (Part &project = unpacking.project(); project.isWanted()) {
        if (auto opened = openToAll(project.stage.path()); !opened)
            return opened.error();
    }
    const auto kept = unpacking.change();
    if (!kept)
        return kept.error();
    restored.kept = *kept;
    return restored;
}

} // namespace mws::backup
