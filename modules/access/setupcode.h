// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QByteArray>
#include <QString>

namespace mws
{

/// The one-time code of the first run: 30 minutes, single use. Only its SHA-256 is kept. Not
/// thread-safe.
class SetupCode
{
public:
    /// A new code; the one before is worth nothing any more.
    QString renew(Milliseconds now);
    /// True once: the right code, in time. It is taken then.
    [[nodiscard]] bool take(const QString &typed, Milliseconds now);
    /// Gives a taken code back, because what it was taken for failed.
    void giveBack() { m_taken = false; }
    void clear() { m_hash.clear(); }

private:
    QByteArray m_hash;
    Milliseconds m_expires{0};
    bool m_taken = false;
};

} // namespace mws
