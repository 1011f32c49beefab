// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectfolder.h"

#include <QList>
#include <QMap>
#include <optional>

namespace mws
{

/// Replaces and removes several project files as if at once. The new bytes are first written beside
/// the files they are for (".mws-save.<name>"); then the marker ".mws-save" appears, which lists
/// all changes with the SHA-256 of before and after: from here on the save counts. Then the files
/// are renamed and removed, and last the marker. Each step is on the disk before the next begins,
/// so recover() can finish a save with a marker and drop one without.
class SaveJournal
{
public:
    /// The new bytes by file; none: the file is removed.
    using Changes = QMap<QString, std::optional<QByteArray>>;

    /// The folder is open and, as far as other programs are to be kept out, locked.
    explicit SaveJournal(ProjectFolder &folder);

    /// Finishes or drops what a save that was cut off has left. Conflict when a file was changed by
    /// hand meanwhile: nothing is touched then.
    Result<void> recover();

    /// The three steps of a save. When stage() or commit() fails, nothing has changed and nothing
    /// is left; when apply() fails, recover() goes on with it.
    Result<void> stage(const Changes &changes);
    Result<void> commit();
    Result<void> apply();

private:
    struct Change {
        QString file;
        QByteArray before; ///< SHA-256; empty: there was no such file
        QByteArray after; ///< SHA-256; empty: the file is removed
    };

    Result<void> stageOne(const QString &file, const std::optional<QByteArray> &bytes);
    Result<void> readMarker(const QByteArray &text);
    [[nodiscard]] QByteArray markerText() const;
    Result<void> dropAfter(Result<void> failed);
    void drop();
    [[nodiscard]] Result<QByteArray> hashOf(const QString &file) const;
    [[nodiscard]] Result<void> canFinish() const;
    [[nodiscard]] Result<void> canFinish(const Change &change) const;
    Result<void> applyOne(const Change &change);
    Result<void> syncAll();

    ProjectFolder &m_folder;
    QList<Change> m_changes;
};

} // namespace mws
