// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace mws
{

/// What people read before they sign in, as the operator of a station demands it (IEC 62443-4-2,
/// CR 1.12): notice.txt of the data folder, plain text that nobody takes for markup.
[[nodiscard]] QString noticeFileIn(const QString &dataFolder);

inline constexpr qsizetype kMostOfNotice = 2000; ///< characters

/// The text without what is blank around it. Invalid: it is not UTF-8, blank, too long, or has
/// control characters other than the ends of lines and tabs.
[[nodiscard]] Result<QString> noticeFrom(const QByteArray &utf8);

/// Of the file, now; empty: there is none. NotFound: it cannot be read; else as noticeFrom().
/// Blocking.
[[nodiscard]] Result<QString> readNotice(const QString &file);

/// Puts a text that noticeFrom() has given there, for the owner alone; an empty one removes the
/// file. Unavailable: it cannot be written. Blocking.
[[nodiscard]] Result<void> writeNotice(const QString &file, const QString &text);

} // namespace mws
