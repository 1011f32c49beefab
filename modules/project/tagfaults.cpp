// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/tagfaults.h"

#include "project/files.h"

#include <QHash>

namespace mws
{

namespace
{

using Places = QHash<QString, QSet<qsizetype>>; ///< by file: where in its list of tags

Places placesOf(const QList<Problem> &problems)
{
    Places places;
    for (const Problem &problem : problems) {
        const bool isOfTag = problem.severity == Problem::Severity::TagError
            && severityAt(problem.pointer) == Problem::Severity::TagError;
        if (isOfTag)
            places[problem.file].insert(problem.pointer.section(u'/', 2, 2).toLongLong());
    }
    return places;
}

QSet<QString> ofTemplate(const DeviceTemplate &tmpl, const QSet<qsizetype> &places,
                         const QList<Device> &devices)
{
    QSet<QString> ids;
    for (const Device &device : devices) {
        if (device.templateId != tmpl.id)
            continue;
        const QList<Tag> tags = tagsFromTemplate(tmpl, device);
        for (const qsizetype place : places)
            ids.insert(tags.value(place).id);
    }
    return ids;
}

} // namespace

Problem::Severity severityAt(const QString &pointer)
{
    const QStringList keys = pointer.split(u'/'); // of "/tags/3/write/min": "", tags, 3, write, min
    const bool isInTag = keys.size() > 3 && keys[1] == QLatin1String("tags")
        && keys[3] != QLatin1String("id") && keys[3] != QLatin1String("path");
    return isInTag ? Problem::Severity::TagError : Problem::Severity::Error;
}

QSet<QString> disabledTags(const ProjectData &data, const QList<DeviceTemplate> &templates,
                           const QList<Problem> &problems)
{
    const Places places = placesOf(problems);
    if (places.isEmpty())
        return {};
    QSet<QString> ids;
    QHash<QString, qsizetype> next;
    for (const Tag &tag : data.tags) {
        const QString file = files::tags(tag.device);
        if (places.value(file).contains(next[file]++))
            ids.insert(tag.id);
    }
    for (const DeviceTemplate &tmpl : templates)
        ids += ofTemplate(tmpl, places.value(files::deviceTemplate(tmpl.id)), data.devices);
    return ids;
}

} // namespace mws
