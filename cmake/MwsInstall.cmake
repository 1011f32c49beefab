# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

include(GNUInstallDirs)
install(DIRECTORY ${CMAKE_BINARY_DIR}/bin/ DESTINATION ${CMAKE_INSTALL_BINDIR}
  USE_SOURCE_PERMISSIONS FILES_MATCHING PATTERN "mws*")
install(DIRECTORY resources/demo resources/schemas resources/templates
  DESTINATION ${CMAKE_INSTALL_DATADIR}/modbus-web-server)

# What is delivered says what it is made of.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  set(sbom ${CMAKE_BINARY_DIR}/modbus-web-server.cdx.json)
  set(programs mws-server mws-panel mws-editor mws-simulator mwsctl)
  list(TRANSFORM programs REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE program_files)
  add_custom_command(OUTPUT ${sbom}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/packaging/sbom
      --version ${PROJECT_VERSION} --output ${sbom} ${program_files}
    DEPENDS ${programs} packaging/sbom packaging/packages.txt resources/web/package-lock.json
    COMMENT "Listing the components"
    VERBATIM)
  add_custom_target(sbom ALL DEPENDS ${sbom})
  install(FILES ${sbom} DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
