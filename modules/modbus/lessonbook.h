// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/lessons.h"
#include "project/project.h"

#include <QJsonObject>

namespace mws::modbus
{

/// The lessons of all devices, in the form that outlives the program. A lesson holds only for the
/// device and the tag that it was learned from: another endpoint, unit or template makes all of a
/// device void, another table, address or type that of a tag.
class LessonBook
{
public:
    explicit LessonBook(ProjectPtr project);

    /// Takes what toBytes() gave; bytes that are damaged are ignored, with a line in the log.
    void read(const QByteArray &bytes);
    [[nodiscard]] QByteArray toBytes() const;

    [[nodiscard]] Lessons of(const Device &device) const;
    void put(const Device &device, const Lessons &lessons);

private:
    [[nodiscard]] QString identityOf(const Device &device) const;
    [[nodiscard]] QJsonObject tagEntry(TagIndex tag, const Lesson &lesson) const;
    void takeTag(Lessons &lessons, const Device &device, const QJsonObject &entry) const;
    void takeCut(Lessons &lessons, const Device &device, const QJsonObject &entry) const;

    ProjectPtr m_project;
    QMap<QString, QJsonObject> m_entries; ///< by Device::id
};

} // namespace mws::modbus
