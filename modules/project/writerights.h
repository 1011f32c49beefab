// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QMap>

namespace mws
{

/// Whether somebody may write afterwards what was kept from him, as far as tags say it, which are
/// given by id. Of a tag that can be written: another path, which grants, tokens and lockouts go
/// by; more roles; localOnly or secondPerson taken away; another tag that writes its registers.
/// One that has such a rule must not leave its place either, or a tag without it could come there.
/// New registers, limits and confirmations do not count: they say what is written, not by whom.
[[nodiscard]] bool widensWriting(const QMap<QString, Tag> &before, const QMap<QString, Tag> &after);

} // namespace mws
