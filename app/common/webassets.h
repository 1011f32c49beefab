// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace mws::http
{
class Server;
}

namespace mws::app
{

/// Puts the browser client that is built into the program on the server.
void addWebClient(http::Server &server);

} // namespace mws::app
