// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <optional>

namespace mws::forward
{

/// What stands behind the structured data of a message: a line for people, or the Common Event
/// Format for a collector that reads that only.
enum class SyslogText { Line, Cef };

/// A syslog server that speaks TLS (RFC 5425).
struct SyslogTarget {
    static constexpr quint16 kPort = 6514;

    QString host; ///< name or address; its certificate must be for it
    quint16 port = kPort;
    QString caFile; ///< PEM: authorities that its certificate may be of, and no others
    QString certificateFile{}; ///< PEM, of the station, with its chain; empty: it shows none
    QString keyFile{}; ///< PEM, without a passphrase, of mode 0600; with certificateFile
    SyslogText text = SyslogText::Line;
};

/// Where audit rows go besides.
struct Options {
    bool toJournal = false; ///< systemd's
    std::optional<SyslogTarget> syslog{};
    [[nodiscard]] bool isEmpty() const { return !toJournal && !syslog; }
};

} // namespace mws::forward
