# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

# The browser client is built by npm into the build folder and embedded in the server.
find_program(MWS_NPM npm)
set(MWS_WEB_SOURCE ${CMAKE_SOURCE_DIR}/resources/web)
set(MWS_WEB_DIST ${CMAKE_BINARY_DIR}/web)
