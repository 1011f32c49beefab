// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/backupdesk.h"

#include "core/log.h"

#include <QDir>
#include <QFile>

namespace mws::api
{

namespace
{

using Piece = Result<QByteArray>;

constexpr qint64 kPieceBytes = 64 * 1024;

/// Of mode 0700, and no link to another place.
bool haveFolder(const QString &path)
{
    QDir().mkdir(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QFileInfo info(path);
    return info.isDir() && !info.isSymLink();
}

Piece nextPiece(QFile &file)
{
    const QByteArray piece = file.read(kPieceBytes);
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::Unavailable, file.errorString()};
    return piece;
}

} // namespace

QLatin1String nameOf(BackupDesk::State state)
{
    switch (state) {
    case BackupDesk::State::Never:
        return QLatin1String("never");
    case BackupDesk::State::Running:
        return QLatin1String("running");
    case BackupDesk::State::Done:
        return QLatin1String("done");
    case BackupDesk::State::Failed:
        break;
    }
    return QLatin1String("failed");
}

QLatin1String nameOf(backup::Step step)
{
    switch (step) {
    case backup::Step::Copying:
        return QLatin1String("copying");
    case backup::Step::Packing:
        return QLatin1String("packing");
    case backup::Step::Checking:
        break;
    }
    return QLatin1String("checking");
}

BackupDesk::BackupDesk(AuditLog &audit, const Clock &clock, const QString &data,
                       const QString &project)
    : m_audit(audit)
    , m_clock(clock)
    , m_source{data, project, false}
    , m_folder(data + QStringLiteral("/backups"))
{
}

BackupDesk::~BackupDesk()
{
    m_job->isStopped = true;
    m_pool.waitForDone();
}

void BackupDesk::start(const AuditEntry &row)
{
    if (m_state == State::Running)
        return;
    m_state = State::Running;
    m_started = m_clock.now();
    m_finished = {};
    m_problem.clear();
    m_job = std::make_shared<Job>();
    const QString file = backup::datedArchive(m_folder);
    m_row = row;
    m_row.target = QFileInfo(file).fileName();
    const Promise<Made> promise;
    m_pool.start([source = m_source, file, job = m_job, promise] {
        promise.finish(make(source, file, *job));
    });
    whenDone(promise.future(), this, [this](const Made &made) { finish(made); });
}

BackupDesk::Made BackupDesk::make(const backup::Source &source, const QString &file, Job &job)
{
    const QFileInfo info(file);
    if (!haveFolder(info.path()))
        return Error{ErrorCode::Unavailable,
                     QStringLiteral("there is no place for it in the data folder")};
    auto made = backup::makeBackup(source, file, [&job](backup::Step step) {
        job.step = step;
        return !job.isStopped;
    });
    if (!made)
        return made;
    const auto removed = backup::removeOldArchives(info.path(), kKept, info.fileName());
    return removed ? std::move(made) : Made(removed.error());
}

void BackupDesk::finish(const Made &made)
{
    m_finished = m_clock.now();
    m_state = made ? State::Done : State::Failed;
    m_row.outcome = made ? QStringLiteral("ok") : QStringLiteral("failed");
    if (made) {
        m_row.detail = QStringLiteral("sha256 %1").arg(QString::fromLatin1(made->sha256));
    } else {
        qCWarning(lcWeb, "backup: %s", qUtf8Printable(made.error().detail));
        m_problem = withoutPaths(made.error().detail);
        m_row.detail = m_problem;
    }
    (void)m_audit.append(m_row);
}

QString BackupDesk::withoutPaths(QString text) const
{
    for (const QString &folder : {m_source.data, m_source.project}) {
        if (!folder.isEmpty())
            text.remove(folder + u'/');
    }
    return text;
}

QFileInfoList BackupDesk::archives() const
{
    QFileInfoList all;
    for (const QString &name : backup::datedArchives(m_folder))
        all.prepend(QFileInfo(m_folder + u'/' + name));
    return all;
}

http::Pieces BackupDesk::read(const QString &name)
{
    if (!backup::datedArchives(m_folder).contains(name))
        return {};
    const auto file = std::make_shared<QFile>(m_folder + u'/' + name);
    if (!file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    return [this, file] {
        const Promise<Piece> promise;
        m_pool.start([file, promise] { promise.finish(nextPiece(*file)); });
        return promise.future();
    };
}

} // namespace mws::api
