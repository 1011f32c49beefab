// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/projectkeeper.h"

#include "project/files.h"
#include "project/filesource.h"
#include "project/filetext.h"
#include "project/folderreplace.h"
#include "project/projecttext.h"
#include "project/savejournal.h"

#include <algorithm>

namespace mws
{

namespace
{

using Outcome = ProjectReply::Outcome;

ProjectReply failed(const Error &error, ProjectReply reply = {}, Outcome outcome = Outcome::Failed)
{
    reply.outcome = outcome;
    reply.error = error;
    return reply;
}

/// Where the folder is, nobody is told over the network.
Error withoutPlace(const QString &reason, const QString &folder)
{
    return {ErrorCode::Unavailable,
            QString(reason).replace(folder, QStringLiteral("the folder of the project"))};
}

/// A file that says the same keeps its bytes, however they were written.
QMap<QString, QByteArray> textsOf(const ProjectFiles &wanted, const ProjectFiles &present,
                                  const ProjectFolder &folder)
{
    QMap<QString, QByteArray> texts;
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const auto same = present.constFind(it.key());
        const auto bytes = same != present.cend() && *same == it.value()
            ? folder.read(it.key())
            : Result<QByteArray>(fileText(it.value()));
        texts.insert(it.key(), bytes ? *bytes : fileText(it.value()));
    }
    return texts;
}

/// Whatever writing said, what the folder holds in the end is what counts.
Result<void> save(FolderSource &source, const ProjectFiles &wanted, const ProjectFiles &present)
{
    ProjectFolder &folder = source.folder();
    const auto written
        = replaceFiles(folder, textsOf(wanted, present, folder),
                       {files::kConnections, files::kTags, files::kScreens, files::kTemplates});
    if (!written)
        std::ignore = SaveJournal(folder).recover();
    const auto now = allFilesOf(source);
    if (now && *now == wanted)
        return {};
    return written ? Error{ErrorCode::Internal, QStringLiteral("the disk holds something else")}
                   : written.error();
}

} // namespace

ProjectKeeper::ProjectKeeper(Options options)
    : m_options(std::move(options))
{
    m_pool.setMaxThreadCount(1);
}

ProjectKeeper::~ProjectKeeper()
{
    m_pool.waitForDone();
}

Future<Result<ProjectRevision>> ProjectKeeper::read()
{
    const Promise<Result<ProjectRevision>> promise;
    m_pool.start([promise, folder = m_options.folder] {
        const auto files = readProjectFiles(folder);
        if (files)
            promise.finish(ProjectRevision{canonicalText(*files), hashOf(*files)});
        else
            promise.finish(withoutPlace(files.error().detail, folder));
    });
    return promise.future();
}

Future<ProjectReply> ProjectKeeper::check(const QByteArray &text, const QByteArray &revision)
{
    return replace(text, revision, {});
}

Future<ProjectReply> ProjectKeeper::replace(const QByteArray &text, const QByteArray &revision,
                                            Approval approval)
{
    const Promise<ProjectReply> promise;
    m_pool.start([this, promise, text, revision, approval = std::move(approval)] {
        promise.finish(work(text, revision, approval));
    });
    return promise.future();
}

ProjectReply ProjectKeeper::work(const QByteArray &text, const QByteArray &revision,
                                 const Approval &approval)
{
    const auto wanted = parseProjectFiles(text);
    if (!wanted)
        return failed(wanted.error(), {}, Outcome::Malformed);
    FolderSource source(m_options.folder);
    if (const auto problem = source.open())
        return failed(withoutPlace(toString(*problem), m_options.folder));
    const auto present = allFilesOf(source);
    if (!present)
        return failed({ErrorCode::Unavailable, present.error().detail});
    ProjectReply reply = judge(*wanted, *present, revision);
    if (reply.outcome != Outcome::Ok || !approval)
        return reply;
    const auto before = source.folder().hash();
    if (const auto approved = approval(reply); !approved)
        return failed(approved.error(), std::move(reply));
    if (const auto saved = save(source, *wanted, *present); !saved)
        return failed(saved.error(), std::move(reply));
    m_restartPending = reply.restart;
    const auto after = source.folder().hash();
    if (m_options.replaced && before && after)
        m_options.replaced(*before, *after);
    return reply;
}

ProjectReply ProjectKeeper::judge(const ProjectFiles &wanted, const ProjectFiles &present,
                                  const QByteArray &revision) const
{
    ProjectReply reply;
    reply.before = hashOf(present);
    reply.after = hashOf(wanted);
    if (reply.before != revision) {
        reply.outcome = Outcome::Stale;
        return reply;
    }
    LoadedProject loaded = loadProject(wanted);
    noteMissing(loaded);
    reply.problems = loaded.problems;
    if (!loaded.isValid()) {
        reply.outcome = Outcome::Invalid;
        return reply;
    }
    reply.changes = changesBetween(present, wanted);
    reply.restart = reply.after != m_options.running;
    return reply;
}

void ProjectKeeper::noteMissing(LoadedProject &wanted) const
{
    const auto &all = wanted.data.connections;
    for (const QString &id : m_options.connections) {
        if (std::none_of(all.begin(), all.end(), [&id](const Connection &c) { return c.id == id; }))
            wanted.problems.append({Problem::Severity::Error, files::connection(id), QString(),
                                    ProjectText::tr("is missing; the command line of the station "
                                                    "says where this connection leads")});
    }
}

QByteArray revisionOf(const QString &folder)
{
    const auto files = readProjectFiles(folder);
    return files ? hashOf(*files) : QByteArray();
}

} // namespace mws
