// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditforwards.h"

#include <QObject>

namespace mws::forward
{

/// A place outside that takes rows; none of this waits. Lives in the thread of its Forwarder.
class Sink : public QObject
{
    Q_OBJECT

public:
    /// As ForwardStatus::target.
    [[nodiscard]] virtual QString name() const = 0;
    /// Whether it takes rows now; begins to connect where it does not.
    [[nodiscard]] virtual bool open() = 0;
    /// Hands on the first of these and gives how many. Only when it is open.
    virtual qsizetype send(const QList<HashedEntry> &rows) = 0;
    /// All that was handed on since it was opened has arrived.
    [[nodiscard]] virtual bool isThrough() = 0;
    /// Begins from anew.
    virtual void close(const QString &why) = 0;
    /// Why it takes no rows, for people; empty while it connects.
    [[nodiscard]] virtual QString problem() const = 0;
};

} // namespace mws::forward
