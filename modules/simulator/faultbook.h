// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <QString>

namespace mws::simulator
{

/// What is wrong with a unit on purpose.
struct UnitFault {
    bool dropped = false; ///< answers nothing
    int delayMs = 0; ///< answers that late
    int exception = 0; ///< answers every request with this exception code; 0: none
    bool garbage = false; ///< answers with bytes that are no frame
    friend bool operator==(const UnitFault &, const UnitFault &) = default;
};

/// The faults that are switched on at present.
class FaultBook
{
public:
    UnitFault &edit(const QString &connection, int unit) { return m_units[{connection, unit}]; }
    [[nodiscard]] UnitFault of(const QString &connection, int unit) const
    {
        return m_units.value({connection, unit});
    }
    void close(const QString &connection) { m_closed.insert(connection); }
    [[nodiscard]] bool isClosed(const QString &connection) const
    {
        return m_closed.contains(connection);
    }
    void clear();
    /// {"plc/1":{"delayMs":500},…,"closed":["skid"]}
    [[nodiscard]] QJsonObject toJson() const;

private:
    QMap<std::pair<QString, int>, UnitFault> m_units;
    QSet<QString> m_closed;
};

} // namespace mws::simulator
