// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/savejournal.h"

#include "project/files.h"
#include "project/projecttext.h"

#include "core/strictjson.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonObject>

#include <tuple>

namespace mws
{

namespace
{

QString partOfMarker()
{
    return files::kSavePrefix + QStringLiteral("part");
}

/// "tags/.mws-save.plc.json" for "tags/plc.json".
QString stagedFor(QString file)
{
    return file.insert(file.indexOf(u'/') + 1, files::kSavePrefix);
}

QByteArray hashOfBytes(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

Error cutOff(const Error &why)
{
    return {why.code,
            ProjectText::tr("the save that was cut off cannot be finished: %1").arg(why.detail)};
}

Error notAsLeft(const QString &file)
{
    return {ErrorCode::Conflict,
            ProjectText::tr("%1 is not as that save left it; remove the file %2 to keep all files "
                            "as they are now")
                .arg(file, files::kSaveMarker)};
}

} // namespace

SaveJournal::SaveJournal(ProjectFolder &folder)
    : m_folder(folder)
{
}

Result<void> SaveJournal::recover()
{
    const auto marker = m_folder.read(files::kSaveMarker);
    if (!marker && marker.error().code != ErrorCode::NotFound)
        return cutOff(marker.error());
    if (marker) {
        if (auto known = readMarker(marker.value()); !known)
            return cutOff(known.error());
        if (auto can = canFinish(); !can)
            return cutOff(can.error());
        if (auto applied = apply(); !applied)
            return cutOff(applied.error());
    }
    drop();
    return {};
}

Result<void> SaveJournal::stage(const Changes &changes)
{
    m_changes.clear();
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (auto staged = stageOne(it.key(), it.value()); !staged)
            return dropAfter(staged);
    }
    return dropAfter(syncAll());
}

Result<void> SaveJournal::stageOne(const QString &file, const std::optional<QByteArray> &bytes)
{
    if (auto can = m_folder.canChange(file); !can)
        return can;
    const auto before = hashOf(file);
    if (!before)
        return before.error();
    m_changes.append({file, before.value(), bytes ? hashOfBytes(*bytes) : QByteArray()});
    return bytes ? m_folder.write(stagedFor(file), *bytes, file) : Result<void>();
}

Result<void> SaveJournal::commit()
{
    if (auto written = m_folder.write(partOfMarker(), markerText(), files::kSaveMarker); !written)
        return dropAfter(written);
    if (auto renamed = m_folder.rename(partOfMarker(), files::kSaveMarker); !renamed)
        return dropAfter(renamed);
    auto synced = m_folder.sync(files::kSaveMarker);
    if (!synced && !m_folder.remove(files::kSaveMarker))
        return synced;
    return dropAfter(synced);
}

Result<void> SaveJournal::apply()
{
    for (const Change &change : std::as_const(m_changes)) {
        if (auto applied = applyOne(change); !applied)
            return applied;
    }
    if (auto synced = syncAll(); !synced)
        return synced;
    if (auto removed = m_folder.remove(files::kSaveMarker); !removed)
        return removed;
    return m_folder.sync(files::kSaveMarker);
}

Result<void> SaveJournal::applyOne(const Change &change)
{
    const auto now = hashOf(change.file);
    if (!now)
        return now.error();
    if (now.value() == change.after)
        return m_folder.remove(stagedFor(change.file));
    if (change.after.isEmpty())
        return m_folder.remove(change.file);
    return m_folder.rename(stagedFor(change.file), change.file);
}

QByteArray SaveJournal::markerText() const
{
    QJsonArray changes;
    for (const Change &change : m_changes) {
        changes.append(QJsonObject{
            {QStringLiteral("file"), change.file},
            {QStringLiteral("before"), QString::fromLatin1(change.before.toHex())},
            {QStringLiteral("after"), QString::fromLatin1(change.after.toHex())},
        });
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("changes"), changes}}).toJson();
}

Result<void> SaveJournal::readMarker(const QByteArray &text)
{
    m_changes.clear();
    const auto document = parseStrictJson(text);
    if (!document)
        return document.error();
    const QJsonArray changes = document.value()[QLatin1String("changes")].toArray();
    for (const QJsonValue &value : changes) {
        const auto hash = [&value](QLatin1String key) {
            return QByteArray::fromHex(value[key].toString().toLatin1());
        };
        const QString file = value[QLatin1String("file")].toString();
        if (!files::isSaved(file))
            return notAsLeft(files::kSaveMarker);
        m_changes.append({file, hash(QLatin1String("before")), hash(QLatin1String("after"))});
    }
    return {};
}

Result<void> SaveJournal::canFinish() const
{
    for (const Change &change : m_changes) {
        if (auto can = canFinish(change); !can)
            return can;
    }
    return m_folder.canChange(files::kSaveMarker);
}

Result<void> SaveJournal::canFinish(const Change &change) const
{
    const auto now = hashOf(change.file);
    if (!now)
        return now.error();
    if (now.value() == change.after)
        return {};
    if (now.value() != change.before)
        return notAsLeft(change.file);
    const auto staged = hashOf(stagedFor(change.file));
    if (!staged || staged.value() != change.after)
        return notAsLeft(stagedFor(change.file));
    return m_folder.canChange(change.file);
}

Result<QByteArray> SaveJournal::hashOf(const QString &file) const
{
    const auto bytes = m_folder.read(file);
    if (bytes)
        return hashOfBytes(bytes.value());
    if (bytes.error().code == ErrorCode::NotFound)
        return QByteArray();
    return bytes.error();
}

Result<void> SaveJournal::dropAfter(Result<void> failed)
{
    if (!failed)
        drop();
    return failed;
}

/// What cannot be removed does no harm: it is hidden, and the next save writes it anew.
void SaveJournal::drop()
{
    const QStringList left = m_folder.filesBeginning(files::kSavePrefix);
    for (const QString &file : left)
        std::ignore = m_folder.remove(file);
}

Result<void> SaveJournal::syncAll()
{
    QMap<QString, QString> oneOfEach{{QString(), files::kSaveMarker}};
    for (const Change &change : std::as_const(m_changes))
        oneOfEach.insert(change.file.section(u'/', 0, -2), change.file);
    for (const QString &file : std::as_const(oneOfEach)) {
        if (auto synced = m_folder.sync(file); !synced)
            return synced;
    }
    return {};
}

} // namespace mws
