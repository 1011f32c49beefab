// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>

namespace mws
{

/// Where the translations of this module's messages live.
class ProjectText
{
    Q_DECLARE_TR_FUNCTIONS(mws::ProjectText)
};

} // namespace mws
