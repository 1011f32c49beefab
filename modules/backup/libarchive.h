// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <memory>

namespace mws::backup
{

using ArchivePointer = std::unique_ptr<archive, int (*)(archive *)>;
using EntryPointer = std::unique_ptr<archive_entry, void (*)(archive_entry *)>;

} // namespace mws::backup
