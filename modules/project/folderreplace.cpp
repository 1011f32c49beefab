// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/folderreplace.h"

#include "project/files.h"
#include "project/savejournal.h"

namespace mws
{

namespace
{

Result<SaveJournal::Changes> changesTo(const ProjectFolder &folder,
                                       const QMap<QString, QByteArray> &wanted,
                                       const QList<QLatin1String> &subfolders)
{
    SaveJournal::Changes changes;
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const auto now = folder.read(it.key());
        if (!now || now.value() != it.value())
            changes.insert(it.key(), it.value());
    }
    if (const QString file = files::northbound(); !wanted.contains(file) && folder.read(file))
        changes.insert(file, std::nullopt);
    for (const QLatin1String subfolder : subfolders) {
        const auto found = folder.jsonFiles(subfolder);
        if (!found)
            return found.error();
        for (const QString &file : found.value()) {
            if (!wanted.contains(file))
                changes.insert(file, std::nullopt);
        }
    }
    return changes;
}

} // namespace

Result<void> replaceFiles(ProjectFolder &folder, const QMap<QString, QByteArray> &wanted,
                          const QList<QLatin1String> &subfolders)
{
    const auto changes = changesTo(folder, wanted, subfolders);
    if (!changes)
        return changes.error();
    if (changes->isEmpty())
        return {};
    SaveJournal journal(folder);
    if (auto staged = journal.stage(changes.value()); !staged)
        return staged;
    if (auto committed = journal.commit(); !committed)
        return committed;
    return journal.apply();
}

} // namespace mws
