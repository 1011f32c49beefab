// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace mws::editor
{

/// For tool tips and labels that guess from a text whether it is HTML: what they show is the text
/// as it stands. A project comes from anywhere, and HTML may name files and servers to fetch from.
[[nodiscard]] QString plainText(const QString &text);

} // namespace mws::editor
