// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "station/integrity.h"

#include "audit/auditlog.h"
#include "core/log.h"
#include "project/projectfolder.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <pthread.h>
#include <tuple>

namespace mws
{

namespace
{

constexpr qint64 kMaxMemory = 65536;
constexpr QLatin1String kProject("project");

QString textOf(const QCryptographicHash &hash)
{
    return QString::fromLatin1(hash.result().toHex());
}

Result<QString> hashOfFile(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return Error{ErrorCode::Unavailable, file.errorString()};
    return textOf(hash);
}

/// Locks the folder as long as it lives: who replaces the project in it tells projectReplaced()
/// under the same lock, so that what is compared is one or the other. Without the lock, after a
/// while, too: a start must be told of.
Result<QString> lockAndHash(ProjectFolder &folder, const QString &path)
{
    if (auto opened = folder.open(path); !opened)
        return opened.error();
    std::ignore = folder.lock();
    return folder.hash();
}

} // namespace

/// What was there the last time, by name.
class IntegrityMemory
{
public:
    explicit IntegrityMemory(const QString &file)
        : m_file(file)
    {
        QFile in(file);
        if (in.open(QIODevice::ReadOnly))
            m_known = QJsonDocument::fromJson(in.read(kMaxMemory)).object();
    }
    /// Empty: nothing is known of it.
    [[nodiscard]] QString hashOf(const QString &what) const
    {
        return m_known.value(what).toString();
    }
    void set(const QString &what, const QString &hash) { m_known.insert(what, hash); }
    [[nodiscard]] bool save() const
    {
        QSaveFile out(m_file);
        return out.open(QIODevice::WriteOnly)
            && out.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            && out.write(QJsonDocument(m_known).toJson()) > 0 && out.commit();
    }

private:
    QString m_file;
    QJsonObject m_known;
};

IntegrityWatch::IntegrityWatch(AuditLog &audit, Places places)
    : m_audit(audit)
    , m_places(std::move(places))
    , m_thread([this] { look(); })
{
    pthread_setname_np(m_thread.native_handle(), "integrity");
}

IntegrityWatch::~IntegrityWatch()
{
    m_thread.join();
}

void IntegrityWatch::look()
{
    const auto program = hashOfFile(m_places.program);
    ProjectFolder folder;
    const auto project = lockAndHash(folder, m_places.project);
    const std::lock_guard lock(m_mutex);
    IntegrityMemory memory(m_places.memory);
    compare(QFileInfo(m_places.program).fileName(), program, memory);
    compare(kProject, project, memory);
    save(memory);
}

void IntegrityWatch::projectReplaced(const QString &before, const QString &after)
{
    const std::lock_guard lock(m_mutex);
    IntegrityMemory memory(m_places.memory);
    compare(kProject, before, memory);
    memory.set(kProject, after);
    save(memory);
}

void IntegrityWatch::save(const IntegrityMemory &memory)
{
    if (!memory.save())
        qCWarning(lcStation) << "integrity.json cannot be written";
}

void IntegrityWatch::compare(const QString &what, const Result<QString> &now,
                             IntegrityMemory &memory)
{
    if (!now)
        return tell(what, QStringLiteral("failed"), now.error().detail);
    const QString before = memory.hashOf(what);
    memory.set(what, *now);
    if (!before.isEmpty() && before != *now)
        tell(what, QStringLiteral("differs"), QStringLiteral("sha256 %1 -> %2").arg(before, *now));
}

void IntegrityWatch::tell(const QString &what, const QString &outcome, const QString &detail)
{
    qCWarning(lcStation).noquote() << "integrity:" << what << outcome << detail;
    AuditEntry entry;
    entry.actor = QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.action = QStringLiteral("integrity");
    entry.target = what;
    entry.outcome = outcome;
    entry.detail = detail;
    m_audit.append(entry);
}

} // namespace mws
