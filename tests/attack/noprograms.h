// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace mws
{

/// From now on this process, with all its threads, ends with SIGSYS when it would become or start
/// another program (seccomp). For good.
void forbidPrograms();

} // namespace mws
