// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QString>

namespace mws
{

/// Why a password is not good enough; nothing wrong: success. 12 to 256 characters without the
/// user's name, and more than 10^10 guesses by the estimate of zxcvbn (Wheeler, "zxcvbn:
/// Low-Budget Password Strength Estimation", USENIX Security 2016), which knows frequent passwords,
/// names, dates, keyboard patterns and repeats, and here also the words in known-words.txt. No
/// rules on kinds of characters (NIST SP 800-63B, 5.1.1.2). Takes some milliseconds at most.
[[nodiscard]] Result<void> checkPassword(const QString &password, const QString &user);

} // namespace mws
