// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/projectchanges.h"

#include "project/writerights.h"

#include <algorithm>

namespace mws
{

namespace
{

template <typename T> using ById = QMap<QString, T>;

template <typename T> ById<T> byId(const QList<T> &items)
{
    ById<T> all;
    for (const T &item : items)
        all.insert(item.id, item);
    return all;
}

template <typename T> ProjectChanges::Part difference(const ById<T> &before, const ById<T> &after)
{
    ProjectChanges::Part part;
    for (auto it = before.begin(); it != before.end(); ++it) {
        const auto now = after.constFind(it.key());
        if (now == after.cend())
            part.removed.append(it.key());
        else if (!(*now == it.value()))
            part.changed.append(it.key());
    }
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (!before.contains(it.key()))
            part.added.append(it.key());
    }
    return part;
}

ById<Tag> tagsOf(const LoadedProject &loaded)
{
    ById<Tag> tags = byId(loaded.data.tags);
    for (const Device &device : loaded.data.devices) {
        const auto made = std::find_if(
            loaded.templates.begin(), loaded.templates.end(),
            [&device](const DeviceTemplate &tmpl) { return tmpl.id == device.templateId; });
        if (made != loaded.templates.end())
            tags.insert(byId(tagsFromTemplate(*made, device)));
    }
    return tags;
}

} // namespace

ProjectChanges changesBetween(const ProjectFiles &before, const ProjectFiles &after)
{
    const LoadedProject a = loadProject(before);
    const LoadedProject b = loadProject(after);
    const ById<Tag> tagsBefore = tagsOf(a);
    const ById<Tag> tagsAfter = tagsOf(b);
    return {difference(byId(a.data.connections), byId(b.data.connections)),
            difference(byId(a.data.devices), byId(b.data.devices)),
            difference(tagsBefore, tagsAfter),
            difference(byId(a.data.screens), byId(b.data.screens)),
            difference(before, after),
            a.data.roles != b.data.roles || a.data.northbound != b.data.northbound
                || widensWriting(tagsBefore, tagsAfter)};
}

QString countsOf(const ProjectChanges &changes)
{
    const auto counts = [](const char *what, const ProjectChanges::Part &part) {
        return QStringLiteral("%1 +%2 -%3 ~%4")
            .arg(QLatin1String(what))
            .arg(part.added.size())
            .arg(part.removed.size())
            .arg(part.changed.size());
    };
    return QStringList{counts("connections", changes.connections),
                       counts("devices", changes.devices),
                       counts("tags", changes.tags),
                       counts("screens", changes.screens),
                       counts("files", changes.files),
                       changes.rights ? QStringLiteral("rights too") : QStringLiteral("no rights")}
        .join(QStringLiteral(", "));
}

} // namespace mws
