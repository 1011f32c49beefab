# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

# cmake -DLUPDATE=<program> -DROOT=<source tree> -DFOLDER=<folder of the .ts files> -P update.cmake
# Runs lupdate over modules, app and qml; ends with an error when it finds a text without context.
foreach(language de en)
  set(plural "")
  if(language STREQUAL "en")
    set(plural -pluralonly)
  endif()
  execute_process(
    COMMAND ${LUPDATE} -no-obsolete -locations none -source-language en ${plural}
      -I ${ROOT}/modules -I ${ROOT}/app -extensions cpp,h,qml,js
      ${ROOT}/modules ${ROOT}/app ${ROOT}/qml ${ROOT}/translations
      -ts ${FOLDER}/mws_${language}.ts
    OUTPUT_VARIABLE told ERROR_VARIABLE warned RESULT_VARIABLE code)
  if(code OR warned MATCHES "lacks Q_OBJECT|Cannot invoke tr|ambiguous")
    message(FATAL_ERROR "lupdate: ${warned}${told}")
  endif()
  string(REGEX MATCH "Found [^\n]*" found "${told}${warned}")
  message(STATUS "mws_${language}.ts: ${found}")
endforeach()
