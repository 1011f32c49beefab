// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "station/memoryfile.h"

#include "core/log.h"

#include <QFile>
#include <QSaveFile>

namespace mws
{

namespace
{

constexpr qint64 kMostBytes = 16 * 1024 * 1024;

void write(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit();
    if (!written)
        qCWarning(lcStation) << "what was learned about the devices cannot be kept:"
                             << file.errorString();
}

} // namespace

MemoryFile::MemoryFile(QString path)
    : m_file(std::move(path))
{
    m_writer.setMaxThreadCount(1);
    QFile file(m_file);
    if (file.size() > kMostBytes)
        qCWarning(lcStation, "what was learned about the devices is too large and not used");
    else if (file.open(QIODevice::ReadOnly))
        m_recalled = file.readAll();
}

MemoryFile::~MemoryFile() = default;

void MemoryFile::keep(const QByteArray &bytes)
{
    if (bytes.size() <= kMostBytes)
        m_writer.start([path = m_file, bytes] { write(path, bytes); });
}

} // namespace mws
