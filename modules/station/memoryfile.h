// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/fieldmemory.h"

#include <QString>
#include <QThreadPool>

namespace mws
{

/// The memory of the field bus as one file of the data folder. Reads it when it is made and writes
/// it as a whole, by a rename, on a thread of its own.
class MemoryFile final : public FieldMemory
{
public:
    explicit MemoryFile(QString file);
    /// Waits until everything is written.
    ~MemoryFile() override;

    [[nodiscard]] QByteArray recall() const override { return m_recalled; }
    void keep(const QByteArray &bytes) override;

private:
    QString m_file;
    QByteArray m_recalled;
    QThreadPool m_writer; ///< one thread, so that the newest comes last
};

} // namespace mws
