// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"

#include <QHash>
#include <QList>

namespace mws
{

class FieldMemory;

/// Who has written to which device, so that one who writes there for the first time is noticed. A
/// user at the panel is another writer than the same user in a browser, and so is each token and
/// each address of a control system. Keeps hashes, no names. Lives in the thread of the door.
class WriterBook
{
public:
    static constexpr qsizetype kMost = 256; ///< of each device, those who wrote last

    /// Takes what is kept there, and keeps there what comes; it must live on. What cannot be read
    /// counts as nothing. Without a memory all is forgotten with the process.
    void open(FieldMemory &memory);
    [[nodiscard]] bool knows(const QString &device, const Identity &who) const;
    void note(const QString &device, const Identity &who);

private:
    void keep() const;

    FieldMemory *m_memory = nullptr;
    QHash<QString, QList<QByteArray>> m_writers; ///< by Device::id; the last one wrote last
};

} // namespace mws
