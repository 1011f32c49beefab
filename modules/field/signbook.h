// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QLatin1String>
#include <QList>
#include <QMetaType>
#include <QString>

namespace mws
{

/// What may show that somebody is on the line who does not belong there, or that a device is not
/// what it was.
enum class SignKind {
    WrongFunction, ///< an answer for a function that was not asked for
    WrongUnit, ///< a frame of another unit than the one that was asked
    WrongTransaction, ///< a frame with a number that no request has
    ForeignTraffic, ///< requests of another master, datagrams of another sender
    ExceptionRate, ///< a device refuses much more often than before
    WriteRate, ///< a device is written much more often than before
    OutOfRange, ///< a value lies outside of low and high of its tag
    IdentityChanged, ///< the device says that it is another one
    NewWriter, ///< somebody has written to the device who never did before
};

/// "wrongFunction", "wrongUnit", …: what logs, the audit trail and the API call it.
[[nodiscard]] QLatin1String nameOf(SignKind kind);

/// One sign. It is raised by its first event and cleared when none has come for a while.
struct FieldSign {
    SignKind kind = SignKind::WrongFunction;
    QString connection; ///< Connection::id
    QString device; ///< Device::id; empty: of no device that can be named
    Timestamp first{};
    Timestamp last{};
    quint64 count = 0; ///< events
    bool active = false;
    QString detail; ///< of the first event, for people
};

/// The signs of one connection, the active ones and the last of those that were cleared. Memory is
/// bounded.
class SignBook
{
public:
    static constexpr Milliseconds kQuiet{60000}; ///< without an event until a sign is cleared

    explicit SignBook(QString connection);

    /// One event. Returns the sign if that has raised it, so that the caller tells the detail; else
    /// null. The pointer lives until the next call.
    FieldSign *note(SignKind kind, const QString &device, Timestamp now, Milliseconds at);
    /// Clears those that were quiet long enough, and returns them. `at` is monotonic.
    QList<FieldSign> takeQuiet(Milliseconds at);
    /// In the order in which they were raised.
    [[nodiscard]] QList<FieldSign> signs() const;

private:
    static constexpr qsizetype kCleared = 50; ///< so many are kept

    struct Entry {
        FieldSign sign;
        Milliseconds lastAt{0};
    };

    void forgetOldest();

    QString m_connection;
    QList<Entry> m_entries;
};

} // namespace mws

Q_DECLARE_METATYPE(mws::FieldSign)
