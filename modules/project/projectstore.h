// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

#include <QList>
#include <QString>

namespace mws
{

/// One thing that is wrong in a project, where, and why.
struct Problem {
    enum class Severity {
        Error, ///< the project cannot run
        TagError, ///< it runs, but nobody can ask for this tag: BadConfiguration
        Warning,
    };
    Severity severity = Severity::Error;
    QString file; ///< relative to the project folder, e.g. "tags/plc1.json"
    QString pointer; ///< JSON Pointer (RFC 6901) into the file, e.g. "/tags/3/address"
    QString reason;
    friend bool operator==(const Problem &, const Problem &) = default;
};

/// "tags/plc1.json/tags/3/address: reason"
[[nodiscard]] QString toString(const Problem &problem);

struct LoadedProject {
    ProjectData data; ///< what could be read, also when there are problems
    QList<DeviceTemplate> templates; ///< those that the devices use
    QList<Problem> problems; ///< all of them, in order of file and place
    [[nodiscard]] bool isValid() const; ///< no problem is an error
};

/// Reads a project folder, older schema versions too, and validates it. Templates are looked up in
/// the project's templates/ folder first, then in the library that is built into the program.
/// First finishes a save that was cut off after it was committed; where that cannot be (a read-only
/// folder, a file that was changed since), the only problem says so and nothing is read. Waits
/// while another program saves. Blocking file I/O; any thread.
[[nodiscard]] LoadedProject loadProject(const QString &folder);

/// Everything that is wrong with the data; file names are those that saveProject would write. What
/// names a tag is not held against the type of one that is disabled, here or by what was found when
/// the data were read.
[[nodiscard]] QList<Problem> validateProject(const ProjectData &data,
                                             const QList<DeviceTemplate> &templates,
                                             const QList<Problem> &found = {});

/// Writes the folder so that unchanged data gives the same bytes (sorted keys, one object per line
/// in lists, defaults left out, files named after connection, device and screen). All files are
/// replaced as if at once, also under SIGKILL and power loss: a later load finds the old project or
/// the new one. Files of objects that are gone are removed; nothing else in the folder is touched.
/// Refuses data that the files cannot hold (two connections or screens of one id, a device without
/// connection) and files that are symbolic links. After an error the folder holds the old project,
/// or the next load or save finishes this one.
Result<void> saveProject(const ProjectData &data, const QString &folder);

/// The running form of a valid one, without its disabled tags in use.
[[nodiscard]] ProjectPtr runningForm(LoadedProject loaded);

/// loadProject and, if it is valid, the running form; else the problems as one Error text per line.
Result<ProjectPtr> openProject(const QString &folder);

/// The templates that are built into the program.
[[nodiscard]] QList<DeviceTemplate> templateLibrary();

} // namespace mws
