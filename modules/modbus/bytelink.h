// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QObject>

namespace mws::modbus
{

/// A two-way stream of bytes. No signal is emitted inside open(), write(), flush(), discard() or
/// close().
class ByteLink : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Answered by opened() or lost(). Only when closed.
    virtual void open() = 0;
    /// At once; no signal comes any more.
    virtual void close() = 0;
    virtual void write(const QByteArray &bytes) = 0;
    /// What write() gathers, to go out together, goes now.
    virtual void flush() { }
    /// Forgets what has come and is not read, and what has not gone out.
    virtual void discard() = 0;
    /// See Transport::detail().
    [[nodiscard]] virtual QString detail() const { return {}; }

Q_SIGNALS:
    void opened();
    void received(const QByteArray &bytes);
    /// Could not be opened, or broke; reason is for people. The link is still to be closed.
    void lost(const QString &reason);
    /// After lost(): what was missing is there again, and open() may succeed.
    void returned();
};

} // namespace mws::modbus
