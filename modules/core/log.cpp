// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/log.h"

namespace mws
{

Q_LOGGING_CATEGORY(lcField, "mws.field")
Q_LOGGING_CATEGORY(lcStation, "mws.station")
Q_LOGGING_CATEGORY(lcStorage, "mws.storage")
Q_LOGGING_CATEGORY(lcWeb, "mws.web")
Q_LOGGING_CATEGORY(lcPanel, "mws.panel")
Q_LOGGING_CATEGORY(lcNorthbound, "mws.northbound")

} // namespace mws
