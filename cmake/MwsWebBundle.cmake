# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

# The browser client: npm builds it into the build folder, rcc embeds it in the static library
# mws_web under ":/web". A program that serves it calls Q_INIT_RESOURCE(mws_web).
find_program(MWS_NPM npm)
if(NOT MWS_NPM)
  message(FATAL_ERROR
    "npm was not found. The browser client in resources/web is built with Node.js 18 or newer and "
    "npm (Debian: apt install nodejs npm). Install them, or name npm with -DMWS_NPM=/path/to/npm. "
    "The first build fetches the packages of resources/web/package-lock.json; without network it "
    "needs them in npm's cache.")
endif()

set(MWS_WEB_SOURCE ${CMAKE_SOURCE_DIR}/resources/web)
set(MWS_WEB_DIST ${CMAKE_BINARY_DIR}/web/dist)
set(MWS_WEB_INSTALLED ${MWS_WEB_SOURCE}/node_modules/.package-lock.json)

# npm writes the installed lock itself; it is touched because npm keeps the time of an equal one.
add_custom_command(OUTPUT ${MWS_WEB_INSTALLED}
  COMMAND ${MWS_NPM} ci --prefer-offline --no-audit --no-fund --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${MWS_WEB_INSTALLED}
  DEPENDS ${MWS_WEB_SOURCE}/package-lock.json
  WORKING_DIRECTORY ${MWS_WEB_SOURCE}
  COMMENT "Fetching the packages of the browser client"
  VERBATIM)

file(GLOB_RECURSE MWS_WEB_FILES CONFIGURE_DEPENDS
  ${MWS_WEB_SOURCE}/src/* ${MWS_WEB_SOURCE}/public/* ${CMAKE_SOURCE_DIR}/resources/themes/*.json)
file(GLOB MWS_WEB_CONFIGURATION CONFIGURE_DEPENDS
  ${MWS_WEB_SOURCE}/*.js ${MWS_WEB_SOURCE}/*.json ${MWS_WEB_SOURCE}/index.html)

# The names of the built files hold a hash of their content, so rcc lists them itself.
set(MWS_WEB_RESOURCE ${CMAKE_BINARY_DIR}/web/qrc_mws_web.cpp)
add_custom_command(OUTPUT ${MWS_WEB_RESOURCE}
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${MWS_WEB_DIST}
  COMMAND ${MWS_NPM} run build --silent -- --outDir ${MWS_WEB_DIST} --emptyOutDir
    --logLevel warn
  COMMAND ${CMAKE_COMMAND} -E chdir ${MWS_WEB_DIST} $<TARGET_FILE:Qt6::rcc> --project
    -o ${CMAKE_BINARY_DIR}/web/files.qrc
  COMMAND ${CMAKE_COMMAND} -E rename ${CMAKE_BINARY_DIR}/web/files.qrc ${MWS_WEB_DIST}/mws_web.qrc
  COMMAND $<TARGET_FILE:Qt6::rcc> --root /web --name mws_web -o ${MWS_WEB_RESOURCE}
    ${MWS_WEB_DIST}/mws_web.qrc
  DEPENDS ${MWS_WEB_INSTALLED} ${MWS_WEB_FILES} ${MWS_WEB_CONFIGURATION}
  WORKING_DIRECTORY ${MWS_WEB_SOURCE}
  COMMENT "Building the browser client"
  VERBATIM)

add_library(mws_web STATIC ${MWS_WEB_RESOURCE})
set_target_properties(mws_web PROPERTIES AUTOMOC OFF AUTOUIC OFF)
target_link_libraries(mws_web PUBLIC Qt6::Core)

# svelte-check and the unit tests of the client.
add_test(NAME web_check COMMAND ${MWS_NPM} run check --silent WORKING_DIRECTORY ${MWS_WEB_SOURCE})
set_tests_properties(web_check PROPERTIES TIMEOUT 300 LABELS "web")
