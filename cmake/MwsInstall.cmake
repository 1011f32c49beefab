# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

include(GNUInstallDirs)
install(DIRECTORY ${CMAKE_BINARY_DIR}/bin/ DESTINATION ${CMAKE_INSTALL_BINDIR}
  USE_SOURCE_PERMISSIONS FILES_MATCHING PATTERN "mws*")
install(DIRECTORY resources/demo resources/schemas resources/templates
  DESTINATION ${CMAKE_INSTALL_DATADIR}/modbus-web-server)
